-- What event filters and alerts wait for (IPMI 2.0 30.2, 30.4, 30.7). What they have looked at is read from Get Last Processed
-- Event ID: no trap has to be received.
local ipmi = require("lib.bmc_commands")

local needs = { "feature.ipmi.pef", "feature.ipmi.sel" }
local control, startup_delay = 1, 3
local filtering, delays = 0x01, 0x04
local hard_reset = 3

local function get(session, parameter) return session:request(ipmi.event, 0x13, { parameter, 0, 0 }) end
local function put(session, parameter, value) return session:request(ipmi.event, 0x12, { parameter, value }) end
local function postpone(session, seconds) return session:request(ipmi.event, 0x11, { seconds }) end

--- A session with the filters at work, and nothing that they wait for. All is put back after the case.
local function with_filters(t)
  local s = t.bmc:session()
  local before = get(s, control)
  t:setup(before.completion == 0 and #before.data == 2, "PEF control is not told: " .. before:summary())
  if ipmi.served(t, s, ipmi.event, 0x15):u16(10) == nil then t:not_applicable("the last processed event is not told") end
  t:defer(function()
    postpone(s, 0)
    put(s, control, before:u8(3))
  end)
  t:setup(put(s, control, before:u8(3) & ~delays | filtering).completion == 0, "the filters cannot be turned on")
  t:setup(postpone(s, 0).completion == 0, "the postpone timer cannot be disarmed")
  return s, before:u8(3) & ~delays | filtering
end

--- Logs an event that no filter is likely to do anything about. @return its record id
local function log_event(t, s)
  ipmi.served(t, s, ipmi.event, 0x02, { 0x04, 0x12, 0xA5, 0x6F, 0x01, 0x5A, 0xC3 })
  return ipmi.served(t, s, ipmi.event, 0x15):u16(6)
end

local function last_processed(s)
  local r = s:request(ipmi.event, 0x15)
  return r:u16(10), r
end

--- Is it this event or one behind it? The BMC may log events of its own meanwhile. Record ids begin again at their end.
local function has_reached(latest, id) return latest - id & 0xFFFF < 0x8000 end

--- Has the BMC looked at this event, within so many seconds?
local function looks_at(t, s, id, seconds)
  local latest, r
  for _ = 1, seconds * 4 do
    latest, r = last_processed(s)
    if has_reached(latest, id) then return true, r end
    t:sleep(250)
  end
  return false, r
end

--- Is the host on? Only then it can be reset.
local function needs_running_host(t, s)
  if ipmi.served(t, s, ipmi.chassis, 0x01):bits(2, 0, 0) ~= 1 then t:not_applicable("the host is off") end
end

local function reset_host(t, s) t:require_completion(s:request(ipmi.chassis, 0x02, { hard_reset })) end

-- 30.2: the timer counts down from the first event on.
bmc_case {
  id = "pef.postponed",
  proves = "ipmi.pef.postponed",
  title = "An event is not looked at while the postpone timer runs",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = with_filters(t)
    local before = log_event(t, s)
    t:setup(looks_at(t, s, before, 5), "the filters look at no event")
    t:require_completion(postpone(s, 30))
    local id = log_event(t, s)
    t:sleep(1500)
    local latest, r = last_processed(s)
    t:expect(not has_reached(latest, id), { message = "the event that was looked at last", expected = "none of those that were postponed", actual = r:hex(), at = r })
  end,
}

-- 30.2.
bmc_case {
  id = "pef.caught-up",
  proves = "ipmi.pef.catch-up",
  title = "Events that were postponed are looked at when the timer has run out",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = with_filters(t)
    t:require_completion(postpone(s, 2))
    log_event(t, s)
    local id = log_event(t, s)
    local done, r = looks_at(t, s, id, 10)
    t:expect(done, { message = "the event that was looked at last", expected = ("%04Xh or one behind it, within 10 s"):format(id), actual = r:hex(), at = r })
  end,
}

-- 30.2: FEh is for ever, but not beyond a reset.
bmc_case {
  id = "pef.postponement-ends",
  proves = "ipmi.pef.postponement-ends",
  title = "A reset of the host ends the postponement",
  needs = { "feature.ipmi.pef", "feature.ipmi.chassis" },
  destructive = true,
  run = function(t)
    local s = with_filters(t)
    needs_running_host(t, s)
    local r = postpone(s, 0xFE)
    t:require_completion(r)
    t:setup(r:u8(2) == 0xFE, "the filters are not turned off for the time being: " .. r:summary())
    reset_host(t, s)
    t:sleep(500)
    local told = postpone(s, 0xFF)
    t:expect(told:u8(2) == 0x00, { message = "the postpone timer after a reset", expected = "00h", actual = told:hex(), at = told })
  end,
}

-- 30.4 parameters 1 (bit 2) and 3: seconds after a reset or power up.
bmc_case {
  id = "pef.startup-delay",
  proves = "ipmi.pef.startup-delay",
  title = "After a reset, events are looked at when the startup delay is over",
  needs = { "feature.ipmi.pef", "feature.ipmi.sel", "feature.ipmi.chassis" },
  destructive = true,
  run = function(t)
    local s, at_work = with_filters(t)
    needs_running_host(t, s)
    local before = get(s, startup_delay)
    if before.completion == 0x80 then t:not_applicable("there is no startup delay") end
    t:setup(before.completion == 0 and #before.data == 2, "the startup delay is not told: " .. before:summary())
    t:defer(function() put(s, startup_delay, before:u8(3)) end)
    t:setup(put(s, startup_delay, 5).completion == 0 and put(s, control, at_work | delays).completion == 0, "a startup delay of 5 s is not taken")
    reset_host(t, s)
    local id = log_event(t, s)
    t:sleep(2000)
    local latest, r = last_processed(s)
    t:expect(not has_reached(latest, id), { message = "the event that was looked at last, 2 s after a reset", expected = "none since the reset", actual = r:hex(), at = r })
    local done
    done, r = looks_at(t, s, id, 15)
    t:expect(done, { message = "the event that was looked at last, after the delay", expected = ("%04Xh or one behind it"):format(id), actual = r:hex(), at = r })
  end,
}

-- 23.2 parameters 18 and 19 of destination 0, the volatile one: acknowledged, 2 s, one retry, to a station that says nothing.
bmc_case {
  id = "pef.alert-retries",
  proves = "ipmi.pef.alert-retries",
  title = "An alert that nobody acknowledges is pending until its retries are over",
  needs = { "feature.ipmi.pef", "feature.ipmi.lan" },
  destructive = true,
  timeout = 30,
  run = function(t)
    local s = t.bmc:session()
    local this_channel, types, addresses, acknowledged = 0x0E, 18, 19, 0x80
    local seconds, retries, pending, unacknowledged = 2, 1, 0xFF, 0x03
    local function lan(parameter) return s:request(ipmi.transport, 0x02, { this_channel, parameter, 0, 0 }) end
    local function set(parameter, octets) return s:request(ipmi.transport, 0x01, { this_channel, parameter, table.unpack(octets) }) end
    local function alert(octet) return s:request(ipmi.event, 0x16, { this_channel, octet, 0x00 }) end
    local kind, address = lan(types), lan(addresses)
    if kind.completion == 0x80 or address.completion == 0x80 then t:not_applicable("there are no alert destinations") end
    t:setup(kind.completion == 0 and address.completion == 0, "destination 0 is not told: " .. kind:summary())
    t:setup(ipmi.optional(t, s, ipmi.event, 0x16, { this_channel, 0x80, 0x00 }).completion == 0, "the status cannot be cleared")
    t:defer(function()
      set(types, { kind.data:byte(2, -1) })
      set(addresses, { address.data:byte(2, -1) })
    end)
    local taken = set(types, { 0, acknowledged, seconds - 1, retries })
    if taken.completion ~= 0 then t:not_applicable("acknowledged alerts are not taken: " .. taken:summary()) end
    t:require_completion(set(addresses, { 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0 }))
    t:require_completion(alert(0x00))
    t:sleep(1000 * seconds + 700)
    local r = alert(0x40)
    t:expect(r:u8(2) == pending, { message = "the alert when its first retry is out", expected = "FFh, pending", actual = r:hex(), at = r })
    for _ = 1, 40 do
      if r:u8(2) ~= pending then break end
      t:sleep(250)
      r = alert(0x40)
    end
    t:expect(r:u8(2) == unacknowledged, { message = "the alert that nobody acknowledged", expected = "03h", actual = r:hex(), at = r })
  end,
}
