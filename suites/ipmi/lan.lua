-- LAN parameters and statistics (IPMI 2.0 23).
local ipmi = require("lib.bmc_commands")

local this_channel = 0x0E
local progress, address, mac, gateway, community, suite_count, suites = 0, 3, 5, 12, 16, 22, 23
local needs = { "feature.ipmi.lan" }

local function get(session, parameter, set) return session:request(ipmi.transport, 0x02, { this_channel, parameter, set or 0, 0 }) end
local function put(session, parameter, octets, options)
  return session:request(ipmi.transport, 0x01, { this_channel, parameter, table.unpack(octets) }, options)
end

ipmi.offers("lan", "ipmi.lan.parameter.get", ipmi.transport, 0x02, { this_channel, address, 0, 0 })

-- 23.2: revision 11h.
bmc_case {
  id = "lan.revision",
  proves = "ipmi.lan.parameter.get",
  title = "LAN parameters are of revision 11h",
  needs = needs,
  run = function(t)
    local r = get(t.bmc:session(), address)
    t:expect_completion(r)
    t:expect(r:u8(2) == 0x11, { message = "the parameter revision", expected = "11h", actual = r:hex(), at = r })
  end,
}

-- 23.2, Table 23-4: how long each parameter is.
bmc_case {
  id = "lan.lengths",
  proves = "ipmi.lan.parameter.length",
  title = "LAN parameters have the lengths of Table 23-4",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local lengths = { [0] = 1, [1] = 1, [2] = 5, [3] = 4, [4] = 1, [5] = 6, [6] = 4, [7] = 3, [8] = 2, [9] = 2, [10] = 1, [11] = 1, [12] = 4,
      [13] = 6, [14] = 4, [15] = 6, [16] = 18, [17] = 1, [20] = 2, [21] = 1, [22] = 1, [23] = 17, [24] = 9 }
    for parameter = 0, 24 do
      local r = lengths[parameter] and get(s, parameter)
      if r and r.completion == 0 then
        -- some BMCs leave out what there are no suites for; the table has all 16
        t:expect_data_length(r, 1 + lengths[parameter], { message = ("parameter %d has %d octets"):format(parameter, lengths[parameter]) })
      end
    end
  end,
}

-- 23.2 octet 1 bit 7.
bmc_case {
  id = "lan.revision-only",
  proves = "ipmi.lan.parameter.revision-only",
  title = "The revision alone is told where only the revision is asked for",
  needs = needs,
  run = function(t)
    local r = t.bmc:session():request(ipmi.transport, 0x02, { 0x80 | this_channel, address, 0, 0 })
    t:expect_completion(r)
    t:expect_data_length(r, 1)
  end,
}

-- 23.2: completion code 80h. 191 is the last number before the OEM's.
bmc_case {
  id = "lan.unknown-parameter",
  proves = "ipmi.lan.parameter.unknown",
  title = "A LAN parameter that there is not is refused",
  needs = needs,
  run = function(t) t:expect_completion(get(t.bmc:session(), 191), 0x80) end,
}

-- 23.2: the system interface has no LAN parameters.
bmc_case {
  id = "lan.channel-that-is-none",
  proves = "ipmi.lan.parameter.channel",
  title = "LAN parameters of the system interface are refused",
  needs = needs,
  run = function(t)
    local r = t.bmc:session():request(ipmi.transport, 0x02, { 0x0F, address, 0, 0 }, { why = "channel Fh is no LAN" })
    t:expect(r.completion ~= 0 and r.completion ~= nil, { message = "it is refused", expected = "CCh or C9h", actual = r:summary(), at = r })
  end,
}

-- 23.1: the community string is what a test can change without losing the BMC.
bmc_case {
  id = "lan.set-is-kept",
  proves = "ipmi.lan.parameter.set",
  title = "A community string that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = get(s, community)
    if before.completion ~= 0 or #before.data ~= 19 then t:not_applicable("the BMC has no community string") end
    t:defer(function() put(s, community, { before.data:byte(2, 19) }) end)
    t:require_completion(put(s, community, ipmi.padded({}, "assay", 18)))
    local r = get(s, community)
    t:expect(r.data:sub(2) == "assay" .. ("\0"):rep(13), { message = "the community string", expected = "assay", actual = r:hex(), at = r })
  end,
}

