-- DSP0226 7.5, 7.6: Create and Delete, and verbs that a resource does not offer.
local faults = require("lib.faults")
local items = require("lib.items")

local create = { "feature.resource.item", "feature.transfer.get", "feature.transfer.create", "feature.transfer.delete" }
local body = "/s:Envelope/s:Body"
local wxf = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
local naming = { rule = "addressing.action.response-naming" }

-- R7.6-5: the reply to Create is the new instance's EPR, selectors and all, and nothing else; the EPR works.
case {
  id = "transfer.create-gives-epr",
  proves = { "transfer.create.resourcecreated-epr", "transfer.create.no-representation-in-response",
    "addressing.action.response-naming", "cim.create" },
  title = "CreateResponse holds the EPR of the new instance, and only that",
  needs = create,
  destructive = true,
  run = function(t)
    local values = items.values(t)
    t:defer(function() t:send(t.msg.delete(items.epr(t, items.selectors(t, values)))) end)
    local r = t:send(t.msg.create(items.class(t), items.xml(t, values)))
    if not t:expect_ok(r, { rule = "cim.create" }) then return end
    t:expect_ok(r, wxf .. "CreateResponse", naming)
    t:expect_count(r, body .. "/*[not(self::wxf:ResourceCreated)]", 0, { rule = "transfer.create.no-representation-in-response" })
    t:expect_present(r, body .. "/wxf:ResourceCreated/wsa:Address")
    t:expect_text(r, body .. "/wxf:ResourceCreated/wsa:ReferenceParameters/wsman:ResourceURI", t.profile.item.uri)
    local given = items.selectors_at(r, "//wxf:ResourceCreated")
    for key, value in pairs(items.selectors(t, values)) do
      t:expect(given[key] == value, { message = "the EPR of the new instance holds its key " .. key, expected = value,
        actual = given[key] or "no such selector", at = r, path = "//wxf:ResourceCreated" })
    end
    local made = t:send(t.msg.get({ uri = t.profile.item.uri, selectors = given }))
    t:expect_text(made, body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text], { rule = "cim.create" })
  end,
}

-- DSP0226 7.6: the new EPR leads back here.
case {
  id = "transfer.create-address",
  proves = "transfer.create.address-of-epr",
  title = "The address of a new EPR is the request's wsa:To or anonymous",
  needs = create,
  destructive = true,
  run = function(t)
    local values = items.values(t)
    local to = "http://bmc.assay.example:5985/wsman"
    t:defer(function() t:send(t.msg.delete(items.epr(t, items.selectors(t, values)))) end)
    local r = t:send(t.msg.create(items.class(t), items.xml(t, values)):set("wsa:To", to))
    local address = r:text("//wxf:ResourceCreated/wsa:Address") or "none"
    t:expect(address == to or address:match("/role/anonymous$"), { message = "the new EPR leads back to this service",
      expected = to .. " or the anonymous address", actual = address, at = r, path = "//wxf:ResourceCreated/wsa:Address" })
  end,
}

-- DSP0226 7.6: Create never overwrites.
case {
  id = "transfer.create-existing",
  proves = { "transfer.create.no-update", "fault.table.wsman.alreadyexists" },
  title = "A Create of an existing instance is refused and leaves it alone",
  needs = create,
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local label = values[t.profile.item.text]
    values[t.profile.item.text] = "made a second time"
    faults.expect(t, t:send(t.msg.create(items.class(t), items.xml(t, values))), "wsman:AlreadyExists")
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.text, label)
  end,
}

-- DSP0226 7.6: read-only values in a Create may be passed over; they are not taken.
case {
  id = "transfer.create-read-only-value",
  proves = "transfer.create.readonly-ignored",
  title = "A read-only value in a Create is not taken over",
  needs = create,
  destructive = true,
  run = function(t)
    local values = items.values(t, { [t.profile.item.read_only] = "1999-12-31T23:59:59Z" })
    local epr = items.epr(t, items.selectors(t, values))
    t:defer(function() t:send(t.msg.delete(epr)) end)
    local r = t:send(t.msg.create(items.class(t), items.xml(t, values)))
    if r:fault() then return faults.expect_one_of(t, r, { "wxf:InvalidRepresentation" }) end
    local created = items.read(t, epr, t.profile.item.read_only)[1]
    t:expect(created and created ~= values[t.profile.item.read_only], { message = "the service sets the read-only value itself",
      expected = "another time", actual = created })
  end,
}

