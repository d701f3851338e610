-- The system event log (IPMI 2.0 31).
local ipmi = require("lib.bmc_commands")
local sels = require("lib.sels")

local needs = { "feature.ipmi.sel" }

ipmi.offers("sel", "ipmi.sel.info", ipmi.storage, 0x40)

-- 31.2: version 51h and the number of entries.
bmc_case {
  id = "sel.info",
  proves = "ipmi.sel.info",
  title = "Get SEL Info counts the entries that there are",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    sels.add(t, s)
    local r = sels.info(t, s)
    t:expect_data_length(r, 14)
    t:expect(r:u8(2) == 0x51, { message = "the SEL version", expected = "51h", actual = r:hex(), at = r })
    local count = #sels.all(t, s)
    local again = sels.info(t, s)
    t:expect(r:u16(3) == count or again:u16(3) == count, { message = "the number of entries", expected = count, actual = r:u16(3), at = r })
  end,
}

-- 31.5: from 0000h to FFFFh, each entry once.
bmc_case {
  id = "sel.chain",
  proves = "ipmi.sel.chain",
  title = "The chain of entries ends with FFFFh and comes to no entry twice",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    sels.add(t, s)
    local seen, id, count = {}, sels.first, 0
    repeat
      local r = sels.entry(s, id)
      t:require_completion(r)
      t:require_data_length(r, 18)
      local own = r:u16(4)
      t:require(not seen[own], { message = "the chain of entries", expected = "each entry once", actual = ("entry %04Xh twice"):format(own), at = r })
      seen[own] = true
      id, count = r:u16(2), count + 1
    until id == sels.last or count > 0xFFFF
  end,
}

-- 31.5: FFFFh asks for the last one.
bmc_case {
  id = "sel.last",
  proves = "ipmi.sel.last",
  title = "Entry FFFFh is the latest",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    sels.add(t, s)
    local id = sels.add(t, s, sels.event { 0x02, 0xFF, 0xFF })
    local r = sels.entry(s, sels.last)
    t:expect_completion(r)
    t:expect(r:u16(4) == id and r:u16(2) == sels.last, { message = "the latest entry", expected = ("%04Xh, followed by FFFFh"):format(id), actual = r:hex(), at = r })
  end,
}

