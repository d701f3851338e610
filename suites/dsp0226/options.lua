-- DSP0226 6.4: switches that a client adds to a request.
local faults = require("lib.faults")
local items = require("lib.items")
local options = require("lib.options")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_item(t) return t.msg.get(items.epr(t)) end

-- R6.4-3: options that need not be understood are passed over.
case {
  id = "options.not-mandatory",
  proves = { "optionset.mustunderstand", "optionset.optional", "optionset.repeat-names-string" },
  title = "Options that are not mandatory are passed over, also when a name repeats",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):header(options.optional { { "Shade", "blue" } })))
    t:expect_ok(t:send(get_item(t):header(options.optional { { "Shade", "blue" }, { "Shade", " Green &amp; gold " }, { "SHADE", "" } })),
      { rule = "optionset.repeat-names-string" })
  end,
}

-- 6.4: an option may say the type of its value.
case {
  id = "options.with-type",
  proves = "optionset.type-attribute",
  title = "An option that says its type is passed over like another",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):header([[<wsman:OptionSet s:mustUnderstand="false">
      <wsman:Option Name="Shades" Type="xs:int">7</wsman:Option></wsman:OptionSet>]])))
  end,
}

-- 6.4: an option has a name.
case {
  id = "options.without-name",
  proves = { "optionset.fault-name", "fault.table.wsman.invalidoptions", "fault.table.wsman.invalidoptions.invalidname" },
  title = "An option whose name is empty is refused as that, or passed over with all the others",
  needs = get,
  run = function(t)
    local function ask(mandatory)
      return t:send(get_item(t):header(('<wsman:OptionSet s:mustUnderstand="%s"><wsman:Option Name="">blue</wsman:Option></wsman:OptionSet>')
        :format(mandatory)):unlawful("an option has no name"))
    end
    local r = ask("true")
    local fault = r:fault()
    if fault and fault.code == "s:MustUnderstand" or faults.is(r, "wsman:SchemaValidationError") then return end
    faults.expect(t, r, "wsman:InvalidOptions", "InvalidName")
  end,
}

-- R6.4-3: mandatory options are refused by a service that has none; the option itself may be refused as well.
case {
  id = "options.mandatory",
  proves = { "optionset.mustunderstand", "fault.notunderstood.format", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.optionset" },
  title = "A mandatory OptionSet is honoured, or refused as not understood or as invalid options",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):option("Shade", "blue"))
    local fault = r:fault()
    if fault and fault.code == "s:MustUnderstand" then
      return faults.expect_not_understood(t, r, "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "OptionSet")
    end
    if faults.is(r, "wsman:UnsupportedFeature") then return faults.expect(t, r, "wsman:UnsupportedFeature", "OptionSet") end
    if fault then return faults.expect_one_of(t, r, { "wsman:InvalidOptions" }) end
    t:expect_ok(r)
  end,
}

-- 6.4: an option that must be complied with is complied with, or the request is refused.
case {
  id = "options.must-comply",
  proves = { "optionset.mustcomply", "fault.table.wsman.invalidoptions", "fault.table.wsman.invalidoptions.notsupported",
    },
  title = "An unknown option that must be complied with is refused",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):option("Shade", "blue", { MustComply = "true" }))
    local fault = r:fault()
    if fault and fault.code == "s:MustUnderstand" then return end
    if faults.is(r, "wsman:InvalidOptions", "InvalidName") then return end
    faults.expect(t, r, "wsman:InvalidOptions", "NotSupported")
  end,
}

-- 6.4: nothing is done when an option cannot be complied with.
case {
  id = "options.refused-before-acting",
  proves = "optionset.mustcomply",
  title = "A Delete with an option that cannot be complied with removes nothing",
  needs = { "feature.resource.item", "feature.transfer.get", "feature.transfer.create", "feature.transfer.delete" },
  destructive = true,
  run = function(t)
    local epr = items.create(t)
    local r = t:send(t.msg.delete(epr):option("Gently", "true", { MustComply = "true" }))
    t:expect(r:fault() ~= nil, { message = "the option is complied with or the request refused", expected = "a fault",
      actual = faults.described(r), at = r })
    t:expect_ok(t:send(t.msg.get(epr)))
  end,
}

-- 6.4: what says that it is a number is one.
case {
  id = "options.of-another-type",
  proves = { "optionset.fault-value", "fault.table.wsman.invalidoptions", "fault.table.wsman.invalidoptions.invalidvalue" },
  title = "A mandatory option whose value is not of the type it names is refused for its value, or for itself",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):header([[<wsman:OptionSet s:mustUnderstand="true" xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <wsman:Option Name="Shades" Type="xs:int" MustComply="true">blue</wsman:Option></wsman:OptionSet>]]):unlawful("blue is no xs:int"))
    local fault = r:fault()
    if fault and fault.code == "s:MustUnderstand" then return end
    if faults.is(r, "wsman:InvalidOptions", "NotSupported") or faults.is(r, "wsman:InvalidOptions", "InvalidName") then return end
    faults.expect(t, r, "wsman:InvalidOptions", "InvalidValue")
  end,
}
