-- DSP0226 7: what a client writes.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local header = "/s:Envelope/s:Header/"
local body = "/s:Envelope/s:Body/"
local common = "http://schemas.dmtf.org/wbem/wscim/1/common"

local function property(name)
  return ("%s*/*[local-name()='%s']"):format(body, name)
end

--- The representation is the element of the class; `rule` when it is not.
local function expect_representation(t, r, path)
  t:expect(r:count(("%s*[namespace-uri()='%s' and local-name()='Assay_Item']"):format(path or body, steps.item_uri)) == 1, {
    message = "the body is not the element of the class", expected = "{" .. steps.item_uri .. "}Assay_Item", actual = r:summary(),
    rule = "client.representation.name", at = r })
end

-- 7.4, DSP0230 8.2 and 9.2: what was read and not changed is written back as it was.
client_case {
  id = "changing.update",
  title = "An instance that is read, changed in one property and written back is the same in all others",
  proves = { "client.representation.values", "client.representation.name", "cim.ns.common", "client.understands" },
  step = "update",
  given = steps.given("get", { set = { Label = "drawer <2>" } }),
  tags = { "B094", "B098" },
  serve = function(t)
    local first = service.first(t)
    local put, broken
    local created = ('<i:Created><c:Datetime xmlns:c="%s">2026-01-02T03:04:05Z</c:Datetime></i:Created>'):format(common)
    local nothing = '<i:Count xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    local representation = steps.item(1, { before = nothing .. created, after = "<i:Note>one</i:Note><i:Note>two</i:Note>" })
    local function serve(r)
      local action = service.action_of(r)
      if action == "Get" then
        service.answer(t, r, service.transfer .. "/GetResponse", representation)
      elseif action == "Put" then
        put = r
        service.answer(t, r, service.transfer .. "/PutResponse", "")
      end
      if r:count("/*") == 0 then
        broken = true
        t:expect(false, { message = "what the client wrote is not well-formed", expected = "an envelope with the changed instance",
          actual = r.body:sub(-250), rule = "client.representation.values", at = r })
      end
      return action == "Get" or action == "Put"
    end
    serve(first)
    service.rest(t, serve)
    local o = t:outcome()
    if broken then return end
    if not put then return outcomes.expect_success(t, o, nil, { rule = "client.understands", at = first }) end
    expect_representation(t, put)
    t:expect_text(put, property("Label"), "drawer <2>", { rule = "client.representation.values" })
    local count = put:text(property("Count") .. "[not(@*[local-name()='nil' and (.='true' or .='1')])]")
    t:expect(count == nil, { message = "a property without a value got one", expected = "nothing, or xsi:nil", actual = count,
      rule = "client.representation.values", at = put, path = property("Count") })
    local notes = table.concat(put:xpath(property("Note")), "|")
    t:expect(notes == "one|two", { message = "a property that nobody changed is another", expected = "one|two", actual = notes,
      rule = "client.representation.values", at = put, path = property("Note") })
    local stamp = property("Created") .. "/*"
    t:expect(put:count(property("Created")) == 0 or put:count(("%s[namespace-uri()='%s' and local-name()='Datetime']"):format(stamp, common)) == 1, {
      message = "a time is not in the common namespace of CIM", expected = "{" .. common .. "}Datetime", actual = put:text(property("Created")) or "",
      rule = "cim.ns.common", at = put, path = property("Created") })
    outcomes.expect_success(t, o, nil, { rule = "client.understands", at = put })
  end,
}

-- 7.5, WS-Addressing 2.3: what the service made is reached by the endpoint reference that it gave.
client_case {
  id = "changing.create-then-get",
  title = "A new instance is reached by the endpoint reference of its creation, unchanged",
  proves = { "addressing.epr.to-header-from-address", "client.representation.name" },
  step = "create-then-get",
  given = { uri = steps.item_uri, values = { Label = "box", Name = "item-99", Slot = "9" } },
  serve = function(t)
    local create = service.first(t)
    expect_representation(t, create)
    local to = create:text(header .. "wsa:To") or t.url
    local epr = ([[<wxf:ResourceCreated><wsa:Address>%s</wsa:Address><wsa:ReferenceParameters><wsman:ResourceURI>%s</wsman:ResourceURI><wsman:SelectorSet><wsman:Selector Name="Handle">0 &amp; 9</wsman:Selector></wsman:SelectorSet></wsa:ReferenceParameters></wxf:ResourceCreated>]])
      :format(service.escaped(to), steps.item_uri)
    service.answer(t, create, service.transfer .. "/CreateResponse", epr)
    local get = t:request()
    t:setup(get, "the client did not come back for what it created")
    t:expect_text(get, header .. "wsa:To", to)
    t:expect_text(get, header .. "wsman:ResourceURI", steps.item_uri)
    t:expect_text(get, header .. "wsman:SelectorSet[count(wsman:Selector)=1]/wsman:Selector[@Name='Handle']", "0 & 9")
    service.answer(t, get, service.transfer .. "/GetResponse", steps.item(1))
  end,
}

-- 7.5: Delete names what is to go in its headers, and has an empty body.
client_case {
  id = "changing.delete",
  title = "Delete has an empty body",
  proves = { "transfer.delete.empty-body", "client.understands" },
  step = "delete",
  given = steps.given("get"),
  tags = { "B090" },
  serve = function(t)
    local r = service.first(t)
    t:expect(r:count("/s:Envelope/s:Body/node()[self::* or normalize-space()]") == 0, { message = "the body of Delete is not empty",
      expected = "<s:Body/>", actual = r:summary(), at = r })
    service.answer(t, r, service.transfer .. "/DeleteResponse", "")
    outcomes.expect_success(t, t:outcome(), nil, { rule = "client.understands", at = r })
  end,
}

-- 7.7: a part of a representation travels in wsman:XmlFragment.
client_case {
  id = "changing.fragment",
  title = "A part that is written is in wsman:XmlFragment",
  proves = { "fragment.xmlfragment-wrapper", "fragment.header-both-ways" },
  step = "put-fragment",
  given = steps.given("get", { fragment = "Label", set = { Label = "drawer" } }),
  serve = function(t)
    local r = service.first(t)
    t:expect_text(r, body .. "wsman:XmlFragment/*[local-name()='Label']", "drawer")
    t:expect_present(r, header .. "wsman:FragmentTransfer", { rule = "fragment.header-both-ways" })
    service.answer(t, r, service.transfer .. "/PutResponse", "")
  end,
}
