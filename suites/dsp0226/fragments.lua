-- DSP0226 7.7 to 7.11, Annex D.1: reading and changing parts of a representation.
local faults = require("lib.faults")
local fragments = require("lib.fragments")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get", "feature.fragment" }
local put = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create",
  "feature.transfer.delete", "feature.fragment" }
local body = "/s:Envelope/s:Body"
local wrapper = body .. "/wsman:XmlFragment"

-- 7.8: the wrapper holds the property, as the whole shows it; the header says what it is a fragment of.
case {
  id = "fragment.get-property",
  proves = { "fragment.get.result", "fragment.dialect-default-xpath1", "fragment.header-both-ways", "fragment.xmlfragment-wrapper",
    "cim.fragment.property-ged", "fragment.exclusive", "fragment.optional" },
  title = "A Get of one property gives that property in wsman:XmlFragment",
  needs = get,
  run = function(t)
    local text = t.profile.item.text
    local whole = items.served(t, t.msg.get(items.epr(t))):text(body .. "/*/item:" .. text)
    local r = t:send(fragments.of(t, t.msg.get(items.epr(t)), "p:" .. text))
    if not t:expect_ok(r, { rule = "fragment.dialect-default-xpath1" }) then return end
    t:expect_absent(r, body .. "/item:" .. t.profile.item.element, { rule = "fragment.exclusive" })
    t:expect_absent(r, body .. "/item:" .. t.profile.item.element, { rule = "fragment.optional" })
    if not t:expect_count(r, wrapper, 1, { rule = "fragment.xmlfragment-wrapper" }) then return end
    t:expect_present(r, "/s:Envelope/s:Header/wsman:FragmentTransfer", { rule = "fragment.header-both-ways" })
    t:expect_count(r, wrapper .. "/*", 1)
    t:expect_count(r, wrapper .. "/*[namespace-uri()!='" .. t.profile.item.uri .. "']", 0, { rule = "cim.fragment.property-ged" })
    t:expect(r:text(wrapper .. "/*") == whole, { message = "the fragment is what the whole shows", expected = whole,
      actual = r:text(wrapper .. "/*") or "none", at = r, path = wrapper })
  end,
}

-- Annex D.1: text() gives the bare value.
case {
  id = "fragment.get-text",
  proves = "fragment.text-leaf",
  title = "A Get of a property's text gives the bare text in wsman:XmlFragment",
  needs = get,
  run = function(t)
    local text = t.profile.item.text
    local whole = items.served(t, t.msg.get(items.epr(t))):text(body .. "/*/item:" .. text)
    local r = t:send(fragments.of(t, t.msg.get(items.epr(t)), "p:" .. text .. "/text()"))
    t:expect_ok(r)
    t:expect_count(r, wrapper .. "/*", 0)
    t:expect(r:text(wrapper) == whole, { message = "the fragment is the value alone", expected = whole,
      actual = r:text(wrapper) or "no fragment", at = r, path = wrapper })
  end,
}

-- Annex D.1: a number in brackets picks one of repeated elements.
case {
  id = "fragment.get-array-element",
  proves = { "fragment.xpath.level1-single-node", "fragment.xpath.level1" },
  title = "A Get of the second element of an array gives that element alone",
  needs = put,
  destructive = true,
  run = function(t)
    local array = t.profile.item.array
    local epr = items.create(t, { [array] = { "one", "two", "three" } })
    local r = t:send(fragments.of(t, t.msg.get(epr), "p:" .. array .. "[2]"))
    if not t:expect_ok(r, { rule = "fragment.xpath.level1" }) then return end
    local got = table.concat(r:xpath(wrapper .. "/*"), ", ")
    t:expect(got == "two", { message = "[2] picks the second element", expected = "two", actual = got, at = r, path = wrapper })
  end,
}

-- 7.8: an array is all of its elements, and what matches nothing is nothing.
case {
  id = "fragment.get-several-or-none",
  proves = "fragment.get.result",
  title = "A Get of an array gives each element, and of an empty one an empty wsman:XmlFragment",
  needs = put,
  destructive = true,
  run = function(t)
    local array = t.profile.item.array
    local expression = "p:" .. array
    local r = t:send(fragments.of(t, t.msg.get(items.create(t, { [array] = { "one", "two", "three" } })), expression))
    local got = table.concat(r:xpath(wrapper .. "/*"), ", ")
    t:expect(got == "one, two, three", { message = "the fragment holds every node", expected = "one, two, three", actual = got,
      at = r, path = wrapper })
    local none = t:send(fragments.of(t, t.msg.get(items.create(t)), expression))
    t:expect_count(none, wrapper, 1)
    t:expect_count(none, wrapper .. "/*[not(@xsi:nil='true' or @xsi:nil='1')]", 0)
  end,
}

-- 7.9: what cannot be written is not written, and is not passed over when nothing else was asked for.
case {
  id = "fragment.put-read-only",
  proves = "fragment.put.readonly-fault",
  title = "A Put of a read-only property alone is refused and changes nothing",
  needs = put,
  destructive = true,
  run = function(t)
    local epr = items.create(t)
    local name = t.profile.item.read_only
    local before = items.read(t, epr, name)[1]
    local r = t:send(fragments.of(t, t.msg.put(epr, fragments.xml(t, name, "1999-12-31T23:59:59Z")), "p:" .. name))
    faults.expect_one_of(t, r, { "wsa:ActionNotSupported", "wsman:AccessDenied", "wxf:InvalidRepresentation" })
    local now = items.read(t, epr, name)[1]
    t:expect(before and now == before, { message = "a read-only value stays", expected = before or "a value", actual = now })
  end,
}

