-- The hardware classes of root/hardware over DSP0227 and DSP0230, as the Windows IPMI provider publishes them.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local prefix = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
local hardware = { "feature.hardware" }
local body = "/s:Envelope/s:Body"
local cim = "http://schemas.dmtf.org/wbem/wscim/1/common"

-- Each class, the keys that its schema names, and why there may be no instance of it.
local classes = {
  { word = "computer-system", name = "CIM_ComputerSystem", keys = { "CreationClassName", "Name" } },
  { word = "numeric-sensor", name = "CIM_NumericSensor",
    keys = { "SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID" } },
  { word = "record-log", name = "CIM_RecordLog", keys = { "InstanceID" } },
  { word = "log-record", name = "CIM_LogRecord", may_be_none = "the event log is empty",
    keys = { "LogCreationClassName", "LogName", "CreationClassName", "RecordID", "MessageTimestamp" } },
}

--- The instances of a class among the items, and a property of them.
local function items_of(class)
  return ("%s/wsen:Items/*[local-name()='%s' and namespace-uri()='%s']"):format(enumerations.pull_response, class.name, prefix .. class.name)
end

local function property(class, name)
  return ("*[local-name()='%s' and namespace-uri()='%s']"):format(name, prefix .. class.name)
end

local function first(t, class, mode)
  local epr = { uri = prefix .. class.name }
  local context = enumerations.start(t, epr, { mode = mode })
  return t:send(t.msg.pull(epr, context, { max_elements = 3 }))
end

--- Ends the case when the class has no instance and need not have one.
local function needs_one(t, class, count)
  if count == 0 and class.may_be_none then t:not_applicable(class.may_be_none) end
end

-- Is there a BMC behind the service at all? The cases below need one.
case {
  id = "hardware.offered",
  proves = "cim.uri.class-specific",
  title = "CIM_ComputerSystem is known by its DMTF resource URI",
  provides = "feature.hardware",
  needs = { "feature.enumeration" },
  tags = { "B109" },
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = prefix .. "CIM_ComputerSystem" }, { mode = "EnumerateEPR" }))
    if faults.is(r, "wsa:DestinationUnreachable") or faults.is(r, "wsa:EndpointUnavailable") then
      return t:not_applicable("the target publishes no hardware: " .. faults.described(r))
    end
    t:expect_ok(r)
    t:expect_present(r, enumerations.response .. "/wsen:EnumerationContext")
  end,
}

for _, class in ipairs(classes) do
  local here = items_of(class)

  -- DSP0230 9: an instance is an element of its class's name in its class's namespace, and so are its properties.
  case {
    id = "hardware." .. class.word .. "-representation",
    proves = { "cim.ns.class-namespace", "cim.instance.property-elements", "cim.enumerate.class", "cim.uri.version-major" },
    title = class.name .. " instances are elements of their class's namespace, properties included",
    needs = hardware,
    run = function(t)
      local r = first(t, class)
      t:expect_ok(r, { rule = "cim.enumerate.class" })
      needs_one(t, class, enumerations.pulled(r))
      t:expect(enumerations.pulled(r) > 0, { message = class.name .. " has instances", expected = "one or more", actual = "none", at = r,
        rule = "cim.enumerate.class" })
      t:expect_count(r, here, enumerations.pulled(r))
      t:expect_absent(r, "//*[contains(namespace-uri(), '/cim-schema/') and not(contains(namespace-uri(), '/cim-schema/2/'))]",
        { rule = "cim.uri.version-major" })
      t:expect_count(r, here .. "/*[namespace-uri()!='" .. prefix .. class.name .. "' and namespace-uri()!='" .. cim .. "']", 0,
        { rule = "cim.instance.property-elements" })
    end,
  }

  -- DSP0227 6.2: each key is a property, present and not NULL.
  case {
    id = "hardware." .. class.word .. "-keys",
    proves = { "cim.selector.keys", "cim.instance.property-elements" },
    title = class.name .. " instances have a value for each key",
    needs = hardware,
    run = function(t)
      local r = first(t, class)
      needs_one(t, class, enumerations.pulled(r))
      t:setup(enumerations.pulled(r) > 0, "there is no " .. class.name)
      for _, key in ipairs(class.keys) do
        t:expect_count(r, here .. "[normalize-space(" .. property(class, key) .. ") = '']", 0)
      end
    end,
  }

  -- DSP0226 7.2, DSP0227 6.2: the EPR of an enumeration is the EPR of the instance.
  case {
    id = "hardware." .. class.word .. "-epr-round-trip",
    proves = { "cim.get", "transfer.uniform-addressing", "cim.selector.keys" },
    title = "Get by each EPR of " .. class.name .. " gives the instance with those keys",
    needs = hardware,
    run = function(t)
      local r = first(t, class, "EnumerateEPR")
      local epr = enumerations.pull_response .. "/wsen:Items/wsa:EndpointReference"
      needs_one(t, class, r:count(epr))
      t:setup(r:count(epr) > 0, "the enumeration brought no EPR")
      for index = 1, r:count(epr) do
        local one = epr .. "[" .. index .. "]"
        local selectors = items.selectors_at(r, one)
        for _, key in ipairs(class.keys) do
          t:expect(selectors[key] ~= nil, { message = "the EPR names each key", expected = key, actual = "no such selector", at = r,
            path = one, rule = "cim.selector.keys" })
        end
        local got = t:send(t.msg.get({ uri = r:text(one .. "//wsman:ResourceURI") or "", selectors = selectors }))
        if t:expect_ok(got) and t:expect_count(got, body .. "/*", 1) then
          for _, key in ipairs(class.keys) do
            local shown = got:text(body .. "/*/" .. property(class, key))
            t:expect(shown and shown:match("^%s*(.-)%s*$") == selectors[key], { at = got, rule = "transfer.uniform-addressing",
              message = "the instance has the key values of its EPR", expected = selectors[key] or "no such selector", actual = shown or "no value",
              path = body .. "/*/" .. property(class, key) })
          end
        end
      end
    end,
  }
