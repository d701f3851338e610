-- DSP0226 7.4, 7.6: the ways in which a representation can be wrong.
local faults = require("lib.faults")
local items = require("lib.items")

local put = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local create = { "feature.resource.item", "feature.transfer.get", "feature.transfer.create", "feature.transfer.delete" }
local body = "/s:Envelope/s:Body"

local wrong = {
  { word = "wrong-value", detail = "InvalidValues", what = "a word where a number belongs",
    change = function(values, item) values[item.number] = "many" end },
  { word = "missing-value", detail = "MissingValues", what = "no value of a required property",
    change = function(values, item) values[item.text] = nil end },
  { word = "wrong-namespace", detail = "InvalidNamespace", what = "another namespace",
    change = function() end, namespace = "http://assay.example/wrong" },
}
local put_rule = { InvalidValues = "invalid-values", MissingValues = "missing-values", InvalidNamespace = "invalid-namespace" }
for _, mistake in ipairs(wrong) do
  local rows = { "fault.table.wxf.invalidrepresentation", "fault.table.wxf.invalidrepresentation." .. mistake.detail:lower() }
  -- DSP0226 7.4: the three ways in which a representation can be wrong, each with its detail; and nothing is stored.
  case {
    id = "transfer.put-" .. mistake.word,
    proves = { "transfer.put." .. put_rule[mistake.detail], rows[1], rows[2] },
    title = "A Put with " .. mistake.what .. " is refused and changes nothing",
    needs = put,
    destructive = true,
    run = function(t)
      local epr, values = items.create(t)
      local before = t:send(t.msg.get(epr)):text(body .. "/*")
      values[t.profile.item.boolean] = "false"
      mistake.change(values, t.profile.item)
      local r = t:send(t.msg.put(epr, items.xml(t, values, mistake.namespace)):unlawful("it has " .. mistake.what))
      faults.expect(t, r, "wxf:InvalidRepresentation", mistake.detail)
      local after = t:send(t.msg.get(epr))
      t:expect(after:text(body .. "/*") == before, { message = "a refused Put leaves the instance as it was", expected = before,
        actual = after:text(body .. "/*"), at = after, path = body })
    end,
  }
  -- DSP0226 7.6: Create refuses them alike, and makes nothing.
  case {
    id = "transfer.create-" .. mistake.word,
    proves = { "transfer.create.invalid-representation", rows[1], rows[2] },
    title = "A Create with " .. mistake.what .. " is refused and makes nothing",
    needs = create,
    destructive = true,
    run = function(t)
      local values = items.values(t)
      local epr = items.epr(t, items.selectors(t, values))
      mistake.change(values, t.profile.item)
      t:defer(function() t:send(t.msg.delete(epr)) end)
      local r = t:send(t.msg.create(items.class(t), items.xml(t, values, mistake.namespace)):unlawful("it has " .. mistake.what))
      faults.expect(t, r, "wxf:InvalidRepresentation", mistake.detail)
      faults.expect_one_of(t, t:send(t.msg.get(epr)), { "wsa:DestinationUnreachable" })
    end,
  }
end