-- 7.7: it succeeds as a whole, or nothing of it happens.
case {
  id = "fragment.put-wrong-value",
  proves = { "fragment.all-or-nothing", "fault.table.wxf.invalidrepresentation", "fault.table.wxf.invalidrepresentation.invalidvalues" },
  title = "A Put of a fragment with a wrong value is refused and changes nothing",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local name = t.profile.item.number
    local r = t:send(fragments.of(t, t.msg.put(epr, fragments.xml(t, name, "many")), "p:" .. name):unlawful("it is no number"))
    faults.expect(t, r, "wxf:InvalidRepresentation", "InvalidValues")
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. name, values[name])
  end,
}

-- 7.9: without the wrapper it is no fragment.
case {
  id = "fragment.put-without-wrapper",
  proves = { "fragment.xmlfragment-wrapper", "fault.table.wxf.invalidrepresentation",
    "fault.table.wxf.invalidrepresentation.invalidfragment" },
  title = "A Put of a fragment that is not in wsman:XmlFragment is refused",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local name = t.profile.item.text
    local bare = fragments.xml(t, name, "changed"):match("^<wsman:XmlFragment>(.*)</wsman:XmlFragment>$")
    local r = t:send(fragments.of(t, t.msg.put(epr, bare), "p:" .. name):unlawful("the fragment has no wrapper"))
    faults.expect(t, r, "wxf:InvalidRepresentation", "InvalidFragment")
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. name, values[name])
  end,
}

-- 7.11: Create adds what is not there.
case {
  id = "fragment.create-and-delete",
  proves = "fragment.exclusive",
  title = "A property is added by Create and taken away by Delete, and nothing else changes",
  needs = put,
  destructive = true,
  run = function(t)
    local item = t.profile.item
    local epr, values = items.create(t, { [item.number] = false })
    local made = t:send(fragments.of(t, t.msg.create(epr, fragments.xml(t, item.number, "42")), "p:" .. item.number))
    fragments.need_offer(t, made)
    t:expect_ok(made)
    local with = t:send(t.msg.get(epr))
    t:expect_text(with, body .. "/*/item:" .. item.number, "42")
    t:expect_text(with, body .. "/*/item:" .. item.text, values[item.text])
    t:expect_ok(t:send(fragments.of(t, t.msg.delete(epr), "p:" .. item.number)))
    local without = t:send(t.msg.get(epr))
    t:expect((without:text(body .. "/*/item:" .. item.number) or "") == "", { message = "the property is gone", expected = "no value",
      actual = without:text(body .. "/*/item:" .. item.number), at = without })
    t:expect_text(without, body .. "/*/item:" .. item.text, values[item.text])
  end,
}

-- 7.11: what is there is not replaced.
case {
  id = "fragment.create-existing",
  proves = { "fragment.create.no-overwrite", "fault.table.wsman.alreadyexists" },
  title = "A Create of a property that has a value is refused and changes nothing",
  needs = put,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local name = t.profile.item.text
    local r = t:send(fragments.of(t, t.msg.create(epr, fragments.xml(t, name, "another")), "p:" .. name))
    fragments.need_offer(t, r)
    faults.expect(t, r, "wsman:AlreadyExists")
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. name, values[name])
  end,
}

-- 7.11: nor does a Create break the schema.
case {
  id = "fragment.create-wrong-value",
  proves = { "fragment.create.schema-violation", "fault.table.wxf.invalidrepresentation" },
  title = "A Create of a property with a value of another type is refused",
  needs = put,
  destructive = true,
  run = function(t)
    local name = t.profile.item.number
    local epr = items.create(t, { [name] = false })
    local message = fragments.of(t, t.msg.create(epr, fragments.xml(t, name, "many")), "p:" .. name):unlawful("it is no number")
    local r = t:send(message)
    fragments.need_offer(t, r)
    faults.expect(t, r, "wxf:InvalidRepresentation")
  end,
}

-- 7.10: a lock keeps a fragment as it keeps the whole.
case {
  id = "fragment.delete-locked",
  proves = { "fragment.delete.locked", "fault.table.wsman.concurrency" },
  title = "A Delete of a fragment of a locked resource is refused for the lock",
  needs = { "feature.resource.busy", "feature.fragment" },
  run = function(t)
    local r = t:send(fragments.of(t, t.msg.delete({ uri = t.profile.busy.uri }), "p:Anything", t.profile.busy.uri))
    fragments.need_offer(t, r)
    faults.expect_one_of(t, r, { "wsman:Concurrency", "wsman:AccessDenied" })
  end,
}

-- MS-WSMV 3.1.4.1.18, DSP8015: what cannot be evaluated is refused; WS-Enumeration's fault or its namesake of WS-Management.
for word, expression in pairs({ unfinished = "p:Anything[", ["of-unknown-prefix"] = "nobody:Anything" }) do
  case {
    id = "fragment.expression-" .. word,
    proves = { "fragment.expression-too-complex", "fault.table.wsman.cannotprocessfilter" },
    title = "A fragment expression that selects no fragment is refused: " .. expression,
    needs = get,
    run = function(t)
      local r = t:send(fragments.of(t, t.msg.get(items.epr(t)), expression))
      faults.expect_one_of(t, r, { "wsen:CannotProcessFilter", "wsman:CannotProcessFilter" })
      if faults.is(r, "wsman:CannotProcessFilter") then faults.expect(t, r, "wsman:CannotProcessFilter") end
    end,
  }
end
