-- What a BMC tells in several places has to agree (IPMI 2.0 32, 35, 43).
local ipmi = require("lib.bmc_commands")
local sdrs = require("lib.sdrs")
local sels = require("lib.sels")

local needs = { "feature.ipmi.sdr" }
local with_log = { "feature.ipmi.sdr", "feature.ipmi.sel" }

-- 43.1: from lower non-recoverable up to upper non-recoverable.
bmc_case {
  id = "agree.threshold-order",
  proves = "ipmi.agree.threshold-order",
  title = "The thresholds of each sensor stand in order",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local upwards = { 3, 2, 1, 4, 5, 6 }
    for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:has_thresholds() and each:grows() end, "sensor whose readings grow")) do
      local r = s:request(ipmi.event, 0x27, { record:number() })
      local latest, latest_name
      for _, at in ipairs(upwards) do
        if r.completion == 0 and (r:u8(2) or 0) >> (at - 1) & 1 == 1 then
          local value = record:comparable(r:u8(2 + at))
          t:expect(not latest or value >= latest, { message = ("%s and %s of %s"):format(latest_name, sdrs.thresholds[at], record:called()),
            expected = "in order", actual = r:hex(), at = r })
          latest, latest_name = value, sdrs.thresholds[at]
        end
      end
    end
  end,
}

-- 35.14 octet 4: a bit for each threshold that is reached. Hysteresis may keep one that was.
bmc_case {
  id = "agree.threshold-status",
  proves = "ipmi.agree.threshold-status",
  title = "The comparison status of each sensor agrees with its reading",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:has_thresholds() and each:grows() end, "sensor whose readings grow")) do
      local limits = s:request(ipmi.event, 0x27, { record:number() })
      local hysteresis = s:request(ipmi.event, 0x25, { record:number(), 0xFF })
      local slack = hysteresis.completion == 0 and math.max(hysteresis:u8(2), hysteresis:u8(3)) or 0
      local r = s:request(ipmi.event, 0x2D, { record:number() })
      local told = limits.completion == 0 and r.completion == 0 and r:bits(3, 6, 5) == 2 and r:u8(4)
      for at, name in ipairs(sdrs.thresholds) do
        if told and limits:u8(2) >> (at - 1) & 1 == 1 then
          local sign = at <= 3 and -1 or 1
          local beyond = sign * (record:comparable(r:u8(2)) - record:comparable(limits:u8(2 + at)))
          local crossed = told >> (at - 1) & 1 == 1
          t:expect(not (beyond > 0 and not crossed) and not (beyond < -slack and crossed), {
            message = ("%s of %s"):format(name, record:called()),
            expected = beyond > 0 and "told as reached" or "not told as reached", actual = r:hex() .. " with thresholds " .. limits:hex(), at = r })
        end
      end
    end
  end,
}

-- 43.1 octets 19 and 20: which states can be read.
bmc_case {
  id = "agree.discrete-states",
  proves = "ipmi.agree.discrete-states",
  title = "Discrete sensors assert states that their SDRs have, and no others",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, record in ipairs(sdrs.sensors(t, s, function(each) return each:event_type() ~= 0x01 end, "discrete sensor")) do
      local r = s:request(ipmi.event, 0x2D, { record:number() })
      if r.completion == 0 and #r.data >= 3 and r:bits(3, 5, 5) == 0 then
        local states = (r:u8(4) | (r:u8(5) or 0) << 8) & 0x7FFF
        local mask = record:octet(19) | record:octet(20) << 8
        t:expect(states & ~mask == 0, { message = "the states of " .. record:called(), expected = ("among %04Xh"):format(mask), actual = ("%04Xh"):format(states), at = r })
      end
    end
  end,
}

-- 43.1 octets 6 to 8: one number at one owner is one sensor.
bmc_case {
  id = "agree.sensor-numbers",
  proves = "ipmi.agree.sensor-numbers",
  title = "No two SDRs of one owner name one sensor",
  needs = needs,
  run = function(t)
    local named = {}
    for _, record in ipairs(sdrs.all(t, t.bmc:session())) do
      if record:is_sensor() then
        local own = ("%02X.%02X.%02X"):format(record:octet(6), record:octet(7), record:number())
        t:expect(not named[own], { message = record:called(), expected = "a sensor that no other record names",
          actual = named[own] and ("that of record %04Xh"):format(named[own]) })
        named[own] = record.id
      end
    end
  end,
}

-- 43.1 octets 24 to 26: y = M * x with M = 0 would be a sensor that always reads the same.
bmc_case {
  id = "agree.factors",
  proves = "ipmi.agree.unit-factors",
  title = "Linear sensors have a factor M that is not 0",
  needs = needs,
  run = function(t)
    for _, record in ipairs(sdrs.sensors(t, t.bmc:session(), function(each)
      return each:has_thresholds() and each:octet(24) & 0x7F < 0x70 and each:octet(21) >> 6 ~= 3
    end, "sensor with a formula")) do
      local m = record:octet(25) | (record:octet(26) >> 6) << 8
      t:expect(m ~= 0, { message = "M of " .. record:called(), expected = "not 0", actual = m })
    end
  end,
}

