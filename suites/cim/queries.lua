-- DSP0227 8, DSP0226 8.3: queries over classes: WQL, CQL and the association filter.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")

local all_classes = "http://schemas.dmtf.org/wbem/wscim/1/*"
local dialects = {
  wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL",
  cql = "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf",
  association = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter",
}
local wsmb = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
local items_at = enumerations.pull_response .. "/wsen:Items"

--- All classes of the namespace that the profile's query speaks of.
local function everything(t)
  return { uri = all_classes, selectors = { __cimnamespace = t.profile.query.namespace } }
end

--- Enumerates with a filter and gives the answer that has the items, or the fault.
local function query(t, epr, dialect, filter)
  local r = t:send(t.msg.enumerate(epr, { dialect = dialects[dialect], filter_xml = filter }))
  local context = enumerations.context(r)
  if not context then return r end
  t:defer(function() t:send(t.msg.release(epr, context)) end)
  return t:send(t.msg.pull(epr, context, { max_elements = 50 }))
end

local function select(t, what, where)
  local from = t.profile.query
  return ("SELECT %s FROM %s%s"):format(what, from.element, where and (" WHERE %s = '%s'"):format(from.property, from.value) or "")
end

for _, language in ipairs({
  { word = "wql", proves = { "enumeration.filter.wql-dialect" } },
  { word = "cql", proves = { "enumeration.filter.cql-dialect", "cim.filter.cql" } },
}) do
  local needs = { "feature.enumeration", "feature.query." .. language.word }

  -- 8.1: what fits is given, and nothing else.
  case {
    id = "query." .. language.word .. "-selects",
    proves = language.proves,
    title = "A query in " .. language.word:upper() .. " gives the instance that fits, and no other",
    needs = needs,
    run = function(t)
      local from = t.profile.query
      local r = query(t, { uri = from.uri }, language.word, select(t, "*", true))
      for _, rule in ipairs(language.proves) do
        t:expect(enumerations.pulled(r) == 1 and r:text(items_at .. "/*/*[local-name()='" .. from.property .. "']") == from.value, {
          message = "the query gives what fits", expected = "one instance, " .. from.value, at = r, path = items_at, rule = rule,
          actual = enumerations.pulled(r) .. " items, " .. faults.described(r) })
      end
    end,
  }

  -- 8.1: who selects properties gets those, in the wrapper for parts.
  case {
    id = "query." .. language.word .. "-projects",
    proves = "enumeration.fragment.xmlfragment",
    title = "A projection in " .. language.word:upper() .. " gives the selected property in wsman:XmlFragment",
    needs = needs,
    tags = { "B113" },
    run = function(t)
      local from = t.profile.query
      local r = query(t, { uri = from.uri }, language.word, select(t, from.property, true))
      t:expect_count(r, items_at .. "/wsman:XmlFragment", 1)
      t:expect_count(r, items_at .. "/wsman:XmlFragment/*", 1)
      t:expect_count(r, items_at .. "/wsman:XmlFragment/*[local-name()='" .. from.property .. "']", 1)
    end,
  }

  -- R8.1-9: the query and the URI speak of the same class.
  case {
    id = "query." .. language.word .. "-of-another-class",
    proves = { "cim.filter.cql-class-match", "fault.table.wsen.cannotprocessfilter" },
    title = "A query in " .. language.word:upper() .. " that names another class than the URI is refused",
    needs = needs,
    run = function(t)
      local r = query(t, { uri = t.profile.query.uri }, language.word, "SELECT * FROM " .. t.profile.query.another)
      faults.expect(t, r, "wsen:CannotProcessFilter")
    end,
  }

  -- 8.1: what is no query is refused.
  for word, text in pairs({ unfinished = "SELECT * FROM", misspelt = "SELEKT * FROM %s", ["with-open-string"] = "SELECT * FROM %s WHERE %s = 'x" }) do
    case {
      id = "query." .. language.word .. "-" .. word,
      proves = { "cim.fault.invalid-query", "fault.table.wsen.cannotprocessfilter" },
      title = "A query in " .. language.word:upper() .. " that is " .. word .. " is refused",
      needs = needs,
      run = function(t)
        local from = t.profile.query
        faults.expect(t, query(t, { uri = from.uri }, language.word, text:format(from.element, from.property)), "wsen:CannotProcessFilter")
      end,
    }
  end
end

-- 5.3: the URI of all classes takes a query about any of them.
case {
  id = "query.of-all-classes",
  proves = "cim.uri.all-classes",
  title = "A query at the URI of all classes gives the instances of the class that it names",
  needs = { "feature.enumeration", "feature.query.wql" },
  run = function(t)
    local r = query(t, everything(t), "wql", select(t, "*", true))
    t:expect_count(r, items_at .. "/*", 1)
    t:expect_count(r, items_at .. "/*[local-name()='" .. t.profile.query.element .. "']", 1)
  end,
}

