-- DSP0226 5.2: what mustUnderstand means for headers that are known, and for those that are not.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_item(t)
  return t.msg.get(items.epr(t))
end

local from = [[<wsa:From%s><wsa:Address>http://assay.example/sender</wsa:Address></wsa:From>]]

-- 5.4.6: wsa:From may be there.
case {
  id = "addressing.from-accepted",
  proves = "addressing.from.optional",
  title = "A request with wsa:From is processed",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):header(from:format(""))))
  end,
}

-- 5.4.6: and is no reason for a fault even when marked as mandatory.
case {
  id = "addressing.from-mandatory",
  proves = "addressing.from.no-fault",
  title = "wsa:From with mustUnderstand causes no fault",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):header(from:format(' s:mustUnderstand="true"'))))
  end,
}

local function selector_set(t, mandatory)
  local selectors = ""
  for name, value in pairs(t.profile.item.selectors) do
    selectors = selectors .. ('<wsman:Selector Name="%s">%s</wsman:Selector>'):format(name, value)
  end
  return ('<wsman:SelectorSet s:mustUnderstand="%s">%s</wsman:SelectorSet>'):format(mandatory, selectors)
end

-- 5.2: the headers of the default model are processed alike with and without mustUnderstand.
case {
  id = "addressing.mandatory-standard-headers",
  proves = { "addressing.mustunderstand.equal-treatment", "addressing.headers.recognised-set" },
  title = "mustUnderstand on the standard headers changes nothing",
  needs = get,
  run = function(t)
    for _, mandatory in ipairs({ true, false }) do
      local message = t.msg.get(items.class(t)):header(selector_set(t, mandatory))
      for _, name in ipairs({ "wsa:To", "wsa:Action", "wsa:MessageID", "wsa:ReplyTo", "wsman:ResourceURI" }) do
        message:must_understand(name, mandatory)
      end
      local r = t:send(message)
      t:expect_ok(r)
      local fault = r:fault()
      t:expect(not fault or fault.code ~= "s:MustUnderstand", { message = "the headers of the default model are understood",
        expected = "GetResponse", actual = faults.described(r), at = r, rule = "addressing.headers.recognised-set" })
    end
  end,
}

local unknown_header = '<x:Lantern xmlns:x="http://assay.example/lantern"%s>lit</x:Lantern>'

-- 5.2: a header that nobody asked to be understood is passed over.
case {
  id = "addressing.unknown-header-ignored",
  proves = "addressing.mustunderstand.fault",
  title = "An unknown header that is not mandatory is passed over",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):header(unknown_header:format(""))))
    t:expect_ok(t:send(get_item(t):header(unknown_header:format(' s:mustUnderstand="false"'))))
    t:expect_ok(t:send(get_item(t):header(unknown_header:format(' s:mustUnderstand="0"'))))
  end,
}

for word, value in pairs({ ["true"] = "true", one = "1" }) do
  -- 5.2: a mandatory one is refused, in either spelling of xs:boolean, and the fault names it.
  case {
    id = "addressing.unknown-mandatory-header-" .. word,
    proves = { "addressing.mustunderstand.fault", "fault.notunderstood.format" },
    title = 'An unknown header with mustUnderstand="' .. value .. '" is refused and named',
    needs = get,
    run = function(t)
      local r = t:send(get_item(t):header(unknown_header:format(' s:mustUnderstand="' .. value .. '"')))
      faults.expect_not_understood(t, r, "http://assay.example/lantern", "Lantern")
    end,
  }
end

-- 5.2: refusing a mandatory header comes before acting on the message.
case {
  id = "addressing.refused-before-acting",
  proves = { "addressing.mustunderstand.fault", "fault.notunderstood.format" },
  title = "A Delete with an unknown mandatory header removes nothing",
  needs = { "feature.resource.item", "feature.transfer.create", "feature.transfer.delete", "feature.transfer.get" },
  destructive = true,
  run = function(t)
    local epr = items.create(t)
    local r = t:send(t.msg.delete(epr):header(unknown_header:format(' s:mustUnderstand="true"')))
    faults.expect_not_understood(t, r, "http://assay.example/lantern", "Lantern")
    t:expect_ok(t:send(t.msg.get(epr)))
  end,
}

-- SOAP 1.2 part 1, 2.4: a mandatory header that is meant for another role is no business of this node.
case {
  id = "addressing.mandatory-header-for-another-role",
  proves = "soap.version-12",
  title = "A mandatory header for another SOAP role is passed over",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t)
      :header(unknown_header:format(' s:mustUnderstand="true" s:role="http://assay.example/roles/other"'))))
  end,
}
