-- Bugs that servers had in the field, each by its number in the collection of interop bugs. What a chapter's cases already
-- catch is tagged there; here is what takes a situation of its own.
local credentials = require("lib.credentials")
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")
local wire = require("lib.wire")

local get = { "feature.resource.item", "feature.transfer.get" }
local put = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local body = "/s:Envelope/s:Body"

-- B014: a message that comes again, as after a lost reply, is answered again. (openwsman took the MessageID for stolen.)
case {
  id = "regress.same-message-twice",
  proves = { "addressing.messageid.unique", "addressing.relatesto.present" },
  title = "A message that is sent again is answered again, with a new MessageID",
  needs = get,
  tags = { "B014" },
  run = function(t)
    local id = "urn:uuid:" .. t:uuid():gsub("^urn:uuid:", "")
    local own = {}
    for index = 1, 2 do
      local r = t:send(t.msg.get(items.epr(t)):set("wsa:MessageID", id):unlawful("the same message is sent twice"))
      t:expect_ok(r)
      t:expect_text(r, "/s:Envelope/s:Header/wsa:RelatesTo", id, { rule = "addressing.relatesto.present" })
      own[index] = r:text("/s:Envelope/s:Header/wsa:MessageID") or ""
    end
    t:expect(own[1] ~= own[2], { message = "each reply has its own MessageID", expected = "two identifiers", actual = own[1] })
  end,
}

-- B001: the addressing is looked at before the resource: an unknown resource does not hide a missing header.
case {
  id = "regress.missing-header-before-unknown-resource",
  proves = { "addressing.to.present", "fault.table.wsa.messageinformationheaderrequired" },
  title = "A request without wsa:To to an unknown resource is refused for the missing header",
  tags = { "B001" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):without("wsa:To"):unlawful("it has no wsa:To"))
    faults.expect(t, r, "wsa:MessageInformationHeaderRequired")
  end,
}

-- L4: clients of AMT send a path in wsa:To and a number as MessageID. It is a URI reference (RFC 3986 4.1), and no absolute one:
-- who takes it answers, who does not says that the header is wrong or leads nowhere.
case {
  id = "regress.relative-addresses",
  proves = { "fault.table.wsa.invalidmessageinformationheader", "addressing.messageid.any-uri" },
  title = "A relative wsa:To and a MessageID of digits are taken or refused for what they are",
  needs = get,
  tags = { "L4" },
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)):set("wsa:To", "/wsman"):set("wsa:MessageID", "17")
      :unlawful("its addresses are no absolute URIs"))
    if r:fault() then return faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsa:DestinationUnreachable" }) end
    t:expect_ok(r)
  end,
}

-- B005: a sender's mistake is not the service's unavailability. (openwsman said 503.)
case {
  id = "regress.senders-mistake-is-not-503",
  proves = { "transport.http.status-sender", "transport.http.binding" },
  title = "Each missing header is answered with 400 or 500, never 503",
  needs = get,
  tags = { "B005" },
  run = function(t)
    for _, name in ipairs({ "wsa:To", "wsa:Action", "wsman:ResourceURI" }) do
      local r = t:send(t.msg.get(items.epr(t)):without(name):unlawful("it has no " .. name))
      t:expect(r.status == 400, { message = "a sender's mistake has the status 400", expected = "400", actual = wire.outcome(r), at = r })
      t:expect(r.status == 400 or r.status == 500, { message = "a fault has a status that SOAP's binding knows", expected = "400 or 500",
        actual = wire.outcome(r), at = r, rule = "transport.http.binding" })
    end
  end,
}

-- B003: a query does not make up for a resource that does not exist.
case {
  id = "regress.filter-does-not-hide-unknown-resource",
  proves = { "addressing.resourceuri.not-found", "fault.table.wsa.destinationunreachable",
    "fault.table.wsa.destinationunreachable.invalidresourceuri" },
  title = "An Enumerate with a WQL filter on an unknown resource is unreachable",
  needs = { "feature.enumeration" },
  tags = { "B003" },
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = t.profile.unknown.uri },
      { filter = "SELECT * FROM CIM_ComputerSystem", dialect = "http://schemas.microsoft.com/wbem/wsman/1/WQL" }))
    -- Which of its two mistakes is told first is not ruled.
    if faults.is(r, "wsen:FilteringNotSupported") or faults.is(r, "wsen:FilterDialectRequestedUnavailable") then return end
    faults.expect(t, r, "wsa:DestinationUnreachable", "InvalidResourceURI")
  end,
}

