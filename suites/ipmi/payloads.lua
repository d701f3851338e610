-- Payloads, and Serial over LAN among them (IPMI 2.0 24, 26).
local ipmi = require("lib.bmc_commands")

local this_channel = 0x0E
local sol, instance = 0x01, 0x01
local sol_needs, payload_needs = { "feature.ipmi.sol" }, { "feature.ipmi.payload" }
local enable, retry, port = 1, 4, 8

local function get(session, parameter) return session:request(ipmi.transport, 0x22, { this_channel, parameter, 0, 0 }) end
local function put(session, parameter, octets, options)
  return session:request(ipmi.transport, 0x21, { this_channel, parameter, table.unpack(octets) }, options)
end

ipmi.offers("sol", "ipmi.sol.parameter.get", ipmi.transport, 0x22, { this_channel, 0x01, 0, 0 })

-- 26.3: revision 11h.
bmc_case {
  id = "sol.revision",
  proves = "ipmi.sol.parameter.get",
  title = "SOL parameters are of revision 11h",
  needs = sol_needs,
  run = function(t)
    local r = get(t.bmc:session(), enable)
    t:expect_completion(r)
    t:expect(r:u8(2) == 0x11, { message = "the parameter revision", expected = "11h", actual = r:hex(), at = r })
    t:expect_data_length(r, 2)
  end,
}

-- 26.3: completion code 80h.
bmc_case {
  id = "sol.unknown-parameter",
  proves = "ipmi.sol.parameter.unknown",
  title = "A SOL parameter that there is not is refused",
  needs = sol_needs,
  run = function(t) t:expect_completion(get(t.bmc:session(), 0x7F), 0x80) end,
}

