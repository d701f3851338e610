-- DSP0226 6.2, 7.5, 7.6: a change that was made, and whose result is too large to be told.
local faults = require("lib.faults")
local items = require("lib.items")

local needs = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local body = "/s:Envelope/s:Body"
local limit = "fault.table.wsman.encodinglimit"

--- The answer fitted after all.
local function expect_short(t, r)
  t:expect_ok(r, { rule = "maxenvelopesize.irreversible" })
  t:expect(#r.body <= 8192, { message = "a mandatory bound is kept", expected = "8192 octets at most", actual = #r.body .. " octets", at = r,
    rule = "maxenvelopesize.irreversible" })
end

--- The answer was cut off by the bound: either nothing was changed, or the fault says that something was.
local function expect_told(t, r, changed, rule)
  if not changed then return faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize") end
  for _, each in ipairs({ rule, "maxenvelopesize.irreversible" }) do
    t:expect(faults.is(r, "wsman:EncodingLimit"), { message = "a result that does not fit is refused for its size", rule = each,
      expected = "wsman:EncodingLimit", actual = faults.described(r), at = r })
    t:expect(not faults.is(r, "wsman:EncodingLimit") or not faults.is(r, "wsman:EncodingLimit", "MaxEnvelopeSize"), { rule = each,
      message = "who made a change does not call it refused", expected = "UnreportableSuccess", actual = "MaxEnvelopeSize", at = r })
  end
  if faults.is(r, "wsman:EncodingLimit") then faults.expect(t, r, "wsman:EncodingLimit", "UnreportableSuccess") end
end

-- 7.5, 6.2: the new representation does not fit into the answer.
case {
  id = "transfer.put-whose-result-does-not-fit",
  proves = { "transfer.put.unreportable", "maxenvelopesize.irreversible", limit, limit .. ".unreportablesuccess", limit .. ".maxenvelopesize" },
  title = "A Put whose result does not fit changes nothing, or is refused with UnreportableSuccess",
  needs = needs,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local long = ("long "):rep(2400) .. "end"
    values[t.profile.item.text] = long
    local r = t:send(t.msg.put(epr, items.xml(t, values)):max_envelope(8192))
    if r.status == 200 then return expect_short(t, r) end
    local now = t:send(t.msg.get(epr)):text(body .. "/*/item:" .. t.profile.item.text)
    expect_told(t, r, now == long, "transfer.put.unreportable")
  end,
}

-- 7.6, 6.2: nor does the EPR of something new, when its key is long and a character has two octets.
case {
  id = "transfer.create-whose-result-does-not-fit",
  proves = { "transfer.create.unreportable", "maxenvelopesize.irreversible", limit, limit .. ".unreportablesuccess", limit .. ".maxenvelopesize" },
  title = "A Create whose result does not fit makes nothing, or is refused with UnreportableSuccess",
  needs = { "feature.encoding.utf-16", table.unpack(needs) },
  destructive = true,
  run = function(t)
    local values = items.values(t)
    local key = t.profile.item.name_key
    values[key] = values[key] .. ("-long"):rep(760)
    local epr = items.epr(t, items.selectors(t, values))
    t:defer(function() t:send(t.msg.delete(epr)) end)
    local r = t:send(t.msg.create(items.class(t), items.xml(t, values)):max_envelope(8192):encoding("utf-16le", true))
    if r.status == 200 then return expect_short(t, r) end
    if not faults.is(r, "wsman:EncodingLimit") and t:send(t.msg.get(epr)):fault() then t:not_applicable("the target has no keys of 4000 characters") end
    expect_told(t, r, t:send(t.msg.get(epr)).status == 200, "transfer.create.unreportable")
  end,
}
