-- DSP0226 5 and 6: what a client makes of what its caller gave it.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local header = "/s:Envelope/s:Header/"
local selector = header .. "wsman:SelectorSet/wsman:Selector"

--- The selectors of the request by name.
local function selectors_of(r)
  local found = {}
  local values = r:xpath(selector)
  for index, name in ipairs(r:xpath(selector .. "/@Name")) do found[name] = values[index] end
  return found
end

local function expect_selectors(t, r, rules)
  local found = selectors_of(r)
  for name, value in pairs(t.given.selectors) do
    for _, rule in ipairs(rules) do
      t:expect(found[name] == value, { message = ("the selector %s does not arrive as it was given"):format(name),
        expected = value, actual = found[name] or "no such selector", rule = rule, at = r, path = selector })
    end
  end
  return found
end

local function expect_to(t, r)
  t:expect_text(r, header .. "wsa:To", t.url, { rule = "client.to.faithful",
    message = "wsa:To is not the URL that the client was told to use" })
end

-- 11: Identify needs nothing but its body.
client_case {
  id = "asking.identify",
  title = "Identify is asked, and its answer reaches the caller",
  proves = { "client.understands" },
  step = "identify",
  serve = function(t)
    local r = service.first(t)
    local answer = "<wsmid:IdentifyResponse><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
      .. "<wsmid:ProductVendor>Assay peer</wsmid:ProductVendor><wsmid:ProductVersion>1</wsmid:ProductVersion></wsmid:IdentifyResponse>"
    t:expect(service.action_of(r) == "Identify", { message = "this is not Identify", expected = "wsmid:Identify without wsa:Action",
      actual = r:summary(), at = r })
    service.answer(t, r, "", answer)
    outcomes.expect_success(t, t:outcome(), { "Assay peer" }, { at = r })
  end,
}

-- 5.1.2: URI and selectors name the instance; 5.3: wsa:To says where it is.
client_case {
  id = "asking.get",
  title = "Get names the resource and the instance that the caller wants",
  proves = { "cim.selector.keys", "cim.uri.class-specific", "client.to.faithful", "client.understands" },
  step = "get",
  given = steps.given("get"),
  tags = { "B088" },
  serve = function(t)
    local played = steps.play(t, "get", {})
    local r = played.first
    expect_to(t, r)
    t:expect_text(r, header .. "wsman:ResourceURI", t.given.uri, { rule = "cim.uri.class-specific" })
    expect_selectors(t, r, { "cim.selector.keys" })
    t:expect_count(r, selector, 2, { rule = "cim.selector.keys" })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { rule = "client.understands", at = r })
  end,
}

-- 5.1.2.2, 13.6: a selector's value is any text, and its name and value keep their case.
client_case {
  id = "asking.odd-selectors",
  title = "Selectors arrive as they were given, whatever characters are in them",
  proves = { "client.selectors.faithful", "case.sensitivity" },
  step = "get",
  given = steps.given("get", { selectors = { Name = "a,b;c=d&e %41 + \"f\" <g> 'h' ü€", sLOT = "One Two" } }),
  tags = { "B006" },
  serve = function(t)
    local r = service.first(t)
    local found = expect_selectors(t, r, { "client.selectors.faithful" })
    t:expect(found.sLOT == "One Two", { message = "the case of a selector's name or value was changed", expected = "sLOT = One Two",
      actual = found.sLOT or "no selector sLOT", rule = "case.sensitivity", at = r, path = selector })
    service.answer(t, r, service.transfer .. "/GetResponse", steps.item(1))
  end,
}

