-- Device, self test, GUID, ACPI and system commands (IPMI 2.0 20, 22.2, 22.14).
local ipmi = require("lib.bmc_commands")

local function device_id(session) return session:request(ipmi.app, 0x01) end

-- 20.1: octet 6 tells the version in BCD, the digit before the point first; octets 13 to 16 may be left out.
bmc_case {
  id = "device.id",
  proves = "ipmi.device-id.data",
  title = "Get Device ID tells a version of IPMI and has 11 or 15 octets",
  run = function(t)
    local r = device_id(t.bmc:session())
    t:expect_completion(r)
    t:expect(#r.data == 11 or #r.data == 15, { message = "the response has another length", expected = "11 or 15 octets", actual = #r.data, at = r })
    local version = r:u8(6)
    t:expect(version == 0x51 or version == 0x02, { message = "the IPMI version is 1.5 (51h) or 2.0 (02h)", expected = "51h or 02h",
      actual = ("%02Xh"):format(version or 0), at = r })
  end,
}

-- 20.1: firmware, device and product are what they are, whoever asks.
bmc_case {
  id = "device.id-is-one",
  proves = "ipmi.device-id.stable",
  title = "Get Device ID tells users and administrators the same device",
  run = function(t)
    local one = device_id(t.bmc:session { privilege = "user" })
    local other = device_id(t.bmc:session())
    t:expect_completion(one)
    t:expect(one.data == other.data, { message = "two sessions are told two devices", expected = one:hex(), actual = other:hex(), at = other })
  end,
}

-- 20.1 octet 7: SDR repository (bit 1), SEL (bit 2), FRU inventory (bit 3), chassis (bit 7).
bmc_case {
  id = "device.support-bits",
  proves = "ipmi.device-id.support",
  title = "The device support bits agree with the commands that the BMC answers",
  run = function(t)
    local s = t.bmc:session()
    local support = device_id(s):u8(7) or 0
    for _, device in ipairs {
      { bit = 1, what = "SDR repository", netfn = ipmi.storage, command = 0x20 }, { bit = 2, what = "SEL", netfn = ipmi.storage, command = 0x40 },
      { bit = 7, what = "chassis", netfn = ipmi.chassis, command = 0x01 },
    } do
      local r = s:request(device.netfn, device.command)
      local told, answers = support >> device.bit & 1 == 1, r.completion ~= ipmi.unknown
      t:expect(told == answers, { message = device.what .. " device", expected = told and "its commands are answered" or "its commands are unknown",
        actual = r:summary(), at = r })
    end
  end,
}

-- 5.2: Get Device ID takes no data.
bmc_case {
  id = "device.id-length",
  proves = { "ipmi.completion.too-long" },
  title = "Get Device ID with data is refused",
  run = function(t) ipmi.refuses_lengths(t, t.bmc:session(), ipmi.app, 0x01, {}, { 0 }) end,
}

-- 20.4, Table 20-6: 55h passed, 56h not implemented, 57h parts are faulty, 58h fatal, else device-specific but 00h and FFh.
bmc_case {
  id = "device.self-test",
  proves = "ipmi.self-test.result",
  title = "Get Self Test Results tells a result that there is, and no faults where it passed",
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.app, 0x04)
    t:expect_completion(r)
    t:expect_data_length(r, 2)
    local result, detail = r:u8(2), r:u8(3)
    t:expect(result ~= 0x00 and result ~= 0xFF, { message = "the result is one of Table 20-6", expected = "55h to 58h, or device-specific",
      actual = ("%02Xh"):format(result or 0), at = r })
    t:expect((result ~= 0x55 and result ~= 0x56) or detail == 0, { message = "a test that passed tells no faults", expected = "00h",
      actual = ("%02Xh"):format(detail or 0), at = r })
  end,
}

local function expect_guid(t, first, second)
  t:expect_completion(first)
  t:expect_data_length(first, 16)
  t:expect(first.data == second.data, { message = "the GUID changes", expected = first:hex(), actual = second:hex(), at = second })
  t:expect(first.data:gsub(first.data:sub(1, 1):gsub("%W", "%%%0"), "") ~= "", { message = "the octets of the GUID are all equal", expected = "a GUID",
    actual = first:hex(), at = first })