-- 43.15: bits 4:0 are the number of octets that follow.
bmc_case {
  id = "agree.names",
  proves = "ipmi.agree.names",
  title = "The name of each record ends with the record",
  needs = needs,
  run = function(t)
    for _, record in ipairs(sdrs.all(t, t.bmc:session())) do
      local place = record:name_place()
      if place and #record.octets >= place then
        local length = record:octet(place) & 0x1F
        t:expect(#record.octets - place == length, { message = ("the name of record %04Xh"):format(record.id), expected = ("%d octets"):format(#record.octets - place),
          actual = ("%d octets"):format(length) })
      end
    end
  end,
}

-- 43.14: 0 is unspecified.
bmc_case {
  id = "agree.entities",
  proves = "ipmi.agree.sdr-entities",
  title = "Each sensor belongs to an entity",
  needs = needs,
  run = function(t)
    for _, record in ipairs(sdrs.sensors(t, t.bmc:session())) do
      t:expect(record:octet(9) ~= 0, { message = "the entity of " .. record:called(), expected = "not 0, unspecified", actual = "0" })
    end
  end,
}

--- The BMC's own system events in the SEL, with the SDRs by their sensor numbers.
local function own_events(t)
  local s = t.bmc:session()
  local records, events = {}, {}
  for _, record in ipairs(sdrs.all(t, s)) do
    if (record:is_sensor() or record.type == sdrs.event_only) and record:octet(6) == 0x20 then
      for at = 0, record:shares() - 1 do records[record:number() + at] = record end
    end
  end
  for _, entry in ipairs(sels.all(t, s)) do
    if entry:byte(3) == 0x02 and entry:byte(8) == 0x20 then events[#events + 1] = entry end
  end
  if #events == 0 then t:not_applicable("the SEL has no event of the BMC's own") end
  return s, events, records
end

local function shown(entry) return ipmi.hex { entry:byte(1, -1) } end

-- 32.1 octet 12: the sensor number.
bmc_case {
  id = "agree.event-sensors",
  proves = "ipmi.agree.event-sensors",
  title = "Events of the BMC's own come from sensors that the SDRs have",
  needs = with_log,
  run = function(t)
    local _, events, records = own_events(t)
    for _, entry in ipairs(events) do
      -- type 10h, event logging disabled, and 12h, system event, are often without a record
      local generic = entry:byte(11) == 0x10 or entry:byte(11) == 0x12
      t:expect(generic or records[entry:byte(12)], { message = ("the sensor of entry %02X%02Xh"):format(entry:byte(2), entry:byte(1)), expected = "one of the SDRs",
        actual = shown(entry) })
    end
  end,
}

-- 32.1 octets 11 and 13.
bmc_case {
  id = "agree.event-types",
  proves = "ipmi.agree.event-types",
  title = "Events have the sensor type and the event type of their sensor",
  needs = with_log,
  run = function(t)
    local _, events, records = own_events(t)
    for _, entry in ipairs(events) do
      local record = records[entry:byte(12)]
      if record then
        local type_place, event_place = 13, 14
        if record.type == sdrs.event_only then type_place, event_place = 11, 12 end
        t:expect(entry:byte(11) == record:octet(type_place) and entry:byte(13) & 0x7F == record:octet(event_place) & 0x7F, {
          message = ("the types of entry %02X%02Xh"):format(entry:byte(2), entry:byte(1)),
          expected = ("%02Xh and %02Xh"):format(record:octet(type_place), record:octet(event_place) & 0x7F), actual = shown(entry) })
      end
    end
  end,
}

local uninitialised = 0x20000000

-- 37: below 20000000h a time counts from the BMC's start.
bmc_case {
  id = "agree.event-times",
  proves = "ipmi.agree.event-times",
  title = "No event is later than the SEL's time",
  needs = with_log,
  run = function(t)
    local s, events = own_events(t)
    local now = ipmi.served(t, s, ipmi.storage, 0x48):u32(2)
    for _, entry in ipairs(events) do
      local time = sels.time(entry, 4)
      t:expect(time <= now or time == 0xFFFFFFFF, { message = ("the time of entry %02X%02Xh"):format(entry:byte(2), entry:byte(1)), expected = ("%d or before"):format(now),
        actual = time })
    end
  end,
}

-- 31.5: the chain is the order of logging. Times may be set back, which no case here does and leaves.
bmc_case {
  id = "agree.event-order",
  proves = "ipmi.agree.event-order",
  title = "Events come in the order of their times",
  needs = with_log,
  run = function(t)
    local _, events = own_events(t)
    local latest = 0
    for _, entry in ipairs(events) do
      local time = sels.time(entry, 4)
      if time >= uninitialised and time ~= 0xFFFFFFFF then
        t:expect(time >= latest, { message = ("the time of entry %02X%02Xh"):format(entry:byte(2), entry:byte(1)), expected = ("%d or later"):format(latest), actual = time })
        latest = time
      end
    end
  end,
}