-- DSP0226 8.2.1: everything at once is not to be had; there has to be a query.
case {
  id = "query.of-all-classes-left-out",
  proves = { "enumeration.filter.required", "fault.table.wsman.unsupportedfeature", "fault.table.wsman.unsupportedfeature.filteringrequired" },
  title = "An Enumerate of all classes without a filter is refused, because a filter is required",
  needs = { "feature.enumeration", "feature.query.wql" },
  run = function(t)
    local r = t:send(t.msg.enumerate(everything(t)))
    local context = enumerations.context(r)
    if context then
      t:send(t.msg.release(everything(t), context))
      t:not_applicable("all classes can be enumerated at once here")
    end
    faults.expect(t, r, "wsman:UnsupportedFeature", "FilteringRequired")
  end,
}

local associations = { "feature.enumeration", "feature.cim.associations", "feature.query.association" }

--- wsmb:AssociatedInstances or wsmb:AssociationInstances about the profile's object, or one with other selectors.
local function about(t, name, more, selectors)
  local from, parts = t.profile.association, {}
  for key, value in pairs(selectors or from.object_selectors) do
    parts[#parts + 1] = ('<wsman:Selector Name="%s">%s</wsman:Selector>'):format(key, value)
  end
  return ([[<wsmb:%s xmlns:wsmb="%s"><wsmb:Object><wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address>
    <wsa:ReferenceParameters><wsman:ResourceURI>%s</wsman:ResourceURI><wsman:SelectorSet>%s</wsman:SelectorSet></wsa:ReferenceParameters>
    </wsmb:Object>%s</wsmb:%s>]]):format(name, wsmb, from.object, table.concat(parts), more, name)
end

-- 8.2.1.1: the objects at the other end, over associations of one class.
case {
  id = "query.associated-instances",
  proves = { "cim.assoc.associated-instances", "cim.assoc.dialect", "cim.assoc.all-classes-uri" },
  title = "AssociatedInstances gives the objects at the other end of the associations",
  needs = associations,
  run = function(t)
    local from = t.profile.association
    local r = query(t, everything(t), "association",
      about(t, "AssociatedInstances", "<wsmb:AssociationClassName>" .. from.element .. "</wsmb:AssociationClassName>"))
    t:expect(not faults.is(r, "wsen:FilterDialectRequestedUnavailable"), { message = "the association filter is a dialect of this endpoint",
      expected = "items", actual = faults.described(r), at = r, rule = "cim.assoc.dialect" })
    t:expect(not faults.is(r, "wsa:DestinationUnreachable"), { message = "the URI of all classes takes association queries",
      expected = "items", actual = faults.described(r), at = r, rule = "cim.assoc.all-classes-uri" })
    local got = r:xpath(items_at .. "/*/*[local-name()='" .. from.object_key .. "']")
    table.sort(got)
    t:expect(table.concat(got, ", ") == table.concat(from.associated, ", "), { message = "the objects at the other end are given, each once",
      expected = table.concat(from.associated, ", "), actual = table.concat(got, ", "), at = r, path = items_at })
  end,
}

-- 8.2.1.2: the associations themselves.
case {
  id = "query.association-instances",
  proves = "cim.assoc.association-instances",
  title = "AssociationInstances gives the associations that refer to the object",
  needs = associations,
  run = function(t)
    local from = t.profile.association
    local r = query(t, everything(t), "association",
      about(t, "AssociationInstances", "<wsmb:ResultClassName>" .. from.element .. "</wsmb:ResultClassName>"))
    local all = enumerations.pulled(r)
    local fitting = r:count(items_at .. "/*[local-name()='" .. from.element .. "' and *[local-name()='" .. from.from .. "'] and *[local-name()='" .. from.to .. "']]")
    t:expect(all > 0 and fitting == all, { message = "each item is an association of the class", expected = "only " .. from.element,
      actual = fitting .. " of " .. all, at = r, path = items_at })
  end,
}

-- R8.2.1-10: who names properties gets those alone.
case {
  id = "query.include-result-property",
  proves = "cim.assoc.include-result-property",
  title = "IncludeResultProperty gives that property alone, in wsman:XmlFragment",
  needs = associations,
  run = function(t)
    local from = t.profile.association
    local r = query(t, everything(t), "association", about(t, "AssociatedInstances", "<wsmb:AssociationClassName>" .. from.element ..
      "</wsmb:AssociationClassName><wsmb:IncludeResultProperty>" .. from.object_property .. "</wsmb:IncludeResultProperty>"))
    local all = enumerations.pulled(r)
    local fitting = r:count(items_at .. "/wsman:XmlFragment[count(*)=1 and *[local-name()='" .. from.object_property .. "']]")
    t:expect(all > 0 and fitting == all, { message = "each item is a fragment with the property", expected = "wsman:XmlFragment with " ..
      from.object_property, actual = fitting .. " of " .. all .. ", " .. faults.described(r), at = r, path = items_at })
  end,
}

-- R8.2.1-4: the object is one instance that there is.
case {
  id = "query.association-of-nobody",
  proves = { "cim.assoc.object-one-instance", "fault.table.wsen.cannotprocessfilter" },
  title = "An association query about an object that there is not is refused",
  needs = associations,
  run = function(t)
    local selectors = {}
    for key in pairs(t.profile.association.object_selectors) do selectors[key] = "nobody-of-this-name" end
    faults.expect(t, query(t, everything(t), "association", about(t, "AssociatedInstances", "", selectors)), "wsen:CannotProcessFilter")
  end,
}
