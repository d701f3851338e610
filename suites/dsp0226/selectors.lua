-- DSP0226 5.1.2.2: selectors pick one instance, and each way of failing at it has its own detail.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_by(t, selectors)
  return t.msg.get(items.epr(t, selectors))
end

-- A name that the resource does not define is refused, never passed over.
case {
  id = "selectors.unknown-name",
  proves = { "selectors.unexpected", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.unexpectedselectors" },
  title = "A selector name the resource does not define is refused",
  needs = get,
  tags = { "B103" },
  run = function(t)
    local r = t:send(get_by(t):selector("Slotte", "1"))
    faults.expect(t, r, "wsman:InvalidSelectors", "UnexpectedSelectors")
  end,
}

-- A resource of many instances cannot be read without naming one.
case {
  id = "selectors.none-at-all",
  proves = { "selectors.insufficient", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.insufficientselectors" },
  title = "A Get without any selector on a resource of many instances is refused",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.class(t)))
    faults.expect(t, r, "wsman:InvalidSelectors", "InsufficientSelectors")
  end,
}

-- Selectors that fit several instances do not identify one. DSP8015 lacks this detail, so InsufficientSelectors is lawful too.
case {
  id = "selectors.several-match",
  proves = { "selectors.ambiguous", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.ambiguousselectors" },
  title = "Selectors that fit two instances are refused as ambiguous",
  needs = get,
  run = function(t)
    local r = t:send(get_by(t, t.profile.item.ambiguous))
    if not faults.is(r, "wsman:InvalidSelectors", "InsufficientSelectors") then
      faults.expect(t, r, "wsman:InvalidSelectors", "AmbiguousSelectors")
    end
  end,
}

-- A value that is not of the key's type.
case {
  id = "selectors.wrong-type",
  proves = { "selectors.type-mismatch", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.typemismatch" },
  title = "A word where the key is a number is refused as a wrong type",
  needs = get,
  run = function(t)
    faults.expect(t, t:send(get_by(t, t.profile.item.mistyped)), "wsman:InvalidSelectors", "TypeMismatch")
  end,
}

-- A value of the right type that the key cannot have.
case {
  id = "selectors.out-of-range",
  proves = { "selectors.invalid-value", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.invalidvalue" },
  title = "A number outside the key's range is refused as an invalid value",
  needs = get,
  run = function(t)
    faults.expect(t, t:send(get_by(t, t.profile.item.out_of_range)), "wsman:InvalidSelectors", "InvalidValue")
  end,
}

-- Well-formed keys of nothing: there is no such resource to reach.
case {
  id = "selectors.no-such-instance",
  proves = { "cim.get", "fault.table.wsa.destinationunreachable", "cim.fault.not-found" },
  title = "Keys that no instance has are unreachable",
  needs = get,
  run = function(t)
    faults.expect(t, t:send(get_by(t, t.profile.item.absent)), "wsa:DestinationUnreachable")
  end,
}

-- Enough selectors are enough, even if not all keys are named.
case {
  id = "selectors.enough-to-identify",
  proves = "selectors.optional",
  title = "Selectors that fit exactly one instance identify it",
  needs = get,
  run = function(t)
    local r = t:send(get_by(t, t.profile.item.sufficient))
    if t:expect_ok(r) then
      t:expect_text(r, "/s:Envelope/s:Body/*/item:" .. t.profile.item.name_key, t.profile.item.sufficient[t.profile.item.name_key])
    end
  end,
}

-- Each instance is told from its neighbours: the answer is the one that was asked for.
case {
  id = "selectors.pick-the-right-one",
  proves = { "cim.get", "selectors.single-refparam" },
  title = "Get returns the instance whose keys were given",
  needs = get,
  run = function(t)
    local r = t:send(get_by(t))
    for key, value in pairs(t.profile.item.selectors) do
      t:expect_text(r, "/s:Envelope/s:Body/*/item:" .. key, value)
    end
  end,
}

-- R5.1.2.2-4: a name is given once.
case {
  id = "selectors.name-twice",
  proves = { "selectors.duplicate-name", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.duplicateselectors" },
  title = "A selector given twice is refused",
  needs = get,
  run = function(t)
    local key = t.profile.item.name_key
    local r = t:send(get_by(t):selector(key, t.profile.item.selectors[key]):unlawful("a selector comes twice"))
    faults.expect(t, r, "wsman:InvalidSelectors", "DuplicateSelectors")
  end,
}

-- R5.1.2.2-4: and is no less doubled when the values differ.
case {
  id = "selectors.name-twice-with-two-values",
  proves = { "selectors.duplicate-name", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.duplicateselectors" },
  title = "A selector given twice with different values is refused",
  needs = get,
  run = function(t)
    local key = t.profile.item.name_key
    local r = t:send(get_by(t):selector(key, t.profile.item.sufficient[key]):unlawful("a selector comes twice"))
    faults.expect(t, r, "wsman:InvalidSelectors", "DuplicateSelectors")
  end,
}

local function by_hand(t, content)
  return t.msg.get(items.class(t)):header("<wsman:SelectorSet>" .. content .. "</wsman:SelectorSet>")
end

-- The schema asks for at least one selector in a set.
case {
  id = "selectors.empty-set",
  proves = { "selectors.at-least-one", "fault.table.wsman.schemavalidationerror" },
  title = "An empty SelectorSet is refused",
  needs = get,
  run = function(t)
    local r = t:send(by_hand(t, ""):unlawful("its SelectorSet is empty"))
    faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:InvalidSelectors" })
  end,
}

-- The schema asks for an NCName.
case {
  id = "selectors.name-is-no-name",
  proves = "selectors.name-ncname",
  title = "A selector whose name is no XML name is refused",
  needs = get,
  run = function(t)
    local r = t:send(by_hand(t, '<wsman:Selector Name="1 Slot">1</wsman:Selector>'):unlawful("the name is no NCName"))
    faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:InvalidSelectors" })
  end,
}

-- The schema asks for a name.
case {
  id = "selectors.without-name",
  proves = "selectors.name-ncname",
  title = "A selector without a name is refused",
  needs = get,
  run = function(t)
    local r = t:send(by_hand(t, "<wsman:Selector>1</wsman:Selector>"):unlawful("a selector has no name"))
    faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:InvalidSelectors" })
  end,
}

-- R5.1.2.2-5: a value is simple or an EPR, nothing else.
case {
  id = "selectors.value-is-markup",
  proves = "selectors.value-type",
  title = "A selector whose value is an unknown element is refused",
  needs = get,
  run = function(t)
    local r = t:send(by_hand(t, ('<wsman:Selector Name="%s"><x:b xmlns:x="http://assay.example/b">1</x:b></wsman:Selector>')
      :format(t.profile.item.name_key)):unlawful("a selector holds an element that is no EPR"))
    faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:InvalidSelectors" })
  end,
}

-- R5.1.2.2-6: an EPR as the value of a key that is text or a number is of the wrong type.
case {
  id = "selectors.value-is-an-epr",
  proves = { "selectors.type-mismatch", "selectors.nested-epr-address", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.typemismatch" },
  title = "An EPR as the value of a text key is refused",
  needs = get,
  run = function(t)
    local r = t:send(by_hand(t, ([[<wsman:Selector Name="%s"><wsa:EndpointReference>
      <wsa:Address>http://elsewhere.assay.example/wsman</wsa:Address><wsa:ReferenceParameters>
      <wsman:ResourceURI>%s</wsman:ResourceURI></wsa:ReferenceParameters></wsa:EndpointReference></wsman:Selector>]])
      :format(t.profile.item.name_key, t.profile.item.uri)))
    faults.expect(t, r, "wsman:InvalidSelectors", nil, "selectors.nested-epr-address")
  end,
}

-- A resource of one instance defines no selectors.
case {
  id = "selectors.on-a-singleton",
  proves = { "selectors.unexpected", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.unexpectedselectors" },
  title = "A selector on a resource that has none is refused",
  needs = { "feature.resource.readonly", "feature.transfer.get" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.readonly.uri, selectors = { Slotte = "1" } }))
    faults.expect(t, r, "wsman:InvalidSelectors", "UnexpectedSelectors")
  end,
}

-- R5.1.2.2-1: names may be matched with or without regard to case; either way the answer is clear.
case {
  id = "selectors.name-in-other-case",
  proves = "selectors.optional",
  title = "A selector name in capitals either fits or is unexpected",
  needs = get,
  run = function(t)
    local selectors = {}
    for key, value in pairs(t.profile.item.selectors) do selectors[key:upper()] = value end
    local r = t:send(get_by(t, selectors))
    if r.status ~= 200 then return faults.expect_one_of(t, r, { "wsman:InvalidSelectors" }) end
    if not t:expect_ok(r) then return end
    for key, value in pairs(t.profile.item.selectors) do
      t:expect_text(r, "/s:Envelope/s:Body/*/item:" .. key, value)
    end
  end,
}

-- 13.1: white space around a number is trimmed.
case {
  id = "selectors.value-with-spaces",
  proves = "soap.whitespace",
  title = "White space around a numeric selector value is trimmed",
  needs = get,
  run = function(t)
    local selectors = {}
    for key, value in pairs(t.profile.item.selectors) do
      selectors[key] = key == t.profile.item.integer_key and "\n " .. value .. " " or value
    end
    t:expect_ok(t:send(get_by(t, selectors)))
  end,
}

-- A selector value is text like any other: nothing in it separates, ends or escapes anything.
case {
  id = "selectors.value-with-odd-characters",
  proves = { "transfer.create.resourcecreated-epr", "transfer.uniform-addressing" },
  title = "A key full of separators and letters beyond ASCII leads back to its instance",
  needs = { "feature.resource.item", "feature.transfer.create", "feature.transfer.get", "feature.transfer.delete" },
  destructive = true,
  tags = { "B006" },
  run = function(t)
    local key = t.profile.item.name_key
    local odd = "a,b;c&d=e%20f+g<h>'i\"?j#k/é漢😀 " .. t:uuid():gsub("[^%w]", ""):sub(-8)
    local epr = items.create(t, { [key] = odd })
    t:expect_text(t:send(t.msg.get(epr)), "/s:Envelope/s:Body/*/item:" .. key, odd, { rule = "transfer.uniform-addressing" })
  end,
}

-- 5.1.2.2, DSP0227 7: what is not a key of this resource cannot be reached by Put and Delete either.
case {
  id = "selectors.unknown-name-changes-nothing",
  proves = { "selectors.unexpected", "fault.table.wsman.invalidselectors",
    "fault.table.wsman.invalidselectors.unexpectedselectors" },
  title = "A Delete with an unknown selector name is refused and removes nothing",
  needs = { "feature.resource.item", "feature.transfer.create", "feature.transfer.get", "feature.transfer.delete" },
  destructive = true,
  tags = { "B103" },
  run = function(t)
    local epr = items.create(t)
    local r = t:send(t.msg.delete(epr):selector("InstanceID", "1"))
    faults.expect(t, r, "wsman:InvalidSelectors", "UnexpectedSelectors")
    t:expect_ok(t:send(t.msg.get(epr)))
  end,
}
