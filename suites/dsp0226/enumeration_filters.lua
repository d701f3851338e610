-- DSP0226 8.3: filters select or are refused; they are never passed over.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local listing = { "feature.resource.item", "feature.enumeration" }

-- R8.2.1-3: a filter is text or one element.
case {
  id = "enumeration.filter-of-two-elements",
  proves = { "enumeration.filter.content-shape", "fault.table.wsen.cannotprocessfilter" },
  title = "A filter of two elements is refused",
  needs = listing,
  run = function(t)
    local two = '<x:a xmlns:x="http://assay.example/x"/><x:b xmlns:x="http://assay.example/x"/>'
    local r = t:send(t.msg.enumerate(items.class(t), { filter_xml = two })
      :unlawful("a filter holds two elements"))
    if not faults.is(r, "wsen:FilteringNotSupported") then faults.expect(t, r, "wsen:CannotProcessFilter") end
  end,
}

-- DSP0226 8.3: one filter, not two.
case {
  id = "enumeration.filter-twice",
  proves = { "enumeration.filter.both-present", "fault.table.wsen.cannotprocessfilter" },
  title = "wsen:Filter beside wsman:Filter is refused",
  needs = listing,
  tags = { "B025" },
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)):body(
      "<wsen:Enumerate><wsen:Filter>true()</wsen:Filter><wsman:Filter>true()</wsman:Filter></wsen:Enumerate>"):unlawful("it has two filters"))
    if not faults.is(r, "wsen:FilteringNotSupported") then faults.expect(t, r, "wsen:CannotProcessFilter") end
  end,
}

-- WS-Enumeration 3.1: a dialect that is unknown is not guessed at; the fault lists the known ones. A resource without any
-- filtering says that instead.
case {
  id = "enumeration.filter-of-unknown-dialect",
  proves = { "enumeration.filter.unknown-dialect", "enumeration.filter.not-supported",
    "fault.table.wsen.filterdialectrequestedunavailable", "fault.table.wsen.filteringnotsupported",
    "enumeration.fragment.unsupported", "cim.fault.query-language" },
  title = "A filter of an unknown dialect is refused",
  needs = listing,
  tags = { "B003" },
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t), { filter = "everything", dialect = "http://assay.example/dialects/none" }))
    if faults.is(r, "wsen:FilteringNotSupported") then
      return faults.expect(t, r, "wsen:FilteringNotSupported")
    end
    if faults.expect(t, r, "wsen:FilterDialectRequestedUnavailable", nil, { "enumeration.fragment.unsupported", "cim.fault.query-language" }) then
      t:expect_present(r, "/s:Envelope/s:Body/s:Fault/s:Detail/wsen:SupportedDialect",
        { rule = "fault.table.wsen.filterdialectrequestedunavailable" })
    end
  end,
}

local selector_dialect = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"