-- WS-Transfer 3.3: after a Delete the instance is gone, and the reply is empty.
case {
  id = "transfer.delete-removes",
  proves = { "cim.delete", "transfer.delete.empty-body", "addressing.action.response-naming", "transfer.delete.same-epr",
    "cim.fault.not-found" },
  title = "A Delete removes the instance, and its reply is empty",
  needs = create,
  destructive = true,
  tags = { "B087" },
  run = function(t)
    local epr = items.create(t)
    local r = t:send(t.msg.delete(epr))
    if not t:expect_ok(r, { rule = "transfer.delete.same-epr" }) then return end
    t:expect_ok(r, wxf .. "DeleteResponse", naming)
    t:expect_count(r, body .. "/*", 0, { rule = "transfer.delete.empty-body" })
    faults.expect_one_of(t, t:send(t.msg.get(epr)), { "wsa:DestinationUnreachable" })
    faults.expect_one_of(t, t:send(t.msg.delete(epr)), { "wsa:DestinationUnreachable" }, "cim.fault.not-found")
  end,
}

-- DSP0227 7: what Create made is what Enumerate lists, until it is deleted.
case {
  id = "transfer.created-is-listed",
  proves = { "cim.enumerate.class", "cim.delete" },
  title = "A new instance appears in the enumeration and a deleted one does not",
  needs = { "feature.resource.item", "feature.transfer.create", "feature.transfer.delete", "feature.enumeration" },
  destructive = true,
  run = function(t)
    local enumerations = require("lib.enumerations")
    local epr, values = items.create(t)
    local name = values[t.profile.item.name_key]
    local function listed()
      local context = enumerations.start(t, items.class(t))
      local found = 0
      enumerations.drain(t, items.class(t), context, { max_elements = 50 }, function(r)
        found = found + r:count("//item:" .. t.profile.item.name_key .. "[. = '" .. name .. "']")
      end)
      return found
    end
    local before = listed()
    t:expect(before == 1, { message = "the enumeration lists the new instance once", expected = "1", actual = tostring(before) })
    t:send(t.msg.delete(epr))
    local after = listed()
    t:expect(after == 0, { message = "the enumeration no longer lists a deleted instance", expected = "0",
      actual = tostring(after), rule = "cim.delete" })
  end,
}

-- DSP0226 7: a verb that the resource does not offer is refused as such.
for _, verb in ipairs({
  { word = "put", rule = "transfer.put.optional", make = function(t, epr) return t.msg.put(epr, items.xml(t, items.values(t))) end },
  { word = "create", rule = "transfer.create.optional", make = function(t, epr) return t.msg.create(epr, items.xml(t, items.values(t))) end },
  { word = "delete", rule = "transfer.delete.optional", make = function(t, epr) return t.msg.delete(epr) end },
}) do
  case {
    id = "transfer." .. verb.word .. "-not-offered",
    proves = { "addressing.action.unsupported", "fault.table.wsa.actionnotsupported", verb.rule, "cim.fault.not-supported" },
    title = "A resource that cannot be changed refuses " .. verb.word .. " as an unsupported action",
    needs = { "feature.resource.readonly" },
    run = function(t)
      local r = t:send(verb.make(t, { uri = t.profile.readonly.uri }))
      faults.expect(t, r, "wsa:ActionNotSupported", nil, { verb.rule, "cim.fault.not-supported" })
    end,
  }
end

-- DSP0226 7.3: nor does each resource offer Get.
case {
  id = "transfer.get-not-offered",
  proves = { "addressing.action.unsupported", "fault.table.wsa.actionnotsupported" },
  title = "A resource that can only be enumerated refuses Get as an unsupported action",
  needs = { "feature.resource.many" },
  run = function(t)
    if not t.profile.many.enumerate_only then t:not_applicable("the profile's [many] can be read as well") end
    faults.expect(t, t:send(t.msg.get({ uri = t.profile.many.uri })), "wsa:ActionNotSupported")
  end,
}