-- 31.5 octets 5 and 6: offset and count.
bmc_case {
  id = "sel.parts",
  proves = "ipmi.sel.partial",
  title = "A part of an entry is that part of the whole",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    local whole = sels.entry(s, id)
    local r = sels.part(s, sels.reserve(t, s), id, 10, 4)
    t:expect_completion(r)
    t:expect(r.data:sub(3, 6) == whole.data:sub(13, 16) and #r.data == 6, { message = "four octets from 10 on", expected = "those of the whole entry", actual = r:hex(), at = r })
  end,
}

--- An id that no entry has.
local function absent(t, session)
  local taken = {}
  for _, entry in ipairs(sels.all(t, session)) do taken[entry:byte(1) | entry:byte(2) << 8] = true end
  local id = 0xFFFE
  while taken[id] do id = id - 1 end
  return id
end

-- 31.5: CBh.
bmc_case {
  id = "sel.absent",
  proves = "ipmi.sel.absent",
  title = "An entry that there is not is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    t:expect_completion(sels.entry(s, absent(t, s)), ipmi.absent)
  end,
}

-- 31.5: an offset beyond the entry's 16 octets.
bmc_case {
  id = "sel.part-beyond",
  proves = "ipmi.sel.beyond",
  title = "A part beyond the entry is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    t:expect_completion(sels.part(s, sels.reserve(t, s), id, 0x20, 1), { 0xC9, 0xCA, 0xCC })
  end,
}

-- 31.6 and 32.1: everything but id and time is kept, the time is the SEL's.
bmc_case {
  id = "sel.add",
  proves = { "ipmi.sel.add", "ipmi.sel.add-timed" },
  title = "An event that was added is given back as it was, with the SEL's time",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local event = sels.event { 0x03, 0x5A, 0xC3 }
    local id = sels.add(t, s, event)
    local now = ipmi.served(t, s, ipmi.storage, 0x48):u32(2)
    local r = sels.entry(s, id)
    t:expect_completion(r)
    t:expect(r.data:byte(5) == 0x02 and r.data:sub(10) == ipmi.text(event):sub(8), { message = "the entry but for id and time", expected = ipmi.hex(event),
      actual = r:hex(), at = r })
    t:expect(math.abs((r:u32(7) or 0) - now) <= 5, { message = "the time of the entry", expected = "now", actual = r:hex(), at = r, rule = "ipmi.sel.add-timed" })
  end,
}

-- 32.3: types E0h to FFh have no time stamp.
bmc_case {
  id = "sel.add-untimed",
  proves = "ipmi.sel.add-untimed",
  title = "An OEM's entry without a time stamp is given back without one",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local oem = { 0, 0, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 }
    local refused = s:request(ipmi.storage, 0x44, oem)
    if refused.completion == 0x80 then t:not_applicable("the SEL takes no entries of OEMs") end
    t:require_completion(refused)
    local id = refused:u16(2)
    t:defer(function() sels.delete(t, s, id) end)
    local r = sels.entry(s, id)
    t:expect(r.data:sub(6) == ipmi.text(oem):sub(4), { message = "the 13 octets after the type", expected = ipmi.hex(oem), actual = r:hex(), at = r })
  end,
}

-- 31.4.
bmc_case {
  id = "sel.reservations",
  proves = "ipmi.sel.reservation",
  title = "Each reservation of the SEL has another id, never 0",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local latest = 0
    for _ = 1, 4 do
      local r = ipmi.optional(t, s, ipmi.storage, 0x42)
      t:expect_completion(r)
      t:expect(r:u16(2) ~= latest and r:u16(2) ~= 0, { message = "the reservation id", expected = "a new one, not 0", actual = r:hex(), at = r })
      latest = r:u16(2)
    end
  end,
}

-- 31.8.
bmc_case {
  id = "sel.delete",
  proves = "ipmi.sel.delete",
  title = "An entry that was deleted is not there any more",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    t:expect_completion(sels.delete(t, s, id))
    t:expect(not sels.has(s, id), { message = "an entry that was deleted", expected = "CBh", actual = "it is given" })
  end,
}

local function delete_with(session, reservation, id)
  local low, high = ipmi.u16(reservation)
  local id_low, id_high = ipmi.u16(id)
  return session:request(ipmi.storage, 0x46, { low, high, id_low, id_high }, { why = "the reservation was cancelled" })
end

-- 31.4 and 31.8: C5h.
bmc_case {
  id = "sel.delete-after-another-reservation",
  proves = "ipmi.sel.delete-reserved",
  title = "An entry is not deleted with a reservation that was cancelled",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    local old = sels.reserve(t, s)
    sels.reserve(t, s)
    t:expect_completion(delete_with(s, old, id), ipmi.canceled)
    t:expect(sels.has(s, id), { message = "the entry", expected = "still there", actual = "deleted" })
  end,
}

-- 31.4: what was reserved for is not as it was.
bmc_case {
  id = "sel.delete-cancels",
  proves = "ipmi.sel.cancelled",
  title = "A deletion cancels the reservation",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local one, other = sels.add(t, s), sels.add(t, s, sels.event { 0x02, 0xFF, 0xFF })
    local reservation = sels.reserve(t, s)
    t:setup(delete_with(s, reservation, one).completion == 0, "an entry is not deleted")
    t:expect_completion(delete_with(s, reservation, other), ipmi.canceled)
  end,
}

--- Clear SEL; `letters` and the reservation may be wrong.
local function clear(session, reservation, operation, letters, options)
  local low, high = ipmi.u16(reservation)
  return session:request(ipmi.storage, 0x47, { low, high, (letters or "CLR"):byte(1), (letters or "CLR"):byte(2), (letters or "CLR"):byte(3), operation },
    options)
end
local initiate, ask = 0xAA, 0x00

-- 31.9: the letters, and the reservation.
bmc_case {
  id = "sel.clear-guard",
  proves = "ipmi.sel.clear-guard",
  title = "Clear SEL without 'CLR', or with an old reservation, clears nothing",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    local old = sels.reserve(t, s)
    local r = clear(s, sels.reserve(t, s), initiate, "ABC", { why = "the letters are not 'CLR'" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "CCh or C9h", actual = r:summary(), at = r })
    r = clear(s, old, initiate, "CLR", { why = "the reservation was cancelled" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "C5h", actual = r:summary(), at = r })
    t:expect(sels.has(s, id), { message = "the entry", expected = "still there", actual = "cleared" })
  end,
}

-- 31.9: operation 00h asks; 0 in progress, 1 completed.
bmc_case {
  id = "sel.clear-status",
  proves = "ipmi.sel.clear-status",
  title = "Asking Clear SEL for its status clears nothing",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    local r = clear(s, sels.reserve(t, s), ask)
    t:expect_completion(r)
    t:expect((r:bits(2, 3, 0) or 0xF) <= 1, { message = "the progress", expected = "0 or 1", actual = r:hex(), at = r })
    t:expect(sels.has(s, id), { message = "the entry", expected = "still there", actual = "cleared" })
  end,
}

-- 31.9: what was there is gone; the clearing may log itself.
bmc_case {
  id = "sel.clear",
  proves = "ipmi.sel.clear",
  title = "Clear SEL leaves nothing of what was there",
  needs = needs,
  destructive = true,
  timeout = 60,
  run = function(t)
    local s = t.bmc:session()
    local event = sels.event { 0x04, 0x99, 0x66 }
    ipmi.served(t, s, ipmi.storage, 0x44, event)
    local reservation = sels.reserve(t, s)
    t:require_completion(clear(s, reservation, initiate))
    for _ = 1, 40 do
      if clear(s, reservation, ask):bits(2, 3, 0) == 1 then break end
      t:sleep(250)
    end
    for _, entry in ipairs(sels.all(t, s)) do
      t:expect(entry:sub(8) ~= ipmi.text(event):sub(8), { message = "an entry from before Clear SEL", expected = "none", actual = "it is given" })
    end
  end,
}

-- 31.10.
bmc_case {
  id = "sel.time",
  proves = "ipmi.sel.time",
  title = "The SEL's time does not run back",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local first = ipmi.optional(t, s, ipmi.storage, 0x48)
    t:expect_completion(first)
    t:expect_data_length(first, 4)
    local second = s:request(ipmi.storage, 0x48)
    t:expect((second:u32(2) or 0) >= (first:u32(2) or 0), { message = "the time", expected = first:hex() .. " or later", actual = second:hex(), at = second })
  end,
}

-- 31.11: it goes on from what was set. The time is put back, with the second that has passed; what the BMC logged in the
-- meantime, at times that were never, is deleted.
bmc_case {
  id = "sel.time-set",
  proves = "ipmi.sel.time.set",
  title = "A time that was set is told, and goes on from there",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.served(t, s, ipmi.storage, 0x48):u32(2)
    local function set(time) return s:request(ipmi.storage, 0x49, { ipmi.u32(time) }) end
    local known = sels.all(t, s)
    t:defer(function()
      set(before + 1)
      sels.forget_since(t, s, known)
    end)
    local wanted = before + 86400
    t:require_completion(set(wanted))
    t:sleep(1100)
    local r = s:request(ipmi.storage, 0x48)
    local passed = (r:u32(2) or 0) - wanted
    t:expect(passed >= 1 and passed <= 4, { message = "seconds since the time was set", expected = "1 to 4", actual = passed, at = r })
  end,
}

-- 31.11a and 31.11b: minutes from -1440 to 1440, or 07FFh.
bmc_case {
  id = "sel.utc-offset",
  proves = "ipmi.sel.utc-offset",
  title = "A UTC offset that was set is told, one beyond a day is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = ipmi.optional(t, s, ipmi.storage, 0x5C)
    t:setup(before.completion == 0, "the offset is not told: " .. before:summary())
    local function set(minutes) return s:request(ipmi.storage, 0x5D, { ipmi.u16(minutes & 0xFFFF) }) end
    t:defer(function() set(before:u16(2)) end)
    for _, minutes in ipairs { 60, -330 } do
      t:require_completion(set(minutes))
      local r = s:request(ipmi.storage, 0x5C)
      t:expect(r:u16(2) == minutes & 0xFFFF, { message = "the offset", expected = minutes, actual = r:hex(), at = r })
    end
    t:expect_completion(set(1500), ipmi.out_of_range)
  end,
}

-- 31.2 octets 6 to 13: when something was added and erased last.
bmc_case {
  id = "sel.timestamps",
  proves = "ipmi.sel.update-timestamps",
  title = "The times of the last addition and erase follow the changes",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local id = sels.add(t, s)
    local now = ipmi.served(t, s, ipmi.storage, 0x48):u32(2)
    local r = sels.info(t, s)
    t:expect(math.abs((r:u32(7) or 0) - now) <= 5, { message = "the time of the last addition", expected = "now", actual = r:hex(), at = r })
    t:setup(sels.delete(t, s, id).completion == 0, "the entry is not deleted")
    r = sels.info(t, s)
    t:expect(math.abs((r:u32(11) or 0) - now) <= 5, { message = "the time of the last erase", expected = "now", actual = r:hex(), at = r })
  end,
}

-- 31.2 octets 5 and 6.
bmc_case {
  id = "sel.free-space",
  proves = "ipmi.sel.free",
  title = "The free space shrinks when an entry is added",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = sels.info(t, s)
    if before:u16(5) == 0xFFFF or before:u16(5) == 0 then t:not_applicable("the free space is beyond what is told, or there is none") end
    sels.add(t, s)
    local r = sels.info(t, s)
    t:expect((r:u16(5) or 0) < before:u16(5), { message = "the free space", expected = ("less than %d octets"):format(before:u16(5)), actual = r:u16(5), at = r })
  end,
}

-- 5.2 and Appendix G.
bmc_case {
  id = "sel.lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Get SEL Entry of another length is refused",
  needs = needs,
  run = function(t) ipmi.refuses_lengths(t, t.bmc:session(), ipmi.storage, 0x43, { 0, 0, 0, 0, 0, 0xFF }, { 6 }) end,
}

-- Appendix G: operator.
bmc_case {
  id = "sel.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "A user may not clear the SEL",
  needs = needs,
  destructive = true,
  run = function(t) ipmi.needs_privilege(t, "user", ipmi.storage, 0x47, { 0, 0, 0x43, 0x4C, 0x52, ask }) end,
}
