-- RFC 9110, RFC 9112: what holds for every service that speaks HTTP, whatever it carries.
local items = require("lib.items")
local wire = require("lib.wire")

local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"

local function expect_identified(t, r, message, rule)
  return t:expect(r.status == 200 and r:count(identified) == 1, { message = message, expected = "IdentifyResponse",
    actual = wire.outcome(r), at = r, rule = rule })
end

-- RFC 9110 9.1, 15.5.6: methods that are not offered are refused as such, and 405 names those that are.
for _, method in ipairs({ "PUT", "DELETE", "OPTIONS", "LANTERN" }) do
  case {
    id = "http.method-" .. method:lower(),
    proves = { "http.method.refused", "http.method.allow" },
    title = method .. " is refused as a method",
    run = function(t)
      local octets = wire.take(t.msg.identify()):octets():gsub("^POST", method, 1)
      local r = t:raw { octets = octets, why = "SOAP requests are POSTs" }
      local options = method == "OPTIONS" and (r.status == 200 or r.status == 204) and r:count("/s:Envelope") == 0
      t:expect(options or r.status == 405 or r.status == 501 or r.status == 404 or r.status == 400 or r.status == 401, { at = r,
        message = "a method that is not offered is refused as such", expected = "405 or 501", actual = wire.outcome(r) })
      if r.status == 405 then t:expect_header(r, "Allow", "POST", { rule = "http.method.allow" }) end
    end,
  }
end

-- RFC 9110 9.3.2: HEAD has no body in its answer, whatever its fields say.
case {
  id = "http.method-head",
  proves = { "http.method.refused", "http.framing" },
  title = "HEAD is refused as a method, or answered without a body",
  run = function(t)
    local c = t:connect()
    local r = c:send(t.msg.identify():method("HEAD"):unlawful("SOAP requests are POSTs"))
    t:expect(r.status ~= nil and r.body == "", { message = "an answer to HEAD has no body", expected = "a head alone",
      actual = wire.outcome(r), at = r })
    local open = r.status and not (r:header("Connection") or ""):lower():find("close", 1, true)
    if open then expect_identified(t, c:send(t.msg.identify()), "what follows HEAD is answered for itself", "http.framing") end
    c:close()
  end,
}

-- RFC 9112 3.2: a request of HTTP/1.1 says its host, once.
for word, spoil in pairs({
  ["without-host"] = function(request) return request:without("Host") end,
  ["with-two-hosts"] = function(request) return request:add("Host", "elsewhere.assay.example") end,
}) do
  case {
    id = "http.request-" .. word,
    proves = "http.host.required",
    title = "A request of HTTP/1.1 " .. word:gsub("-", " ") .. " is refused with 400",
    run = function(t)
      local r = t:raw { octets = spoil(wire.take(t.msg.identify())):octets(), why = "it does not have one Host field" }
      t:expect(r.status == 400, { message = "a request names its host once", expected = "400", actual = wire.outcome(r), at = r })
    end,
  }
end

-- RFC 9112 3.2.2: the target may be a whole URI, as for a proxy.
case {
  id = "http.target-in-absolute-form",
  proves = "http.target.absolute",
  title = "A request whose target is the whole URL is answered",
  run = function(t)
    local octets = wire.take(t.msg.identify()):octets():gsub("^POST (/[^ ]*)", "POST http://{host}%1", 1)
    expect_identified(t, t:raw { octets = octets }, "a target in absolute form is accepted")
  end,
}

-- RFC 9110 5.1, RFC 9112 5.1: names have no case, and white space around a value is none of it.
for word, how in pairs({
  ["in-small-letters"] = { "http.field.case", function(name, value) return name:lower() .. ": " .. value end },
  ["in-capitals"] = { "http.field.case", function(name, value) return name:upper() .. ": " .. value end },
  ["without-space"] = { "transport.http.binding", function(name, value) return name .. ":" .. value end },
  ["between-tabs"] = { "transport.http.binding", function(name, value) return name .. ":\t " .. value .. " \t" end },
}) do
  case {
    id = "http.fields-" .. word,
    proves = how[1],
    title = "Field names and values " .. word:gsub("-", " ") .. " are read",
    run = function(t)
      local request = wire.take(t.msg.identify())
      for index, field in ipairs(request.fields) do
        local name, value = field:match("^([^:]+): *(.*)$")
        request.fields[index] = how[2](name, value)
      end
      expect_identified(t, t:raw { octets = request:octets() }, "how a field is spelt does not change what it says")
    end,
  }
