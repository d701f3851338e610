-- DSP0230 7 to 9: how CIM values, arrays, embedded instances and references stand in XML.
local faults = require("lib.faults")
local instances = require("lib.instances")
local items = require("lib.items")

local types = { "feature.cim.types", "feature.transfer.get" }
local change = { "feature.cim.types", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local arrays = { "feature.cim.arrays", "feature.transfer.get" }
local body = "/s:Envelope/s:Body"
local common = "http://schemas.dmtf.org/wbem/wscim/1/common"

local function property(name)
  return body .. "/*/*[local-name()='" .. name .. "']"
end

-- What XML Schema part 2 lets a value of each type look like, and its bounds where they fit a Lua integer.
local lexical = {
  { type = "boolean", pattern = "^[tf][ra][ul]s?e$" },
  { type = "uint8", pattern = "^%+?%d+$", least = 0, most = 255 }, { type = "uint16", pattern = "^%+?%d+$", least = 0, most = 65535 },
  { type = "uint32", pattern = "^%+?%d+$", least = 0, most = 4294967295 }, { type = "uint64", pattern = "^%+?%d+$" },
  { type = "sint8", pattern = "^[+-]?%d+$", least = -128, most = 127 },
  { type = "sint16", pattern = "^[+-]?%d+$", least = -32768, most = 32767 },
  { type = "sint32", pattern = "^[+-]?%d+$", least = -2147483648, most = 2147483647 },
  { type = "sint64", pattern = "^[+-]?%d+$" },
  { type = "real32", pattern = "^[+-]?%d*%.?%d*[eE]?[+-]?%d*$" }, { type = "real64", pattern = "^[+-]?%d*%.?%d*[eE]?[+-]?%d*$" },
  { type = "char16", pattern = "^[^\x80-\xBF]?[\x80-\xBF]*$" },
}

-- DSP0230 9.2.1: each CIM type has its type of XML Schema.
case {
  id = "instances.types",
  proves = { "cim.property.datatypes", "cim.property.boolean-lexical" },
  title = "A value of each CIM type is written as its type of XML Schema writes it",
  needs = types,
  run = function(t)
    local r = items.served(t, t.msg.get(instances.epr(t.profile.types)))
    for _, of in ipairs(lexical) do
      local name = t.profile.types.properties[of.type]
      local text = name and (r:text(property(name)) or ""):match("^%s*(.-)%s*$")
      local number = text and of.least and math.tointeger(tonumber(text))
      t:expect(not name or (text ~= "" and text:match(of.pattern) and (not of.least or number and number >= of.least and number <= of.most)), {
        message = "a " .. of.type .. " is written as XML Schema does", expected = "a lexical form of " .. of.type, actual = text or "nothing",
        at = r, path = name and property(name), rule = of.type == "boolean" and "cim.property.boolean-lexical" or nil })
    end
  end,
}

-- DSP0230 9.2.1.2: time stamps, intervals and octets have forms of their own.
case {
  id = "instances.times-and-octets",
  proves = { "cim.datetime.datetime", "cim.datetime.interval", "cim.property.octetstring", "cim.ns.common" },
  title = "A time stamp is a cim:Datetime, an interval a cim:Interval, octets are base64 or hexadecimal",
  needs = types,
  run = function(t)
    local names = {}
    for _, type in ipairs({ "datetime", "interval", "octets" }) do names[type] = instances.property(t, type) end
    local r = items.served(t, t.msg.get(instances.epr(t.profile.types)))
    t:expect_count(r, property(names.datetime) .. "/*[namespace-uri()!='" .. common .. "']", 0, { rule = "cim.ns.common" })
    local stamp = r:text(property(names.datetime) .. "/*[local-name()='Datetime']") or "no Datetime"
    t:expect(stamp:match("^%s*%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.?%d*[Z+-]?[%d:]*%s*$"), { message = "a time stamp is an xs:dateTime",
      expected = "cim:Datetime", actual = stamp, at = r, path = property(names.datetime) })
    local interval = r:text(property(names.interval) .. "/cim:Interval") or "no Interval"
    t:expect(interval:match("^%s*P[%dYMDTHS.]+%s*$"), { message = "an interval is an xs:duration", expected = "cim:Interval",
      actual = interval, at = r, path = property(names.interval), rule = "cim.datetime.interval" })
    local octets = r:text(property(names.octets)) or ""
    t:expect(octets ~= "" and (octets:match("^[%w+/%s]+=*%s*$") and #octets:gsub("%s", "") % 4 == 0 or octets:match("^%x+$")), {
      message = "octets are written as base64 or hexadecimal", expected = "one element of base64Binary or hexBinary", actual = octets,
      at = r, path = property(names.octets), rule = "cim.property.octetstring" })
    t:expect_count(r, property(names.octets), 1, { rule = "cim.property.octetstring" })
  end,
}

-- DSP0230 9.2.1.2: what is left open of a time stamp decides its form; it comes back as it went.
for _, form in ipairs({
  { word = "date", rule = "cim.datetime.date", name = "Date", value = "2026-11-20", shown = "^2026%-11%-20" },
  { word = "time", rule = "cim.datetime.time", name = "Time", value = "18:31:07", shown = "^18:31:07" },
  { word = "pattern", rule = "cim.datetime.other", name = "CIM_DateTime", value = "20261120******.******+000", to = "2026112018****.******+000",
    shown = "^2026112018%*%*%*%*%.%*%*%*%*%*%*%+000$" },
  { word = "zero", rule = "cim.datetime.zero-date", name = "CIM_DateTime", to = "00000000000000.000000+000", shown = "" },
}) do
  case {
    id = "instances.datetime-" .. form.word,
    proves = form.rule,
    title = "A cim:" .. form.name .. " is taken and shown as such (" .. form.word .. ")",
    needs = change,
    destructive = true,
    run = function(t)
      local epr, key = instances.create(t, t.profile.types)
      local name = instances.property(t, "datetime")
      local value = ('<cim:%s xmlns:cim="%s">%s</cim:%s>'):format(form.name, common, form.to or form.value, form.name)
      local r = t:send(t.msg.put(epr, instances.xml(t.profile.types, { [t.profile.types.key] = key, [name] = { value } })))
      if not t:expect_ok(r) then return end
      local now = t:send(t.msg.get(epr))
      local shown = (now:text(property(name) .. "/*") or "nothing"):match("^%s*(.-)%s*$")
      t:expect(shown:match(form.shown) and (form.shown == "" or now:count(property(name) .. "/cim:" .. form.name) == 1), {
        message = "a time of this kind keeps its form", expected = "cim:" .. form.name .. " " .. (form.to or form.value), actual = shown, at = now,
        path = property(name) })
    end,
  }
end

-- DSP0230 9.2: a property without a value is nil, or is left out.
case {
  id = "instances.null-values",
  proves = "cim.property.null",
  title = "An instance without values shows none",
  needs = types,
  tags = { "B108" },
  run = function(t)
    local r = items.served(t, t.msg.get(instances.epr(t.profile.types, t.profile.types.null)))
    for _, name in pairs(t.profile.types.properties) do
      t:expect_count(r, property(name) .. "[not(@xsi:nil='true' or @xsi:nil='1')]", 0)
    end
  end,
}

-- DSP0230 9.2.2: the elements of an array, and the arrays that have none.
case {
  id = "instances.arrays",
  proves = { "cim.property.array", "cim.property.array-null-element", "cim.property.array-empty", "cim.property.array-null" },
  title = "An array is repeated elements; a NULL element keeps its place; an empty array is nothing and a NULL one is nil",
  needs = arrays,
  run = function(t)
    local from = t.profile.arrays
    local r = items.served(t, t.msg.get(instances.epr(from)))
    local several = table.concat(r:xpath(property(from.several.property)), ", ")
    t:expect(several == table.concat(from.several.values, ", "), { message = "an array is its elements, in their order",
      expected = table.concat(from.several.values, ", "), actual = several, at = r, path = property(from.several.property) })
    local holed = property(from.with_null.property)
    local shown = (r:text(holed .. "[1]") or "") .. ", " .. (r:text(holed .. "[2]/@xsi:nil") or "no nil") .. ", " .. (r:text(holed .. "[3]") or "")
    t:expect(shown == from.with_null.values[1] .. ", true, " .. from.with_null.values[2], { message = "a NULL element keeps its place",
      expected = from.with_null.values[1] .. ", nil, " .. from.with_null.values[2], actual = shown, at = r, path = holed,
      rule = "cim.property.array-null-element" })
    local none = items.served(t, t.msg.get(instances.epr(from, from.empty)))
    t:expect_count(none, property(from.empty_property), 0, { rule = "cim.property.array-empty" })
    t:expect_count(none, property(from.null_property), 1, { rule = "cim.property.array-null" })
    t:expect_count(none, property(from.null_property) .. "[@xsi:nil='true' or @xsi:nil='1']", 1, { rule = "cim.property.array-null" })
  end,
}

-- DSP0230 9.2.1.4: an embedded instance says of which class it is.
case {
  id = "instances.embedded",
  proves = "cim.embedded.object",
  title = "An embedded instance stands in its property, which carries xsi:type of its class",
  needs = { "feature.cim.embedding", "feature.transfer.get" },
  run = function(t)
    local from = t.profile.embedding
    local r = items.served(t, t.msg.get(instances.epr(from)))
    local at = property(from.property)
    local prefix, name = (r:text(at .. "/@xsi:type") or ""):match("^([^:'\"]+):(.+)$")
    local bound = prefix and r:text(at .. "/namespace::*[local-name()='" .. prefix .. "']")
    t:expect(name == from.class .. "_Type" and bound == from.embedded, { message = "xsi:type names the embedded class",
      expected = "{" .. from.embedded .. "}" .. from.class .. "_Type", actual = "{" .. (bound or "") .. "}" .. (name or "no xsi:type"), at = r, path = at })
    t:expect(r:count(at .. "/*[namespace-uri()='" .. from.embedded .. "']") > 0, { message = "its properties are in the namespace of their class",
      expected = from.embedded, actual = r:text("namespace-uri(" .. at .. "/*)") or "no properties", at = r, path = at })
  end,
}

-- DSP0230 9.2.1.3: a reference is an EPR, which leads to what it refers to.
case {
  id = "instances.reference",
  proves = "cim.reference",
  title = "A reference property holds an EPR, and Get by it gives the instance",
  needs = { "feature.cim.associations", "feature.enumeration", "feature.transfer.get" },
  run = function(t)
    local enumerations = require("lib.enumerations")
    local from = t.profile.association
    local epr = { uri = from.uri }
    local r = t:send(t.msg.pull(epr, (enumerations.start(t, epr)), { max_elements = 1 }))
    local at = enumerations.pull_response .. "/wsen:Items/*/*[local-name()='" .. from.from .. "']"
    t:expect_count(r, at .. "/wsa:Address", 1)
    local there = t:send(t.msg.get({ uri = r:text(at .. "/wsa:ReferenceParameters/wsman:ResourceURI") or "", selectors = items.selectors_at(r, at) }))
    t:expect_ok(there)
    t:expect_count(there, body .. "/*[local-name()='" .. from.object_element .. "']", 1)
  end,
}

-- DSP0227 5: the class name ends the resource URI, whatever the vendor puts before it.
case {
  id = "instances.vendor-class",
  proves = { "cim.uri.vendor-prefix", "cim.uri.class-specific", "cim.ns.class-namespace", "cim.instance.property-elements" },
  title = "A class of a vendor is addressed by the vendor's prefix and its name, and so are its elements named",
  needs = types,
  run = function(t)
    local from = t.profile.types
    if from.uri:match("^http://schemas%.dmtf%.org/") then t:not_applicable("the profile's [types] is no class of a vendor") end
    local r = t:send(t.msg.get(instances.epr(from)))
    if not t:expect_ok(r, { rule = "cim.uri.class-specific" }) then return end
    t:expect(from.uri:match("/" .. from.element .. "$"), { message = "the class name ends the URI",
      expected = "a prefix of the vendor and /" .. from.element, actual = from.uri })
    t:expect_count(r, ("%s/*[namespace-uri()='%s' and local-name()='%s']"):format(body, from.uri, from.element), 1)
    t:expect_count(r, ("%s/*[namespace-uri()='%s' and local-name()='%s']"):format(body, from.uri, from.element), 1, { rule = "cim.ns.class-namespace" })
    t:expect_count(r, ("%s/*/*[namespace-uri()!='%s']"):format(body, from.uri), 0, { rule = "cim.instance.property-elements" })
  end,
}

-- DSP0230 9.1: who says the type of an instance says it rightly.
case {
  id = "instances.type-attribute",
  proves = "cim.instance.type-attribute",
  title = "xsi:type of an instance, when there, is the class name and _Type",
  needs = types,
  run = function(t)
    local r = items.served(t, t.msg.get(instances.epr(t.profile.types)))
    local said = r:text(body .. "/*/@xsi:type")
    if not said then return end
    t:expect(said:match("([^:]+)$") == t.profile.types.element .. "_Type", { message = "xsi:type names the class",
      expected = t.profile.types.element .. "_Type", actual = said, at = r, path = body })
  end,
}

-- DSP0227 6: CIM names have no case.
case {
  id = "instances.key-in-capitals",
  proves = "cim.selector.case",
  title = "A key name in capitals names the same key",
  needs = types,
  run = function(t)
    local from = t.profile.types
    t:expect_ok(t:send(t.msg.get({ uri = from.uri, selectors = { [from.key:upper()] = from.selectors[from.key] } })))
  end,
}

-- DSP0227 6.1: __cimnamespace says the namespace.
case {
  id = "instances.namespace",
  proves = { "cim.selector.cimnamespace", "cim.selector.cimnamespace-invalid" },
  title = "The right __cimnamespace is accepted and an unknown one refused",
  needs = types,
  run = function(t)
    local from = t.profile.types
    local function in_namespace(name)
      return t:send(t.msg.get(instances.epr(from)):selector("__cimnamespace", name))
    end
    t:expect_ok(in_namespace(from.namespace))
    faults.expect_one_of(t, in_namespace(from.namespace .. "/nowhere"), { "wsman:InvalidSelectors", "wsa:DestinationUnreachable" },
      "cim.selector.cimnamespace-invalid")
  end,
}

-- DSP0227 5.3: the URI of all classes is for queries; it names no instance.
for _, verb in ipairs({ "get", "put", "create", "delete" }) do
  case {
    id = "instances.all-classes-" .. verb,
    proves = "cim.uri.all-classes-transfer",
    title = "The URI of all classes refuses " .. verb,
    needs = types,
    run = function(t)
      local all = { uri = "http://schemas.dmtf.org/wbem/wscim/1/*" }
      local types = t.profile.types
      local xml = (verb == "put" or verb == "create") and instances.xml(types, { [types.key] = "nobody" }) or nil
      faults.expect_one_of(t, t:send(t.msg[verb](all, xml)), { "wsa:ActionNotSupported", "wsa:DestinationUnreachable" })
    end,
  }
end
