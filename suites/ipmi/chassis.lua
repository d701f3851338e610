-- Chassis commands (IPMI 2.0 28).
local ipmi = require("lib.bmc_commands")

local down, up, hard_reset = 0, 1, 3
local needs = { "feature.ipmi.chassis" }

local function status(session) return session:request(ipmi.chassis, 0x01) end
local function control(session, action, options) return session:request(ipmi.chassis, 0x02, { action }, options) end
local function is_on(session) return status(session):bits(2, 0, 0) == 1 end

--- Waits until the power is on or off; a host takes its time.
local function settles(t, session, on)
  for _ = 1, 20 do
    if is_on(session) == on then return true end
    t:sleep(250)
  end
  return false
end

--- A session with the power on or off; the power is put back after the case.
local function with_power(t, on)
  local s = t.bmc:session()
  local before = is_on(s)
  t:defer(function() control(s, before and up or down) end)
  if before ~= on then
    local r = control(s, on and up or down)
    t:setup(r.completion == 0 and settles(t, s, on), "the power does not change: " .. r:summary())
  end
  return s
end

ipmi.offers("chassis", "ipmi.chassis.status", ipmi.chassis, 0x01)

-- 28.2: bit 7 of octet 2, bits 7:5 of octet 3 and bit 7 of octet 4 are reserved.
bmc_case {
  id = "chassis.status",
  proves = "ipmi.chassis.status",
  title = "Get Chassis Status has three or four octets, and reserved bits are 0",
  needs = needs,
  run = function(t)
    local r = status(t.bmc:session())
    t:expect_completion(r)
    t:expect_data_length(r, 3, { at_most = 4 })
    t:expect(r:bits(2, 7, 7) == 0 and r:bits(3, 7, 5) == 0 and r:bits(4, 7, 7) == 0, { message = "reserved bits are set", expected = "0",
      actual = r:hex(), at = r })
  end,
}

-- 28.1: flags and four addresses, perhaps that of a bridge.
bmc_case {
  id = "chassis.capabilities",
  proves = "ipmi.chassis.capabilities",
  title = "Get Chassis Capabilities tells flags and the addresses of four devices",
  needs = needs,
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.chassis, 0x00)
    t:expect_completion(r)
    t:expect_data_length(r, 5, { at_most = 6 })
  end,
}

-- 28.3: power down and power up.
bmc_case {
  id = "chassis.power-changes",
  proves = "ipmi.chassis.control.power",
  title = "The power goes off and on as Chassis Control says",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = t.bmc:session()
    local before = is_on(s)
    t:defer(function() control(s, before and up or down) end)
    t:require_completion(control(s, before and down or up))
    t:expect(settles(t, s, not before), { message = "the power", expected = before and "off" or "on", actual = before and "on" or "off" })
    t:require_completion(control(s, before and up or down))
    t:expect(settles(t, s, before), { message = "the power afterwards", expected = before and "on" or "off", actual = before and "off" or "on" })
  end,
}

-- 28.3: the command asks for a state, not for a change.
bmc_case {
  id = "chassis.power-up-twice",
  proves = "ipmi.chassis.control.repeated",
  title = "Powering up what is on leaves it on",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = with_power(t, true)
    t:expect_completion(control(s, up), { 0x00, 0xD5 })
    t:sleep(1200)
    t:expect(is_on(s), { message = "the power after power up", expected = "on", actual = "off" })
  end,
}

-- 28.3: 6 to Fh are reserved.
bmc_case {
  id = "chassis.unknown-control",
  proves = { "ipmi.chassis.control.unknown", "ipmi.completion.parameter-range" },
  title = "A chassis control that there is not is refused, and the power stays",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = with_power(t, true)
    for _, action in ipairs { 0x06, 0x0F } do
      local r = control(s, action, { why = "the control is reserved" })
      t:expect(r.completion ~= 0, { message = "a reserved control is refused", expected = "CCh, C9h or D5h", actual = r:summary(), at = r })
      t:expect_completion(r, { 0xC9, 0xCC, 0xD5 }, { rule = "ipmi.completion.parameter-range" })
    end
    t:sleep(300)
    t:expect(is_on(s), { message = "the power", expected = "on as before", actual = "off" })
  end,
}

-- 28.3: a reset, a cycle and an interrupt need a system that runs.
bmc_case {
  id = "chassis.reset-while-off",
  proves = "ipmi.chassis.control.while-off",
  title = "A reset while the power is off does not power up",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = with_power(t, false)
    local r = control(s, hard_reset)
    t:sleep(1500)
    t:expect(not is_on(s), { message = "the power after a reset of what is off", expected = "off", actual = "on", at = r })
  end,
}