-- B015: a small bound is refused for the bound, also where the reply would have fitted.
case {
  id = "regress.minimum-envelope-for-enumerate",
  proves = { "maxenvelopesize.minimum-8192", "fault.table.wsman.encodinglimit",
    "fault.table.wsman.encodinglimit.minimumenvelopelimit" },
  title = "An Enumerate with a MaxEnvelopeSize of 4096 octets is refused",
  needs = { "feature.resource.item", "feature.enumeration" },
  tags = { "B015" },
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)):max_envelope(4096):must_understand("wsman:MaxEnvelopeSize"))
    faults.expect(t, r, "wsman:EncodingLimit", "MinimumEnvelopeLimit")
  end,
}

-- B018: MaxElements of Pull is WS-Enumeration's, not WS-Management's; a stranger is refused or passed over, not obeyed.
case {
  id = "regress.pull-with-foreign-max-elements",
  proves = { "enumeration.pull.default-maxelements", "fault.table.wsman.schemavalidationerror" },
  title = "A Pull with wsman:MaxElements is refused or brings one item",
  needs = { "feature.resource.item", "feature.enumeration" },
  tags = { "B018" },
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context):body(("<wsen:Pull><wsen:EnumerationContext>%s</wsen:EnumerationContext>" ..
      "<wsman:MaxElements>5</wsman:MaxElements></wsen:Pull>"):format(context)))
    if r:fault() then return faults.expect(t, r, "wsman:SchemaValidationError") end
    t:expect_count(r, enumerations.pull_response .. "/wsen:Items/*", 1)
  end,
}

-- B029: MaxElements belongs to optimization; without it nothing comes at once.
case {
  id = "regress.max-elements-without-optimization",
  proves = { "enumeration.optimize.items", "fault.table.wsman.schemavalidationerror" },
  title = "An Enumerate with MaxElements but no optimization brings no items",
  needs = { "feature.resource.item", "feature.enumeration" },
  tags = { "B029" },
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)):body(
      "<wsen:Enumerate><wsman:MaxElements>5</wsman:MaxElements></wsen:Enumerate>"))
    local context = enumerations.context(r)
    if not context then return faults.expect(t, r, "wsman:SchemaValidationError") end
    t:defer(function() t:send(t.msg.release(items.class(t), context)) end)
    t:expect_absent(r, enumerations.response .. "/wsman:Items")
  end,
}

-- B026: what an instance looks like when it is read is what may be sent to make another, read-only values included.
case {
  id = "regress.create-from-what-get-shows",
  proves = { "cim.create", "transfer.create.readonly-ignored" },
  title = "A representation as Get shows it, with another name, makes another instance",
  needs = put,
  destructive = true,
  tags = { "B026" },
  run = function(t)
    local epr, values = items.create(t)
    local key = t.profile.item.name_key
    local old, new = values[key], values[key] .. "-copy"
    local xml = t:send(t.msg.get(epr)):xml(body .. "/*")
    t:setup(xml and xml:find(old, 1, true), "the representation does not hold its key")
    local from, to = xml:find(old, 1, true)
    values[key] = new
    local copy = items.epr(t, items.selectors(t, values))
    t:defer(function() t:send(t.msg.delete(copy)) end)
    local r = t:send(t.msg.create(items.class(t), xml:sub(1, from - 1) .. new .. xml:sub(to + 1)))
    t:expect_ok(r, { rule = r:fault() and "transfer.create.readonly-ignored" or nil })
    if r.status == 200 then t:expect_text(t:send(t.msg.get(copy)), body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text]) end
  end,
}

