-- Bugs that servers had in the field with resources: namespaces, methods, one request in different clothes.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")
local wire = require("lib.wire")

local body = "/s:Envelope/s:Body"

-- B008: the parameters of a method have an order. Who takes them in another one goes by their names. (A client sent them as
-- its table had them, and they were taken by their places.)
case {
  id = "regress.parameters-in-another-order",
  proves = { "cim.invoke.output", "fault.table.wsman.schemavalidationerror" },
  title = "Parameters in another order are refused, or taken by their names",
  needs = { "feature.method.of-several" },
  destructive = true,
  tags = { "B008" },
  run = function(t)
    local of = t.profile.several
    local parts = {}
    for index = #of.parameters, 1, -1 do
      local name, value = of.parameters[index][1], of.parameters[index][2]
      parts[#parts + 1] = ("<m:%s>%s</m:%s>"):format(name, value, name)
    end
    local input = ('<m:%s_INPUT xmlns:m="%s">%s</m:%s_INPUT>'):format(of.name, of.uri, table.concat(parts), of.name)
    local r = t:send(t.msg.action(of.uri .. "/" .. of.name, { uri = of.uri, selectors = of.selectors }, input)
      :unlawful("the parameters are not in the order of their declaration"))
    if faults.is(r, "wsman:InvalidParameter") then return end
    if r:fault() then return faults.expect(t, r, "wsman:SchemaValidationError") end
    for _, each in ipairs(of.returns) do
      t:expect_text(r, body .. "/*/*[local-name()='" .. each[1] .. "']", each[2])
    end
  end,
}

-- B017: one class, two namespaces, and other instances in each. (A service once lost the selector that tells them apart.)
case {
  id = "regress.class-in-two-namespaces",
  proves = "cim.selector.cimnamespace",
  title = "A class that two namespaces have has other instances in each",
  needs = { "feature.cim.namesakes", "feature.enumeration", "feature.hardware" },
  tags = { "B017" },
  run = function(t)
    local of, seen = t.profile.namesakes, {}
    for index, namespace in ipairs(of.namespaces) do
      local epr = { uri = of.uri, selectors = { __cimnamespace = namespace } }
      local context = enumerations.start(t, epr)
      local r = t:send(t.msg.pull(epr, context))
      seen[index] = r:text(enumerations.pull_response .. "/wsen:Items/*/*[local-name()='" .. of.property .. "']") or "none, " .. faults.described(r)
    end
    t:expect(seen[1] ~= seen[2], { message = "__cimnamespace tells classes of one name apart", actual = seen[1] .. " in both",
      expected = "another " .. of.property .. " in " .. of.namespaces[1] .. " than in " .. of.namespaces[2] })
  end,
}

-- B104: how a request is packed does not change what it does.
case {
  id = "regress.one-put-in-different-clothes",
  proves = { "transport.http.chunked", "transfer.put.return-representation" },
  title = "One Put in one piece, in chunks and in small segments does the same",
  needs = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" },
  destructive = true,
  tags = { "B104" },
  run = function(t)
    local epr, values = items.create(t)
    local ways = {
      ["in one piece"] = function(request) return { octets = request:octets() } end,
      ["in chunks"] = function(request) return { octets = request:chunked(100) } end,
      ["in segments"] = function(request) return { octets = request:octets(), pieces = 400 } end,
    }
    for word, way in pairs(ways) do
      values[t.profile.item.text] = "put " .. word
      local r = t:raw(way(wire.take(t.msg.put(epr, items.xml(t, values)))))
      t:expect_ok(r, { message = "a Put " .. word .. " is served" })
      t:expect(items.read(t, epr, t.profile.item.text)[1] == "put " .. word, { message = "a Put " .. word .. " does what it says", at = r,
        expected = "put " .. word, actual = items.read(t, epr, t.profile.item.text)[1] or "none", rule = "transfer.put.return-representation" })
    end
  end,
}