end

-- 20.8.
bmc_case {
  id = "device.guid",
  proves = "ipmi.guid.device",
  title = "Get Device GUID tells one GUID each time",
  run = function(t)
    local s = t.bmc:session()
    expect_guid(t, ipmi.optional(t, s, ipmi.app, 0x08), s:request(ipmi.app, 0x08))
  end,
}

-- 22.14: a console may ask before it logs on.
bmc_case {
  id = "device.system-guid",
  proves = "ipmi.guid.system",
  title = "Get System GUID tells one GUID, with a session and without",
  run = function(t)
    local within = ipmi.optional(t, t.bmc:session(), ipmi.app, 0x37)
    expect_guid(t, within, t.bmc:request(ipmi.app, 0x37))
  end,
}

-- 22.14 and 20.8: the system's GUID is that of its BMC unless a system has one of its own.
bmc_case {
  id = "device.one-guid",
  proves = "ipmi.agree.guid",
  title = "Get System GUID and Get Device GUID tell one GUID",
  run = function(t)
    local s = t.bmc:session()
    local device, system = ipmi.optional(t, s, ipmi.app, 0x08), ipmi.optional(t, s, ipmi.app, 0x37)
    t:expect(device.data == system.data, { message = "there are two GUIDs", expected = device:hex(), actual = system:hex(), at = system })
  end,
}

-- 20.7, Tables 20-8 and 20-9: S0 to G3 are 00h to 0Ah, legacy 20h and 21h, unknown 2Ah; devices D0 to D3.
bmc_case {
  id = "device.acpi-state",
  proves = "ipmi.acpi.state",
  title = "Get ACPI Power State tells states that there are",
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.app, 0x07)
    t:expect_completion(r)
    t:expect_data_length(r, 2)
    local system, device = (r:u8(2) or 0xFF) & 0x7F, (r:u8(3) or 0xFF) & 0x7F
    t:expect(system <= 0x0A or system == 0x20 or system == 0x21 or system == 0x2A, { message = "the system state is one of Table 20-8",
      expected = "00h to 0Ah, 20h, 21h or 2Ah", actual = ("%02Xh"):format(system), at = r })
    t:expect(device <= 0x03 or device == 0x2A, { message = "the device state is one of Table 20-9", expected = "00h to 03h or 2Ah",
      actual = ("%02Xh"):format(device), at = r })
  end,
}

-- 20.6: bit 7 sets the state, 7Fh leaves it; reserved states are refused.
bmc_case {
  id = "device.acpi-state-kept",
  proves = "ipmi.acpi.set",
  title = "A state that Set ACPI Power State set is told, one that there is not is refused",
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.served(t, s, ipmi.app, 0x07)
    t:defer(function() s:request(ipmi.app, 0x06, { 0x80 | before:u8(2), 0x80 | before:u8(3) }) end)
    t:require_completion(ipmi.optional(t, s, ipmi.app, 0x06, { 0x85, 0x83 }))
    local told = s:request(ipmi.app, 0x07)
    t:expect(told:u8(2) == 0x05 and told:u8(3) == 0x03, { message = "the states are kept", expected = "S5 and D3", actual = told:hex(), at = told })
    t:expect_completion(s:request(ipmi.app, 0x06, { 0xFF, 0xFF }))
    t:expect(s:request(ipmi.app, 0x07).data == told.data, { message = "7Fh changes nothing", expected = "the same states", actual = "others", at = told })
    t:expect_completion(s:request(ipmi.app, 0x06, { 0x9F, 0x80 }, { why = "state 1Fh is reserved" }), ipmi.out_of_range)
  end,
}

-- 22.1 and 22.2: whoever comes over a session may read, the host's software sets.
bmc_case {
  id = "device.global-enables",
  proves = "ipmi.global-enables.get",
  title = "BMC Global Enables can be read over a session and not be set",
  run = function(t)
    local s = t.bmc:session()
    local r = ipmi.optional(t, s, ipmi.app, 0x2F)
    t:expect_completion(r)
    t:expect_data_length(r, 1)
    local set = s:request(ipmi.app, 0x2E, { r:u8(2) or 0 }, { why = "the command is for the system interface" })
    t:expect(set.completion ~= 0, { message = "setting them over a session is refused", expected = "D4h, or C1h", actual = set:summary(), at = set })
  end,
}