-- DSP0227 6.2: a key that is a reference is an endpoint reference within its selector.
client_case {
  id = "asking.reference-as-key",
  title = "A key of reference type is given as an endpoint reference",
  proves = { "cim.selector.reference-key" },
  step = "get-by-reference",
  given = { uri = "http://schemas.assay.example/wbem/1/Assay_Link",
    references = { Whole = { uri = steps.item_uri, selectors = { Name = "item-01", Slot = "1" } } } },
  serve = function(t)
    local r = service.first(t)
    local within = selector .. "[@Name='Whole']/wsa:EndpointReference"
    t:expect_count(r, within .. "/wsa:Address", 1)
    t:expect_text(r, within .. "/wsa:ReferenceParameters/wsman:ResourceURI", steps.item_uri)
    t:expect_text(r, within .. "/wsa:ReferenceParameters/wsman:SelectorSet/wsman:Selector[@Name='Name']", "item-01")
    service.answer(t, r, service.transfer .. "/GetResponse", steps.item(1))
  end,
}

-- XML 1.0 2.4, DSP0226 C.2: a URL with a query is wsa:To as it is, with its ampersands escaped.
client_case {
  id = "asking.url-with-query",
  title = "A URL with a query is in wsa:To as it was given, in well-formed XML",
  proves = { "client.to.faithful", "schema.well-formed" },
  step = "get",
  given = steps.given("get", { path = "/wsman?zone=3&kind='x'&name=%C3%A4" }),
  tags = { "B041" },
  serve = function(t)
    local played = steps.play(t, "get", {})
    local r = played.first
    if t:expect(r:count("/*") == 1, { message = "the request is not well-formed", expected = "an envelope", actual = r.body:sub(1, 200),
      rule = "schema.well-formed", at = r }) then
      expect_to(t, r)
    end
  end,
}

-- 6.4: options are a list: names may come twice, and who wants them kept marks the whole set.
client_case {
  id = "asking.options",
  title = "Options arrive in their order, with names that come twice",
  proves = { "optionset.repeat-names-string", "optionset.mustcomply-needs-mustunderstand" },
  step = "get-with-options",
  given = steps.given("get", { options = { { "Depth", "2", true }, { "depth", "3", false }, { "Depth", "4 & 5", false } } }),
  serve = function(t)
    local r = service.first(t)
    local found = table.concat(r:xpath(header .. "wsman:OptionSet/wsman:Option"), "|")
    t:expect(found == "2|3|4 & 5", { message = "the options are not those that were given", expected = "2|3|4 & 5", actual = found, at = r,
      path = header .. "wsman:OptionSet" })
    t:expect(r:text(header .. "wsman:OptionSet/@s:mustUnderstand") ~= nil, { message = "MustComply without mustUnderstand of wsman:OptionSet",
      expected = 's:mustUnderstand="true"', actual = "none", at = r, path = header .. "wsman:OptionSet",
      rule = "optionset.mustcomply-needs-mustunderstand" })
    service.answer(t, r, service.transfer .. "/GetResponse", steps.item(1))
  end,
}

-- 7.7: wsman:FragmentTransfer says that and which part is wanted, and is mandatory.
client_case {
  id = "asking.fragment",
  title = "A part of a representation is asked for in a mandatory header",
  proves = { "fragment.header-both-ways" },
  step = "get-fragment",
  given = steps.given("get", { fragment = "Label" }),
  serve = function(t)
    local r = service.first(t)
    t:expect_text(r, header .. "wsman:FragmentTransfer", "Label")
    t:expect(({ ["true"] = true, ["1"] = true })[r:text(header .. "wsman:FragmentTransfer/@s:mustUnderstand") or ""], {
      message = "wsman:FragmentTransfer is not mandatory", expected = 's:mustUnderstand="true"', actual = "none", at = r,
      path = header .. "wsman:FragmentTransfer" })
    service.answer(t, r, service.transfer .. "/GetResponse",
      ('<wsman:XmlFragment><i:Label xmlns:i="%s">shelf</i:Label></wsman:XmlFragment>'):format(steps.item_uri),
      { header = '<wsman:FragmentTransfer s:mustUnderstand="true">Label</wsman:FragmentTransfer>' })
  end,
}
