-- What cases of BMCs share: network functions, octets, and how commands are asked for.
local ipmi = {
  chassis = 0x00, event = 0x04, app = 0x06, storage = 0x0A, transport = 0x0C, group = 0x2C,
  -- IPMI 2.0 5.2: what a value out of range may be refused with
  out_of_range = { 0xC9, 0xCC },
  wrong_length = { 0xC7, 0xC8, 0xCC },
  unknown = 0xC1,
  canceled = 0xC5,
  absent = 0xCB,
}

--- A number as two octets, the lowest first.
function ipmi.u16(number) return number & 0xFF, number >> 8 & 0xFF end

--- A number as four octets, the lowest first.
function ipmi.u32(number) return number & 0xFF, number >> 8 & 0xFF, number >> 16 & 0xFF, number >> 24 & 0xFF end

--- Text, filled up with zeros to `length` octets, as a list of octets behind those of `before`.
function ipmi.padded(before, text, length)
  local octets = { table.unpack(before) }
  for at = 1, length do octets[#octets + 1] = text:byte(at) or 0 end
  return octets
end

--- A list of octets as text.
function ipmi.text(octets) return string.char(table.unpack(octets)) end

--- A list of octets as findings show it.
function ipmi.hex(octets)
  local digits = {}
  for at, octet in ipairs(octets) do digits[at] = ("%02x"):format(octet) end
  return table.concat(digits)
end

--- A command that has to be served before the case can prove anything.
function ipmi.served(t, session, netfn, command, data)
  local r = session:request(netfn, command, data)
  if r.completion == ipmi.unknown then t:not_applicable(("the BMC does not have %02Xh/%02Xh"):format(netfn, command)) end
  t:setup(r.completion == 0, ("%02Xh/%02Xh is not served: %s"):format(netfn, command, r:summary()))
  return r
end

--- The answer to a command that the BMC need not have; ends the case where it does not.
function ipmi.optional(t, session, netfn, command, data)
  local r = session:request(netfn, command, data)
  if r.completion == ipmi.unknown then t:not_applicable(("the BMC does not have %02Xh/%02Xh"):format(netfn, command)) end
  return r
end

--- Registers the case that finds out whether the BMC has a capability. Others need `feature.ipmi.<word>`.
function ipmi.offers(word, rule, netfn, command, data)
  bmc_case {
    id = (word:match("%a+$")) .. ".offered",
    proves = rule,
    provides = "feature.ipmi." .. word,
    title = ("%02Xh/%02Xh is answered"):format(netfn, command),
    run = function(t)
      local r = ipmi.optional(t, t.bmc:session(), netfn, command, data)
      t:expect_completion(r)
    end,
  }
end

--- Expects a command to be refused for each length of its data that is not lawful.
--- @param lengths lawful ones; `data` is what is lawful, cut or filled up with zeros
function ipmi.refuses_lengths(t, session, netfn, command, data, lengths, options)
  local lawful = {}
  for _, length in ipairs(lengths) do lawful[length] = true end
  for length = 0, lengths[#lengths] + 1 do
    if not lawful[length] then
      local octets = {}
      for at = 1, length do octets[at] = data[at] or 0 end
      local short = length < lengths[1]
      local r = session:request(netfn, command, octets, { why = ("it has %d octets of data"):format(length) })
      t:expect_completion(r, short and { 0xC7 } or ipmi.wrong_length, options or {
        rule = short and "ipmi.completion.too-short" or "ipmi.completion.too-long",
        message = ("%02Xh/%02Xh with %d octets of data is refused"):format(netfn, command, length),
      })
    end
  end
end

--- Expects a command to be refused to somebody with less privilege than it needs.
function ipmi.needs_privilege(t, privilege, netfn, command, data)
  local r = t.bmc:session { privilege = privilege }:request(netfn, command, data, { why = "the session's privilege level is too low" })
  t:expect_completion(r, 0xD4, {
    rule = "ipmi.privilege.limits-commands",
    message = ("%02Xh/%02Xh is refused to privilege %s"):format(netfn, command, privilege),
  })
end

--- What `ask(reservation)` answers under a reservation that holds: other cases may reserve in between, and cancel ours.
function ipmi.with_reservation(reserve, ask)
  local r
  for _ = 1, 8 do
    r = ask(reserve())
    if r.completion ~= 0xC5 then break end
  end
  return r
end

return ipmi
