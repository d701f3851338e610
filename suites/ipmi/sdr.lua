-- The SDR repository (IPMI 2.0 33).
local ipmi = require("lib.bmc_commands")
local sdrs = require("lib.sdrs")

local needs = { "feature.ipmi.sdr" }

local function info(session) return session:request(ipmi.storage, 0x20) end

ipmi.offers("sdr", "ipmi.sdr.info", ipmi.storage, 0x20)

-- 33.9: version 51h and the number of records.
bmc_case {
  id = "sdr.info",
  proves = "ipmi.sdr.info",
  title = "Get SDR Repository Info counts the records that there are",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local r = info(s)
    t:expect_completion(r)
    t:expect_data_length(r, 14)
    t:expect(r:u8(2) == 0x51, { message = "the SDR version", expected = "51h", actual = r:hex(), at = r })
    local count = #sdrs.all(t, s)
    t:expect(r:u16(3) == count, { message = "the number of records", expected = count, actual = r:u16(3), at = r })
  end,
}

-- 33.12: from 0000h to FFFFh, each record once.
bmc_case {
  id = "sdr.chain",
  proves = "ipmi.sdr.chain",
  title = "The chain of records ends with FFFFh and comes to no record twice",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local reservation, seen, id, count = sdrs.reserve(t, s), {}, sdrs.first, 0
    repeat
      local octets, following, refusal = sdrs.read(t, s, reservation, id)
      t:require(octets ~= nil, { message = ("record %04Xh of the chain"):format(id), expected = "it is given", actual = refusal and refusal:summary() })
      local own = octets:byte(1) | octets:byte(2) << 8
      t:require(not seen[own], { message = "the chain of records", expected = "each record once", actual = ("record %04Xh twice"):format(own) })
      seen[own] = true
      id, count = following, count + 1
    until id == sdrs.last or count > 0xFFFF
  end,
}

