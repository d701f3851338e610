-- The watchdog timer (IPMI 2.0 27).
local ipmi = require("lib.bmc_commands")

local use_os_load, no_action, do_not_stop, do_not_log = 0x03, 0x00, 0x40, 0x80
local flag_of_os_load, flag_of_bios = 0x08, 0x02
local needs = { "feature.ipmi.watchdog" }

local function get(session) return session:request(ipmi.app, 0x25) end
local function reset(session) return session:request(ipmi.app, 0x22) end

--- Set Watchdog Timer; `tenths` are 100 ms.
local function set(session, use, flags, tenths, options)
  local low, high = ipmi.u16(tenths)
  return session:request(ipmi.app, 0x24, { use, no_action, 0x00, flags, low, high }, options)
end

--- A session, and a timer that does nothing when it runs out and is stopped after the case.
local function begun(t, use, tenths)
  local s = t.bmc:session()
  t:defer(function() set(s, use_os_load | do_not_log, 0x3E, tenths) end)
  t:require_completion(set(s, use, 0x3E, tenths))
  return s
end

ipmi.offers("watchdog", "ipmi.watchdog.set", ipmi.app, 0x25)

-- 27.5: completion code 80h. A BMC forgets its settings with a cold reset, which is the only way to see it.
bmc_case {
  id = "watchdog.reset-before-set",
  proves = "ipmi.watchdog.uninitialised",
  title = "Reset Watchdog Timer is refused until the timer was set",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local told = get(s)
    if told:u16(6) ~= 0 or told:bits(2, 2, 0) ~= 0 then t:not_applicable("the timer was set before") end
    t:expect_completion(reset(s), 0x80)
  end,
}

-- 27.6 and 27.7: octets 2 to 5 and the initial countdown are those that were set.
bmc_case {
  id = "watchdog.settings-kept",
  proves = { "ipmi.watchdog.set", "ipmi.completion.response-length" },
  title = "Get Watchdog Timer tells what Set Watchdog Timer said",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 600)
    t:expect_data_length(set(s, use_os_load | do_not_log, 0x00, 600), 0, { rule = "ipmi.completion.response-length" })
    local r = get(s)
    t:expect_completion(r)
    t:expect_data_length(r, 8)
    t:expect(r:bits(2, 2, 0) == use_os_load and r:bits(2, 7, 7) == 1, { message = "use and do not log", expected = "OS load, not logged",
      actual = r:hex(), at = r })
    t:expect(r:u16(6) == 600, { message = "the initial countdown", expected = "600", actual = r:u16(6), at = r })
  end,
}

-- 27.5: the timer starts anew from its initial countdown; 27.7: the present one falls.
bmc_case {
  id = "watchdog.counts-down",
  proves = "ipmi.watchdog.counts",
  title = "After Reset Watchdog Timer the countdown falls",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 600)
    t:require_completion(reset(s))
    t:sleep(450)
    local r = get(s)
    local present = r:u16(8) or 0
    t:expect(present < 600 and present > 500, { message = "the present countdown after 450 ms of 60 s", expected = "less than 600, not by far",
      actual = present, at = r })
    t:expect(r:bits(2, 6, 6) == 1, { message = "the timer is told as running", expected = "bit 6 set", actual = r:hex(), at = r,
      rule = "ipmi.watchdog.counts" })
  end,
}

-- 27.6 octet 1 bit 6: without "do not stop" the timer stops.
bmc_case {
  id = "watchdog.set-stops",
  proves = "ipmi.watchdog.stopped",
  title = "Set Watchdog Timer stops a timer that runs",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 600)
    t:require_completion(reset(s))
    t:require_completion(set(s, use_os_load | do_not_log, 0x00, 600))
    local r = get(s)
    t:expect(r:bits(2, 6, 6) == 0, { message = "the timer runs on", expected = "bit 6 clear", actual = r:hex(), at = r })
    t:require_completion(reset(s))
    t:require_completion(set(s, use_os_load | do_not_log | do_not_stop, 0x00, 600))
    t:expect(get(s):bits(2, 6, 6) == 1, { message = "with 'do not stop' the timer runs on", expected = "bit 6 set", actual = "clear" })
  end,
}

