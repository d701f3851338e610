-- FRU inventories (IPMI 2.0 34; Platform Management FRU Information Storage Definition 1.0).
local ipmi = require("lib.bmc_commands")
local sdrs = require("lib.sdrs")

local needs = { "feature.ipmi.fru" }

local function area(session, device) return session:request(ipmi.storage, 0x10, { device }) end
local function read(session, device, offset, count, options)
  local low, high = ipmi.u16(offset)
  return session:request(ipmi.storage, 0x11, { device, low, high, count }, options)
end
local function write(session, device, offset, octets, options)
  local low, high = ipmi.u16(offset)
  return session:request(ipmi.storage, 0x12, { device, low, high, table.unpack(octets) }, options)
end

ipmi.offers("fru", "ipmi.fru.size", ipmi.storage, 0x10, { 0 })

--- How long the builtin inventory is, in the unit of its accesses; not applicable when it is read by words.
local function size(t, session, device)
  local r = area(session, device or 0)
  t:setup(r.completion == 0 and #r.data == 3, "the inventory's size is not told: " .. r:summary())
  if r:bits(4, 0, 0) == 1 then t:not_applicable("the inventory is read by words") end
  return r:u16(2)
end

--- The first `length` octets of an inventory.
local function content(t, session, device, length)
  local octets = ""
  while #octets < length do
    local r = read(session, device, #octets, math.min(16, length - #octets))
    t:setup(r.completion == 0 and #r.data > 1, "the inventory is not given: " .. r:summary())
    octets = octets .. r.data:sub(2)
  end
  return octets
end

-- 34.1.
bmc_case {
  id = "fru.size",
  proves = "ipmi.fru.size",
  title = "The builtin inventory has a size that is not 0",
  needs = needs,
  run = function(t)
    local r = area(t.bmc:session(), 0)
    t:expect_completion(r)
    t:expect_data_length(r, 3)
    t:expect((r:u16(2) or 0) > 0, { message = "the size", expected = "more than 0", actual = r:hex(), at = r })
  end,
}

-- 34.2: the count comes first.
bmc_case {
  id = "fru.read",
  proves = "ipmi.fru.read",
  title = "As many octets are given as are told, and no more than were asked for",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    size(t, s)
    for _, count in ipairs { 1, 8, 16 } do
      local r = read(s, 0, 0, count)
      t:expect_completion(r)
      local told = r:u8(2) or 0
      t:expect(told == #r.data - 1 and told > 0 and told <= count, { message = ("the count of a read of %d octets"):format(count),
        expected = ("1 to %d, and as many octets"):format(count), actual = r:hex(), at = r })
    end
  end,
}

-- 34.2.
bmc_case {
  id = "fru.read-beyond",
  proves = "ipmi.fru.beyond",
  title = "A read from the end of the inventory is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    t:expect_completion(read(s, 0, size(t, s), 1), { 0xC9, 0xCA })
  end,
}

-- 34.1: CBh; others refuse the device id as a value.
bmc_case {
  id = "fru.absent",
  proves = "ipmi.fru.absent",
  title = "A FRU device that there is not is refused",
  needs = needs,
  run = function(t) t:expect_completion(area(t.bmc:session(), 0xFE), { 0xCB, 0xC9, 0xCC }) end,
}

-- 5.2: CAh where more is asked for than fits into a response.
bmc_case {
  id = "fru.too-much",
  proves = "ipmi.fru.too-much",
  title = "A read of 255 octets is refused as too many, or answered in part",
  needs = needs,
  run = function(t)
    local r = read(t.bmc:session(), 0, 0, 0xFF)
    t:expect_completion(r, { 0x00, 0xC8, 0xC9, 0xCA, 0xC7 })
  end,
}

-- 34.3: the last octet of the inventory is the one that matters least.
bmc_case {
  id = "fru.write",
  proves = "ipmi.fru.write",
  title = "An octet that was written is given back, and the one before it is as it was",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local last = size(t, s) - 1
    local before = read(s, 0, last - 1, 2)
    t:setup(before.completion == 0 and #before.data == 3, "the end of the inventory is not given: " .. before:summary())
    t:defer(function() write(s, 0, last, { before:u8(4) }) end)
    local r = write(s, 0, last, { before:u8(4) ~ 0xFF })
    if r.completion == 0x80 then t:not_applicable("the inventory is protected") end
    t:require_completion(r)
    t:expect(r:u8(2) == 1, { message = "octets written", expected = "1", actual = r:hex(), at = r })
    local told = read(s, 0, last - 1, 2)
    t:expect(told:u8(4) == before:u8(4) ~ 0xFF and told:u8(3) == before:u8(3), { message = "the last two octets",
      expected = ("%02x%02x"):format(before:u8(3), before:u8(4) ~ 0xFF), actual = told:hex(), at = told })
  end,
}

-- 34.3.
bmc_case {
  id = "fru.write-beyond",
  proves = "ipmi.fru.write-beyond",
  title = "A write beyond the end is refused, or tells that less was written",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local length = size(t, s)
    local r = write(s, 0, length, { 0x00 }, { why = "it begins at the end" })
    if r.completion == 0x80 then t:not_applicable("the inventory is protected") end
    t:expect(r.completion ~= 0 or r:u8(2) == 0, { message = "a write at the end", expected = "C9h, or 0 octets written", actual = r:summary() .. " " .. r:hex(), at = r })
  end,
}

-- 43.8: FRU device locators of logical devices at the BMC.
bmc_case {
  id = "fru.locators",
  proves = "ipmi.agree.fru-devices",
  title = "Each FRU device that a locator names has an inventory",
  needs = { "feature.ipmi.fru", "feature.ipmi.sdr" },
  run = function(t)
    local s = t.bmc:session()
    local any = false
    for _, record in ipairs(sdrs.all(t, s)) do
      local logical = record.type == sdrs.fru_locator and record:octet(8) & 0x80 == 0x80
      if logical and record:octet(6) == 0x20 and record:octet(9) & 0xF0 == 0 then
        any = true
        t:expect_completion(area(s, record:octet(7)), 0, { message = ("FRU device %d of record %04Xh"):format(record:octet(7), record.id) })
      end
    end
    if not any then t:not_applicable("no locator names a FRU device of the BMC") end
  end,
}

local function sum(octets)
  local total = 0
  for at = 1, #octets do total = total + octets:byte(at) end
  return total & 0xFF
end

local function described(octets) return ipmi.hex { octets:byte(1, math.min(#octets, 40)) } end

--- The whole builtin inventory; not applicable where it is empty.
local function inventory(t)
  local s = t.bmc:session()
  local octets = content(t, s, 0, size(t, s))
  if octets:byte(1) & 0x0F ~= 0x01 then t:not_applicable("the inventory does not begin with a common header of version 1") end
  return octets
end

-- Section 8: eight octets that add up to 0; offsets count eight octets.
bmc_case {
  id = "fru.header",
  proves = "ipmi.agree.fru-header",
  title = "The common header adds up to 0 and its areas lie inside the inventory",
  needs = needs,
  run = function(t)
    local octets = inventory(t)
    t:expect(sum(octets:sub(1, 8)) == 0, { message = "the sum of the common header", expected = "0", actual = described(octets:sub(1, 8)) })
    for at = 2, 6 do
      t:expect(octets:byte(at) * 8 < #octets, { message = "the offset of an area", expected = ("less than %d"):format(#octets), actual = octets:byte(at) * 8 })
    end
  end,
}

--- Chassis, board and product area, each with the octets before its first field.
local function areas(octets)
  local found = {}
  for name, where in pairs { chassis = { 3, 3 }, board = { 4, 6 }, product = { 5, 3 } } do
    local offset = octets:byte(where[1]) * 8
    if offset > 0 and offset + 2 <= #octets then
      local length = octets:byte(offset + 2) * 8
      found[name] = { octets = octets:sub(offset + 1, offset + length), length = length, head = where[2] }
    end
  end
  return found
end

-- Sections 10 to 12: version, length in eight octets, fields, checksum.
bmc_case {
  id = "fru.areas",
  proves = "ipmi.agree.fru-areas",
  title = "Each area has a length and adds up to 0",
  needs = needs,
  run = function(t)
    for name, one in pairs(areas(inventory(t))) do
      t:expect(one.length > 0 and #one.octets == one.length, { message = ("the length of the %s area"):format(name), expected = "inside the inventory", actual = one.length })
      t:expect(sum(one.octets) == 0, { message = ("the sum of the %s area"):format(name), expected = "0", actual = described(one.octets) })
    end
  end,
}

-- Section 13: a type and length octet before each field; C1h after the last.
bmc_case {
  id = "fru.fields",
  proves = "ipmi.agree.fru-fields",
  title = "The fields of each area end with C1h",
  needs = needs,
  run = function(t)
    for name, one in pairs(areas(inventory(t))) do
      local at = one.head + 1
      while at <= #one.octets and one.octets:byte(at) ~= 0xC1 do at = at + 1 + (one.octets:byte(at) & 0x3F) end
      t:expect(at < #one.octets, { message = ("the end of the fields of the %s area"):format(name), expected = "C1h before the checksum",
        actual = described(one.octets) })
    end
  end,
}

-- Section 16: type, end and version, length, checksum of the data, checksum of the header.
bmc_case {
  id = "fru.records",
  proves = "ipmi.agree.fru-records",
  title = "Each record of the multi-record area adds up to 0, and the last says so",
  needs = needs,
  run = function(t)
    local octets = inventory(t)
    local at = octets:byte(6) * 8
    if at == 0 then t:not_applicable("the inventory has no multi-record area") end
    repeat
      local head = octets:sub(at + 1, at + 5)
      t:require(#head == 5 and sum(head) == 0, { message = "the sum of a record's header", expected = "0", actual = described(head) })
      local data = octets:sub(at + 6, at + 5 + head:byte(3))
      t:require(#data == head:byte(3) and (sum(data) + head:byte(4)) & 0xFF == 0, { message = "the sum of a record's data", expected = "0",
        actual = described(head .. data) })
      at = at + 5 + #data
    until head:byte(2) & 0x80 == 0x80
  end,
}

-- 5.2.
bmc_case {
  id = "fru.lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Read FRU Data of another length is refused",
  needs = needs,
  run = function(t) ipmi.refuses_lengths(t, t.bmc:session(), ipmi.storage, 0x11, { 0, 0, 0, 8 }, { 4 }) end,
}

-- Appendix G: operator.
bmc_case {
  id = "fru.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not write inventories",
  needs = needs,
  destructive = true,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.storage, 0x12, { 0xFE, 0, 0, 0 }) end,
}