-- 26.2 parameter 4: how often, and at which interval of 10 ms, is sent again.
bmc_case {
  id = "sol.set-is-kept",
  proves = "ipmi.sol.parameter.set",
  title = "A retry interval that was set is told",
  needs = sol_needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = get(s, retry)
    if before.completion == 0x80 then t:not_applicable("the BMC has no retry interval") end
    t:setup(before.completion == 0 and #before.data == 3, "the retries are not told: " .. before:summary())
    t:defer(function() put(s, retry, { before.data:byte(2, 3) }) end)
    local interval = before:u8(4) == 0x40 and 0x50 or 0x40
    t:require_completion(put(s, retry, { before:u8(3), interval }))
    local r = get(s, retry)
    t:expect(r:u8(4) == interval, { message = "the retry interval", expected = interval, actual = r:hex(), at = r })
  end,
}

-- 26.2: the port may be fixed; 82h then.
bmc_case {
  id = "sol.read-only-parameter",
  proves = "ipmi.sol.parameter.read-only",
  title = "The SOL port is set or refused as one that can only be read",
  needs = sol_needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = get(s, port)
    if before.completion ~= 0 or #before.data ~= 3 then t:not_applicable("the BMC tells no SOL port") end
    local other = { before:u8(3) ~ 0x01, before:u8(4) }
    t:defer(function() put(s, port, { before.data:byte(2, 3) }) end)
    local r = put(s, port, other)
    t:expect_completion(r, { 0x00, 0x82 })
    local told = get(s, port)
    t:expect((told:u8(3) == other[1]) == (r.completion == 0), { message = "the port after " .. r:summary(),
      expected = r.completion == 0 and "the new one" or "the old one", actual = told:hex(), at = told })
  end,
}

--- The number of the channel that the session goes over. Eh stands for it, but ends openipmi's lanserv in 24.8.
local function own_channel(session)
  return session:request(ipmi.app, 0x42, { this_channel }):bits(2, 3, 0) or 0x01
end

-- 24.8: does the BMC know payloads at all?
bmc_case {
  id = "payload.offered",
  proves = "ipmi.payload.support",
  provides = "feature.ipmi.payload",
  title = "Get Channel Payload Support is answered",
  run = function(t)
    local s = t.bmc:session()
    t:expect_completion(ipmi.optional(t, s, ipmi.app, 0x4E, { own_channel(s) }))
  end,
}

-- 24.8: bit n of octets 2 and 3 for standard payload n, of octets 4 and 5 for session setup payload 10h + n.
bmc_case {
  id = "payload.support",
  proves = "ipmi.payload.support",
  title = "IPMI and the session setup payloads are told as supported, in eight octets",
  needs = payload_needs,
  run = function(t)
    local s = t.bmc:session()
    local r = s:request(ipmi.app, 0x4E, { own_channel(s) })
    t:expect_completion(r)
    t:expect_data_length(r, 8)
    t:expect(r:bits(2, 0, 0) == 1, { message = "payload 0, IPMI messages", expected = "supported", actual = r:hex(), at = r })
    t:expect(r:bits(4, 5, 0) == 0x3F, { message = "payloads 10h to 15h, session setup", expected = "supported", actual = r:hex(), at = r })
  end,
}

-- 24.9: completion code 80h for a payload that there is not.
bmc_case {
  id = "payload.version",
  proves = "ipmi.payload.version",
  title = "IPMI messages have a version, a payload that there is not has none",
  needs = payload_needs,
  run = function(t)
    local s = t.bmc:session()
    local r = ipmi.optional(t, s, ipmi.app, 0x4F, { this_channel, 0x00 })
    t:expect_completion(r)
    t:expect(r:u8(2) == 0x10, { message = "the version of IPMI messages", expected = "10h", actual = r:hex(), at = r })
    t:expect_completion(s:request(ipmi.app, 0x4F, { this_channel, 0x0F }), 0x80)
  end,
}

local function status(session) return session:request(ipmi.app, 0x4A, { sol }) end
local function activate(session, options)
  local encrypted, authenticated = 0x80, 0x40
  return session:request(ipmi.app, 0x48, { sol, instance, encrypted | authenticated, 0, 0, 0 }, options)
end
local function deactivate(session) return session:request(ipmi.app, 0x49, { sol, instance, 0, 0, 0, 0 }) end

--- Two sessions, and no console that is active. What a console says would come between the answers in its own session:
--- the second one asks for its status, and deactivates it.
local function idle(t)
  local owner, other = t.bmc:session(), t.bmc:session()
  local r = ipmi.optional(t, other, ipmi.app, 0x4A, { sol })
  t:setup(r.completion == 0, "the activation status is not told: " .. r:summary())
  if r:u16(3) ~= 0 then t:not_applicable("somebody uses the console") end
  t:defer(function() deactivate(other) end)
  return owner, other
end

-- 24.1, 24.4 and 24.2: from activation to deactivation.
bmc_case {
  id = "payload.activate",
  proves = { "ipmi.payload.activate", "ipmi.payload.port" },
  title = "A console that was activated is told as active, with its port, until it is deactivated",
  needs = sol_needs,
  destructive = true,
  run = function(t)
    local owner, other = idle(t)
    local r = activate(owner)
    if r.completion == 0x81 then t:not_applicable("SOL is disabled") end
    t:require_completion(r)
    t:expect_data_length(r, 12, { rule = "ipmi.payload.port" })
    t:expect((r:u16(6) or 0) > 0 and (r:u16(8) or 0) > 0, { message = "the payload sizes", expected = "not 0", actual = r:hex(), at = r,
      rule = "ipmi.payload.port" })
    t:expect((r:u16(10) or 0) > 0, { message = "the UDP port", expected = "not 0", actual = r:hex(), at = r, rule = "ipmi.payload.port" })
    local told = status(other)
    t:expect(told:u16(3) == 1, { message = "active instances", expected = "instance 1", actual = told:hex(), at = told })
    t:expect_completion(deactivate(other))
    told = status(other)
    t:expect(told:u16(3) == 0, { message = "active instances after deactivation", expected = "none", actual = told:hex(), at = told })
  end,
}

-- 24.1: completion code 80h.
bmc_case {
  id = "payload.activate-twice",
  proves = "ipmi.payload.activated-twice",
  title = "A console that is active is not activated again",
  needs = sol_needs,
  destructive = true,
  run = function(t)
    local owner, other = idle(t)
    local r = activate(owner)
    if r.completion == 0x81 then t:not_applicable("SOL is disabled") end
    t:setup(r.completion == 0, "the console is not activated: " .. r:summary())
    t:expect_completion(activate(other, { why = "it is active" }), 0x80)
  end,
}

-- 24.2: completion code 80h.
bmc_case {
  id = "payload.deactivate-idle",
  proves = "ipmi.payload.deactivate-idle",
  title = "A console that is not active is not deactivated",
  needs = sol_needs,
  destructive = true,
  run = function(t) t:expect_completion(deactivate(idle(t)), 0x80) end,
}

-- 24.3: completion code 83h.
bmc_case {
  id = "payload.encryption-idle",
  proves = "ipmi.payload.encryption",
  title = "The encryption of a console that is not active is not suspended",
  needs = sol_needs,
  destructive = true,
  run = function(t)
    local _, other = idle(t)
    local suspend = 0
    t:expect_completion(ipmi.optional(t, other, ipmi.app, 0x55, { sol, instance, suspend }), 0x83)
  end,
}

-- 24.10: completion code 80h. No maker has the enterprise number FFFFFFh.
bmc_case {
  id = "payload.oem-unknown",
  proves = "ipmi.payload.oem",
  title = "An OEM payload that there is not is not told about",
  needs = payload_needs,
  run = function(t)
    local s = t.bmc:session()
    local oem_explicit = 0x02
    t:expect_completion(ipmi.optional(t, s, ipmi.app, 0x50, { own_channel(s), oem_explicit, 0xFF, 0xFF, 0xFF, 0x34, 0x12 }), 0x80)
  end,
}

-- 24.1: 82h tells that the payload type is beyond what there is; CCh and C9h are generic.
bmc_case {
  id = "payload.unknown-type",
  proves = "ipmi.payload.unknown",
  title = "A payload type that there is not is not activated",
  needs = payload_needs,
  destructive = true,
  run = function(t)
    local r = t.bmc:session():request(ipmi.app, 0x48, { 0x0F, instance, 0, 0, 0, 0 }, { why = "there is no payload type Fh" })
    t:expect_completion(r, { 0x82, 0xC9, 0xCC })
  end,
}

-- 24.6 and 24.7: bit 1 of the first octet stands for SOL.
bmc_case {
  id = "payload.user-access",
  proves = "ipmi.payload.user-access",
  title = "Payload access that was taken from a user is told as taken",
  needs = payload_needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local users = ipmi.served(t, s, ipmi.app, 0x44, { this_channel, 1 }):bits(2, 5, 0)
    local before = ipmi.optional(t, s, ipmi.app, 0x4D, { this_channel, users })
    t:setup(before.completion == 0, "payload access is not told: " .. before:summary())
    local enable, disable, standard_sol = 0x00, 0x40, 0x02
    local function set(operation) return s:request(ipmi.app, 0x4C, { this_channel, operation | users, standard_sol, 0, 0, 0 }) end
    local had = before:bits(2, 1, 1) == 1
    t:defer(function() set(had and enable or disable) end)
    t:require_completion(set(had and disable or enable))
    local r = s:request(ipmi.app, 0x4D, { this_channel, users })
    t:expect((r:bits(2, 1, 1) == 1) ~= had, { message = "the user's access to SOL", expected = had and "taken" or "given", actual = r:hex(), at = r })
  end,
}

-- 24.8: channels that there are not, and Eh, which stands for this one. These very requests end openipmi's lanserv.
for _, channel in ipairs { 0x02, 0x0C, 0x0E } do
  bmc_case {
    id = ("payload.support-of-channel-%xh"):format(channel),
    proves = { "ipmi.payload.support", "bmc.survives" },
    title = ("Get Channel Payload Support for channel %Xh is answered, and the BMC goes on"):format(channel),
    hostile = true,
    run = function(t)
      local s = t.bmc:session { privilege = "user" }
      local r = s:request(ipmi.app, 0x4E, { channel }, { once = true, timeout = 1500 })
      t:expect(r.completion ~= nil, { message = "the request is answered", expected = "a completion code", actual = r:summary(), at = r })
    end,
  }
end
