-- Sensors (IPMI 2.0 35) and the events that they send (29).
local ipmi = require("lib.bmc_commands")
local sdrs = require("lib.sdrs")
local sels = require("lib.sels")

local needs = { "feature.ipmi.sdr" }

local function reading(session, number) return session:request(ipmi.event, 0x2D, { number }) end
local function thresholds(session, number) return session:request(ipmi.event, 0x27, { number }) end

--- Set Sensor Thresholds: `values` are the six octets, `mask` says which of them are set.
local function set_thresholds(session, number, mask, values, options)
  return session:request(ipmi.event, 0x26, { number, mask, table.unpack(values) }, options)
end

-- 35.14: a reading, flags, and states or comparisons.
bmc_case {
  id = "sensor.readings",
  proves = { "ipmi.sensor.reading", "ipmi.agree.sensors-have-records" },
  title = "Each sensor of the SDRs tells a reading, or that it has none",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s)) do
      local r = reading(s, record:number())
      t:expect_completion(r, 0, { rule = "ipmi.agree.sensors-have-records", message = record:called() .. " answers" })
      t:expect_data_length(r, 2, { at_most = 4, rule = "ipmi.sensor.reading", message = "the reading of " .. record:called() })
    end
  end,
}

-- 5.2: CBh, not present.
bmc_case {
  id = "sensor.absent",
  proves = "ipmi.sensor.absent",
  title = "A sensor that there is not is refused by each command",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local number = sdrs.absent_number(t, s)
    for _, command in ipairs { 0x2D, 0x27, 0x29, 0x2B, 0x2F } do
      local r = s:request(ipmi.event, command, { number })
      if r.completion ~= ipmi.unknown then
        t:expect_completion(r, ipmi.absent, { message = ("04h/%02Xh for sensor %02Xh, which no SDR names"):format(command, number) })
      end
    end
  end,
}

-- 35.9: what cannot be read is 0; 43.1 octet 19 is the same mask.
bmc_case {
  id = "sensor.thresholds",
  proves = { "ipmi.sensor.thresholds.get", "ipmi.agree.threshold-masks" },
  title = "Thresholds are told as the SDR says, and those that cannot be read are 0",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local chosen = sdrs.sensors(t, s, function(record)
      return record:has_thresholds() and (record:threshold_access() == 1 or record:threshold_access() == 2)
    end, "sensor with thresholds")
    for _, record in ipairs(chosen) do
      local r = thresholds(s, record:number())
      t:expect_completion(r, 0, { message = record:called() .. " tells its thresholds" })
      t:expect_data_length(r, 7)
      t:expect(r:u8(2) == record:readable_mask(), { message = "the readable thresholds of " .. record:called(),
        expected = ("%02Xh, as its SDR says"):format(record:readable_mask()), actual = r:hex(), at = r, rule = "ipmi.agree.threshold-masks" })
      for bit, name in ipairs(sdrs.thresholds) do
        if (r:u8(2) or 0) >> (bit - 1) & 1 == 0 then
          t:expect(r:u8(2 + bit) == 0, { message = ("%s of %s, which cannot be read"):format(name, record:called()), expected = "00h", actual = r:hex(), at = r })
        end
      end
    end
  end,
}

--- A session, a sensor with a settable threshold, that threshold's bit from 0, and all six; they are put back.
local function settable(t, wanted)
  local s = t.bmc:session()
  for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:has_thresholds() and each:threshold_access() == 2 end, "settable threshold")) do
    local mask = record:settable_mask() & record:readable_mask()
    local r = mask ~= 0 and thresholds(s, record:number())
    if r and r.completion == 0 and #r.data == 7 and (not wanted or wanted(s, record, r)) then
      local values = { r.data:byte(2, 7) }
      t:defer(function() set_thresholds(s, record:number(), mask, values) end)
      local bit = 0
      while mask >> bit & 1 == 0 do bit = bit + 1 end
      return s, record, bit, values
    end
  end
  t:not_applicable("the BMC has no such sensor with a settable threshold")
