-- DSP0226 13.1 and RFC 9110, 9112: SOAP over HTTP.
local items = require("lib.items")
local wire = require("lib.wire")

local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"

local function expect_identified(t, r, message, rule)
  return t:expect(r.status == 200 and r:count(identified) == 1, { message = message, expected = "IdentifyResponse",
    actual = wire.outcome(r), at = r, rule = rule })
end

-- 13.1: POST, request and response.
case {
  id = "http.post",
  proves = { "transport.http.binding", "transport.http.content-type" },
  title = "A POST of an envelope is answered with an envelope of type application/soap+xml",
  run = function(t)
    local r = t:send(t.msg.identify())
    if expect_identified(t, r, "a POST of an envelope is answered with an envelope") then
      t:expect((r:header("Content-Type") or ""):lower():match("^application/soap%+xml"), { at = r, path = "Content-Type",
        message = "an envelope is sent as what it is", expected = "application/soap+xml",
        actual = r:header("Content-Type") or "no Content-Type", rule = "transport.http.content-type" })
      t:expect((r:header("Content-Type") or ""):lower():match("charset%s*=%s*\"?utf%-?[18]6?"), { at = r, path = "Content-Type",
        message = "the reply says that its characters are UTF-8 or UTF-16", expected = "charset=UTF-8",
        actual = r:header("Content-Type") or "no Content-Type", rule = "transport.http.content-type" })
    end
  end,
}

-- 13.1: faults are SOAP as well, whatever their status.
case {
  id = "http.fault-content-type",
  proves = { "transport.http.content-type", "transport.http.binding" },
  title = "A fault travels as application/soap+xml",
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }))
    t:expect((r:header("Content-Type") or ""):lower():match("^application/soap%+xml"), { message = "a fault is sent as what it is",
      expected = "application/soap+xml", actual = r:header("Content-Type") or "no Content-Type", at = r, path = "Content-Type" })
    t:expect(r:fault() ~= nil, { message = "an error status comes with the fault in its body", expected = "s:Fault",
      actual = wire.outcome(r), at = r, rule = "transport.http.binding" })
  end,
}

-- RFC 9110 8.3.1: media types are compared without regard to case, and parameter values may be quoted.
case {
  id = "http.content-type-spelling",
  proves = "transport.http.content-type",
  title = "The media type may be in capitals and its charset in quotes",
  run = function(t)
    for _, spelling in ipairs({ "Application/SOAP+XML; Charset=utf-8", 'application/soap+xml; charset="UTF-8"',
      "application/soap+xml;charset=UTF-8;", "application/soap+xml" }) do
      expect_identified(t, t:send(t.msg.identify():http("Content-Type", spelling)), spelling .. " is a lawful Content-Type")
    end
  end,
}

-- 13.5: what is no SOAP 1.2 is not taken.
for word, media in pairs({ ["plain-text"] = "text/plain;charset=UTF-8", ["json"] = "application/json",
  ["form"] = "application/x-www-form-urlencoded", ["mtom"] = 'multipart/related;type="application/xop+xml";boundary=x' }) do
  case {
    id = "http.content-type-" .. word,
    proves = "transport.http.415",
    title = "A body of type " .. media:match("^[^;]+") .. " is refused with 415",
    tags = { "B024", "B088" },
    run = function(t)
      t:expect_status(t:send(t.msg.identify():http("Content-Type", media):unlawful("the media type is not SOAP 1.2's")), 415)
    end,
  }
end

-- 13.1: without a Content-Type nobody knows what the body is; taking it for SOAP or refusing it is a matter of taste, crashing is not.
case {
  id = "http.content-type-absent",
  proves = { "service.survives", "transport.http.content-type" },
  title = "A request without Content-Type is answered or refused",
  hostile = true,
  tags = { "B024", "L4" },
  run = function(t)
    for _, odd in ipairs({ "", ";", "application/", "application/soap+xml;charset", "application/soap+xml;charset=\"utf-8" }) do
      local r = t:send(t.msg.identify():http("Content-Type", odd):unlawful("the Content-Type is broken"))
      t:expect(r.status == 200 or r.status == 400 or r.status == 415, { message = "a broken Content-Type is passed over or refused",
        expected = "200, 400 or 415", actual = wire.outcome(r), at = r, rule = "transport.http.content-type" })
    end
    local r = t:send(t.msg.identify():without_http("Content-Type"):unlawful("it has no Content-Type"))
    t:expect(r.status == 200 or r.status == 400 or r.status == 415, { message = "a missing Content-Type is passed over or refused",
      expected = "200, 400 or 415", actual = wire.outcome(r), at = r, rule = "transport.http.content-type" })
  end,
}

-- 13.1: GET need not be offered, and is then refused as a method.
case {
  id = "http.get",
  proves = "transport.http.not-get",
  title = "GET is refused as a method",
  run = function(t)
    local r = t:send(t.msg.identify():method("GET"):unlawful("SOAP requests are POSTs"))
    t:expect(r.status == 405 or r.status == 501 or r.status == 404, { message = "a method that is not offered is refused as such",
      expected = "405", actual = wire.outcome(r), at = r })
    if r.status == 405 then t:expect_header(r, "Allow", "POST") end
  end,
}

-- RFC 9112 7.1: chunks are put together, however small.
case {
  id = "http.chunked",
  proves = "transport.http.chunked",
  title = "A request in chunks is understood",
  run = function(t)
    for _, size in ipairs({ 4096, 100, 1 }) do
      local r = t:raw { octets = wire.take(t.msg.identify()):chunked(size) }
      expect_identified(t, r, "a body in chunks of " .. size .. " octets is a body")
    end
  end,
}

