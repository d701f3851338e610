-- RFC 9112: requests that lie about their length, or are no requests, and clients that misbehave. None of them does harm.
local wire = require("lib.wire")

local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"

local function expect_identified(t, r, message, rule)
  return t:expect(r.status == 200 and r:count(identified) == 1, { message = message, expected = "IdentifyResponse",
    actual = wire.outcome(r), at = r, rule = rule })
end

-- Requests whose framing is false. Each has to be refused, or hung up on; the service answers the next one.
local function spoilt(id, title, why, spoil, options)
  case {
    id = "http." .. id,
    proves = { "http.framing", "service.survives" },
    title = title,
    hostile = true,
    tags = options and options.tags,
    run = function(t)
      local octets = spoil(wire.take(t.msg.identify()))
      local r = t:raw { octets = octets, why = why, half_close = options and options.half_close, timeout = 10000 }
      wire.expect_refused(t, r, "a request that cannot be framed is refused: " .. why)
    end,
  }
end

spoilt("length-too-long", "A body shorter than its Content-Length is not taken for whole", "Content-Length is larger than the body",
  function(request) return request:set("Content-Length", tostring(#request.body + 100)):octets() end,
  { half_close = true, tags = { "B030" } })
spoilt("length-negative", "A negative Content-Length is refused", "Content-Length is negative",
  function(request) return request:set("Content-Length", "-1"):octets() end, { tags = { "B030" } })
spoilt("length-no-number", "A Content-Length that is no number is refused", "Content-Length is no number",
  function(request) return request:set("Content-Length", "0x1F"):octets() end)
spoilt("length-beyond-reason", "A Content-Length of more than the service takes is refused without waiting", "Content-Length is absurd",
  function(request) return request:set("Content-Length", "99999999999999999999999"):octets() end, { tags = { "B030" } })
spoilt("lengths-that-differ", "Two Content-Lengths that differ are refused", "Content-Length comes twice and differs",
  function(request) return request:add("Content-Length", tostring(#request.body - 1)):octets() end)
spoilt("length-and-chunks", "Content-Length beside Transfer-Encoding is not believed", "both length and chunks are claimed",
  function(request) return request:add("Transfer-Encoding", "chunked"):octets() end)
spoilt("unknown-transfer-coding", "An unknown transfer coding is refused", "the transfer coding is unknown",
  function(request) return request:without("Content-Length"):add("Transfer-Encoding", "lantern"):octets() end)
spoilt("chunk-without-size", "A chunk without a size is refused", "a chunk has no size",
  function(request) return request:chunked_head() .. "lit\r\n" .. request.body .. "\r\n0\r\n\r\n" end)
spoilt("chunk-of-all-memory", "A chunk size that overflows is refused", "a chunk size overflows",
  function(request) return request:chunked_head() .. "fffffffffffffffff\r\n" .. request.body .. "\r\n0\r\n\r\n" end)
spoilt("chunks-cut-off", "Chunks that end too early are not taken for whole", "the last chunk never comes",
  function(request) return request:chunked_head() .. ("%x\r\n"):format(#request.body) .. request.body .. "\r\n" end,
  { half_close = true })
spoilt("head-cut-off", "A head that ends too early is not taken for whole", "the head ends in the middle",
  function(request) return request:head():sub(1, -20) end, { half_close = true })
spoilt("request-line-of-garbage", "A request line that is none is refused", "the request line is garbage",
  function() return "\0\1\2 lantern lit\r\n\r\n" end)
spoilt("tls-hello", "A TLS greeting on a plain port is refused", "it speaks TLS to a plain port",
  function() return "\x16\x03\x01\x00\x2e\x01\x00\x00\x2a\x03\x03" .. ("\x5a"):rep(36) .. "\r\n\r\n" end, { half_close = true })
spoilt("unknown-version", "An unknown HTTP version is refused", "HTTP has no version 9.9",
  function(request) return (request:octets():gsub("HTTP/1%.1", "HTTP/9.9", 1)) end)
spoilt("field-with-nul", "A Content-Length with a zero octet in it is refused", "RFC 9110 5.5: refused, or a space is read for it",
  function(request)
    local length = tostring(#request.body)
    return request:set("Content-Length", length:sub(1, 1) .. "\0" .. length:sub(2)):octets()
  end)
spoilt("field-without-colon", "A field line without a colon is refused", "a field line has no colon",
  function(request) request.fields[#request.fields + 1] = "lantern lit" return request:octets() end)
spoilt("space-before-colon", "A field name with a space before its colon is refused", "RFC 9112 5.1 forbids the space",
  function(request) request.fields[#request.fields + 1] = "X-Lantern : lit" return request:octets() end)

-- RFC 9110 5.4: fields of any length may be taken; who does not take them says so.
case {
  id = "http.head-too-large",
  proves = { "http.framing", "service.survives" },
  title = "A head of a hundred thousand octets is refused or read",
  hostile = true,
  run = function(t)
    local octets = wire.take(t.msg.identify()):add("X-Long", ("lantern "):rep(12500)):octets()
    local r = t:raw { octets = octets, why = "a field is absurdly long", timeout = 10000 }
    t:expect(r:count(identified) == 1 or wire.refused(r), { message = "a long head is refused, or read to its end", at = r,
      expected = "IdentifyResponse, an HTTP error or a closed connection", actual = wire.outcome(r) })
  end,
}

-- RFC 9112 2.2: a client that says nothing holds nobody up.
case {
  id = "http.silent-connections",
  proves = { "service.survives", "transport.http.binding" },
  title = "Connections that fall silent do not keep others waiting",
  hostile = true,
  connections = 9,
  tags = { "B030" },
  run = function(t)
    local silent = {}
    for index = 1, 8 do -- a connection is opened by the first octet that is sent
      silent[index] = t:connect()
      silent[index]:raw { octets = "P", why = "the client falls silent after a letter", await = false }
    end
    expect_identified(t, t:send(t.msg.identify(), { timeout = 5000 }), "silent connections keep nobody waiting", "transport.http.binding")
    for _, c in ipairs(silent) do c:close() end
  end,
}

-- RFC 9112 9.6: nor do those that leave in the middle.
case {
  id = "http.hang-up-in-the-middle",
  proves = { "service.survives", "transport.http.binding" },
  title = "Clients that hang up in the middle of a request do no harm",
  hostile = true,
  run = function(t)
    local octets = wire.take(t.msg.identify()):octets()
    for cut = 20, #octets - 1, math.max(1, #octets // 12) do
      local c = t:connect()
      c:raw { octets = octets:sub(1, cut), why = "the client hangs up in the middle", await = false }
      c:close()
    end
    expect_identified(t, t:send(t.msg.identify()), "the next request is answered", "transport.http.binding")
  end,
}

-- RFC 9112 9.3: two requests run together are two requests: what follows the first body is not part of it.
case {
  id = "http.smuggled-request",
  proves = { "http.framing", "service.survives" },
  title = "What follows a body is the next request, not more of the body",
  hostile = true,
  run = function(t)
    local c = t:connect()
    local one = wire.take(t.msg.identify())
    local first = c:raw { octets = one:octets() .. "LANTERN / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
      why = "a request with an unknown method follows" }
    expect_identified(t, first, "the first request is answered for itself")
    local second = c:read()
    wire.expect_refused(t, second, "an unknown method is refused")
    c:close()
  end,
}