-- 23.1: completion code 82h.
bmc_case {
  id = "lan.read-only-parameter",
  proves = "ipmi.lan.parameter.read-only",
  title = "The supported authentication types cannot be set",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local r = put(s, 1, { get(s, 1):u8(3) or 0 }, { why = "the parameter can only be read" })
    t:expect_completion(r, 0x82)
  end,
}

-- 23.1: completion code 81h.
bmc_case {
  id = "lan.set-in-progress",
  proves = "ipmi.lan.parameter.in-progress",
  title = "Set in progress is refused while it is in progress",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() put(s, progress, { 0x00 }) end)
    local r = put(s, progress, { 0x01 })
    t:setup(r.completion == 0, "setting cannot be begun: " .. r:summary())
    t:expect_completion(put(s, progress, { 0x01 }), 0x81)
  end,
}

-- 23.1: a value that is too short changes nothing.
bmc_case {
  id = "lan.short-parameter",
  proves = "ipmi.lan.parameter.short",
  title = "A gateway address of two octets is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = get(s, gateway)
    t:setup(before.completion == 0, "the gateway is not told: " .. before:summary())
    t:expect_completion(put(s, gateway, { 0x7F, 0x00 }, { why = "an address has four octets" }), { 0xC7, 0xCC })
    local r = get(s, gateway)
    t:expect(r.data == before.data, { message = "the gateway", expected = before:hex(), actual = r:hex(), at = r })
  end,
}

