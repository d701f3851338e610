-- DSP0226 6: the headers that steer one operation: time, size, language, the EPR in use, fragments.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }
local slow = { "feature.resource.slow", "feature.transfer.get" }
local large = { "feature.resource.large", "feature.transfer.get" }
local large_and_wide = { "feature.resource.large", "feature.transfer.get", "feature.encoding.utf-16" }

local function get_item(t) return t.msg.get(items.epr(t)) end
local function get_slow(t) return t.msg.get({ uri = t.profile.slow.uri }) end
local function get_large(t) return t.msg.get({ uri = t.profile.large.uri }) end

-- R6.1-2: who is out of time is told at once.
case {
  id = "timeout.expired",
  proves = { "operationtimeout.expired", "fault.table.wsman.timedout" },
  title = "An operation that takes longer than OperationTimeout ends in TimedOut, at once",
  needs = slow,
  run = function(t)
    local r = t:send(get_slow(t):timeout("PT1S"), { timeout = 4000 })
    faults.expect(t, r, "wsman:TimedOut")
  end,
}

-- 6.1: and a mandatory timeout is obeyed or refused.
case {
  id = "timeout.mandatory",
  proves = { "operationtimeout.mustunderstand", "operationtimeout.unsupported", "fault.table.wsman.timedout",
    "fault.table.wsman.unsupportedfeature", "fault.table.wsman.unsupportedfeature.operationtimeout" },
  title = "A mandatory OperationTimeout is obeyed or refused as unsupported",
  needs = slow,
  run = function(t)
    local r = t:send(get_slow(t):timeout("PT0.5S"):must_understand("wsman:OperationTimeout"), { timeout = 4000 })
    if faults.is(r, "wsman:UnsupportedFeature") then
      return faults.expect(t, r, "wsman:UnsupportedFeature", "OperationTimeout")
    end
    faults.expect(t, r, "wsman:TimedOut", nil, "operationtimeout.unsupported")
  end,
}

-- 6.1: time enough is time enough.
case {
  id = "timeout.sufficient",
  proves = "operationtimeout.optional",
  title = "An operation within its OperationTimeout is answered",
  needs = slow,
  run = function(t)
    t:expect_ok(t:send(get_slow(t):timeout("PT20S"), { timeout = 15000 }))
  end,
}

-- DSP8015: the value is any xs:duration; a year is one as well as half a second.
case {
  id = "timeout.durations",
  proves = "operationtimeout.type-duration",
  title = "Every form of xs:duration is a lawful OperationTimeout",
  needs = get,
  tags = { "B027" },
  run = function(t)
    for _, duration in ipairs({ "PT30S", "PT30.5S", "P1DT2H", "PT1M30S", "P1Y2M", "P0DT60S", "  PT60S  ", "PT100000S" }) do
      local r = t:send(get_item(t):timeout(duration))
      t:expect(r.status == 200 and r:count("/s:Envelope/s:Body/*") == 1, { message = duration .. " is a lawful OperationTimeout",
        expected = "GetResponse", actual = faults.described(r), at = r })
    end
  end,
}

-- R6.1-2: what is no duration is refused; which fault says so is disputed among the sources.
for word, value in pairs({ ["not-a-duration"] = "soon", ["a-number"] = "60000", ["without-unit"] = "PT5" }) do
  case {
    id = "timeout." .. word,
    proves = "operationtimeout.invalid",
    title = "An OperationTimeout of " .. value .. " is refused",
    needs = get,
    run = function(t)
      local r = t:send(get_item(t):timeout(value):unlawful("OperationTimeout is no xs:duration"))
      faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsman:SchemaValidationError" })
    end,
  }
end

-- 6.1: a time that is over before it begins cannot be kept.
case {
  id = "timeout.negative",
  proves = { "operationtimeout.invalid", "operationtimeout.expired" },
  title = "A negative OperationTimeout is refused or expired",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):timeout("-PT5S"))
    faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsman:SchemaValidationError", "wsman:TimedOut" })
  end,
}

local envelope = { "fault.table.wsman.encodinglimit", "fault.table.wsman.encodinglimit.maxenvelopesize" }

-- R6.2-2: a mandatory bound is kept, and what cannot keep it is refused.
case {
  id = "envelope.too-large-a-reply",
  proves = { "maxenvelopesize.mustunderstand", envelope[1], envelope[2] },
  title = "A reply larger than a mandatory MaxEnvelopeSize is refused",
  needs = large,
  run = function(t)
    local r = t:send(get_large(t):max_envelope(8192):must_understand("wsman:MaxEnvelopeSize"))
    faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize")
  end,
}

