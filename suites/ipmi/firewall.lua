-- Which commands there are, and the firmware firewall (IPMI 2.0 21).
local ipmi = require("lib.bmc_commands")

local needs = { "feature.ipmi.firewall" }
local this_channel, own_unit = 0x0E, 0x00
local lower_half = 0x00

ipmi.offers("firewall", "ipmi.firewall.netfns", ipmi.app, 0x09, { this_channel })

local function has(mask, number, from) return mask:byte(from + number // 8) >> number % 8 & 1 == 1 end

-- 21.2: a bit for each pair of network functions.
bmc_case {
  id = "firewall.netfns",
  proves = "ipmi.firewall.netfns",
  title = "App and Chassis are among the network functions that are told",
  needs = needs,
  run = function(t)
    local r = t.bmc:session():request(ipmi.app, 0x09, { this_channel })
    t:expect_completion(r)
    t:expect_data_length(r, 17)
    for _, netfn in ipairs { ipmi.chassis, ipmi.app } do
      t:expect((r:u32(3) or 0) >> (netfn // 2) & 1 == 1, { message = ("network function %02Xh"):format(netfn), expected = "told as there", actual = r:hex(), at = r })
    end
  end,
}

-- 21.3: a bit that is set says that the command is not there.
bmc_case {
  id = "firewall.command-support",
  proves = "ipmi.agree.firewall",
  title = "Commands are told as there when they are answered, and not when they are unknown",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local r = ipmi.optional(t, s, ipmi.app, 0x0A, { this_channel, lower_half | ipmi.app, own_unit })
    t:expect_completion(r)
    t:require_data_length(r, 16)
    for _, each in ipairs { { 0x01 }, { 0x04 }, { 0x08 }, { 0x25 }, { 0x37 }, { 0x38, { this_channel, 0x04 } }, { 0x7E } } do
      local command, data = each[1], each[2]
      local answer = s:request(ipmi.app, command, data)
      local there = answer.completion ~= ipmi.unknown
      t:expect(has(r.data, command, 1) ~= there, { message = ("App command %02Xh, which is %s"):format(command, there and "answered" or "unknown"),
        expected = there and "told as there" or "told as not there", actual = r:hex(), at = r })
    end
  end,
}

-- 21.7, 21.5: D6h for what was turned off. The case takes a command that can be turned off: Set SEL Time.
bmc_case {
  id = "firewall.turned-off",
  proves = "ipmi.firewall.enables",
  title = "A command that was turned off is refused until it is turned on again",
  needs = { "feature.ipmi.firewall", "feature.ipmi.sel" },
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local set_sel_time = 0x49
    local subject = { this_channel, lower_half | ipmi.storage, own_unit }
    local can = ipmi.optional(t, s, ipmi.app, 0x0C, subject)
    if can.completion ~= 0 or not has(can.data, set_sel_time, 1) then t:not_applicable("Set SEL Time cannot be turned off") end
    local before = s:request(ipmi.app, 0x61, subject)
    t:setup(before.completion == 0 and #before.data == 16, "the enabled commands are not told: " .. before:summary())
    local function set(mask) return s:request(ipmi.app, 0x60, { this_channel, lower_half | ipmi.storage, own_unit, table.unpack(mask) }) end
    local all = { before.data:byte(1, 16) }
    t:defer(function() set(all) end)
    local without = { table.unpack(all) }
    without[1 + set_sel_time // 8] = without[1 + set_sel_time // 8] & ~(1 << set_sel_time % 8)
    t:require_completion(set(without))
    local now = ipmi.served(t, s, ipmi.storage, 0x48):u32(2)
    t:expect_completion(s:request(ipmi.storage, set_sel_time, { ipmi.u32(now) }), 0xD6)
    t:expect_completion(set(all))
    t:expect_completion(s:request(ipmi.storage, set_sel_time, { ipmi.u32(now) }))
  end,
}

-- 21.4: specification and version, then a bit for each sub-function.
bmc_case {
  id = "firewall.sub-functions",
  proves = "ipmi.firewall.sub-functions",
  title = "The sub-functions of Chassis Control are told",
  needs = { "feature.ipmi.firewall", "feature.ipmi.chassis" },
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.app, 0x0B, { this_channel, lower_half | ipmi.chassis, own_unit, 0x02 })
    t:expect_completion(r)
    t:expect_data_length(r, 7, { at_most = 11 })
  end,
}

-- 21.5 and 21.7: 80h, or what was asked for is passed over; the firewall's own commands stay reachable.
bmc_case {
  id = "firewall.own-commands-stay",
  proves = "ipmi.firewall.configurable",
  title = "A command that cannot be turned off stays on",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local set_command_enables = 0x60
    local subject = { this_channel, lower_half | ipmi.app, own_unit }
    local can = ipmi.optional(t, s, ipmi.app, 0x0C, subject)
    if can.completion ~= 0 or #can.data ~= 16 or has(can.data, set_command_enables, 1) then t:not_applicable("the firewall can turn itself off") end
    local before = s:request(ipmi.app, 0x61, subject)
    t:setup(before.completion == 0 and #before.data == 16, "the enabled commands are not told: " .. before:summary())
    local without = { before.data:byte(1, 16) }
    without[1 + set_command_enables // 8] = without[1 + set_command_enables // 8] & ~(1 << set_command_enables % 8)
    local r = s:request(ipmi.app, 0x60, { this_channel, lower_half | ipmi.app, own_unit, table.unpack(without) }, { why = "the command cannot be turned off" })
    t:expect(r.completion ~= 0 or s:request(ipmi.app, 0x61, subject).data == before.data, { message = "turning off what cannot be turned off",
      expected = "80h, or nothing changes", actual = r:summary(), at = r })
    local after = s:request(ipmi.app, 0x61, subject)
    t:expect(after.data == before.data, { message = "the enabled commands", expected = before:hex(), actual = after:hex(), at = after })
  end,
}

--- The bodies and makers that are told for a network function, one by one, and whether the last was marked.
local function definers_of(t, s, netfn)
  local definers, is_last = {}, 0x80
  for index = 0, 63 do
    local r = ipmi.optional(t, s, ipmi.app, 0x64, { this_channel, netfn, index })
    if r.completion ~= 0 then return definers, #definers == 0, r end
    definers[#definers + 1] = r.data:sub(3)
    if r:u8(2) & is_last ~= 0 then return definers, true, r end
  end
  return definers, false
end

-- 21.11: bit 7 of octet 2 marks the last.
bmc_case {
  id = "firewall.definers",
  proves = "ipmi.firewall.definers",
  title = "The bodies of group extensions are told up to the last",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local definers, ends, r = definers_of(t, s, ipmi.group)
    t:expect(ends, { message = "the list of defining bodies", expected = "a last one that is marked", actual = #definers .. " without a mark", at = r })
    local dcmi = 0xDC
    if s:request(ipmi.group, 0x01, { dcmi, 0x01 }).completion ~= 0 then return end
    local told = false
    for _, body in ipairs(definers) do told = told or body:byte(1) == dcmi end
    t:expect(told, { message = "DCMI, whose commands are answered", expected = "among the defining bodies", actual = #definers .. " others", at = r })
  end,
}

-- 21.3: the body or the enterprise number follows the unit; a bit that is set says that the command is not there.
bmc_case {
  id = "firewall.commands-of-definers",
  proves = "ipmi.agree.definers",
  title = "Each body and maker that is told has a command",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, netfn in ipairs { ipmi.group, 0x2E } do
      for _, body in ipairs((definers_of(t, s, netfn))) do
        local any, r = false, nil
        for half = 0, 1 do
          r = s:request(ipmi.app, 0x0A, { this_channel, half << 6 | netfn, own_unit, body:byte(1, -1) })
          t:expect_completion(r)
          any = any or r.data:sub(1, 16) ~= ("\xFF"):rep(16)
        end
        t:expect(any, { message = ("commands of network function %02Xh, %s"):format(netfn, ipmi.hex { body:byte(1, -1) }),
          expected = "at least one", actual = "none", at = r })
      end
    end
  end,
}
