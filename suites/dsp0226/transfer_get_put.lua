-- DSP0226 7.3, 7.4: Get and Put.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }
local put = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local body = "/s:Envelope/s:Body"
local wxf = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
local naming = { rule = "addressing.action.response-naming" }

-- WS-Transfer 3.1: the reply to Get is one representation, said to be a GetResponse.
case {
  id = "transfer.get-one-representation",
  proves = { "transfer.get.empty-body", "addressing.action.response-naming", "transfer.get.support",
    "addressing.action.standard-uris" },
  title = "GetResponse holds exactly one representation",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)))
    t:expect(not faults.is(r, "wsa:ActionNotSupported"), { message = "Get has the action that the standard gives it",
      expected = "GetResponse", actual = faults.described(r), at = r, rule = "addressing.action.standard-uris" })
    if not t:expect_ok(r, { rule = "transfer.get.support" }) then return end
    t:expect_ok(r, wxf .. "GetResponse", naming)
    t:expect_count(r, body .. "/*", 1)
  end,
}

-- DSP0230 9: the representation is named after its class, in the namespace that the resource URI is.
case {
  id = "transfer.representation-names",
  proves = { "cim.ns.class-namespace", "cim.instance.property-elements" },
  title = "The representation and its properties are in the namespace of the resource",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)))
    local here = ("%s/*[namespace-uri()='%s' and local-name()='%s']"):format(body, t.profile.item.uri, t.profile.item.element)
    if not t:expect_count(r, here, 1) then return end
    local all = r:count(here .. "/*")
    t:expect(all > 0 and r:count(here .. "/*[namespace-uri()='" .. t.profile.item.uri .. "']") == all, {
      message = "each property is an element of the class namespace", expected = t.profile.item.uri, at = r, path = here,
      actual = r:text(here .. "/*[namespace-uri()!='" .. t.profile.item.uri .. "']") or "no properties",
      rule = "cim.instance.property-elements" })
  end,
}

-- DSP0226 7.3: reading changes nothing.
case {
  id = "transfer.get-twice",
  proves = "transfer.get.no-side-effect",
  title = "Two Gets in a row show the same",
  needs = get,
  run = function(t)
    local first = items.served(t, t.msg.get(items.epr(t)))
    local second = t:send(t.msg.get(items.epr(t)))
    t:expect(first:text(body .. "/*") == second:text(body .. "/*"), { message = "Get does not change the resource",
      expected = first:text(body .. "/*"), actual = second:text(body .. "/*"), at = second, path = body })
  end,
}

-- DSP0226 7.4: what was put is what is there; the reply shows it, unless it shows nothing.
case {
  id = "transfer.put-is-kept",
  proves = { "transfer.put.return-representation", "addressing.action.response-naming", "transfer.put.same-epr" },
  title = "A Put is kept, and its reply shows what is there now",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    values[t.profile.item.text], values[t.profile.item.number] = "changed by Put", "42"
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    if not t:expect_ok(r, { rule = "transfer.put.same-epr" }) then return end
    t:expect_ok(r, wxf .. "PutResponse", naming)
    if r:count(body .. "/*") > 0 then t:expect_text(r, body .. "/*/item:" .. t.profile.item.text, "changed by Put") end
    local now = t:send(t.msg.get(epr))
    t:expect_text(now, body .. "/*/item:" .. t.profile.item.text, "changed by Put")
    t:expect_text(now, body .. "/*/item:" .. t.profile.item.number, "42")
  end,
}

-- DSP0226 7.4, DSP0227 7: a read-only value in the body is passed over or refused, never taken.
case {
  id = "transfer.put-read-only-value",
  proves = { "cim.put", "transfer.put.readonly-values" },
  title = "A read-only property keeps its value through a Put",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local before = items.read(t, epr, t.profile.item.read_only)[1]
    values[t.profile.item.read_only] = "1999-12-31T23:59:59Z"
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    t:setup(before, "the target does not show the read-only value")
    t:expect(r.status == 200 or faults.is(r, "wxf:InvalidRepresentation"), { rule = "transfer.put.readonly-values",
      message = "a read-only value in a Put is passed over", expected = "PutResponse", actual = faults.described(r), at = r })
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.read_only, before)
  end,
}