-- R6.2-3: without mustUnderstand the bound may be passed over; if it is not, the fault is the same.
case {
  id = "envelope.bound-as-a-hint",
  proves = { "maxenvelopesize.hint", "maxenvelopesize.optional", envelope[1], envelope[2] },
  title = "A MaxEnvelopeSize that is not mandatory is kept or passed over",
  needs = large,
  run = function(t)
    local r = t:send(get_large(t):max_envelope(8192):must_understand("wsman:MaxEnvelopeSize", false))
    if r:fault() then return faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize") end
    t:expect_ok(r)
    t:observe("MaxEnvelopeSize without mustUnderstand is passed over")
  end,
}

-- R6.2-2: a reply that fits is sent.
case {
  id = "envelope.large-enough",
  proves = "maxenvelopesize.mustunderstand",
  title = "A reply that fits into MaxEnvelopeSize is sent",
  needs = large,
  run = function(t)
    local r = t:send(get_large(t):max_envelope(32767):must_understand("wsman:MaxEnvelopeSize"))
    if t:expect_ok(r) then
      t:expect(#r.body > 8192 and #r.body <= 32767, { message = "the reply stays within MaxEnvelopeSize",
        expected = "8193 to 32767 octets", actual = #r.body .. " octets", at = r })
    end
  end,
}

-- 6.2: the bound counts octets on the wire, and UTF-16 has twice as many.
case {
  id = "envelope.octets-not-characters",
  proves = { "maxenvelopesize.mustunderstand", envelope[1], envelope[2] },
  title = "MaxEnvelopeSize counts octets, also in UTF-16",
  needs = large_and_wide,
  run = function(t)
    local r = t:send(get_large(t):encoding("utf-16le", true):max_envelope(32767):must_understand("wsman:MaxEnvelopeSize"))
    if r.status ~= 200 then return faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize") end
    t:expect(#r.body > 0 and #r.body <= 32767, { message = "the reply stays within MaxEnvelopeSize",
      expected = "32767 octets at most", actual = #r.body .. " octets", at = r })
  end,
}

-- R6.2-4: a bound into which not even a fault would fit is refused; 8192 octets are the least.
for _, bound in ipairs({ { word = "below", octets = 8191 }, { word = "far-below", octets = 200 } }) do
  case {
    id = "envelope." .. bound.word .. "-the-minimum",
    proves = { "maxenvelopesize.minimum-8192", "fault.table.wsman.encodinglimit",
      "fault.table.wsman.encodinglimit.minimumenvelopelimit" },
    title = "A MaxEnvelopeSize of " .. bound.octets .. " octets is refused",
    needs = get,
    tags = { "B015" },
    run = function(t)
      local r = t:send(get_item(t):max_envelope(bound.octets):must_understand("wsman:MaxEnvelopeSize"))
      faults.expect(t, r, "wsman:EncodingLimit", "MinimumEnvelopeLimit")
    end,
  }
end

-- R6.2-4: the least bound that has to be taken.
case {
  id = "envelope.at-the-minimum",
  proves = "maxenvelopesize.minimum-8192",
  title = "A MaxEnvelopeSize of 8192 octets is accepted",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):max_envelope(8192):must_understand("wsman:MaxEnvelopeSize")))
  end,
}

-- DSP8015: the bound is a positive number.
for word, value in pairs({ ["not-a-number"] = "plenty", ["zero"] = "0" }) do
  case {
    id = "envelope." .. word,
    proves = "fault.table.wsman.schemavalidationerror",
    title = "A MaxEnvelopeSize of " .. value .. " is refused",
    needs = get,
    run = function(t)
      local r = t:send(get_item(t):header('<wsman:MaxEnvelopeSize s:mustUnderstand="true">' .. value .. "</wsman:MaxEnvelopeSize>")
        :unlawful("MaxEnvelopeSize is no positive number"))
      faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsa:InvalidMessageInformationHeader", "wsman:EncodingLimit" })
    end,
  }
end

-- R6.3-2: a mandatory language is spoken or refused. Nobody speaks Klingon without saying so.
case {
  id = "locale.mandatory",
  proves = { "locale.mustunderstand", "fault.table.wsman.unsupportedfeature", "fault.table.wsman.unsupportedfeature.locale" },
  title = "A mandatory locale is used for the fault's reason or refused as unsupported",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, t.profile.item.absent)):locale("tlh"):must_understand("wsman:Locale"))
    local fault = r:fault()
    if fault and fault.lang and fault.lang:lower():match("^tlh") then return end
    faults.expect(t, r, "wsman:UnsupportedFeature", "Locale")
  end,
}