-- 28.11: 1h is a chassis control command.
bmc_case {
  id = "chassis.restart-cause",
  proves = "ipmi.chassis.restart-cause",
  title = "After a power up by command the restart cause is chassis control",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = with_power(t, false)
    ipmi.optional(t, s, ipmi.chassis, 0x07)
    t:require_completion(control(s, up))
    t:setup(settles(t, s, true), "the power does not come up")
    local r = s:request(ipmi.chassis, 0x07)
    t:expect_completion(r)
    t:expect(r:bits(2, 3, 0) == 1, { message = "the restart cause", expected = "1h, chassis control", actual = r:hex(), at = r })
  end,
}

-- 28.2 octet 4 bits 6:4: whether and how it is identified.
bmc_case {
  id = "chassis.identify",
  proves = "ipmi.chassis.identify",
  title = "Chassis Identify shows in the status, where the status tells it",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() s:request(ipmi.chassis, 0x04, { 0x00 }) end)
    t:require_completion(ipmi.optional(t, s, ipmi.chassis, 0x04, { 0x0A }))
    local r = status(s)
    if r:bits(4, 6, 6) ~= 1 then t:not_applicable("the status does not tell the identification") end
    t:expect(r:bits(4, 5, 4) == 1, { message = "identification for 10 s", expected = "01b, for a time", actual = r:hex(), at = r })
    t:expect_completion(s:request(ipmi.chassis, 0x04, { 0x00 }))
    r = status(s)
    t:expect(r:bits(4, 5, 4) == 0, { message = "identification for 0 s", expected = "00b, off", actual = r:hex(), at = r })
  end,
}

-- 28.5: no octet, an interval, or an interval and "force on".
bmc_case {
  id = "chassis.identify-lengths",
  proves = { "ipmi.chassis.identify.length", "ipmi.completion.too-long" },
  title = "Chassis Identify with three octets is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() s:request(ipmi.chassis, 0x04, { 0x00 }) end)
    for length = 0, 2 do
      t:expect_completion(ipmi.optional(t, s, ipmi.chassis, 0x04, { table.unpack({ 0x00, 0x00 }, 1, length) }))
    end
    t:expect_completion(s:request(ipmi.chassis, 0x04, { 0, 0, 0 }, { why = "it has three octets" }), ipmi.wrong_length)
  end,
}

local function set_policy(session, policy, options) return session:request(ipmi.chassis, 0x06, { policy }, options) end