-- DSP0226 Annex E: a filter of selectors is a conjunction of equalities.
case {
  id = "enumeration.filter-of-selectors",
  proves = "enumeration.filter.selector-dialect",
  title = "A selector filter selects the items that have all its values",
  needs = { "feature.resource.item", "feature.enumeration.selector-filter" },
  run = function(t)
    local key, selectors = t.profile.item.name_key, ""
    for name, value in pairs(t.profile.item.selectors) do
      selectors = selectors .. ('<wsman:Selector Name="%s">%s</wsman:Selector>'):format(name, value)
    end
    local context = enumerations.start(t, items.class(t),
      { filter_xml = "<wsman:SelectorSet>" .. selectors .. "</wsman:SelectorSet>", dialect = selector_dialect })
    local found = {}
    local ended = enumerations.drain(t, items.class(t), context, { max_elements = 20 }, function(r)
      for _, name in ipairs(r:xpath("//item:" .. key)) do found[#found + 1] = name end
    end)
    local names = table.concat(found, ", ")
    t:expect(ended and names == t.profile.item.selectors[key], { message = "the filter selects the items that have its values",
      expected = t.profile.item.selectors[key], actual = names })
  end,
}

-- MS-WSMV 3.1.4.1.13: a name that comes twice makes no sense in a conjunction.
case {
  id = "enumeration.filter-of-doubled-selectors",
  proves = "fault.table.wsen.cannotprocessfilter",
  title = "A selector filter with a doubled name is refused",
  needs = { "feature.resource.item", "feature.enumeration.selector-filter" },
  run = function(t)
    local twice = ('<wsman:Selector Name="%s">1</wsman:Selector>'):format(t.profile.item.integer_key)
    local filter = "<wsman:SelectorSet>" .. twice .. twice .. "</wsman:SelectorSet>"
    local r = t:send(t.msg.enumerate(items.class(t), { filter_xml = filter, dialect = selector_dialect })
      :unlawful("a selector comes twice"))
    faults.expect(t, r, "wsen:CannotProcessFilter")
  end,
}

-- Annex D.2: comparisons, `and` and `or` inside a predicate.
case {
  id = "enumeration.xpath-level-2",
  proves = "enumeration.filter.xpath-level2",
  title = "An XPath filter that combines comparisons selects accordingly",
  needs = { "feature.resource.item", "feature.enumeration", "feature.enumeration.xpath-filter" },
  run = function(t)
    local item = t.profile.item
    local name, slot = item.selectors[item.name_key], item.selectors[item.integer_key]
    local filter = ('<wsman:Filter xmlns:item="%s">item:%s = "%s" and (item:%s &lt; %d or item:%s &gt;= %d)</wsman:Filter>'):format(
      item.uri, item.name_key, name, item.integer_key, 0, item.integer_key, slot)
    local r = t:send(t.msg.enumerate(items.class(t)):body("<wsen:Enumerate>" .. filter .. "</wsen:Enumerate>"))
    if not t:expect_ok(r) then return end
    local all = {}
    enumerations.drain(t, items.class(t), enumerations.context(r), { max_elements = 20 }, function(next)
      for _, found in ipairs(next:xpath("//item:" .. item.name_key)) do all[#all + 1] = found end
    end)
    t:expect(table.concat(all, ", ") == name, { message = "the filter selects the items for which it is true",
      expected = name, actual = table.concat(all, ", ") })
  end,
}

-- DSP0226 8.3: a filter selects, or is refused; it is never passed over. Without Dialect it is XPath 1.0.
for _, kind in ipairs({ { word = "wsman", element = "wsman:Filter", rule = "enumeration.filter.wsman-filter" },
  { word = "wsen", element = "wsen:Filter" } }) do
  case {
    id = "enumeration.xpath-in-" .. kind.word .. "-filter",
    proves = { "enumeration.filter.xpath", "enumeration.filter.not-supported", kind.rule },
    title = "An XPath predicate in " .. kind.element .. " selects or is refused, and is never passed over",
    needs = listing,
    tags = { "B020", "B025" },
    run = function(t)
      local name = t.profile.item.selectors[t.profile.item.name_key]
      local filter = ('<%s xmlns:item="%s">item:%s = "%s"</%s>'):format(kind.element, t.profile.item.uri,
        t.profile.item.name_key, name, kind.element)
      local r = t:send(t.msg.enumerate(items.class(t)):body("<wsen:Enumerate>" .. filter .. "</wsen:Enumerate>"))
      if r:fault() then
        return faults.expect_one_of(t, r, { "wsen:FilteringNotSupported", "wsen:CannotProcessFilter",
          "wsen:FilterDialectRequestedUnavailable" }, "enumeration.filter.not-supported")
      end
      local all = {}
      enumerations.drain(t, items.class(t), enumerations.context(r), { max_elements = 20 }, function(next)
        for _, found in ipairs(next:xpath("//item:" .. t.profile.item.name_key)) do all[#all + 1] = found end
      end)
      t:expect(table.concat(all, ", ") == name, { message = "the filter selects the items for which it is true",
        expected = name, actual = table.concat(all, ", "), rule = kind.rule })
    end,
  }
end
