-- The system event log of a BMC (IPMI 2.0 31, 32).
local ipmi = require("lib.bmc_commands")
local sels = { first = 0x0000, last = 0xFFFF }

function sels.info(t, session) return ipmi.served(t, session, ipmi.storage, 0x40) end
function sels.reserve(t, session) return ipmi.served(t, session, ipmi.storage, 0x42):u16(2) end

--- Get SEL Entry for a part of an entry.
function sels.part(session, reservation, id, offset, count)
  local low, high = ipmi.u16(reservation)
  local id_low, id_high = ipmi.u16(id)
  return session:request(ipmi.storage, 0x43, { low, high, id_low, id_high, offset, count })
end

function sels.entry(session, id) return sels.part(session, 0, id, 0, 0xFF) end

--- Every entry as its 16 octets, in the order of the chain.
function sels.all(t, session)
  local entries, seen, id = {}, {}, sels.first
  if sels.info(t, session):u16(3) == 0 then return entries end
  repeat
    local r = sels.entry(session, id)
    t:setup(r.completion == 0 and #r.data == 18, ("entry %04Xh is not given: %s"):format(id, r:summary()))
    local octets = r.data:sub(3)
    local own = octets:byte(1) | octets:byte(2) << 8
    t:setup(not seen[own], ("the chain of entries comes back to %04Xh"):format(own))
    seen[own] = true
    entries[#entries + 1] = octets
    id = r:u16(2)
  until id == sels.last
  return entries
end

--- The octets of a system event for Add SEL Entry, of a software id that no sensor has.
function sels.event(data)
  return { 0, 0, 0x02, 0, 0, 0, 0, 0x41, 0x00, 0x04, 0x12, 0x00, 0x6F, table.unpack(data or { 0x01, 0xFF, 0xFF }) }
end

--- Adds an entry and returns its id; it is deleted after the case.
function sels.add(t, session, octets)
  local id = ipmi.served(t, session, ipmi.storage, 0x44, octets or sels.event()):u16(2)
  t:defer(function() sels.delete(t, session, id) end)
  return id
end

--- Delete SEL Entry under a fresh reservation.
function sels.delete(t, session, id)
  local low, high = ipmi.u16(sels.reserve(t, session))
  local id_low, id_high = ipmi.u16(id)
  return session:request(ipmi.storage, 0x46, { low, high, id_low, id_high })
end

--- Is there an entry with this id?
function sels.has(session, id) return sels.entry(session, id).completion == 0 end

--- Deletes the entries that were logged since `known`, an earlier result of sels.all, was told.
function sels.forget_since(t, session, known)
  local old = {}
  for _, entry in ipairs(known) do old[entry] = true end
  for _, entry in ipairs(sels.all(t, session)) do
    if not old[entry] then sels.delete(t, session, entry:byte(1) | entry:byte(2) << 8) end
  end
end

--- Seconds of a time stamp among octets, from `place` on.
function sels.time(octets, place)
  local low, second, third, high = octets:byte(place, place + 3)
  return low | second << 8 | third << 16 | high << 24
end

return sels