end

-- 35.8: those that the mask names change, no others.
bmc_case {
  id = "sensor.thresholds-kept",
  proves = "ipmi.sensor.thresholds.set",
  title = "A threshold that was set is told, and the others are as they were",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, record, bit, values = settable(t)
    local changed = { table.unpack(values) }
    -- one step outward keeps the order
    changed[bit + 1] = (bit < 3 and changed[bit + 1] - 1 or changed[bit + 1] + 1) & 0xFF
    t:require_completion(set_thresholds(s, record:number(), 1 << bit, changed))
    local r = thresholds(s, record:number())
    t:expect(r.data:sub(2) == ipmi.text(changed), { message = "the thresholds of " .. record:called(), expected = ipmi.hex(changed), actual = r:hex(), at = r })
  end,
}

-- 35.8: a set that is out of order may be refused; half of it is neither.
bmc_case {
  id = "sensor.thresholds-as-a-whole",
  proves = "ipmi.sensor.thresholds.order",
  title = "Thresholds out of order are taken all or none",
  needs = needs,
  destructive = true,
  run = function(t)
    local low
    local s, record, _, values = settable(t, function(_, each, told)
      local mask = each:settable_mask() & each:readable_mask()
      for bit = 0, 4 do
        if bit ~= 2 and mask >> bit & 3 == 3 and told.data:byte(2 + bit) ~= told.data:byte(3 + bit) then low = bit end
      end
      return low
    end)
    local crossed = { table.unpack(values) }
    crossed[low + 1], crossed[low + 2] = values[low + 2], values[low + 1]
    local r = set_thresholds(s, record:number(), 3 << low, crossed, { why = "two thresholds have changed places" })
    local after = thresholds(s, record:number())
    local lawful = r.completion == 0 and crossed or values
    t:expect(after.data and after.data:sub(2) == ipmi.text(lawful), { message = ("the thresholds of %s after %s"):format(record:called(), r:summary()),
      expected = ipmi.hex(lawful), actual = after:hex(), at = after })
  end,
}

-- 35.8: what the SDR does not list as settable.
bmc_case {
  id = "sensor.thresholds-unsettable",
  proves = "ipmi.sensor.thresholds.unsettable",
  title = "A threshold that the SDR does not list as settable is not set",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local chosen = sdrs.sensors(t, s, function(record)
      return record:has_thresholds() and record:threshold_access() == 2 and record:settable_mask() ~= 0x3F
    end, "sensor with an unsettable threshold")
    local record = chosen[1]
    local bit = 0
    while record:settable_mask() >> bit & 1 == 1 do bit = bit + 1 end
    local before = thresholds(s, record:number())
    local r = set_thresholds(s, record:number(), 1 << bit, { 0x10, 0x10, 0x10, 0x10, 0x10, 0x10 }, { why = "the threshold cannot be set" })
    t:expect(r.completion ~= 0 and r.completion ~= nil, { message = "it is refused", expected = "a completion code other than 00h", actual = r:summary(), at = r })
    local after = thresholds(s, record:number())
    t:expect(after.data == before.data, { message = "the thresholds", expected = before:hex(), actual = after:hex(), at = after })
  end,
}

-- 35.9: a discrete sensor has none.
bmc_case {
  id = "sensor.thresholds-of-discrete",
  proves = "ipmi.sensor.thresholds.of-discrete",
  title = "A discrete sensor has no thresholds",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local record = sdrs.sensors(t, s, function(each) return each:event_type() ~= 0x01 end, "discrete sensor")[1]
    local r = thresholds(s, record:number())
    t:expect(r.completion ~= 0 or r:u8(2) == 0, { message = record:called() .. " is discrete", expected = "CDh, CCh, CBh or C1h, or no readable threshold",
      actual = r:summary(), at = r })
    t:expect(r.completion ~= 0, { message = record:called() .. " has no thresholds to tell", expected = "a refusal", actual = r:summary(), at = r })
  end,
}