-- RFC 9112 7.1.2: trailers and chunk extensions are passed over.
case {
  id = "http.chunked-with-extensions",
  proves = "transport.http.chunked",
  title = "Chunk extensions and trailers are passed over",
  run = function(t)
    local request = wire.take(t.msg.identify())
    local size = ("%x"):format(#request.body)
    request:without("Content-Length"):add("Transfer-Encoding", "chunked")
    local r = t:raw { octets = request:head() .. size .. ";colour=blue\r\n" .. request.body .. "\r\n0\r\nX-Trailer: last\r\n\r\n" }
    expect_identified(t, r, "chunk extensions and trailers mean nothing to the body")
  end,
}

-- RFC 9110 10.1.1: a client that asks first is told to go on, or is answered.
case {
  id = "http.expect-continue",
  proves = { "http.expectation", "http.framing" },
  title = "Expect: 100-continue is answered before the body is sent",
  tags = { "B010" },
  run = function(t)
    local request = wire.take(t.msg.identify():http("Expect", "100-continue"))
    local r = t:raw { pieces = { request:head(), request.body }, pause_ms = 2000 }
    t:expect(r.interim > 0 or r.status ~= 200, { message = "a client that waits for 100 is not kept waiting",
      expected = "100 Continue, or a final status, within 2 s", actual = "nothing until the body came", at = r })
    expect_identified(t, r, "the body after 100 Continue completes the request", "http.framing")
  end,
}

-- RFC 9112 9.3: a connection serves more than one request.
case {
  id = "http.keep-alive",
  proves = { "transport.http.binding", "http.framing" },
  title = "Several requests on one connection are answered each, faults included",
  needs = { "feature.resource.item", "feature.transfer.get" },
  run = function(t)
    local c = t:connect()
    for _ = 1, 3 do
      t:expect_ok(c:send(t.msg.get(items.epr(t))))
      t:expect(c:send(t.msg.get(items.epr(t, t.profile.item.absent))):fault() ~= nil, {
        message = "a fault leaves the connection usable", expected = "a fault", actual = "none" })
    end
    c:close()
  end,
}

-- RFC 9112 9.3.2: requests sent without waiting are answered in their order.
case {
  id = "http.pipelined",
  proves = { "transport.http.binding", "addressing.relatesto.present" },
  title = "Requests sent at once are answered one after the other, in order",
  needs = { "feature.resource.item", "feature.transfer.get" },
  run = function(t)
    local ids, octets = {}, ""
    for index = 1, 3 do
      ids[index] = "urn:uuid:" .. t:uuid():gsub("^urn:uuid:", "")
      octets = octets .. wire.take(t.msg.get(items.epr(t)):set("wsa:MessageID", ids[index])):octets()
    end
    local c = t:connect()
    local r = c:raw { octets = octets }
    for index = 1, 3 do
      t:expect_text(r, "/s:Envelope/s:Header/wsa:RelatesTo", ids[index])
      if index < 3 then r = c:read() end
    end
    c:close()
  end,
}

-- RFC 9112 2.2: TCP may cut anywhere; each octet alone in its segment is still a request.
case {
  id = "http.one-octet-segments",
  proves = { "transport.http.binding", "service.survives" },
  title = "A request that arrives octet by octet is answered",
  hostile = true,
  run = function(t)
    local octets = wire.take(t.msg.identify()):octets()
    expect_identified(t, t:raw { octets = octets, pieces = 1, timeout = 20000 }, "segments are no messages")
  end,
}

-- RFC 9112 2.2: nor does a pause end one.
case {
  id = "http.slow-sender",
  proves = { "transport.http.binding", "service.survives" },
  title = "A request in four pieces with pauses between is answered",
  hostile = true,
  run = function(t)
    local octets = wire.take(t.msg.identify()):octets()
    expect_identified(t, t:raw { octets = octets, pieces = 1 + #octets // 4, pause_ms = 200, timeout = 10000 }, "a pause ends no message")
  end,
}

-- R5.3-1: the path of a service that authenticates ends in /wsman, and other paths do not serve.
case {
  id = "http.path",
  proves = "addressing.to.wsman-suffix",
  title = "The service's path ends in /wsman, and another one is not found",
  run = function(t)
    local path = wire.take(t.msg.identify()).line:match("^POST ([^ ?]+)")
    t:expect(path:match("/wsman/?$"), { message = "the network path ends in /wsman", expected = "/wsman", actual = path })
    local r = t:send(t.msg.identify():path("/not/the/service"))
    t:expect(r.status == 404 or r.status == 401 or r.status == 403, { message = "only the service's path serves",
      expected = "404", actual = wire.outcome(r), at = r })
  end,
}

-- RFC 9112 2.3: HTTP/1.0 knows no Host and expects the connection to end.
case {
  id = "http.version-one-zero",
  proves = "transport.http.binding",
  title = "An HTTP/1.0 request is answered or refused",
  run = function(t)
    local octets = wire.take(t.msg.identify()):octets():gsub("HTTP/1%.1", "HTTP/1.0", 1)
    local r = t:raw { octets = octets }
    t:expect(r.status == 200 or r.status == 505 or r.status == 426, { message = "HTTP/1.0 is served, or refused as a version",
      expected = "200, 426 or 505", actual = wire.outcome(r), at = r })
  end,
}
