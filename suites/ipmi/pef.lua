-- Platform event filtering (IPMI 2.0 30).
local ipmi = require("lib.bmc_commands")

local needs = { "feature.ipmi.pef" }
local progress, control, filter_count, filter, string_key, string = 0, 1, 5, 6, 12, 13

local function get(session, parameter, set) return session:request(ipmi.event, 0x13, { parameter, set or 0, 0 }) end
local function put(session, parameter, octets, options) return session:request(ipmi.event, 0x12, { parameter, table.unpack(octets) }, options) end
local function capabilities(session) return session:request(ipmi.event, 0x10) end

ipmi.offers("pef", "ipmi.pef.capabilities", ipmi.event, 0x10)

-- 30.1: version 51h, actions, number of filters.
bmc_case {
  id = "pef.capabilities",
  proves = "ipmi.pef.capabilities",
  title = "Get PEF Capabilities tells version 51h in three octets",
  needs = needs,
  run = function(t)
    local r = capabilities(t.bmc:session())
    t:expect_completion(r)
    t:expect_data_length(r, 3)
    t:expect(r:u8(2) == 0x51, { message = "the PEF version", expected = "51h", actual = r:hex(), at = r })
  end,
}

-- 30.4 parameters 5 and 6: the first octet of a filter is its number.
bmc_case {
  id = "pef.filters",
  proves = "ipmi.pef.filters",
  title = "Each of the event filters that are counted is told under its number",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local count = capabilities(s):u8(4) or 0
    if count == 0 then t:not_applicable("there are no event filters") end
    local told = get(s, filter_count)
    t:expect_completion(told)
    t:expect(told:bits(3, 6, 0) == count, { message = "the number of filters", expected = count, actual = told:hex(), at = told })
    for number = 1, count do
      local r = get(s, filter, number)
      t:expect_completion(r)
      t:expect(r:bits(3, 6, 0) == number and #r.data == 22, { message = ("filter %d"):format(number), expected = "its number and 20 octets", actual = r:hex(), at = r })
    end
  end,
}

-- 30.4: completion code 80h.
bmc_case {
  id = "pef.unknown-parameter",
  proves = "ipmi.pef.parameter.unknown",
  title = "A PEF parameter that there is not is refused",
  needs = needs,
  run = function(t) t:expect_completion(get(t.bmc:session(), 0x5F), 0x80) end,
}

-- 30.3 parameter 1 bit 1: event messages for PEF actions.
bmc_case {
  id = "pef.set-is-kept",
  proves = "ipmi.pef.parameter.set",
  title = "A PEF control that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = get(s, control)
    t:setup(before.completion == 0 and #before.data == 2, "PEF control is not told: " .. before:summary())
    t:defer(function() put(s, control, { before:u8(3) }) end)
    t:require_completion(put(s, control, { before:u8(3) ~ 0x02 }))
    local r = get(s, control)
    t:expect(r:u8(3) == before:u8(3) ~ 0x02, { message = "PEF control", expected = ("%02Xh"):format(before:u8(3) ~ 0x02), actual = r:hex(), at = r })
  end,
}

-- 30.3: completion code 82h.
bmc_case {
  id = "pef.read-only-parameter",
  proves = "ipmi.pef.parameter.read-only",
  title = "The number of event filters cannot be set",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:expect_completion(put(s, filter_count, { capabilities(s):u8(4) or 0 }, { why = "the parameter can only be read" }), 0x82)
  end,
}

-- 30.3: completion code 81h.
bmc_case {
  id = "pef.set-in-progress",
  proves = "ipmi.pef.parameter.in-progress",
  title = "Set in progress is refused while it is in progress",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() put(s, progress, { 0x00 }) end)
    local r = put(s, progress, { 0x01 })
    t:setup(r.completion == 0, "setting cannot be begun: " .. r:summary())
    t:expect_completion(put(s, progress, { 0x01 }), 0x81)
  end,
}

-- 30.3: a filter beyond the table.
bmc_case {
  id = "pef.filter-beyond",
  proves = "ipmi.pef.parameter.range",
  title = "An event filter beyond the table is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local octets = { (capabilities(s):u8(4) or 0) + 1 }
    for at = 2, 21 do octets[at] = 0 end
    local r = put(s, filter, octets, { why = "there is no such filter" })
    t:expect(r.completion ~= 0 and r.completion ~= nil, { message = "it is refused", expected = "C9h or CCh", actual = r:summary(), at = r })
  end,
}

-- 30.3: too little data.
bmc_case {
  id = "pef.short-parameter",
  proves = "ipmi.pef.parameter.length",
  title = "An event filter of three octets is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    if (capabilities(s):u8(4) or 0) == 0 then t:not_applicable("there are no event filters") end
    local before = get(s, filter, 1)
    t:expect_completion(put(s, filter, { 0x01, 0x00, 0x00 }, { why = "a filter has 21 octets" }), { 0xC7, 0xCC })
    local r = get(s, filter, 1)
    t:expect(r.data == before.data, { message = "the filter", expected = before:hex(), actual = r:hex(), at = r })
  end,
}

-- 30.5 and 30.6: software tells what it has seen.
bmc_case {
  id = "pef.last-event",
  proves = "ipmi.pef.last-event",
  title = "The last processed event that software set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.optional(t, s, ipmi.event, 0x15)
    t:expect_completion(before)
    t:expect_data_length(before, 10)
    local by_software = 0x00
    local function set(id) return s:request(ipmi.event, 0x14, { by_software, ipmi.u16(id) }) end
    t:defer(function() set(before:u16(8) or 0) end)
    local wanted = (before:u16(8) or 0) ~ 0x0101
    t:require_completion(set(wanted))
    local r = s:request(ipmi.event, 0x15)
    t:expect(r:u16(8) == wanted, { message = "the last event that software processed", expected = ("%04Xh"):format(wanted), actual = r:hex(), at = r })
  end,
}

-- 30.2: FFh asks, 00h disarms.
bmc_case {
  id = "pef.postpone",
  proves = "ipmi.pef.postpone",
  title = "The postpone timer that was armed is told as running",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    t:defer(function() s:request(ipmi.event, 0x11, { 0x00 }) end)
    t:require_completion(ipmi.optional(t, s, ipmi.event, 0x11, { 60 }))
    local r = s:request(ipmi.event, 0x11, { 0xFF })
    t:expect_completion(r)
    t:expect((r:u8(2) or 0) > 50 and (r:u8(2) or 0) <= 60, { message = "seconds that are left of 60", expected = "51 to 60", actual = r:hex(), at = r })
  end,
}

-- 30.4 parameter 13: selector, block, text. String 0 is the volatile one.
bmc_case {
  id = "pef.string-is-kept",
  proves = "ipmi.pef.string",
  title = "Both blocks of an alert string that was set are told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local function block(number) return s:request(ipmi.event, 0x13, { string, 0, number }) end
    local before = block(1)
    if before.completion == 0x80 then t:not_applicable("there are no alert strings") end
    local second = block(2)
    t:setup(before.completion == 0 and second.completion == 0, "alert string 0 is not told: " .. before:summary())
    t:defer(function()
      put(s, string, { 0, 1, before.data:byte(4, -1) })
      put(s, string, { 0, 2, second.data:byte(4, -1) })
    end)
    local text = { "sixteen octets..", "and the rest" }
    for number, part in ipairs(text) do t:require_completion(put(s, string, { 0, number, (part .. "\0"):byte(1, 16) })) end
    for number, part in ipairs(text) do
      local r = block(number)
      t:expect_completion(r)
      t:expect(r:bits(3, 6, 0) == 0 and r:u8(4) == number and r.data:sub(4, 3 + #part) == part,
        { message = ("block %d of alert string 0"):format(number), expected = part, actual = r:hex(), at = r })
    end
  end,
}

-- 30.4 parameter 12: selector, event filter, set of strings.
bmc_case {
  id = "pef.string-key-is-kept",
  proves = "ipmi.pef.string-key",
  title = "The key of an alert string that was set is told",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    if (capabilities(s):u8(4) or 0) == 0 then t:not_applicable("there are no event filters") end
    local before = get(s, string_key, 0)
    if before.completion == 0x80 then t:not_applicable("there are no alert strings") end
    t:setup(before.completion == 0 and #before.data == 4, "the key of alert string 0 is not told: " .. before:summary())
    t:defer(function() put(s, string_key, { before.data:byte(2, -1) }) end)
    local wanted = before:u8(4) == 1 and 0 or 1
    local set = before:u8(5) ~ 0x05
    t:require_completion(put(s, string_key, { 0, wanted, set }))
    local r = get(s, string_key, 0)
    t:expect(r:bits(4, 6, 0) == wanted and r:bits(5, 6, 0) == set,
      { message = "the key of alert string 0", expected = ("filter %d, set %d"):format(wanted, set), actual = r:hex(), at = r })
  end,
}

-- 30.7: bits 7:6 of octet 2 are 01b to ask for the status and 10b to clear it. Destination 0 is the volatile one.
bmc_case {
  id = "pef.alert-status",
  proves = "ipmi.pef.alert-status",
  title = "What became of an alert is told until it is cleared",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local function alert(octet) return s:request(ipmi.event, 0x16, { 0x0E, octet, 0x00 }) end
    t:setup(ipmi.optional(t, s, ipmi.event, 0x16, { 0x0E, 0x80, 0x00 }).completion == 0, "the status cannot be cleared")
    t:require_completion(alert(0x00))
    local told = alert(0x40)
    t:expect_completion(told)
    local lawful = { [0x01] = true, [0x02] = true, [0x03] = true, [0xFF] = true }
    t:expect(lawful[told:u8(2)] ~= nil, { message = "the status of an alert", expected = "01h, 02h, 03h or FFh", actual = told:hex(), at = told })
    t:require_completion(alert(0x80))
    local cleared = alert(0x40)
    t:expect(cleared:u8(2) == 0x00, { message = "the status that was cleared", expected = "00h", actual = cleared:hex(), at = cleared })
  end,
}

-- 30.8: whoever receives traps has no session. No trap is waited for, and that is no reason to refuse.
bmc_case {
  id = "pef.acknowledge",
  proves = "ipmi.pef.acknowledge",
  title = "PET Acknowledge is answered outside a session",
  needs = needs,
  run = function(t)
    local octets = { ipmi.u16(0xFFFE) }
    for _ = 1, 10 do octets[#octets + 1] = 0 end
    local r = t.bmc:request(ipmi.event, 0x17, octets)
    if r and r.completion == ipmi.unknown then t:not_applicable("the BMC does not have 04h/17h") end
    t:expect_completion(r)
  end,
}

-- Appendix G: administrator.
bmc_case {
  id = "pef.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "An operator may not set PEF parameters",
  needs = needs,
  destructive = true,
  run = function(t) ipmi.needs_privilege(t, "operator", ipmi.event, 0x12, { progress, 0x00 }) end,
}