end

-- DSP0230 8.1: numbers are written as XML Schema writes them.
case {
  id = "hardware.sensor-number-types",
  proves = "cim.property.datatypes",
  title = "A sensor's numbers are written as integers",
  needs = hardware,
  run = function(t)
    local r = first(t, classes[2])
    local here = items_of(classes[2]) .. "/"
    for _, name in ipairs({ "SensorType", "BaseUnits", "UnitModifier", "RateUnits", "CurrentReading", "MaxReadable", "MinReadable",
      "LowerThresholdCritical", "UpperThresholdCritical", "LowerThresholdNonCritical", "UpperThresholdNonCritical" }) do
      for _, value in ipairs(r:xpath(here .. property(classes[2], name) .. "[not(@xsi:nil)]")) do
        t:expect(value:match("^%s*[-+]?%d+%s*$"), { message = name .. " is an integer", expected = "digits", actual = value, at = r,
          path = here .. property(classes[2], name) })
      end
    end
    t:expect_present(r, here .. property(classes[2], "CurrentReading"))
  end,
}

-- DSP0230 8.1: so are truth values.
case {
  id = "hardware.sensor-booleans",
  proves = "cim.property.boolean-lexical",
  title = "A sensor's truth values are true or false",
  needs = hardware,
  run = function(t)
    local r = first(t, classes[2])
    local values = r:xpath(items_of(classes[2]) .. "/" .. property(classes[2], "IsLinear") .. "[not(@xsi:nil)]")
    if #values == 0 then t:not_applicable("no sensor says whether it is linear") end
    for _, value in ipairs(values) do
      t:expect(value == "true" or value == "false", { message = "IsLinear is true or false", expected = "true or false", actual = value, at = r })
    end
  end,
}

-- DSP0230 8.2: a time stamp without wildcards is a cim:Datetime holding an xs:dateTime.
case {
  id = "hardware.log-record-time",
  proves = { "cim.datetime.datetime", "cim.ns.common" },
  title = "The time of a log record is a cim:Datetime",
  needs = hardware,
  run = function(t)
    local r = first(t, classes[4])
    local stamp = items_of(classes[4]) .. "/" .. property(classes[4], "MessageTimestamp")
    needs_one(t, classes[4], enumerations.pulled(r))
    t:setup(r:count(stamp) > 0, "no log record says when it was")
    t:expect_count(r, stamp .. "/cim:Datetime", r:count(stamp))
    t:expect_count(r, stamp .. "/*[namespace-uri()!='" .. cim .. "']", 0, { rule = "cim.ns.common" })
    for _, value in ipairs(r:xpath(stamp .. "/cim:Datetime")) do
      t:expect(value:match("^%s*%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d"), { message = "cim:Datetime holds an xs:dateTime",
        expected = "yyyy-mm-ddThh:mm:ss", actual = value, at = r, path = stamp .. "/cim:Datetime" })
    end
  end,
}