-- B028: one item that cannot fit is refused for its size, and is not lost.
case {
  id = "regress.single-item-too-large",
  proves = { "enumeration.pull.maxenvelope-fault", "fault.table.wsman.encodinglimit",
    "fault.table.wsman.encodinglimit.maxenvelopesize", "enumeration.pull.retry-after-fault" },
  title = "A Pull whose single item does not fit is refused, and succeeds with a larger bound",
  needs = { "feature.resource.large", "feature.enumeration" },
  tags = { "B028", "B122" },
  run = function(t)
    local epr = { uri = t.profile.large.uri }
    local context = enumerations.start(t, epr)
    local r = t:send(t.msg.pull(epr, context):max_envelope(8192):must_understand("wsman:MaxEnvelopeSize"))
    faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize")
    local again = t:send(t.msg.pull(epr, context):max_envelope(32767):must_understand("wsman:MaxEnvelopeSize"))
    t:expect(enumerations.pulled(again) == 1, { message = "the item comes when the bound allows it", expected = "1 item",
      actual = faults.described(again), at = again, rule = "enumeration.pull.retry-after-fault" })
  end,
}

-- B087, B090: Delete and its reply carry nothing; a body that somebody sends all the same is refused or passed over.
case {
  id = "regress.delete-with-a-body",
  proves = { "transfer.delete.empty-body", "fault.table.wsman.schemavalidationerror" },
  title = "A Delete with a body is refused for it, or acts with an empty reply",
  needs = put,
  destructive = true,
  tags = { "B087", "B090" },
  run = function(t)
    local epr = items.create(t)
    local r = t:send(t.msg.delete(epr):body('<x:Lantern xmlns:x="http://assay.example/lantern"/>'):unlawful("Delete has a body"))
    if r:fault() then return faults.expect(t, r, "wsman:SchemaValidationError") end
    t:expect_ok(r)
    t:expect_count(r, body .. "/*", 0)
  end,
}

-- B094: "undefined" is no number. What is not of the property's type is not stored as text.
case {
  id = "regress.undefined-is-no-value",
  proves = { "transfer.put.invalid-values", "fault.table.wxf.invalidrepresentation",
    "fault.table.wxf.invalidrepresentation.invalidvalues" },
  title = "A boolean of undefined, a number beyond its range and a negative count are refused",
  needs = put,
  destructive = true,
  tags = { "B094" },
  run = function(t)
    local epr = items.create(t)
    for _, wrong in ipairs({ { t.profile.item.boolean, "undefined" }, { t.profile.item.number, "4294967296" },
      { t.profile.item.number, "-1" } }) do
      local values = items.values(t, epr.selectors)
      values[wrong[1]] = wrong[2]
      local message = t.msg.put(epr, items.xml(t, values)):unlawful(wrong[1] .. " cannot be " .. wrong[2])
      faults.expect(t, t:send(message), "wxf:InvalidRepresentation", "InvalidValues")
    end
  end,
}

-- B098: a representation in no namespace is in the wrong one.
case {
  id = "regress.put-in-no-namespace",
  proves = { "transfer.put.invalid-namespace", "fault.table.wxf.invalidrepresentation",
    "fault.table.wxf.invalidrepresentation.invalidnamespace" },
  title = "A Put in no namespace is refused for its namespace",
  needs = put,
  destructive = true,
  tags = { "B098" },
  run = function(t)
    local epr, values = items.create(t)
    local xml = items.xml(t, values):gsub("i:", ""):gsub(' xmlns:i="[^"]*"', "")
    faults.expect(t, t:send(t.msg.put(epr, xml)), "wxf:InvalidRepresentation", "InvalidNamespace")
  end,
}

-- B097: names have their case.
case {
  id = "regress.property-in-other-case",
  proves = { "case.sensitivity", "transfer.put.missing-values" },
  title = "A property whose name is in capitals is not the property",
  needs = put,
  destructive = true,
  tags = { "B097" },
  run = function(t)
    local epr, values = items.create(t)
    local name = t.profile.item.text
    local xml = items.xml(t, values):gsub("i:" .. name .. ">", "i:" .. name:upper() .. ">")
    local r = t:send(t.msg.put(epr, xml):unlawful("there is no property of that name"))
    t:expect(r:fault() ~= nil, { message = "element names have their case", expected = "a fault", actual = "PutResponse", at = r })
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text])
  end,
}

