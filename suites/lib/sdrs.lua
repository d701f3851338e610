-- The sensor data records of a BMC, and what they say of its sensors (IPMI 2.0 33, 43).
local ipmi = require("lib.bmc_commands")
local sdrs = { first = 0x0000, last = 0xFFFF, full = 0x01, compact = 0x02, event_only = 0x03, fru_locator = 0x11 }

-- The order of threshold bits and octets: lower non-critical, critical, non-recoverable, then the upper ones.
sdrs.thresholds = { "lower non-critical", "lower critical", "lower non-recoverable", "upper non-critical", "upper critical",
  "upper non-recoverable" }

-- Where records are: the repository (33), or the device SDRs of a controller (35.2 to 35.4).
sdrs.repository = { netfn = ipmi.storage, get = 0x23 }
sdrs.device = { netfn = ipmi.event, get = 0x21 }

--- Get SDR for a part of a record; of the repository unless `options.place` is another.
function sdrs.part(session, reservation, id, offset, count, options)
  local low, high = ipmi.u16(reservation)
  local id_low, id_high = ipmi.u16(id)
  local place = options and options.place or sdrs.repository
  return session:request(place.netfn, place.get, { low, high, id_low, id_high, offset, count }, { why = options and options.why })
end

function sdrs.reserve(t, session, place) return ipmi.served(t, session, (place or sdrs.repository).netfn, 0x22):u16(2) end

--- A record's octets and the id of the next one; nil when it is not given. Some BMCs give no record at once.
function sdrs.read(t, session, reservation, id, place)
  local from = { place = place }
  local whole = sdrs.part(session, reservation, id, 0, 0xFF, from)
  if whole.completion == 0 then return whole.data:sub(3), whole:u16(2) end
  local header = sdrs.part(session, reservation, id, 0, 5, from)
  if header.completion ~= 0 then return nil, nil, header end
  local octets, length = header.data:sub(3), 5 + header.data:byte(7)
  while #octets < length do
    local more = sdrs.part(session, reservation, id, #octets, math.min(16, length - #octets), from)
    t:setup(more.completion == 0 and #more.data > 2, "a part of a record is not given: " .. more:summary())
    octets = octets .. more.data:sub(3)
  end
  return octets, header:u16(2)
end

local Record = {}
Record.__index = Record

--- An octet as the tables of section 43 count them.
function Record:octet(number) return self.octets:byte(number) or 0 end
function Record:is_sensor() return self.type == sdrs.full or self.type == sdrs.compact end
--- Does it belong to the BMC itself, at its first logical unit?
function Record:is_own() return self:octet(6) == 0x20 and self:octet(7) & 0xF3 == 0 end
function Record:number() return self:octet(8) end
function Record:sensor_type() return self:octet(13) end
function Record:event_type() return self:octet(14) & 0x7F end
function Record:has_thresholds() return self.type == sdrs.full and self:event_type() == 0x01 end
--- 0 none, 1 readable, 2 readable and settable, 3 fixed.
function Record:threshold_access() return self:octet(12) >> 2 & 3 end
function Record:hysteresis_access() return self:octet(12) >> 4 & 3 end
--- 0 each event by itself, 1 the whole sensor, 2 only all of the device, 3 no events.
function Record:event_control() return self:octet(12) & 3 end
function Record:readable_mask() return self:octet(19) & 0x3F end
function Record:settable_mask() return self:octet(20) & 0x3F end
--- Are readings numbers, and does the raw number grow with the value?
function Record:grows()
  local m = self:octet(25) | (self:octet(26) >> 6) << 8
  return self:octet(21) >> 6 ~= 3 and self:octet(24) & 0x7F == 0 and m > 0 and m < 0x200
end
--- A raw reading as a number that can be compared with others of the sensor.
function Record:comparable(raw)
  local format = self:octet(21) >> 6
  if format == 2 and raw >= 0x80 then return raw - 0x100 end
  if format == 1 and raw >= 0x80 then return raw - 0xFF end
  return raw
end
--- How many sensors a record stands for (compact records can be shared).
function Record:shares() return self.type == sdrs.compact and math.max(1, self:octet(24) & 0x0F) or 1 end
--- Where the octet with the type and length of the name is; nil where the type has no name.
function Record:name_place()
  return ({ [0x01] = 48, [0x02] = 32, [0x03] = 17, [0x10] = 16, [0x11] = 16, [0x12] = 16 })[self.type]
end
function Record:called() return ("sensor %02Xh (record %04Xh)"):format(self:number(), self.id) end

--- Every record, in the order of the chain.
function sdrs.all(t, session, place)
  local reservation, records, seen = sdrs.reserve(t, session, place), {}, {}
  local id = sdrs.first
  repeat
    local octets, following = sdrs.read(t, session, reservation, id, place)
    t:setup(octets and #octets >= 5, ("record %04Xh is not given"):format(id))
    local record = setmetatable({ octets = octets, id = octets:byte(1) | octets:byte(2) << 8, type = octets:byte(4) }, Record)
    t:setup(not seen[record.id], ("the chain of records comes back to %04Xh"):format(record.id))
    seen[record.id] = true
    records[#records + 1] = record
    id = following
  until id == sdrs.last
  return records
end

--- The records of the BMC's own sensors that `wanted` takes; the case is not applicable when there is none.
function sdrs.sensors(t, session, wanted, what)
  local chosen = {}
  for _, record in ipairs(sdrs.all(t, session)) do
    if record:is_sensor() and record:is_own() and (not wanted or wanted(record)) then chosen[#chosen + 1] = record end
  end
  if #chosen == 0 then t:not_applicable("the BMC has no " .. (what or "sensor of its own")) end
  return chosen
end

--- A sensor number that no record names.
function sdrs.absent_number(t, session)
  local taken = {}
  for _, record in ipairs(sdrs.all(t, session)) do
    if record:is_sensor() or record.type == sdrs.event_only then
      for at = 0, record:shares() - 1 do taken[record:number() + at] = true end
    end
  end
  for number = 0xFE, 1, -1 do
    if not taken[number] then return number end
  end
  t:not_applicable("every sensor number is taken")
end

return sdrs