-- 35.6, 35.7.
bmc_case {
  id = "sensor.hysteresis-kept",
  proves = "ipmi.sensor.hysteresis.kept",
  title = "Hysteresis that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local record = sdrs.sensors(t, s, function(each) return each:has_thresholds() and each:hysteresis_access() == 2 end, "settable hysteresis")[1]
    local before = ipmi.served(t, s, ipmi.event, 0x25, { record:number(), 0xFF })
    local function set(positive, negative) return s:request(ipmi.event, 0x24, { record:number(), 0xFF, positive, negative }) end
    t:defer(function() set(before:u8(2), before:u8(3)) end)
    local positive, negative = before:u8(2) ~ 0x01, before:u8(3) ~ 0x03
    t:require_completion(set(positive, negative))
    local r = s:request(ipmi.event, 0x25, { record:number(), 0xFF })
    t:expect(r:u8(2) == positive and r:u8(3) == negative, { message = "the hysteresis of " .. record:called(),
      expected = ("%02Xh %02Xh"):format(positive, negative), actual = r:hex(), at = r })
  end,
}

-- 43.1 octet 12 bits 5:4: 00b no hysteresis, 01b and 10b readable, 11b fixed.
bmc_case {
  id = "sensor.hysteresis-agrees",
  proves = "ipmi.agree.hysteresis",
  title = "Hysteresis can be read where the SDR says so, and nowhere else",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:has_thresholds() end, "sensor with thresholds")) do
      local access = record:hysteresis_access()
      local r = ipmi.optional(t, s, ipmi.event, 0x25, { record:number(), 0xFF })
      local readable = access == 1 or access == 2
      local can = r.completion == 0
      t:expect(can == readable or (access ~= 0 and can), { message = "the hysteresis of " .. record:called(),
        expected = readable and "told, as the SDR says" or "refused, as the SDR says", actual = r:summary(), at = r })
    end
  end,
}

local function enables(session, number) return session:request(ipmi.event, 0x29, { number }) end

--- A session and a sensor whose events can be enabled one by one; its enables are put back.
local function with_enables(t)
  local s = t.bmc:session()
  for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:event_control() == 0 end, "sensor with events of its own")) do
    local r = enables(s, record:number())
    if r.completion == 0 and #r.data >= 5 and r:u16(3) ~= 0 then
      local function set(flags, assertions, deassertions)
        local low, high = ipmi.u16(assertions)
        local other_low, other_high = ipmi.u16(deassertions)
        return s:request(ipmi.event, 0x28, { record:number(), flags, low, high, other_low, other_high })
      end
      local enable_selected = 0x10
      t:defer(function() set(r:u8(2) & 0xC0 | enable_selected, r:u16(3), r:u16(5)) end)
      return s, record, r, set
    end
  end
  t:not_applicable("no sensor has events that can be enabled one by one")
end

-- 35.10 octet 2 bits 5:4: 10b disables the events that are named.
bmc_case {
  id = "sensor.events-kept",
  proves = "ipmi.sensor.events.kept",
  title = "Events that were disabled are told as disabled, the others as before",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, record, before, set = with_enables(t)
    local disable_selected = 0x20
    local one = before:u16(3) & -before:u16(3)
    t:require_completion(set(before:u8(2) & 0xC0 | disable_selected, one, 0))
    local r = enables(s, record:number())
    t:expect(r:u16(3) == before:u16(3) & ~one and r:u16(5) == before:u16(5), { message = "the events of " .. record:called(),
      expected = ("%04Xh and %04Xh"):format(before:u16(3) & ~one, before:u16(5)), actual = r:hex(), at = r })
  end,
}