-- B107: a value that XML cannot hold is not put on the wire raw. U+0085 and U+2028 it can hold, and lines keep their ends.
case {
  id = "regress.control-characters",
  proves = { "schema.well-formed", "transfer.put.return-representation" },
  title = "Line ends and control characters in a value come back as they were, or are refused",
  needs = put,
  destructive = true,
  tags = { "B107" },
  run = function(t)
    local epr, values = items.create(t)
    values[t.profile.item.text] = "one\rtwo\nthree\u{85}four\u{2028}five\u{9F}six ]]> seven"
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    if r:fault() then return faults.expect_one_of(t, r, { "wxf:InvalidRepresentation", "wsman:EncodingLimit" }) end
    local now = t:send(t.msg.get(epr))
    t:expect_present(now, "/s:Envelope")
    t:expect_text(now, body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text], { rule = "transfer.put.return-representation" })
  end,
}

-- B110: right credentials are right each time.
case {
  id = "regress.credentials-right-each-time",
  proves = "security.transport-auth-failure",
  title = "Sixty authenticated requests see no 401, with wrong ones in between",
  needs = { "feature.security.authenticated" },
  tags = { "B110" },
  run = function(t)
    local refused = 0
    for index = 1, 60 do
      if t:send(t.msg.identify()).status == 401 then refused = refused + 1 end
      if index % 10 == 0 then
        t:send(t.msg.identify():without_http("Authorization"):http("Authorization", credentials.basic(t.profile.login.user, "wrong")))
      end
    end
    t:expect(refused == 0, { message = "right credentials are accepted each time", expected = "no 401 of 60", actual = refused .. " of 60" })
  end,
}

-- B024: a Content-Type that comes twice. Which of the two counts is unclear, so the request is refused, or both agree.
case {
  id = "regress.content-type-twice",
  proves = { "service.survives", "transport.http.content-type" },
  title = "Two Content-Type fields that differ are refused or the first is taken",
  hostile = true,
  tags = { "B024" },
  run = function(t)
    local r = t:raw { octets = wire.take(t.msg.identify()):add("Content-Type", "text/plain"):octets(), why = "Content-Type comes twice" }
    t:expect(r.status == 200 or r.status == 400 or r.status == 415, { message = "a doubled Content-Type is refused or read once",
      expected = "200, 400 or 415", actual = wire.outcome(r), at = r, rule = "transport.http.content-type" })
  end,
}

-- L2: Windows clients authenticate with an empty POST before they say anything; whatever comes back, the connection goes on.
case {
  id = "regress.empty-post-first",
  proves = { "transport.http.binding", "http.framing" },
  title = "After an empty authenticated POST the connection serves the next request",
  tags = { "L2" },
  run = function(t)
    local c = t:connect()
    local first = c:raw { octets = wire.take(t.msg.identify()):with_body(""):octets(), why = "the body is empty" }
    t:expect(first.status ~= nil, { message = "an empty POST is answered", expected = "an answer", actual = first.ended, at = first })
    if (first:header("Connection") or ""):lower() ~= "close" then
      t:expect(c:send(t.msg.identify()).status == 200, { message = "the connection is kept, as nothing says otherwise",
        expected = "IdentifyResponse", actual = "none", rule = "http.framing" })
    end
    c:close()
  end,
}

-- B080: a request refused for its size does not spoil what follows on a new connection.
case {
  id = "regress.oversized-then-ordinary",
  proves = { "service.survives", "transport.http.binding" },
  title = "After a refused giant an ordinary request is served at once",
  needs = get,
  hostile = true,
  tags = { "B080", "B121" },
  run = function(t)
    local giant = wire.take(t.msg.identify())
    local r = t:raw { octets = giant:with_body(giant.body .. (" "):rep(3000000)):octets(), why = "it is three million octets long", timeout = 20000 }
    t:expect(wire.refused(r) or r.status == 200, { message = "a giant is refused or answered", expected = "an answer",
      actual = wire.outcome(r), at = r })
    t:expect_ok(t:send(t.msg.get(items.epr(t)), { timeout = 5000 }), { rule = "transport.http.binding" })
  end,
}