--- The ids that Get Channel Cipher Suites lists, ascending.
local function advertised(t, session)
  local list, index = "", 0
  repeat
    local r = ipmi.served(t, session, ipmi.app, 0x54, { this_channel, 0x00, 0x80 | index })
    list, index = list .. r.data:sub(2), index + 1
  until #r.data < 17 or index == 0x40
  local ids, at = {}, 1
  while at <= #list do
    local start = list:byte(at)
    if start == 0xC0 then ids[#ids + 1] = list:byte(at + 1) end
    at = at + 1
  end
  table.sort(ids)
  return ids
end

-- 23.2 parameters 22 and 23: the count without suite 0, and the ids in the order of their entries.
bmc_case {
  id = "lan.suites-agree",
  proves = "ipmi.lan.suites-agree",
  title = "LAN parameters 22 and 23 list the suites that the channel advertises",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local counted, entries = get(s, suite_count), get(s, suites)
    if counted.completion == 0x80 or entries.completion == 0x80 then t:not_applicable("the BMC does without parameters 22 and 23") end
    local ids = advertised(t, s)
    local told = { entries.data:byte(3, 2 + (counted:bits(3, 4, 0) or 0)) }
    t:expect(#ids == #told or #ids == #told + 1, { message = "the number of suites", expected = #ids, actual = #told, at = counted })
    local listed = {}
    for _, id in ipairs(told) do listed[id] = true end
    for _, id in ipairs(ids) do
      t:expect(listed[id] or id == 0, { message = ("suite %d of the channel"):format(id), expected = "in parameter 23", actual = entries:hex(), at = entries })
    end
  end,
}

-- 23.2 parameter 24: a reserved octet, then four bits for each entry of parameter 23. The suite is none that runs use.
bmc_case {
  id = "lan.suite-limit",
  proves = "ipmi.lan.suite-limit",
  title = "A suite that is limited to users gives no session to operators",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local limits, user = 24, 0x02
    local entries, before = get(s, suites), get(s, limits)
    if entries.completion ~= 0 or before.completion ~= 0 or #before.data ~= 10 then t:not_applicable("the BMC does without parameters 23 and 24") end
    local entry, suite
    for at = 3, #entries.data do
      local id = entries.data:byte(at)
      if id == 2 or id == 16 then entry, suite = entry or at - 3, suite or id end
    end
    if not entry then t:not_applicable("the BMC has neither suite 2 nor suite 16") end
    local octets = { before.data:byte(2, 10) }
    t:defer(function() put(s, limits, octets) end)
    local place, shift = 2 + entry // 2, entry % 2 * 4
    local limited = { table.unpack(octets) }
    limited[place] = limited[place] & ~(0x0F << shift) & 0xFF | user << shift
    t:require_completion(put(s, limits, limited))
    local function opens(privilege)
      local own = t.bmc:handshake { suite = suite, privilege = privilege }
      own:log_on()
      return own:is_open()
    end
    t:expect(not opens("operator"), { message = ("a session of suite %d for operators"):format(suite), expected = "none", actual = "one" })
    t:expect(opens("user"), { message = ("a session of suite %d for users"):format(suite), expected = "one", actual = "none" })
  end,
}

-- 23.4: nine counters of two octets; bit 0 of the second octet clears them.
bmc_case {
  id = "lan.statistics",
  proves = "ipmi.lan.statistics",
  title = "The statistics grow with the packets, and clearing sets them to 0",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.optional(t, s, ipmi.transport, 0x04, { this_channel, 0x00 })
    t:expect_completion(before)
    t:expect_data_length(before, 18)
    local udp_received = 14
    local later = s:request(ipmi.transport, 0x04, { this_channel, 0x00 })
    t:expect((later:u16(udp_received) or 0) > (before:u16(udp_received) or 0) or before:u16(udp_received) == 0xFFFF, { message = "UDP packets received",
      expected = "more than before", actual = later:u16(udp_received), at = later })
    for _ = 1, 20 do s:request(ipmi.app, 0x01) end
    t:expect_completion(s:request(ipmi.transport, 0x04, { this_channel, 0x01 }))
    local cleared = s:request(ipmi.transport, 0x04, { this_channel, 0x00 })
    t:expect((cleared:u16(udp_received) or 0xFFFF) < 10, { message = "UDP packets received since the counters were cleared", expected = "a few",
      actual = cleared:u16(udp_received), at = cleared })
  end,
}

-- 23.3: bit 1 for answers to ARPs, bit 0 for gratuitous ones; parameter 10 enables them.
bmc_case {
  id = "lan.arps-suspended",
  proves = "ipmi.lan.arps",
  title = "ARPs that were suspended are told as not occurring",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local function suspend(which) return s:request(ipmi.transport, 0x03, { this_channel, which }) end
    local arp_control, both = 10, 0x03
    local enabled = get(s, arp_control)
    if enabled.completion ~= 0 then t:not_applicable("the BMC tells nothing of ARPs") end
    t:defer(function() suspend(0) end)
    local r = ipmi.optional(t, s, ipmi.transport, 0x03, { this_channel, both })
    t:expect_completion(r)
    t:expect(r:bits(2, 1, 0) == 0, { message = "ARPs while they are suspended", expected = "none", actual = r:hex(), at = r })
    r = suspend(0)
    t:expect(r:bits(2, 1, 0) == enabled:bits(3, 1, 0), { message = "ARPs when they are not suspended any more", expected = "those that parameter 10 enables",
      actual = r:hex(), at = r })
  end,
}

-- 23.2 parameter 5: bit 0 of the first octet is set in group addresses.
bmc_case {
  id = "lan.mac-address",
  proves = "ipmi.agree.mac",
  title = "The MAC address is that of one station",
  needs = needs,
  run = function(t)
    local r = get(t.bmc:session(), mac)
    t:expect_completion(r)
    local own = r.data:sub(2)
    t:expect(own ~= ("\0"):rep(6), { message = "the MAC address", expected = "not 0", actual = r:hex(), at = r })
    t:expect((r:u8(3) or 1) & 1 == 0, { message = "the MAC address", expected = "no group address", actual = r:hex(), at = r })
  end,
}

-- Appendix G: administrator.
bmc_case {
  id = "lan.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "An operator may not set LAN parameters",
  needs = needs,
  destructive = true,
  run = function(t) ipmi.needs_privilege(t, "operator", ipmi.transport, 0x01, { this_channel, progress, 0x00 }) end,
}