end

-- RFC 9112 2.2: an empty line too many, from clients that end a body with one.
case {
  id = "http.empty-line-before-request",
  proves = "transport.http.binding",
  title = "An empty line before the request line is passed over",
  run = function(t)
    expect_identified(t, t:raw { octets = "\r\n" .. wire.take(t.msg.identify()):octets() }, "an empty line before a request is passed over")
  end,
}

-- RFC 9112 9.3: one connection, several requests.
case {
  id = "http.connection-stays",
  proves = "http.persistence",
  title = "A connection serves a second request, and a third after a refusal",
  needs = { "feature.resource.item", "feature.transfer.get" },
  run = function(t)
    local c = t:connect()
    for _, message in ipairs({ t.msg.identify(), t.msg.get(items.epr(t)), t.msg.get({ uri = t.profile.unknown.uri }), t.msg.identify() }) do
      local r = c:send(message)
      local answered = r.status ~= nil and r:count("/s:Envelope/s:Body") > 0
      if not t:expect(answered, { message = "the connection stays open", expected = "an envelope", actual = wire.outcome(r), at = r }) then break end
      t:expect(not (r:header("Connection") or ""):lower():find("close", 1, true), { message = "an answer to a lawful request ends nothing",
        expected = "no Connection: close", actual = r:header("Connection"), at = r, path = "Connection" })
    end
    c:close()
  end,
}

-- RFC 9112 9.6: who says close gets it.
case {
  id = "http.connection-closed-when-asked",
  proves = { "http.framing", "transport.http.binding" },
  title = "After Connection: close the service closes the connection and says so",
  run = function(t)
    local c = t:connect()
    local r = c:raw { octets = wire.take(t.msg.identify()):add("Connection", "close"):octets() }
    expect_identified(t, r, "the last request of a connection is answered", "transport.http.binding")
    local after = c:read { timeout = 2000 }
    t:expect(after.ended == "closed", { message = "the connection is closed as asked", expected = "closed", actual = after.ended, at = after })
    c:close()
  end,
}

-- RFC 9110 6.6.1, 5.6.7: when it was said, in the one form that is still written. A 5xx need not say it.
case {
  id = "http.date",
  proves = "http.date",
  title = "Answers and refusals carry Date as RFC 9110 writes it",
  run = function(t)
    for _, message in ipairs({ t.msg.identify(), t.msg.get({ uri = t.profile.unknown.uri }) }) do
      local r = t:send(message)
      if not r.status or r.status < 500 then t:expect_header(r, "Date", "^%u%l%l, %d%d %u%l%l %d%d%d%d %d%d:%d%d:%d%d GMT$") end
    end
  end,
}

-- RFC 9110 8.4: what is packed in a way that nobody knows cannot be read.
for _, coding in ipairs({ "gzip", "lantern" }) do
  case {
    id = "http.content-coding-" .. coding,
    proves = "http.content-coding",
    title = "A body that says it is packed by " .. coding .. ", and is not, is refused",
    run = function(t)
      local r = t:send(t.msg.identify():http("Content-Encoding", coding):unlawful("the body is not packed as it says"))
      t:expect(r.status == 415 or r.status == 400, { message = "an envelope in a coding that is not understood is refused",
        expected = "415, or 400 from who understands it", actual = wire.outcome(r), at = r })
    end,
  }
end

-- RFC 9110 15.5.14: too much is refused for being too much. Who takes so much answers.
case {
  id = "http.body-of-three-million-octets",
  proves = { "http.size.413", "service.survives" },
  title = "A body of three million octets is refused for its size, or answered",
  hostile = true,
  tags = { "B080" },
  run = function(t)
    local giant = wire.take(t.msg.identify())
    local r = t:raw { octets = giant:with_body(giant.body .. (" "):rep(3000000)):octets(), why = "it is three million octets long", timeout = 20000 }
    local fault = r:fault()
    t:expect(r.status == 413 or r.status == 200 or (fault and fault.subcode == "wsman:EncodingLimit"), { at = r,
      message = "a body that is too large is refused for its size", expected = "413, or wsman:EncodingLimit", actual = wire.outcome(r) })
  end,
}