-- 20.2: after the reset nothing is left of the sessions. The BMC may take a while.
bmc_case {
  id = "device.cold-reset",
  proves = "ipmi.cold-reset",
  title = "Cold Reset ends the sessions, and the BMC comes back",
  destructive = true,
  timeout = 120,
  run = function(t)
    local s = t.bmc:session()
    t:require_completion(ipmi.optional(t, s, ipmi.app, 0x02), { 0x00, 0xD4, 0xD5 })
    t:sleep(1500)
    t:expect_silence(s:request(ipmi.app, 0x01, {}, { once = true, timeout = 1000 }), { message = "the session has ended" })
    local back = false
    for _ = 1, 60 do
      back = t.bmc:request(ipmi.app, 0x38, { 0x0E, 0x04 }, { once = true, timeout = 1000 }).completion == 0
      if back then break end
      t:sleep(500)
    end
    t:expect(back, { message = "the BMC comes back", expected = "an answer within 60 s", actual = "silence" })
  end,
}

local function system_info(session, parameter, set) return session:request(ipmi.app, 0x59, { 0x00, parameter, set or 0, 0x00 }) end

-- 22.14b: what the host's software told the BMC. The first block begins with encoding and length.
ipmi.offers("system-info", "ipmi.system-info.block", ipmi.app, 0x59, { 0x00, 0x00, 0x00, 0x00 })

-- 22.14b, Table 22-16c: a string comes in sets of 16 octets behind revision and set selector.
bmc_case {
  id = "info.strings-in-blocks",
  proves = "ipmi.system-info.block",
  title = "Strings of system info come in numbered blocks of 16 octets",
  needs = { "feature.ipmi.system-info" },
  run = function(t)
    local s = t.bmc:session()
    for parameter = 1, 4 do
      local r = system_info(s, parameter)
      if r.completion == 0 then
        t:expect(r:u8(2) == 0x11, { message = "the parameter revision is 11h", expected = "11h", actual = r:hex(), at = r })
        t:expect(r:u8(3) == 0 and #r.data == 18, { message = "the first block is set 0 and has 16 octets", expected = "00h, then 16 octets",
          actual = r:summary() .. " " .. r:hex(), at = r })
      end
    end
  end,
}

-- 22.14a: the name of the system is for the software to write.
bmc_case {
  id = "info.name-kept",
  proves = "ipmi.system-info.kept",
  title = "A system name that was set is told",
  needs = { "feature.ipmi.system-info" },
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = system_info(s, 2)
    t:setup(before.completion == 0, "the system name is not told: " .. before:summary())
    local text = ipmi.padded({ 0x02, 0x00, 0x00, 0x0A }, "assay-host", 14)
    t:defer(function() s:request(ipmi.app, 0x58, "\2" .. before.data:sub(2)) end)
    t:require_completion(ipmi.optional(t, s, ipmi.app, 0x58, text))
    local r = system_info(s, 2)
    t:expect(r.data:sub(5, 14) == "assay-host", { message = "the name is kept", expected = "assay-host", actual = r:hex(), at = r })
  end,
}

-- 22.14b: completion code 80h.
bmc_case {
  id = "info.unknown-parameter",
  proves = "ipmi.system-info.unknown",
  title = "A system info parameter that there is not is refused",
  needs = { "feature.ipmi.system-info" },
  run = function(t) t:expect_completion(system_info(t.bmc:session(), 0xBF), 0x80) end,
}

-- 22.14a: completion code 81h, so that two that write do not disturb each other.
bmc_case {
  id = "info.set-in-progress",
  proves = "ipmi.system-info.in-progress",
  title = "Set in progress is refused while it is in progress",
  needs = { "feature.ipmi.system-info" },
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() s:request(ipmi.app, 0x58, { 0x00, 0x00 }) end)
    t:setup(s:request(ipmi.app, 0x58, { 0x00, 0x01 }).completion == 0, "setting cannot be begun")
    t:expect_completion(s:request(ipmi.app, 0x58, { 0x00, 0x01 }), 0x81)
  end,
}
