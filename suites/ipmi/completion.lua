-- Completion codes that any command can have (IPMI 2.0 5.2).
local ipmi = require("lib.bmc_commands")

-- 5.2: C1h. FEh is reserved in App, and no command of Chassis is beyond 0Fh.
bmc_case {
  id = "completion.unknown-command",
  proves = { "ipmi.completion.unknown-command", "ipmi.completion.no-data-with-errors" },
  title = "A command that there is not is refused with C1h and no data",
  run = function(t)
    local s = t.bmc:session()
    for _, each in ipairs { { ipmi.app, 0xFE }, { ipmi.chassis, 0x7E }, { ipmi.storage, 0x7E } } do
      local r = s:request(each[1], each[2], {}, { why = "there is no such command" })
      t:expect_completion(r, ipmi.unknown)
      t:expect_data_length(r, 0, { rule = "ipmi.completion.no-data-with-errors" })
    end
  end,
}

-- 5.1: 10h to 2Bh are reserved.
bmc_case {
  id = "completion.unknown-netfn",
  proves = "ipmi.completion.unknown-netfn",
  title = "A reserved network function is refused with C1h",
  run = function(t)
    t:expect_completion(t.bmc:session():request(0x1A, 0x01, {}, { why = "the network function is reserved" }), ipmi.unknown)
  end,
}

-- 5.2: C2h, invalid for this logical unit. The SMS unit has no commands.
bmc_case {
  id = "completion.unknown-unit",
  proves = "ipmi.completion.unknown-lun",
  title = "A command to a logical unit that does not serve it is refused",
  run = function(t)
    local r = t.bmc:session():request(ipmi.app, 0x01, {}, { to_lun = 3, why = "logical unit 3 serves no commands" })
    t:expect_completion(r, { 0xC1, 0xC2 })
  end,
}

-- 5.2: C7h for a command that needs one octet and gets none.
bmc_case {
  id = "completion.too-short",
  proves = { "ipmi.completion.too-short", "ipmi.completion.no-data-with-errors" },
  title = "Commands without the data that they need are refused with C7h and no data",
  run = function(t)
    local s = t.bmc:session()
    for _, each in ipairs { { ipmi.app, 0x42 }, { ipmi.app, 0x44 }, { ipmi.app, 0x3B }, { ipmi.event, 0x2D }, { ipmi.storage, 0x10 } } do
      local r = s:request(each[1], each[2], {}, { why = "its data are missing" })
      if r.completion ~= ipmi.unknown then
        t:expect_completion(r, 0xC7)
        t:expect_data_length(r, 0, { rule = "ipmi.completion.no-data-with-errors" })
      end
    end
  end,
}

-- 5.2: CCh and C9h; Set Session Privilege Level has codes of its own, and a channel may be absent.
bmc_case {
  id = "completion.out-of-range",
  proves = { "ipmi.completion.parameter-range", "ipmi.completion.no-data-with-errors" },
  title = "Values that there are not are refused, with no data",
  run = function(t)
    local s = t.bmc:session()
    for _, each in ipairs {
      { ipmi.app, 0x42, { 0x0C }, { 0xC9, 0xCB, 0xCC } }, { ipmi.app, 0x3B, { 0x0E }, { 0x80, 0x81, 0xC9, 0xCC } },
      { ipmi.app, 0x41, { 0x0E, 0xC0 }, { 0xC9, 0xCC } },
    } do
      local r = s:request(each[1], each[2], each[3], { why = "its value is reserved" })
      t:expect_completion(r, each[4])
      t:expect_data_length(r, 0, { rule = "ipmi.completion.no-data-with-errors" })
    end
  end,
}

-- 22.18 octet 1: bits 7:4 are reserved.
bmc_case {
  id = "completion.reserved-bits",
  proves = "ipmi.completion.reserved-bits",
  title = "Reserved bits in Set Session Privilege Level are refused or passed over",
  run = function(t)
    local user = 2
    local s = t.bmc:session()
    local r = s:request(ipmi.app, 0x3B, { 0x40 | user }, { why = "a reserved bit is set" })
    t:expect_completion(r, { 0x00, 0xC9, 0xCC })
    local told = s:request(ipmi.app, 0x3B, { 0x00 })
    t:expect(told:bits(2, 3, 0) == (r.completion == 0 and user or 4), { message = "the privilege level afterwards",
      expected = r.completion == 0 and "user" or "as before", actual = told:hex(), at = told })
  end,
}

-- Each command's table: octets that follow would be somebody's memory. OEM data have their place in Get Device ID alone.
bmc_case {
  id = "completion.response-lengths",
  proves = "ipmi.completion.response-length",
  title = "Responses have the octets that their commands define, and no more",
  run = function(t)
    local s = t.bmc:session()
    for _, each in ipairs {
      { ipmi.chassis, 0x00, {}, 6 }, { ipmi.chassis, 0x01, {}, 4 }, { ipmi.app, 0x01, {}, 15 }, { ipmi.app, 0x04, {}, 2 },
      { ipmi.app, 0x25, {}, 8 }, { ipmi.app, 0x38, { 0x0E, 0x04 }, 8 }, { ipmi.app, 0x3B, { 0x00 }, 1 }, { ipmi.app, 0x41, { 0x0E, 0x80 }, 2 },
      { ipmi.app, 0x42, { 0x0E }, 9 }, { ipmi.app, 0x44, { 0x0E, 0x01 }, 4 }, { ipmi.storage, 0x20, {}, 14 }, { ipmi.storage, 0x22, {}, 2 },
      { ipmi.storage, 0x40, {}, 14 }, { ipmi.storage, 0x48, {}, 4 },
    } do
      local r = s:request(each[1], each[2], each[3])
      if r.completion == 0 then
        t:expect(#r.data <= each[4], { message = ("the response to %02Xh/%02Xh"):format(each[1], each[2]), expected = ("%d octets at most"):format(each[4]),
          actual = r:summary() .. " " .. r:hex(), at = r })
      end
    end
  end,
}