-- 27.7 octet 4: the flag of the use tells that the timer ran out, and the timer stands.
bmc_case {
  id = "watchdog.runs-out",
  proves = { "ipmi.watchdog.expires", "ipmi.watchdog.flags" },
  title = "A timer that runs out sets the flag of its use, which stays until it is cleared by name",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 2)
    t:require_completion(reset(s))
    t:sleep(1200)
    local r = get(s)
    t:require(r:u8(5) == flag_of_os_load, { message = "the expiration flags", expected = "08h, OS load", actual = r:hex(), at = r })
    t:expect(r:bits(2, 6, 6) == 0, { message = "a timer that ran out stands", expected = "bit 6 clear", actual = r:hex(), at = r })
    t:require_completion(set(s, use_os_load | do_not_log, flag_of_bios, 600))
    r = get(s)
    t:expect(r:u8(5) == flag_of_os_load, { message = "a flag that was not named is kept", expected = "08h", actual = r:hex(), at = r,
      rule = "ipmi.watchdog.flags" })
    t:require_completion(set(s, use_os_load | do_not_log, flag_of_os_load, 600))
    r = get(s)
    t:expect(r:u8(5) == 0, { message = "a flag that was named is cleared", expected = "00h", actual = r:hex(), at = r, rule = "ipmi.watchdog.flags" })
  end,
}

-- 27.1 and 42.2: sensor type 23h, Watchdog 2.
bmc_case {
  id = "watchdog.is-logged",
  proves = "ipmi.watchdog.event",
  title = "A timer that runs out is logged as an event of a watchdog sensor",
  needs = { "feature.ipmi.watchdog", "feature.ipmi.sel" },
  destructive = true,
  run = function(t)
    local sels = require("lib.sels")
    local sdrs = require("lib.sdrs")
    local s = begun(t, use_os_load, 2)
    sdrs.sensors(t, s, function(record) return record:sensor_type() == 0x23 end, "watchdog sensor")
    local known = {}
    for _, entry in ipairs(sels.all(t, s)) do known[entry] = true end
    t:require_completion(reset(s))
    t:sleep(1500)
    local logged = false
    for _, entry in ipairs(sels.all(t, s)) do logged = logged or (not known[entry] and entry:byte(11) == 0x23) end
    t:expect(logged, { message = "what was logged since", expected = "an event of sensor type 23h", actual = "none" })
  end,
}

-- 27.6: uses 0, 6 and 7, actions above 3 are reserved.
bmc_case {
  id = "watchdog.reserved-values",
  proves = "ipmi.watchdog.reserved",
  title = "Set Watchdog Timer with reserved uses and actions is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 600)
    t:expect_completion(set(s, 0x07 | do_not_log, 0x00, 600, { why = "use 7 is reserved" }), ipmi.out_of_range)
    t:expect_completion(s:request(ipmi.app, 0x24, { use_os_load | do_not_log, 0x07, 0, 0, 0x58, 0x02 }, { why = "action 7 is reserved" }),
      ipmi.out_of_range)
  end,
}

-- 5.2: six octets, no fewer and no more.
bmc_case {
  id = "watchdog.lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Set Watchdog Timer of another length is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = begun(t, use_os_load | do_not_log, 600)
    ipmi.refuses_lengths(t, s, ipmi.app, 0x24, { use_os_load | do_not_log, no_action, 0x00, 0x00, 0x58, 0x02, 0x00 }, { 6 })
  end,
}

-- Appendix G: operator.
bmc_case {
  id = "watchdog.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not set the watchdog timer",
  needs = needs,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.app, 0x24, { use_os_load | do_not_log, no_action, 0x00, 0x00, 0x58, 0x02 }) end,
}