-- R6.3-1: otherwise it is a wish.
case {
  id = "locale.a-wish",
  proves = "locale.hint",
  title = "A locale that is not mandatory causes no fault",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):locale("tlh")))
    t:expect_ok(t:send(get_item(t):locale("en-US")))
  end,
}

-- R6.3-3: a locale without a language says nothing.
case {
  id = "locale.without-language",
  proves = "locale.rfc3066",
  title = "A mandatory wsman:Locale without xml:lang is refused",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):header('<wsman:Locale s:mustUnderstand="true"/>'):unlawful("wsman:Locale has no xml:lang"))
    faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:UnsupportedFeature", "wsa:InvalidMessageInformationHeader" })
  end,
}

-- R6.3-4: text for people says its language.
case {
  id = "locale.fault-says-its-language",
  proves = { "locale.response-xml-lang", "fault.reason-lang" },
  title = "The reason of a fault says its language",
  needs = get,
  tags = { "B072" },
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, t.profile.item.absent)))
    local text = "/s:Envelope/s:Body/s:Fault/s:Reason/s:Text"
    if t:expect_present(r, text, { rule = "fault.reason-lang" }) then
      t:expect_present(r, text .. "[normalize-space(.) != '']", { rule = "fault.reason-lang" })
      t:expect_present(r, "/s:Envelope/s:Body/s:Fault/s:Reason/s:Text/@xml:lang")
    end
  end,
}

-- R6.5-1: who asks for the EPR gets it, and it works.
case {
  id = "epr.requested",
  proves = { "requestepr.response", "requestepr.mustunderstand", "fault.notunderstood.format" },
  title = "A request for the EPR is answered with an EPR that works, or refused if it is mandatory",
  needs = get,
  run = function(t)
    local header = "/s:Envelope/s:Header/wsman:RequestedEPR"
    local r = t:send(get_item(t):header('<wsman:RequestEPR s:mustUnderstand="true"/>'))
    local fault = r:fault()
    if fault then
      return faults.expect_not_understood(t, r, "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "RequestEPR", "requestepr.mustunderstand")
    end
    if not t:expect_present(r, header) or r:count(header .. "/wsman:EPRUnknown") > 0 then return end
    local again = t:send(t.msg.get({ uri = r:text(header .. "//wsman:ResourceURI") or "",
      selectors = items.selectors_at(r, header) }))
    t:expect(again:text("/s:Envelope/s:Body/*") == r:text("/s:Envelope/s:Body/*"), { message = "the EPR leads to the same instance",
      expected = r:text("/s:Envelope/s:Body/*"), actual = again:text("/s:Envelope/s:Body/*") or faults.described(again), at = again,
      path = "/s:Envelope/s:Body" })
  end,
}

-- DSP8015: a resource that was deleted has no EPR any more, and the reply says so.
case {
  id = "epr.requested-of-the-deleted",
  proves = { "requestepr.eprinvalid", "requestepr.mustunderstand", "fault.notunderstood.format" },
  title = "A Delete that asks for the EPR is told that there is none",
  needs = { "feature.resource.item", "feature.transfer.create", "feature.transfer.delete", "feature.transfer.get" },
  destructive = true,
  run = function(t)
    local header = "/s:Envelope/s:Header/wsman:RequestedEPR"
    local r = t:send(t.msg.delete(items.create(t)):header('<wsman:RequestEPR s:mustUnderstand="true"/>'))
    if r:fault() then
      return faults.expect_not_understood(t, r, "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "RequestEPR", "requestepr.mustunderstand")
    end
    t:expect(r:count(header .. "/wsman:EPRInvalid | " .. header .. "/wsman:EPRUnknown") == 1, { at = r, path = header,
      message = "what was deleted has no EPR", expected = "wsman:EPRInvalid", actual = r:text("name(" .. header .. "/*)") or "no header" })
  end,
}

-- 6.5: where there is no EPR to tell, the reply says that, and does not leave the header empty.
case {
  id = "epr.requested-of-an-enumeration",
  proves = { "requestepr.eprunknown", "requestepr.mustunderstand" },
  title = "An Enumerate that asks for an EPR is told one, or that none is known, or is not understood",
  needs = { "feature.resource.item", "feature.enumeration" },
  run = function(t)
    local header = "/s:Envelope/s:Header/wsman:RequestedEPR"
    local class = items.class(t)
    local r = t:send(t.msg.enumerate(class):header('<wsman:RequestEPR s:mustUnderstand="false"/>'))
    local context = r:text("/s:Envelope/s:Body/wsen:EnumerateResponse/wsen:EnumerationContext")
    if not t:expect(context, { message = "a wish for an EPR stops no enumeration", expected = "EnumerateResponse", actual = faults.described(r),
      at = r, rule = "requestepr.mustunderstand" }) then return end
    t:defer(function() t:send(t.msg.release(class, context)) end)
    if r:count(header) == 0 then return end
    t:expect_count(r, header .. "/*", 1)
    t:expect(r:count(header .. "/wsa:EndpointReference | " .. header .. "/wsman:EPRUnknown") == 1, { at = r, path = header,
      message = "RequestedEPR tells an EPR, or that it is not known", expected = "wsman:EPRUnknown", actual = r:text("name(" .. header .. "/*)") })
  end,
}

-- R6.5-1: a service that gives a new name tells the new name. Most refuse a Put of another key.
case {
  id = "epr.after-a-put-of-another-key",
  proves = "requestepr.after-put-rename",
  title = "A Put of another key that asks for the EPR is refused, or told the new one",
  needs = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" },
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    values[t.profile.item.name_key] = values[t.profile.item.name_key] .. "-renamed"
    local renamed = items.epr(t, items.selectors(t, values))
    t:defer(function() t:send(t.msg.delete(renamed)) end)
    local r = t:send(t.msg.put(epr, items.xml(t, values)):header('<wsman:RequestEPR s:mustUnderstand="false"/>'))
    if r:fault() then t:not_applicable("keys cannot be changed here: " .. faults.described(r)) end
    if t:send(t.msg.get(renamed)):fault() then t:not_applicable("a Put of another key leaves the key as it was") end
    local told = items.keys_at(r, "/s:Envelope/s:Header/wsman:RequestedEPR")
    t:expect(told[t.profile.item.name_key] == values[t.profile.item.name_key], { message = "the EPR is the new one", at = r,
      expected = values[t.profile.item.name_key], actual = told[t.profile.item.name_key] or "none" })
  end,
}

local fragment = '<wsman:FragmentTransfer s:mustUnderstand="true"%s>%s</wsman:FragmentTransfer>'
local no_fragments = { "fault.table.wsman.unsupportedfeature", "fault.table.wsman.unsupportedfeature.fragmentlevelaccess" }

-- R7.7-1: a request for a part is answered with the part, or refused; never with the whole.
case {
  id = "fragment.get",
  proves = { "fragment.exclusive", "fragment.optional", "fragment.xmlfragment-wrapper", no_fragments[1], no_fragments[2] },
  title = "A Get of a fragment gives the fragment or is refused, and never gives the whole",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):header(fragment:format("", t.profile.item.text)))
    if r:fault() then return faults.expect(t, r, "wsman:UnsupportedFeature", "FragmentLevelAccess") end
    t:expect_absent(r, "/s:Envelope/s:Body/item:" .. t.profile.item.element)
    t:expect_present(r, "/s:Envelope/s:Body/wsman:XmlFragment", { rule = "fragment.xmlfragment-wrapper" })
  end,
}

