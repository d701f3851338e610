-- DSP0226 13.1, 13.4: how large envelopes may be that come and go unasked.
local faults = require("lib.faults")
local items = require("lib.items")
local wire = require("lib.wire")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_item(t) return t.msg.get(items.epr(t)) end

-- 13.4: an envelope beyond the service's limit is refused for its size, by HTTP or by the fault of the table.
case {
  id = "soap.envelope-too-large",
  proves = { "maxenvelopesize.service-limit", "limit.envelope-32767", "fault.table.wsman.encodinglimit",
    "fault.table.wsman.encodinglimit.serviceenvelopelimit", "service.survives" },
  title = "A request of four million octets is refused for its size",
  hostile = true,
  tags = { "B080" },
  run = function(t)
    local request = wire.take(t.msg.identify())
    local r = t:raw { octets = request:with_body(wire.in_body(request.body, "<a>" .. ("lantern "):rep(500000) .. "</a>")):octets(),
      why = "the envelope is larger than anybody needs", timeout = 20000 }
    if r.status == 413 or r.ended == "closed" or r.ended == "cut" then return end
    faults.expect(t, r, "wsman:EncodingLimit", "ServiceEnvelopeLimit")
  end,
}

-- 13.1: up to 32767 octets an envelope is taken.
case {
  id = "soap.envelope-of-thirty-kilobytes",
  proves = { "soap.receive-limit-32767", "limit.envelope-32767" },
  title = "A request just below 32767 octets is taken",
  needs = get,
  run = function(t)
    local request = wire.take(get_item(t))
    request:with_body(request.body .. "<!--" .. ("lantern "):rep((32000 - #request.body) // 8) .. "-->")
    local r = t:raw { octets = request:octets() }
    t:expect_ok(r)
    t:expect_ok(r, { rule = "limit.envelope-32767" })
  end,
}

local function expect_small(t, r)
  t:expect(r:count("/s:Envelope") == 1 and #r.body <= 32767, { message = "a reply that nobody allowed to be larger has 32767 octets at most",
    expected = "an envelope of 32767 octets at most", actual = ("%s, %d octets"):format(wire.outcome(r), #r.body), at = r })
end

-- R13.1-3: nobody is sent more than 32767 octets who has not said that they may come.
case {
  id = "soap.no-reply-beyond-32767",
  proves = "soap.send-limit-32767",
  title = "Without MaxEnvelopeSize no reply has more than 32767 octets",
  needs = { "feature.resource.many", "feature.enumeration" },
  tags = { "B015" },
  run = function(t)
    local enumerations = require("lib.enumerations")
    local epr = { uri = t.profile.many.uri }
    local context = enumerations.start(t, epr)
    local r = t:send(t.msg.pull(epr, context, { max_elements = 1000 }))
    expect_small(t, r)
  end,
}

-- The default holds in octets for UTF-16 as well.
case {
  id = "soap.no-wide-reply-beyond-32767",
  proves = "soap.send-limit-32767",
  title = "Without MaxEnvelopeSize no reply in UTF-16 has more than 32767 octets either",
  needs = { "feature.resource.large", "feature.transfer.get", "feature.encoding.utf-16" },
  tags = { "B015" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.large.uri }):encoding("utf-16le", true))
    expect_small(t, r)
  end,
}

-- R6.2-4: who was not told a bound and cannot send so much blames its own limit, not the client's.
case {
  id = "envelope.services-own-limit",
  proves = { "maxenvelopesize.service-limit", "fault.table.wsman.encodinglimit", "fault.table.wsman.encodinglimit.serviceenvelopelimit" },
  title = "A reply that is too large for the service, not for the client, is refused as that",
  needs = { "feature.resource.large", "feature.transfer.get", "feature.encoding.utf-16" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.large.uri }):encoding("utf-16le", true))
    if r.status == 200 then return t:expect_ok(r) end
    faults.expect(t, r, "wsman:EncodingLimit", "ServiceEnvelopeLimit")
  end,
}
