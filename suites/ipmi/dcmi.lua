-- Data center management (DCMI 1.5).
local ipmi = require("lib.bmc_commands")
local sdrs = require("lib.sdrs")

local needs = { "feature.ipmi.dcmi" }
local group = 0xDC

local function ask(session, command, data, options) return session:request(ipmi.group, command, { group, table.unpack(data or {}) }, options) end

--- A command that need not be there; completion code C1h ends the case.
local function optional(t, session, command, data)
  local r = ask(session, command, data)
  if r.completion == ipmi.unknown then t:not_applicable(("the BMC does not have DCMI command %02Xh"):format(command)) end
  return r
end

ipmi.offers("dcmi", "dcmi.capabilities", ipmi.group, 0x01, { group, 0x01 })

-- 6: the first octet of each response.
bmc_case {
  id = "dcmi.group",
  proves = "dcmi.group",
  title = "Responses begin with the group extension",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, each in ipairs { { 0x01, { 0x01 } }, { 0x06, { 0, 1 } }, { 0x02, { 0x01, 0, 0 } } } do
      local r = ask(s, each[1], each[2])
      if r.completion == 0 then
        t:expect(r:u8(2) == group, { message = ("the first octet of the response to %02Xh"):format(each[1]), expected = "DCh", actual = r:hex(), at = r })
      end
    end
  end,
}

-- 6: another defining body.
bmc_case {
  id = "dcmi.other-group",
  proves = "dcmi.group.required",
  title = "A request of another group is not taken for DCMI",
  needs = needs,
  run = function(t)
    local r = t.bmc:session():request(ipmi.group, 0x01, { 0xDB, 0x01 }, { why = "DBh is no group" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "C1h or CCh", actual = r:summary(), at = r })
  end,
}