--- A session, the present policy, and the policies that are supported as bits; the policy is put back.
local function policies(t)
  local s = t.bmc:session()
  local before = status(s):bits(2, 6, 5)
  local r = ipmi.optional(t, s, ipmi.chassis, 0x06, { 0x03 })
  t:setup(r.completion == 0 and #r.data == 1, "the supported policies are not told: " .. r:summary())
  if before < 3 then t:defer(function() set_policy(s, before) end) end
  return s, before, r:u8(2)
end

-- 28.8: 0 stays off, 1 as before, 2 always on; 28.2 octet 2 bits 6:5 tells which.
bmc_case {
  id = "chassis.policy-kept",
  proves = "ipmi.chassis.policy",
  title = "Each supported power restore policy that is set is told by the status",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, _, supported = policies(t)
    for policy = 0, 2 do
      if supported >> policy & 1 == 1 then
        t:expect_completion(set_policy(s, policy))
        local r = status(s)
        t:expect(r:bits(2, 6, 5) == policy, { message = "the policy", expected = policy, actual = r:bits(2, 6, 5), at = r })
      end
    end
  end,
}

-- 28.8: 3 only asks what is supported.
bmc_case {
  id = "chassis.policy-no-change",
  proves = "ipmi.chassis.policy.keep",
  title = "Policy 3 leaves the policy as it is",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, _, supported = policies(t)
    t:setup(supported & 0x06 ~= 0, "only one policy is supported")
    local other = supported & 0x04 ~= 0 and 2 or 1
    t:setup(set_policy(s, other).completion == 0, "a policy that is supported is not set")
    t:expect_completion(set_policy(s, 3))
    local r = status(s)
    t:expect(r:bits(2, 6, 5) == other, { message = "the policy", expected = other, actual = r:bits(2, 6, 5), at = r })
  end,
}

-- 28.8: 4 to 7 are reserved.
bmc_case {
  id = "chassis.policy-reserved",
  proves = "ipmi.chassis.policy.unsupported",
  title = "A reserved power restore policy is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = policies(t)
    t:expect_completion(set_policy(s, 5, { why = "the policy is reserved" }), ipmi.out_of_range)
  end,
}

-- 28.14.
bmc_case {
  id = "chassis.power-on-hours",
  proves = "ipmi.chassis.power-on-hours",
  title = "Get POH Counter tells minutes per count and a counter that does not run back",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local r = ipmi.optional(t, s, ipmi.chassis, 0x0F)
    t:expect_completion(r)
    t:expect_data_length(r, 5)
    t:expect((r:u8(2) or 0) > 0, { message = "minutes per count", expected = "more than 0", actual = r:u8(2), at = r })
    local later = s:request(ipmi.chassis, 0x0F)
    t:expect((later:u32(3) or 0) >= (r:u32(3) or 0), { message = "the counter", expected = "not less than before", actual = later:u32(3), at = later })
  end,
}

-- 28.2 octet 5: bits 7:4 tell which buttons can be disabled, bits 3:0 which are.
bmc_case {
  id = "chassis.buttons",
  proves = "ipmi.chassis.panel",
  title = "A button that was disabled is told as disabled",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = status(s)
    local can = before:bits(5, 7, 4)
    if not can or can == 0 then t:not_applicable("no button can be disabled") end
    t:defer(function() s:request(ipmi.chassis, 0x0A, { before:bits(5, 3, 0) }) end)
    t:require_completion(ipmi.optional(t, s, ipmi.chassis, 0x0A, { can }))
    local r = status(s)
    t:expect(r:bits(5, 3, 0) == can, { message = "the disabled buttons", expected = ("%Xh"):format(can), actual = r:hex(), at = r })
  end,
}

-- 35.14 octet 3 bit 5: the reading is unavailable. Which sensors need the host only the BMC knows; some do.
bmc_case {
  id = "chassis.readings-while-off",
  proves = "ipmi.sensor.power-off",
  title = "Fans do not turn, or have no reading, while the power is off",
  needs = { "feature.ipmi.chassis", "feature.ipmi.sdr" },
  destructive = true,
  timeout = 60,
  run = function(t)
    local sdrs = require("lib.sdrs")
    local s = with_power(t, false)
    local fan = 0x04
    local fans = sdrs.sensors(t, s, function(each) return each:sensor_type() == fan and each:has_thresholds() end, "fan")
    t:sleep(2000)
    for _, record in ipairs(fans) do
      local r = s:request(ipmi.event, 0x2D, { record:number() })
      t:expect(r.completion ~= 0 or r:bits(3, 5, 5) == 1 or r:bits(3, 6, 6) == 0 or r:u8(2) == 0, {
        message = "the reading of " .. record:called(), expected = "unavailable, or 0", actual = r:hex(), at = r })
    end
  end,
}

-- 5.2: one octet.
bmc_case {
  id = "chassis.control-lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Chassis Control without an octet or with two is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = with_power(t, true)
    ipmi.refuses_lengths(t, s, ipmi.chassis, 0x02, { up, 0x00 }, { 1 })
  end,
}

-- 28.4, and 28.11: the cause of the restart is Chassis Control's.
bmc_case {
  id = "chassis.reset-command",
  proves = "ipmi.chassis.reset",
  title = "Chassis Reset restarts the host, and only one that is on",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = with_power(t, true)
    local function reset() return ipmi.optional(t, s, ipmi.chassis, 0x03) end
    t:expect_completion(reset())
    local cause = s:request(ipmi.chassis, 0x07)
    if cause.completion == 0 then
      t:expect(cause:bits(2, 3, 0) == 1, { message = "the restart's cause", expected = "1, a chassis command", actual = cause:hex(), at = cause })
    end
    control(s, down)
    t:setup(settles(t, s, false), "the power does not go off")
    local r = reset()
    t:expect(r.completion ~= 0, { message = "Chassis Reset of a host that is off", expected = "a refusal", actual = r:summary(), at = r })
  end,
}

-- Appendix G: operator.
bmc_case {
  id = "chassis.control-privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not change the power",
  needs = needs,
  destructive = true,
  run = function(t)
    with_power(t, true)
    ipmi.needs_privilege(t, "user", ipmi.chassis, 0x02, { up })
  end,
}

local function option(session, parameter, set) return session:request(ipmi.chassis, 0x09, { parameter, set or 0x00, 0x00 }) end
local function set_option(session, octets, options) return session:request(ipmi.chassis, 0x08, octets, options) end
local boot_needs = { "feature.ipmi.boot" }
local boot_flags = 0x05

ipmi.offers("boot", "ipmi.boot.get", ipmi.chassis, 0x09, { boot_flags, 0x00, 0x00 })

-- 28.13: parameter version, validity and number, data.
bmc_case {
  id = "boot.flags",
  proves = "ipmi.boot.get",
  title = "Get System Boot Options tells the version, the parameter and five octets of boot flags",
  needs = boot_needs,
  run = function(t)
    local r = option(t.bmc:session(), boot_flags)
    t:expect_completion(r)
    t:expect(r:bits(2, 3, 0) == 1, { message = "the parameter version", expected = "1", actual = r:hex(), at = r })
    t:expect(r:bits(3, 6, 0) == boot_flags, { message = "the parameter's number", expected = "5", actual = r:hex(), at = r })
    t:expect_data_length(r, 7)
  end,
}

--- A session; the boot flags are put back after the case.
local function with_flags(t)
  local s = t.bmc:session()
  local before = option(s, boot_flags)
  t:setup(before.completion == 0 and #before.data == 7, "the boot flags are not told: " .. before:summary())
  t:defer(function() set_option(s, "\5" .. before.data:sub(3)) end)
  return s
end

-- 28.12, Table 28-14: the device is in bits 5:2 of the second octet.
bmc_case {
  id = "boot.flags-kept",
  proves = "ipmi.boot.kept",
  title = "Boot flags that were set are told",
  needs = boot_needs,
  destructive = true,
  run = function(t)
    local s = with_flags(t)
    for _, device in ipairs { 0x04, 0x08 } do
      t:require_completion(set_option(s, { boot_flags, 0x80, device, 0x00, 0x00, 0x00 }))
      local r = option(s, boot_flags)
      t:expect(r:u8(4) == 0x80 and r:u8(5) == device, { message = "the boot flags", expected = ("80h %02Xh"):format(device), actual = r:hex(), at = r })
    end
  end,
}

-- 28.13: completion code 80h.
bmc_case {
  id = "boot.unknown-parameter",
  proves = "ipmi.boot.unknown",
  title = "A boot option that there is not is refused",
  needs = boot_needs,
  run = function(t) t:expect_completion(option(t.bmc:session(), 0x5F), 0x80) end,
}

-- 28.12: completion code 81h.
bmc_case {
  id = "boot.set-in-progress",
  proves = "ipmi.boot.in-progress",
  title = "Set in progress is refused while it is in progress",
  needs = boot_needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() set_option(s, { 0x00, 0x00 }) end)
    local r = set_option(s, { 0x00, 0x01 })
    if r.completion ~= 0 and option(s, 0x00).completion ~= 0 then t:not_applicable("the BMC does without set in progress") end
    t:setup(r.completion == 0, "setting cannot be begun: " .. r:summary())
    t:expect_completion(set_option(s, { 0x00, 0x01 }), 0x81)
  end,
}

-- 28.12 octet 1 bit 7: the parameter is marked invalid.
bmc_case {
  id = "boot.marked-invalid",
  proves = "ipmi.boot.invalid",
  title = "A boot option that was marked invalid is told as invalid",
  needs = boot_needs,
  destructive = true,
  run = function(t)
    local s = with_flags(t)
    t:require_completion(set_option(s, { 0x80 | boot_flags, 0x80, 0x04, 0x00, 0x00, 0x00 }))
    local r = option(s, boot_flags)
    t:expect(r:bits(3, 7, 7) == 1, { message = "the validity bit", expected = "1, invalid", actual = r:hex(), at = r })
    t:expect_completion(set_option(s, { boot_flags }), { 0x00, 0xC7 })
  end,
}

-- 28.12: too little data.
bmc_case {
  id = "boot.short-flags",
  proves = "ipmi.boot.length",
  title = "Boot flags of two octets are refused and change nothing",
  needs = boot_needs,
  destructive = true,
  run = function(t)
    local s = with_flags(t)
    t:setup(set_option(s, { boot_flags, 0x80, 0x04, 0x00, 0x00, 0x00 }).completion == 0, "boot flags are not set")
    t:expect_completion(set_option(s, { boot_flags, 0x80, 0x08 }, { why = "boot flags have five octets" }), 0xC7)
    local r = option(s, boot_flags)
    t:expect(r:u8(5) == 0x04, { message = "the boot flags", expected = "as before", actual = r:hex(), at = r })
  end,
}