-- DSP0227 7: keys name the instance; a Put does not change them.
case {
  id = "transfer.put-other-key",
  proves = { "cim.put", "transfer.put.identity-change" },
  title = "A Put with another key value does not rename the instance",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local key = t.profile.item.name_key
    local name = values[key]
    values[key] = name .. "-renamed"
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    t:defer(function() t:send(t.msg.delete(items.epr(t, items.selectors(t, values)))) end)
    if r:fault() then faults.expect_one_of(t, r, { "wxf:InvalidRepresentation" }, "transfer.put.identity-change") end
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. key, name)
  end,
}

-- DSP0227 7: an optional property that a Put leaves out stays, goes, or is asked for; it is never made up.
case {
  id = "transfer.put-leaves-optional-out",
  proves = "cim.put.missing-property",
  title = "An optional property left out of a Put is unchanged, empty or asked for",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t, { [t.profile.item.number] = "7" })
    values[t.profile.item.number] = nil
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    if r:fault() then return faults.expect_one_of(t, r, { "wxf:InvalidRepresentation/MissingValues" }) end
    local now = items.served(t, t.msg.get(epr))
    local value = now:text(body .. "/*/item:" .. t.profile.item.number)
    t:expect(value == nil or value == "" or value == "7", { message = "a property that was left out is not made up",
      expected = "7, or no value", actual = value, at = now, path = body .. "/*/item:" .. t.profile.item.number })
  end,
}

-- DSP0230 9.2.2: an array is its elements, in their order.
case {
  id = "transfer.put-array",
  proves = "cim.property.array",
  title = "An array keeps its elements and their order",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    values[t.profile.item.array] = { "third", "first", "second", "first" }
    t:expect_ok(t:send(t.msg.put(epr, items.xml(t, values))))
    local kept = table.concat(items.read(t, epr, t.profile.item.array), ", ")
    t:expect(kept == "third, first, second, first", { message = "an array is repeated elements in order",
      expected = "third, first, second, first", actual = kept })
  end,
}

-- DSP0230 8.1: truth has the words of XML Schema.
case {
  id = "transfer.boolean-words",
  proves = { "cim.property.boolean-lexical", "transfer.put.return-representation" },
  title = "A boolean is shown as true or false, whichever lawful word was put",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    for word, shown in pairs({ ["0"] = "false", ["1"] = "true", ["false"] = "false", ["true"] = "true" }) do
      values[t.profile.item.boolean] = word
      t:expect_ok(t:send(t.msg.put(epr, items.xml(t, values))))
      t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.boolean, shown)
    end
  end,
}

-- DSP0230 9.2: NULL is xsi:nil or no element; either way there is no value afterwards.
case {
  id = "transfer.put-null",
  proves = "cim.property.null",
  title = "A property put as NULL has no value afterwards",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t, { [t.profile.item.number] = "7" })
    values[t.profile.item.number] = items.null
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    if faults.is(r, "wxf:InvalidRepresentation") then return end
    t:expect_ok(r)
    local now = t:send(t.msg.get(epr))
    t:expect((now:text(body .. "/*/item:" .. t.profile.item.number .. "[not(@xsi:nil='true' or @xsi:nil='1')]") or "") == "", {
      message = "a NULL property is nil or left out", expected = "no value", at = now,
      actual = now:text(body .. "/*/item:" .. t.profile.item.number), path = body .. "/*/item:" .. t.profile.item.number })
  end,
}

-- DSP0226 7.4: there is nothing to change where there is nothing.
case {
  id = "transfer.put-absent-instance",
  proves = { "cim.fault.not-found", "fault.table.wsa.destinationunreachable", "cim.put" },
  title = "A Put to an instance that does not exist is unreachable and makes none",
  needs = put,
  run = function(t)
    local epr = items.epr(t, t.profile.item.absent)
    local values = items.values(t, t.profile.item.absent)
    faults.expect(t, t:send(t.msg.put(epr, items.xml(t, values))), "wsa:DestinationUnreachable")
    faults.expect_one_of(t, t:send(t.msg.get(epr)), { "wsa:DestinationUnreachable" }, "cim.put")
  end,
}