-- 33.12: FFFFh asks for the last one.
bmc_case {
  id = "sdr.last",
  proves = "ipmi.sdr.last",
  title = "Record FFFFh is the last of the chain",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local records = sdrs.all(t, s)
    local r = sdrs.part(s, 0, sdrs.last, 0, 5)
    t:expect_completion(r)
    t:expect(r:u16(4) == records[#records].id, { message = "the id of the last record", expected = ("%04Xh"):format(records[#records].id), actual = r:hex(), at = r })
  end,
}

-- 33.12 and 43: id, version, type, length.
bmc_case {
  id = "sdr.headers",
  proves = "ipmi.sdr.header",
  title = "Each record begins with a header of a known version that tells its length",
  needs = needs,
  run = function(t)
    for _, record in ipairs(sdrs.all(t, t.bmc:session())) do
      local version = record:octet(3)
      t:expect(version == 0x51 or version == 0x01 or version == 0x02, { message = ("the version of record %04Xh"):format(record.id), expected = "51h",
        actual = ("%02Xh"):format(version) })
      t:expect(#record.octets == 5 + record:octet(5), { message = ("the length of record %04Xh"):format(record.id), expected = 5 + record:octet(5),
        actual = #record.octets })
    end
  end,
}

-- 33.12 octets 5 and 6: offset and count.
bmc_case {
  id = "sdr.parts",
  proves = "ipmi.sdr.partial",
  title = "A part of a record is that part of the whole",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local record = sdrs.all(t, s)[1]
    for _, offset in ipairs { 5, 8, 11 } do
      local r = ipmi.with_reservation(function() return sdrs.reserve(t, s) end,
        function(reservation) return sdrs.part(s, reservation, record.id, offset, 4) end)
      t:expect_completion(r)
      t:expect(r.data:sub(3, 6) == record.octets:sub(offset + 1, offset + 4), { message = ("four octets from %d on"):format(offset),
        expected = ipmi.hex { record.octets:byte(offset + 1, offset + 4) }, actual = r:hex(), at = r })
    end
  end,
}

-- 33.12: a part from the middle needs the reservation; C5h.
bmc_case {
  id = "sdr.part-after-another-reservation",
  proves = "ipmi.sdr.partial-reservation",
  title = "A part is refused with a reservation that was cancelled",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local old = sdrs.reserve(t, s)
    sdrs.reserve(t, s)
    t:expect_completion(sdrs.part(s, old, sdrs.first, 6, 4, { why = "the reservation was cancelled" }), ipmi.canceled)
  end,
}

-- 33.12: an offset beyond the record.
bmc_case {
  id = "sdr.part-beyond",
  proves = "ipmi.sdr.beyond",
  title = "A part beyond the record is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local r = ipmi.with_reservation(function() return sdrs.reserve(t, s) end,
      function(reservation) return sdrs.part(s, reservation, sdrs.first, 0xFE, 1) end)
    t:expect_completion(r, { 0xC9, 0xCA, 0xCC })
  end,
}

-- 33.12: CBh.
bmc_case {
  id = "sdr.absent",
  proves = "ipmi.sdr.absent",
  title = "A record that there is not is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local taken = {}
    for _, record in ipairs(sdrs.all(t, s)) do taken[record.id] = true end
    local id = 0xFFFE
    while taken[id] do id = id - 1 end
    t:expect_completion(sdrs.part(s, 0, id, 0, 5), ipmi.absent)
  end,
}

-- 33.11.
bmc_case {
  id = "sdr.reservations",
  proves = "ipmi.sdr.reservation",
  title = "Each reservation of the repository has another id, never 0",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local latest = 0
    for _ = 1, 4 do
      local r = ipmi.optional(t, s, ipmi.storage, 0x22)
      t:expect_completion(r)
      t:expect(r:u16(2) ~= latest and r:u16(2) ~= 0, { message = "the reservation id", expected = "a new one, not 0", actual = r:hex(), at = r })
      latest = r:u16(2)
    end
  end,
}

-- 33.17.
bmc_case {
  id = "sdr.time",
  proves = "ipmi.sdr.time",
  title = "The repository's time does not run back",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local first = ipmi.optional(t, s, ipmi.storage, 0x28)
    t:expect_completion(first)
    t:expect_data_length(first, 4)
    local second = s:request(ipmi.storage, 0x28)
    t:expect((second:u32(2) or 0) >= (first:u32(2) or 0), { message = "the time", expected = first:hex() .. " or later", actual = second:hex(), at = second })
  end,
}

-- 33.10: units in all, their size, free ones, the largest free block, the largest record.
bmc_case {
  id = "sdr.allocation",
  proves = "ipmi.sdr.allocation",
  title = "No more units are free than there are",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    if info(s):bits(15, 0, 0) ~= 1 then t:not_applicable("the repository does not tell its allocation") end
    local r = s:request(ipmi.storage, 0x21)
    t:expect_completion(r)
    t:expect_data_length(r, 9)
    local all, free, largest = r:u16(2) or 0, r:u16(6) or 0, r:u16(8) or 0
    if all == 0 then t:not_applicable("the number of units is not told") end
    t:expect(free <= all and largest <= free, { message = "units in all, free, in the largest block", expected = "in falling order",
      actual = ("%d, %d, %d"):format(all, free, largest), at = r })
  end,
}

--- A session and an event-only record of an OEM's that was added, with its id; it is deleted after the case.
local function added(t)
  local s = t.bmc:session()
  if info(s):bits(15, 6, 5) == 0 then t:not_applicable("the repository cannot be changed") end
  local oem = { 0, 0, 0x51, 0xC0, 0x07, 0x00, 0x00, 0x00, 0x41, 0x53, 0x53, 0x59 }
  local r = ipmi.optional(t, s, ipmi.storage, 0x24, oem)
  if r.completion == 0xD5 or r.completion == 0xD4 or r.completion == 0xC4 then t:not_applicable("the repository takes no record now: " .. r:summary()) end
  t:require_completion(r, 0, { rule = "ipmi.sdr.add" })
  local id = r:u16(2)
  local function delete()
    local low, high = ipmi.u16(sdrs.reserve(t, s))
    local id_low, id_high = ipmi.u16(id)
    return s:request(ipmi.storage, 0x26, { low, high, id_low, id_high })
  end
  t:defer(delete)
  return s, id, ipmi.text(oem), delete
end

-- 33.13.
bmc_case {
  id = "sdr.add",
  proves = "ipmi.sdr.add",
  title = "A record that was added is given under its id",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, id, record = added(t)
    local r = sdrs.part(s, 0, id, 0, 0xFF)
    t:expect_completion(r)
    t:expect(r.data:sub(5) == record:sub(3), { message = "the record but for its id", expected = ipmi.hex { record:byte(3, -1) }, actual = r:hex(), at = r })
  end,
}

-- 33.15 and 33.11: a deletion needs the reservation.
bmc_case {
  id = "sdr.delete",
  proves = "ipmi.sdr.delete",
  title = "A record is deleted with the present reservation, not with an old one",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, id, _, delete = added(t)
    local old = sdrs.reserve(t, s)
    sdrs.reserve(t, s)
    local low, high = ipmi.u16(old)
    local id_low, id_high = ipmi.u16(id)
    t:expect_completion(s:request(ipmi.storage, 0x26, { low, high, id_low, id_high }, { why = "the reservation was cancelled" }), ipmi.canceled)
    t:expect_completion(delete())
    local r = sdrs.part(s, 0, id, 0, 5)
    t:expect(r.completion ~= 0, { message = "a record that was deleted", expected = "CBh", actual = r:summary(), at = r })
  end,
}

-- 33.9 octets 7 to 14: when something was added and erased last.
bmc_case {
  id = "sdr.timestamps",
  proves = "ipmi.sdr.update-timestamps",
  title = "The times of the last addition and erase follow the changes",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, _, _, delete = added(t)
    local now = ipmi.served(t, s, ipmi.storage, 0x28):u32(2)
    local r = info(s)
    t:expect(math.abs((r:u32(7) or 0) - now) <= 5, { message = "the time of the last addition", expected = "now", actual = r:hex(), at = r })
    t:setup(delete().completion == 0, "the record is not deleted")
    r = info(s)
    t:expect(math.abs((r:u32(11) or 0) - now) <= 5, { message = "the time of the last erase", expected = "now", actual = r:hex(), at = r })
  end,
}

-- 33.16 octets 3 to 5: 'CLR'. An honest repository is left as it is.
bmc_case {
  id = "sdr.clear-guard",
  proves = "ipmi.sdr.clear-guard",
  title = "Clear SDR Repository without 'CLR', or with an old reservation, clears nothing",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local count = info(s):u16(3)
    local old = sdrs.reserve(t, s)
    local low, high = ipmi.u16(sdrs.reserve(t, s))
    local r = s:request(ipmi.storage, 0x27, { low, high, 0x58, 0x58, 0x58, 0xAA }, { why = "the letters are not 'CLR'" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "CCh or C9h", actual = r:summary(), at = r })
    low, high = ipmi.u16(old)
    r = s:request(ipmi.storage, 0x27, { low, high, 0x43, 0x4C, 0x52, 0xAA }, { why = "the reservation was cancelled" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "C5h", actual = r:summary(), at = r })
    r = info(s)
    t:expect(r:u16(3) == count, { message = "the number of records", expected = count, actual = r:u16(3), at = r })
  end,
}

-- 33.21: bit 0 of the answer tells that it is done.
bmc_case {
  id = "sdr.initialization",
  proves = "ipmi.sdr.init-agent",
  title = "The initialization agent is done",
  needs = needs,
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.storage, 0x2C, { 0x00 })
    t:expect_completion(r)
    t:expect(r:bits(2, 0, 0) == 1, { message = "its state", expected = "1, done", actual = r:hex(), at = r })
  end,
}

-- 5.2 and Appendix G.
bmc_case {
  id = "sdr.lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Get SDR of another length is refused",
  needs = needs,
  run = function(t) ipmi.refuses_lengths(t, t.bmc:session(), ipmi.storage, 0x23, { 0, 0, 0, 0, 0, 5 }, { 6 }) end,
}

-- Appendix G: operator.
bmc_case {
  id = "sdr.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not delete records",
  needs = needs,
  destructive = true,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.storage, 0x26, { 0, 0, 0xFE, 0xFF }) end,
}

-- 35.2: without data the sensors of this logical unit are counted, with bit 0 of the operation the records.
bmc_case {
  id = "sdr.device-counts",
  proves = "ipmi.device-sdr.info",
  title = "Get Device SDR Info counts the sensors and the records that Get Device SDR gives",
  run = function(t)
    local s = t.bmc:session()
    local sensors, records = ipmi.optional(t, s, ipmi.event, 0x20), ipmi.optional(t, s, ipmi.event, 0x20, { 0x01 })
    t:expect_completion(sensors)
    t:expect_completion(records)
    local all = sdrs.all(t, s, sdrs.device)
    t:expect(records:u8(2) == #all, { message = "the records that are counted", expected = #all, actual = records:u8(2), at = records })
    -- whether those that only send events are counted as sensors the clause does not say
    local least, most = 0, 0
    for _, record in ipairs(all) do
      if record:is_sensor() and record:is_own() then least = least + record:shares() end
      if record.type == sdrs.event_only then most = most + 1 end
    end
    most = least + most
    local told = sensors:u8(2) or -1
    t:expect(least <= told and told <= most, { message = "the sensors that are counted", expected = least == most and least or ("%d to %d"):format(least, most),
      actual = told, at = sensors })
  end,
}