-- 6.1.1, Table 6-2: DCMI version, parameter revision, data.
bmc_case {
  id = "dcmi.capabilities",
  proves = "dcmi.capabilities",
  title = "Each capability parameter tells the version of DCMI and its data",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for parameter = 1, 5 do
      local r = ask(s, 0x01, { parameter })
      if r.completion == 0 then
        t:expect(r:u8(3) == 1 and (r:u8(4) == 0 or r:u8(4) == 1 or r:u8(4) == 5), { message = ("the version in parameter %d"):format(parameter), expected = "1.0, 1.1 or 1.5",
          actual = r:hex(), at = r })
        t:expect(#r.data > 4, { message = ("parameter %d"):format(parameter), expected = "data behind the revision", actual = r:hex(), at = r })
      end
    end
  end,
}

-- 6.1.1: what there is not.
bmc_case {
  id = "dcmi.unknown-capability",
  proves = "dcmi.capabilities.unknown",
  title = "A capability parameter that there is not is refused",
  needs = needs,
  run = function(t) t:expect_completion(ask(t.bmc:session(), 0x01, { 0x7F }), { 0x80, 0xC9, 0xCC }) end,
}

-- 6.4.2: the whole length, then the part.
bmc_case {
  id = "dcmi.asset-tag",
  proves = "dcmi.asset-tag",
  title = "Get Asset Tag tells the whole length and gives the part that was asked for",
  needs = needs,
  run = function(t)
    local r = optional(t, t.bmc:session(), 0x06, { 0, 1 })
    t:expect_completion(r, { 0x00, 0x80, 0x81, 0x82, 0x83 })
    if r.completion ~= 0 then t:not_applicable("there is no asset tag: " .. r:summary()) end
    local length = r:u8(3) or 0xFF
    t:expect(length <= 63, { message = "the length of the tag", expected = "63 or less", actual = length, at = r })
    t:expect(#r.data - 2 == math.min(1, length), { message = "octets of the tag", expected = math.min(1, length), actual = #r.data - 2, at = r })
  end,
}

--- The whole tag or string that `command` reads by parts of 16 octets; nil where it is not told.
local function whole(session, command)
  local octets = ""
  repeat
    local r = ask(session, command, { #octets, 1 })
    if r.completion ~= 0 then return nil end
    local length = r:u8(3)
    if #octets < length then
      local part = ask(session, command, { #octets, math.min(16, length - #octets) })
      if part.completion ~= 0 or #part.data < 3 then return nil end
      octets = octets .. part.data:sub(3)
    end
  until #octets >= length
  return octets
end

-- 6.4.3: an offset, a length, and the octets.
bmc_case {
  id = "dcmi.asset-tag-kept",
  proves = "dcmi.asset-tag.kept",
  title = "An asset tag that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = whole(s, 0x06)
    if not before or #before > 16 then t:not_applicable("there is no asset tag that could be put back at once") end
    local function set(tag) return ask(s, 0x08, { 0, #tag, tag:byte(1, -1) }) end
    t:defer(function() set(before) end)
    local r = set("assay-tag-01")
    if r.completion == ipmi.unknown then t:not_applicable("the asset tag cannot be set") end
    t:require_completion(r)
    local told = whole(s, 0x06)
    t:expect(told and told:sub(1, 12) == "assay-tag-01", { message = "the asset tag", expected = "assay-tag-01", actual = told })
  end,
}

-- 6.4.2: at most 16 octets from at most 63 on.
bmc_case {
  id = "dcmi.asset-tag-range",
  proves = "dcmi.asset-tag.range",
  title = "More than 16 octets of an asset tag are refused",
  needs = needs,
  run = function(t) t:expect_completion(optional(t, t.bmc:session(), 0x06, { 0, 17 }), ipmi.out_of_range) end,
}

-- 6.4.6: ends with a zero.
bmc_case {
  id = "dcmi.controller-id",
  proves = "dcmi.controller-id",
  title = "A controller id string that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = whole(s, 0x09)
    if not before or #before > 16 then t:not_applicable("there is no controller id string that could be put back at once") end
    local function set(text) return ask(s, 0x0A, { 0, #text, text:byte(1, -1) }) end
    t:defer(function() set(before) end)
    local r = set("assay-bmc\0")
    if r.completion == ipmi.unknown then t:not_applicable("the controller id string cannot be set") end
    t:require_completion(r)
    local told = whole(s, 0x09)
    t:expect(told and told:sub(1, 9) == "assay-bmc", { message = "the controller id string", expected = "assay-bmc", actual = told })
  end,
}

local temperature, all_instances = 0x01, 0x00

-- 6.5.2: how many there are, how many ids follow, and the ids.
bmc_case {
  id = "dcmi.sensors",
  proves = "dcmi.sensors",
  title = "Get DCMI Sensor Info gives records that there are",
  needs = { "feature.ipmi.dcmi", "feature.ipmi.sdr" },
  run = function(t)
    local s = t.bmc:session()
    local any = false
    for _, entity in ipairs { 0x40, 0x41, 0x42 } do
      local r = optional(t, s, 0x07, { temperature, entity, all_instances, 0 })
      t:expect_completion(r, { 0x00, 0xC9, 0xCC, 0xCB })
      if r.completion == 0 then
        any = true
        local count = r:u8(4) or 0
        t:expect(#r.data == 3 + 2 * count and count <= (r:u8(3) or 0), { message = ("the record ids of entity %02Xh"):format(entity), expected = "as many as are told",
          actual = r:hex(), at = r })
        for at = 0, count - 1 do
          local id = r:u16(5 + 2 * at)
          t:expect_completion(s:request(ipmi.storage, 0x23, { 0, 0, id & 0xFF, id >> 8, 0, 5 }), 0, { message = ("record %04Xh"):format(id) })
        end
      end
    end
    if not any then t:not_applicable("there are no sensors of DCMI") end
  end,
}

-- The entities of DCMI, and what IPMI 2.0 table 43-13 has for them: an inlet, a processor, a baseboard.
local entities = { [0x40] = 0x37, [0x41] = 0x03, [0x42] = 0x07 }

-- 6.5.2: 40h is an inlet, 41h a processor, 42h a baseboard.
bmc_case {
  id = "dcmi.sensors-of-entity",
  proves = "dcmi.sensors.entity",
  title = "The records of an entity of DCMI are those of temperature sensors at it",
  needs = { "feature.ipmi.dcmi", "feature.ipmi.sdr" },
  run = function(t)
    local s = t.bmc:session()
    local any = false
    for entity, same in pairs(entities) do
      local r = optional(t, s, 0x07, { temperature, entity, all_instances, 0 })
      for at = 0, r.completion == 0 and (r:u8(4) or 0) - 1 or -1 do
        local id = r:u16(5 + 2 * at)
        local record = sdrs.read(t, s, sdrs.reserve(t, s), id)
        t:setup(record and #record >= 13, ("record %04Xh is not given"):format(id))
        any = true
        local kind, of, sensor_type = record:byte(4), record:byte(9), record:byte(13)
        t:expect((kind == sdrs.full or kind == sdrs.compact) and sensor_type == temperature and (of == entity or of == same), {
          message = ("record %04Xh of entity %02Xh"):format(id, entity), expected = ("a temperature sensor at entity %02Xh or %02Xh"):format(entity, same),
          actual = ("record type %02Xh, sensor type %02Xh, entity %02Xh"):format(kind, sensor_type, of), at = r })
      end
    end
    if not any then t:not_applicable("there are no sensors of DCMI") end
  end,
}

local present_power = { 0x01, 0, 0 }

-- 6.6.1: present, least, most, average in watts.
bmc_case {
  id = "dcmi.power",
  proves = "dcmi.power.reading",
  title = "The present power lies between the least and the most",
  needs = needs,
  run = function(t)
    local r = optional(t, t.bmc:session(), 0x02, present_power)
    t:expect_completion(r)
    t:expect_data_length(r, 18)
    if r:bits(19, 6, 6) == 0 then t:not_applicable("power is not measured now") end
    local present, least, most, average = r:u16(3), r:u16(5), r:u16(7), r:u16(9)
    t:expect(least <= present and present <= most and least <= average and average <= most, { message = "least, present, average and most power", expected = "in order",
      actual = ("%d, %d, %d, %d W"):format(least, present, average, most), at = r })
  end,
}

-- 6.6.1: modes 1 and 2.
bmc_case {
  id = "dcmi.power-mode",
  proves = "dcmi.power.mode",
  title = "A mode of power reading that there is not is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    optional(t, s, 0x02, present_power)
    t:expect_completion(ask(s, 0x02, { 0x55, 0, 0 }, { why = "there is no mode 55h" }), ipmi.out_of_range)
  end,
}

-- 6.6.2 to 6.6.4: limit in watts, correction time in ms, sampling period in s; 80h without an active limit.
bmc_case {
  id = "dcmi.power-limit",
  proves = { "dcmi.power.limit", "dcmi.power.activate" },
  title = "A power limit that was set is told, and active when it was activated",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = optional(t, s, 0x03, { 0, 0 })
    if before.completion ~= 0 and before.completion ~= 0x80 then t:not_applicable("there is no power limit: " .. before:summary()) end
    local function set(octets) return ask(s, 0x04, octets) end
    local function activate(on) return ask(s, 0x05, { on and 1 or 0, 0, 0 }) end
    local old = { before.data:byte(2, 15) }
    t:defer(function()
      if #old == 14 then set { 0, 0, 0, old[3], table.unpack(old, 4) } end
      activate(before.completion == 0)
    end)
    -- no action, 900 W, 6000 ms, 30 s
    t:require_completion(set { 0, 0, 0, 0x00, 0x84, 0x03, 0x70, 0x17, 0, 0, 0, 0, 0x1E, 0x00 })
    t:expect_completion(activate(true), 0, { rule = "dcmi.power.activate" })
    local r = ask(s, 0x03, { 0, 0 })
    t:expect_completion(r, 0, { rule = "dcmi.power.activate" })
    t:expect(r:u16(6) == 900 and r:u32(8) == 6000, { message = "the limit and its correction time", expected = "900 W, 6000 ms", actual = r:hex(), at = r })
    t:expect_completion(activate(false), 0, { rule = "dcmi.power.activate" })
    t:expect_completion(ask(s, 0x03, { 0, 0 }), 0x80, { rule = "dcmi.power.activate" })
  end,
}

-- 6.7.3: how many there are, and for each a temperature and its instance.
bmc_case {
  id = "dcmi.temperatures",
  proves = "dcmi.thermal.readings",
  title = "Get Temperature Readings gives a temperature for each that it tells",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local any = false
    for _, entity in ipairs { 0x40, 0x41, 0x42 } do
      local r = optional(t, s, 0x10, { temperature, entity, all_instances, 0x01 })
      if r.completion == 0 then
        any = true
        local count = r:u8(4) or 0
        t:expect(#r.data == 3 + 2 * count and count <= (r:u8(3) or 0), { message = ("the temperatures of entity %02Xh"):format(entity), expected = "as many as are told",
          actual = r:hex(), at = r })
        for at = 0, count - 1 do
          local instance = r:u8(6 + 2 * at)
          t:expect(instance ~= 0, { message = "the instance of a temperature", expected = "not 0", actual = r:hex(), at = r })
        end
      end
    end
    if not any then t:not_applicable("there are no temperatures of DCMI") end
  end,
}

-- 6.7.1, 6.7.2: actions, a limit in degrees Celsius, and for how many seconds it may be exceeded.
bmc_case {
  id = "dcmi.thermal-limit",
  proves = "dcmi.thermal.limit",
  title = "A thermal limit that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local inlet, instance = 0x40, 0x01
    local before = optional(t, s, 0x0C, { inlet, instance })
    if before.completion ~= 0 or #before.data ~= 5 then t:not_applicable("the inlet has no thermal limit: " .. before:summary()) end
    local function set(octets) return ask(s, 0x0B, { inlet, instance, table.unpack(octets) }) end
    t:defer(function() set { before.data:byte(2, 5) } end)
    local limit = before:u8(4) == 55 and 56 or 55
    t:require_completion(set { 0x00, limit, 60, 0 })
    local r = ask(s, 0x0C, { inlet, instance })
    t:expect(r:u8(4) == limit and r:u16(5) == 60, { message = "the limit and its time", expected = ("%d degrees C, 60 s"):format(limit), actual = r:hex(), at = r })
  end,
}

-- 6.1.2, 6.1.3 parameter 3: the first timeout of DHCP in seconds, behind version and revision.
bmc_case {
  id = "dcmi.configuration-kept",
  proves = "dcmi.configuration",
  title = "A configuration parameter that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local first_timeout = 3
    local before = optional(t, s, 0x13, { first_timeout, 0 })
    if before.completion ~= 0 or #before.data < 5 then t:not_applicable("there is no such parameter: " .. before:summary()) end
    t:expect(before:u8(3) == 1, { message = "the version of DCMI", expected = "1.0 to 1.5", actual = before:hex(), at = before })
    local function set(seconds) return ask(s, 0x12, { first_timeout, 0, seconds }) end
    t:defer(function() set(before:u8(6)) end)
    local seconds = before:u8(6) == 9 and 8 or 9
    t:require_completion(set(seconds))
    local r = ask(s, 0x13, { first_timeout, 0 })
    t:expect(r:u8(6) == seconds, { message = "the first timeout", expected = seconds, actual = r:hex(), at = r })
  end,
}

-- 8.1: activating the limit is for operators.
bmc_case {
  id = "dcmi.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not set the power limit",
  needs = needs,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.group, 0x05, { group, 0, 0, 0 }) end,
}