-- 35.13: flags, then assertions and deassertions.
bmc_case {
  id = "sensor.events-status",
  proves = "ipmi.sensor.events.status",
  title = "The event status tells scanning as the reading does",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s)) do
      local status = ipmi.optional(t, s, ipmi.event, 0x2B, { record:number() })
      if status.completion == 0 then
        local told = reading(s, record:number())
        t:expect_data_length(status, 1, { at_most = 5 })
        t:expect(status:bits(2, 7, 6) == told:bits(3, 7, 6), { message = "events and scanning of " .. record:called(),
          expected = told:hex(), actual = status:hex(), at = status })
      end
    end
  end,
}

-- 35.12.
bmc_case {
  id = "sensor.rearm",
  proves = "ipmi.sensor.rearm",
  title = "The events of a sensor can be re-armed",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local record = sdrs.sensors(t, s, function(each) return each:event_control() < 3 end, "sensor with events")[1]
    t:expect_completion(s:request(ipmi.event, 0x2A, { record:number(), 0x00 }))
  end,
}

-- 35.16 and 43.1 octets 13 and 14.
bmc_case {
  id = "sensor.types",
  proves = { "ipmi.sensor.type", "ipmi.agree.sensor-type" },
  title = "Get Sensor Type tells the types of the SDR",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s)) do
      local r = ipmi.optional(t, s, ipmi.event, 0x2F, { record:number() })
      t:expect_completion(r)
      t:expect_data_length(r, 2)
      t:expect(r:u8(2) == record:sensor_type(), { message = "the sensor type of " .. record:called(), expected = ("%02Xh"):format(record:sensor_type()),
        actual = r:hex(), at = r, rule = "ipmi.agree.sensor-type" })
      t:expect(r:bits(3, 6, 0) == record:event_type(), { message = "the event type of " .. record:called(), expected = ("%02Xh"):format(record:event_type()),
        actual = r:hex(), at = r })
    end
  end,
}

-- 35.5: octets 25 to 30 of a full record, behind the next reading with other factors.
bmc_case {
  id = "sensor.factors",
  proves = "ipmi.sensor.factors",
  title = "The factors of a linear sensor are those of its SDR",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:has_thresholds() and each:octet(24) & 0x7F == 0 end, "linear sensor")) do
      local r = ipmi.optional(t, s, ipmi.event, 0x23, { record:number(), 0x80 })
      t:expect_completion(r)
      t:expect(r.data:sub(2, 7) == record.octets:sub(25, 30), { message = "the factors of " .. record:called(), expected = "octets 25 to 30 of its SDR",
        actual = r:hex(), at = r })
    end
  end,
}

--- A sensor whose upper non-critical threshold can be moved below its reading, with that reading.
local function movable(t, events)
  local upper_non_critical = 3
  local raw
  local s, record, _, values = settable(t, function(session, each)
    local r = reading(session, each:number())
    raw = r:u8(2)
    local answers = r.completion == 0 and r:bits(3, 6, 5) == 2
    local comparable = answers and each:grows() and each:comparable(raw) > each:comparable(raw - 8 & 0xFF)
    local enabled = enables(session, each:number())
    return comparable and each:settable_mask() >> upper_non_critical & 1 == 1 and each:event_control() == 0
      and enabled.completion == 0 and (enabled:u16(3) or 0) >> 7 & 1 == 1 and r:bits(4, 3, 3) == 0
  end)
  local moved = { table.unpack(values) }
  moved[upper_non_critical + 1] = raw - 8 & 0xFF
  return s, record, function()
    if events then events(s, record) end
    t:require_completion(set_thresholds(s, record:number(), 1 << upper_non_critical, moved))
  end
end

--- Is there an event "upper non-critical, going high" of this sensor among the entries from `from` on?
local function has_crossing(t, session, record, from)
  local entries = sels.all(t, session)
  for at = from + 1, #entries do
    local entry = entries[at]
    if entry:byte(3) == 0x02 and entry:byte(12) == record:number() and entry:byte(14) & 0x0F == 0x07 then return true end
  end
  return false
