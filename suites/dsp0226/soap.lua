-- SOAP 1.2 and XML 1.0: envelopes that are none, and XML that nobody should be made to read.
local items = require("lib.items")
local wire = require("lib.wire")

local get = { "feature.resource.item", "feature.transfer.get" }
local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"
local soap12 = "http://www.w3.org/2003/05/soap-envelope"
local wsmid = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"

local function get_item(t) return t.msg.get(items.epr(t)) end

-- SOAP 1.2 part 1, 5.4.7: another version of SOAP is recognised, and refused as such.
case {
  id = "soap.version-one-one",
  proves = { "soap.version-12", "service.survives" },
  title = "A SOAP 1.1 envelope is refused as a wrong version",
  hostile = true,
  run = function(t)
    local r = wire.post(t, [[<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
      <wsmid:Identify xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></s:Body></s:Envelope>]],
      "the envelope is of SOAP 1.1")
    local fault = r:fault()
    local old = r:count("//*[local-name()='faultcode' and contains(., 'VersionMismatch')]") > 0
    t:expect(old or r.status == 415 or (fault and fault.code == "s:VersionMismatch"), { at = r,
      message = "a version of SOAP that is not spoken is refused as such", expected = "s:VersionMismatch or HTTP 415",
      actual = wire.outcome(r) })
  end,
}

-- SOAP 1.2 part 1, 5: the prefixes are the sender's business, and so is the default namespace.
case {
  id = "soap.any-prefix",
  proves = "soap.version-12",
  title = "Unusual prefixes, or none, make no difference",
  tags = { "B099" },
  run = function(t)
    for _, octets in ipairs({
      ([[<Envelope xmlns="%s"><Header/><Body><Identify xmlns="%s"/></Body></Envelope>]]):format(soap12, wsmid),
      ([[<_1.x:Envelope xmlns:_1.x="%s" ><_1.x:Body ><é:Identify xmlns:é="%s"></é:Identify ></_1.x:Body></_1.x:Envelope >]])
        :format(soap12, wsmid),
    }) do
      t:expect_present(wire.post(t, octets), identified)
    end
  end,
}

-- SOAP 1.2 part 1, 5: things that are no envelope.
for _, broken in ipairs({
  { word = "no-envelope", what = "another document", octets = "<lantern>lit</lantern>" },
  { word = "no-body", what = "an envelope without a body", octets = '<s:Envelope xmlns:s="' .. soap12 .. '"><s:Header/></s:Envelope>' },
  { word = "body-before-header", what = "a header after the body",
    octets = '<s:Envelope xmlns:s="' .. soap12 .. '"><s:Body/><s:Header/></s:Envelope>' },
  { word = "empty-body", what = "a body with nothing in it and no action",
    octets = '<s:Envelope xmlns:s="' .. soap12 .. '"><s:Header/><s:Body/></s:Envelope>' },
}) do
  case {
    id = "soap." .. broken.word,
    proves = { "soap.version-12", "service.survives" },
    title = "A request that is " .. broken.what .. " is refused",
    hostile = true,
    run = function(t)
      wire.expect_refused(t, wire.post(t, broken.octets, "it is " .. broken.what), "what is no message is refused")
    end,
  }
end