-- R7.7-1: a Put of a fragment changes that fragment, or nothing.
case {
  id = "fragment.put",
  proves = { "fragment.exclusive", no_fragments[1], no_fragments[2] },
  title = "A Put of a fragment touches nothing but the fragment",
  needs = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" },
  destructive = true,
  run = function(t)
    local epr, values = items.create(t)
    local xml = ('<wsman:XmlFragment><i:%s xmlns:i="%s">changed</i:%s></wsman:XmlFragment>'):format(t.profile.item.text,
      t.profile.item.uri, t.profile.item.text)
    local r = t:send(t.msg.put(epr, xml):header(fragment:format("", t.profile.item.text)))
    if r:fault() then faults.expect(t, r, "wsman:UnsupportedFeature", "FragmentLevelAccess") end
    local now = t:send(t.msg.get(epr))
    t:expect_text(now, "/s:Envelope/s:Body/*/item:" .. t.profile.item.text, r:fault() and values[t.profile.item.text] or "changed")
    t:expect_text(now, "/s:Envelope/s:Body/*/item:" .. t.profile.item.number, values[t.profile.item.number])
  end,
}

-- 7.7: an unknown fragment dialect is refused, the feature as a whole or the dialect in particular.
case {
  id = "fragment.unknown-dialect",
  proves = { "fragment.dialect-unknown", no_fragments[1], no_fragments[2], "fault.table.wsman.fragmentdialectnotsupported" },
  title = "A fragment in an unknown dialect is refused",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):header(fragment:format(' Dialect="http://assay.example/dialects/none"', t.profile.item.text)))
    if faults.is(r, "wsman:UnsupportedFeature") then
      return faults.expect(t, r, "wsman:UnsupportedFeature", "FragmentLevelAccess")
    end
    faults.expect(t, r, "wsman:FragmentDialectNotSupported")
  end,
}