end

-- 29.3 and 36.1: offset 07h, upper non-critical going high.
bmc_case {
  id = "sensor.crossing-is-logged",
  proves = "ipmi.sensor.events.logged",
  title = "A threshold that is moved across the reading is logged as crossed",
  needs = { "feature.ipmi.sdr", "feature.ipmi.sel" },
  destructive = true,
  timeout = 30,
  run = function(t)
    local s, record, move = movable(t)
    local before = #sels.all(t, s)
    move()
    local logged = false
    for _ = 1, 16 do
      logged = has_crossing(t, s, record, before)
      if logged then break end
      t:sleep(250)
    end
    t:expect(logged, { message = "an event of " .. record:called(), expected = "upper non-critical, going high, within 4 s", actual = "none" })
  end,
}

-- 35.10 octet 2 bit 7: no event messages at all.
bmc_case {
  id = "sensor.disabled-events-not-logged",
  proves = "ipmi.sensor.events.disabled",
  title = "A sensor whose events are disabled logs none",
  needs = { "feature.ipmi.sdr", "feature.ipmi.sel", "sensor.crossing-is-logged" },
  destructive = true,
  timeout = 30,
  run = function(t)
    local scanning_only, all = 0x40, 0xC0
    -- an event of the case before may be asserted until the sensor is scanned again
    t:sleep(1500)
    local s, record, move = movable(t, function(session, each)
      t:defer(function() session:request(ipmi.event, 0x28, { each:number(), all }) end)
      t:require_completion(session:request(ipmi.event, 0x28, { each:number(), scanning_only }))
    end)
    local before = #sels.all(t, s)
    move()
    t:sleep(2500)
    t:expect(not has_crossing(t, s, record, before), { message = "an event of " .. record:called(), expected = "none, they are disabled", actual = "one" })
  end,
}

-- 29.1 and 29.2.
bmc_case {
  id = "event.receiver-kept",
  proves = "ipmi.event.receiver",
  title = "An event receiver that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.served(t, s, ipmi.event, 0x01)
    t:defer(function() s:request(ipmi.event, 0x00, { before:u8(2), before:u8(3) }) end)
    t:require_completion(s:request(ipmi.event, 0x00, { before:u8(2), before:u8(3) ~ 0x01 }))
    local r = s:request(ipmi.event, 0x01)
    t:expect(r:u8(3) == before:u8(3) ~ 0x01, { message = "the logical unit of the event receiver", expected = before:u8(3) ~ 0x01, actual = r:hex(), at = r })
  end,
}

-- 29.3: what comes as a message is logged like an event of the BMC's own.
bmc_case {
  id = "event.message-is-logged",
  proves = "ipmi.event.platform",
  title = "A platform event message is logged with its sensor and data",
  needs = { "feature.ipmi.sel" },
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = sels.entry(s, sels.last)
    t:require_completion(ipmi.optional(t, s, ipmi.event, 0x02, { 0x04, 0x12, 0xA5, 0x6F, 0x01, 0x5A, 0xC3 }))
    local r = sels.entry(s, sels.last)
    t:expect(r.data ~= before.data and r.completion == 0, { message = "the last entry of the SEL", expected = "a new one", actual = r:summary(), at = r })
    t:expect(r.data:sub(13, 18) == "\x12\xA5\x6F\x01\x5A\xC3", { message = "sensor type, number, event type and data", expected = "12 a5 6f 01 5a c3",
      actual = r:hex(), at = r })
    local id = r:u16(4)
    if r.data ~= before.data and id then sels.delete(t, s, id) end
  end,
}

-- Appendix G: operator.
bmc_case {
  id = "sensor.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not set thresholds",
  needs = needs,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.event, 0x26, { 0x01, 0x00, 0, 0, 0, 0, 0, 0 }) end,
}