-- XML 1.0: things that are not well-formed.
for _, broken in ipairs({
  { word = "truncated", what = "cut off in the middle", spoil = function(xml) return xml:sub(1, #xml // 2) end },
  { word = "mismatched-tags", what = "with tags that do not match", spoil = function(xml) return (xml:gsub("</[^>]*Body>", "</Bodice>")) end },
  { word = "unbound-prefix", what = "with a prefix that nobody declared", spoil = function(xml) return wire.in_body(xml, "<nobody:knows/>") end },
  { word = "second-root", what = "with two roots", spoil = function(xml) return xml .. "<more/>" end },
  { word = "nothing-at-all", what = "empty", spoil = function() return "" end },
  { word = "not-xml", what = "no XML", spoil = function() return '{"Identify":{}}' end },
  { word = "zero-character", what = "with a reference to U+0000", spoil = function(xml) return wire.in_body(xml, "&#0;") end },
  { word = "overlong-utf-8", what = "with octets that are no UTF-8", spoil = function(xml) return wire.in_body(xml, "\xC0\xAF\xFF\xFE") end },
  { word = "undeclared-entity", what = "with an entity that nobody declared", spoil = function(xml) return wire.in_body(xml, "&lantern;") end },
}) do
  case {
    id = "soap." .. broken.word,
    proves = { "schema.well-formed", "service.survives" },
    title = "An envelope " .. broken.what .. " is refused",
    hostile = true,
    run = function(t)
      local request = wire.take(t.msg.identify())
      local r = t:raw { octets = request:with_body(broken.spoil(request.body)):octets(), why = "the envelope is " .. broken.what, timeout = 10000 }
      if broken.word == "nothing-at-all" and r.status == 200 and r:count("/s:Envelope") == 0 then
        return -- Windows clients authenticate with an empty POST
      end
      wire.expect_refused(t, r, "what is not well-formed is refused")
    end,
  }
end

-- SOAP 1.2 part 1, 5: no document type, so neither entities nor bombs; each is refused before anything is read from anywhere.
for _, dtd in ipairs({
  { word = "dtd", what = "a document type", prolog = "<!DOCTYPE lantern>" },
  { word = "internal-entity", what = "an entity", prolog = '<!DOCTYPE lantern [<!ENTITY lit "lit">]>' },
  { word = "external-entity", what = "an entity from a file", content = "&passwd;",
    prolog = '<!DOCTYPE lantern [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>' },
  { word = "external-subset", what = "a document type from elsewhere", prolog = '<!DOCTYPE lantern SYSTEM "http://127.0.0.1:9/lantern.dtd">' },
  { word = "entity-bomb", what = "entities that grow beyond measure", content = "&j;", prolog = (function()
      local parts = { '<!DOCTYPE lantern [<!ENTITY a "lit lit lit lit lit lit lit lit lit lit">' }
      for code = string.byte("b"), string.byte("j") do
        local before = string.char(code - 1)
        parts[#parts + 1] = ('<!ENTITY %s "%s">'):format(string.char(code), ("&" .. before .. ";"):rep(10))
      end
      return table.concat(parts) .. "]>"
    end)() },
}) do
  case {
    id = "soap." .. dtd.word,
    proves = { "soap.no-dtd-pi", "service.survives" },
    title = "An envelope with " .. dtd.what .. " is refused",
    hostile = true,
    run = function(t)
      local request = wire.take(t.msg.identify())
      local envelope = request.body:gsub("^%s*<%?xml.-%?>", "")
      if dtd.content then envelope = wire.in_body(envelope, dtd.content) end
      local r = t:raw { octets = request:with_body(dtd.prolog .. envelope):octets(), why = "SOAP forbids document types", timeout = 10000 }
      wire.expect_refused(t, r, "a message with a document type is refused")
      t:expect(not (r.body or ""):find("root:", 1, true), { message = "no file of the service's machine is disclosed",
        expected = "no file content", actual = "the password file", at = r })
    end,
  }
end

-- SOAP 1.2 part 1, 5: processing instructions are not to be sent; a receiver refuses them or passes them over.
case {
  id = "soap.processing-instruction",
  proves = { "soap.no-dtd-pi", "service.survives" },
  title = "A processing instruction is refused or passed over",
  hostile = true,
  run = function(t)
    local request = wire.take(t.msg.identify())
    local r = t:raw { octets = request:with_body(wire.in_body(request.body, "<?lantern lit?>")):octets(),
      why = "SOAP forbids processing instructions" }
    t:expect(r:count(identified) == 1 or wire.refused(r), { message = "a processing instruction has no effect", at = r,
      expected = "IdentifyResponse or a refusal", actual = wire.outcome(r) })
  end,
}

-- 13.1: comments are nobody's business, wherever they stand.
case {
  id = "soap.comments",
  proves = "soap.comments",
  title = "Comments between and within elements cause no fault",
  needs = get,
  run = function(t)
    local within = wire.take(get_item(t)):swap("</wsa:Action>", "<!-- a comment at the end --></wsa:Action><!-- and one between -->")
    t:expect_ok(t:raw { octets = within:octets() })
    local after = wire.take(get_item(t))
    t:expect_ok(t:raw { octets = after:with_body(after.body .. "\n<!-- and one after all -->\n"):octets() })
  end,
}

-- XML 1.0 2.7: CDATA is text.
case {
  id = "soap.cdata",
  proves = "soap.version-12",
  title = "A value in a CDATA section is that value",
  needs = get,
  run = function(t)
    local uri = t.profile.item.uri
    local request = wire.take(get_item(t)):swap(">" .. uri .. "<", "><![CDATA[" .. uri .. "]]><")
    t:expect_ok(t:raw { octets = request:octets() })
  end,
}

-- 8.2, XML 1.0 2.2: XML that costs more to read than it says. Each is refused or answered, soon.
local function heavy(id, title, why, make)
  case {
    id = "soap." .. id,
    proves = "service.survives",
    title = title,
    hostile = true,
    run = function(t)
      local request = wire.take(t.msg.identify())
      local r = t:raw { octets = request:with_body(make(request.body)):octets(), why = why, timeout = 15000 }
      t:expect(wire.refused(r) or r:count(identified) == 1, { message = "a heavy message is refused or answered in good time", at = r,
        expected = "IdentifyResponse or a refusal within 15 s", actual = wire.outcome(r) })
    end,
  }
end

heavy("deep-nesting", "Ten thousand nested elements do no harm", "elements are nested 10 000 deep",
  function(xml) return wire.in_body(xml, ("<a>"):rep(10000) .. ("</a>"):rep(10000)) end)
heavy("many-attributes", "Ten thousand attributes do no harm", "an element has 10 000 attributes", function(xml)
  local attributes = {}
  for index = 1, 10000 do attributes[index] = (' a%d=""'):format(index) end
  return wire.in_body(xml, "<a" .. table.concat(attributes) .. "/>")
end)
heavy("many-namespaces", "Five thousand namespace declarations do no harm", "an element declares 5 000 namespaces", function(xml)
  local declarations = {}
  for index = 1, 5000 do declarations[index] = (' xmlns:n%d="urn:n%d"'):format(index, index) end
  return wire.in_body(xml, "<a" .. table.concat(declarations) .. "/>")
end)
heavy("long-name", "An element name of 100 000 letters does no harm", "a name is 100 000 letters long",
  function(xml) return wire.in_body(xml, "<" .. ("a"):rep(100000) .. "/>") end)