-- MS-WSMV 3.1.4.1.1: the namespace of these classes may be named, and a wrong one is refused.
case {
  id = "hardware.namespace-named",
  proves = { "cim.selector.cimnamespace", "cim.selector.cimnamespace-invalid" },
  title = "The CIM namespace root/hardware may be named; an unknown one is refused",
  needs = hardware,
  run = function(t)
    local uri = prefix .. "CIM_ComputerSystem"
    t:expect_ok(t:send(t.msg.enumerate({ uri = uri, selectors = { __cimnamespace = "root/hardware" } })))
    local r = t:send(t.msg.enumerate({ uri = uri, selectors = { __cimnamespace = "root/nowhere" } }))
    faults.expect_one_of(t, r, { "wsman:InvalidSelectors", "wsa:DestinationUnreachable" }, "cim.selector.cimnamespace-invalid")
  end,
}

-- DSP0227 6: CIM names have no case.
case {
  id = "hardware.key-names-in-capitals",
  proves = "cim.selector.case",
  title = "Key names in capitals name the same keys",
  needs = hardware,
  run = function(t)
    local r = first(t, classes[1], "EnumerateEPR")
    local selectors = {}
    for name, value in pairs(items.selectors_at(r, enumerations.pull_response .. "/wsen:Items/wsa:EndpointReference[1]")) do
      selectors[name:upper()] = value
    end
    t:expect_ok(t:send(t.msg.get({ uri = prefix .. "CIM_ComputerSystem", selectors = selectors })))
  end,
}

-- DSP0227 6.1: a class that does not exist is unreachable.
case {
  id = "hardware.unknown-class",
  proves = { "cim.uri.class-specific", "fault.table.wsa.destinationunreachable",
    "fault.table.wsa.destinationunreachable.invalidresourceuri" },
  title = "A class that does not exist is unreachable",
  needs = hardware,
  run = function(t)
    faults.expect(t, t:send(t.msg.enumerate({ uri = prefix .. "CIM_Lantern" })), "wsa:DestinationUnreachable", "InvalidResourceURI")
  end,
}

-- DSP0227 15: an instance that does not exist is unreachable.
case {
  id = "hardware.unknown-sensor",
  proves = { "cim.fault.not-found", "fault.table.wsa.destinationunreachable", "cim.get" },
  title = "A sensor that does not exist is unreachable",
  needs = hardware,
  run = function(t)
    local r = first(t, classes[2], "EnumerateEPR")
    local selectors = items.selectors_at(r, enumerations.pull_response .. "/wsen:Items/wsa:EndpointReference[1]")
    t:setup(selectors.DeviceID, "the enumeration brought no EPR")
    selectors.DeviceID = "no such sensor"
    faults.expect(t, t:send(t.msg.get({ uri = prefix .. "CIM_NumericSensor", selectors = selectors })), "wsa:DestinationUnreachable")
  end,
}

-- DSP0227 8: enumerating a class needs no keys, and each sensor comes once.
case {
  id = "hardware.sensors-listed-once",
  proves = { "cim.enumerate.class", "cim.selector.enumerate-none" },
  title = "Each sensor is listed once",
  needs = hardware,
  run = function(t)
    local epr = { uri = prefix .. "CIM_NumericSensor" }
    local context = enumerations.start(t, epr)
    local seen, total, distinct = {}, 0, 0
    local ended = enumerations.drain(t, epr, context, { max_elements = 10 }, function(r)
      for _, id in ipairs(r:xpath(enumerations.pull_response .. "/wsen:Items/*/" .. property(classes[2], "DeviceID"))) do
        total = total + 1
        if not seen[id] then seen[id], distinct = true, distinct + 1 end
      end
    end)
    t:expect(ended and total > 0 and total == distinct, { message = "each sensor is listed once", expected = "sensors, no two alike",
      actual = distinct .. " different of " .. total })
  end,
}

-- DSP0227 9.3: a polymorphism mode is obeyed or refused by its own fault.
case {
  id = "hardware.polymorphism-mode",
  proves = { "cim.enumerate.polymorphism-unsupported", "fault.table.wsmb.polymorphismmodenotsupported",
    "cim.enumerate.polymorphism-none", "cim.ns.binding" },
  title = "PolymorphismMode None is obeyed or refused as not supported",
  needs = hardware,
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = prefix .. "CIM_NumericSensor" }):body(
      [[<wsen:Enumerate><wsmb:PolymorphismMode xmlns:wsmb="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd">None</wsmb:PolymorphismMode>
      </wsen:Enumerate>]]))
    if r:fault() then return faults.expect(t, r, "wsmb:PolymorphismModeNotSupported") end
    t:expect_ok(r, { rule = "cim.enumerate.polymorphism-none" })
  end,
}
