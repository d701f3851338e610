-- A lawful HTTP request taken apart, so that a hostile case can spoil exactly one thing of it.
local wire = {}
local Request = {}
Request.__index = Request

--- The request that `message` would be, with its body as octets.
function wire.take(message)
  local octets = message:octets()
  local head, body = octets:match("^(.-)\r\n\r\n(.*)$")
  local request = setmetatable({ fields = {}, body = body }, Request)
  for line in (head .. "\r\n"):gmatch("(.-)\r\n") do
    if not request.line then
      request.line = line
    else
      request.fields[#request.fields + 1] = line
    end
  end
  return request
end

--- Leaves a field out.
function Request:without(name)
  local kept = {}
  for _, field in ipairs(self.fields) do
    if field:lower():sub(1, #name + 1) ~= name:lower() .. ":" then kept[#kept + 1] = field end
  end
  self.fields = kept
  return self
end

--- Adds a field line, even a second one of its name.
function Request:add(name, value)
  self.fields[#self.fields + 1] = name .. ": " .. value
  return self
end

function Request:set(name, value)
  return self:without(name):add(name, value)
end

--- Gives the request another body and the Content-Length that fits it.
function Request:with_body(body)
  self.body = body
  return self:set("Content-Length", tostring(#body))
end

function Request:head()
  return self.line .. "\r\n" .. table.concat(self.fields, "\r\n") .. "\r\n\r\n"
end

function Request:octets()
  return self:head() .. self.body
end

--- Replaces the first `plain` of the body with `other` and keeps Content-Length true.
function Request:swap(plain, other)
  local from, to = self.body:find(plain, 1, true)
  assert(from, "the envelope does not hold " .. plain)
  return self:with_body(self.body:sub(1, from - 1) .. other .. self.body:sub(to + 1))
end

--- The head of a request whose body comes in chunks.
function Request:chunked_head()
  return self:without("Content-Length"):add("Transfer-Encoding", "chunked"):head()
end

--- The request with its body as chunks of at most `size` octets (RFC 9112 7.1).
function Request:chunked(size)
  local parts = {}
  for at = 1, #self.body, size do
    local chunk = self.body:sub(at, at + size - 1)
    parts[#parts + 1] = ("%x\r\n%s\r\n"):format(#chunk, chunk)
  end
  return self:chunked_head() .. table.concat(parts) .. "0\r\n\r\n"
end

--- Sends Identify's request with these octets instead of its envelope.
function wire.post(t, octets, why)
  return t:raw { octets = wire.take(t.msg.identify()):with_body(octets):octets(), why = why, timeout = 10000 }
end

--- The envelope with `content` put at the beginning of its body.
function wire.in_body(envelope, content)
  local before, after = envelope:match("^(.-<[%w]+:Body[^>]*>)(.*)$")
  return before .. content .. after
end

--- Was the message refused: by an HTTP error, by a fault, or by hanging up? Silence until the timeout is none of these.
function wire.refused(r)
  return r.ended == "closed" or r.ended == "cut" or (r.status ~= nil and r.status >= 400)
end

--- What happened, for a finding.
function wire.outcome(r)
  local fault = r:fault()
  return (r.status and "HTTP " .. r.status or r.ended) .. (fault and ", " .. (fault.subcode or fault.code or "a fault") or "")
end

--- The service must not act on this message as if it were in order.
function wire.expect_refused(t, r, message, rule)
  return t:expect(wire.refused(r), { message = message, expected = "an HTTP error, a fault or a closed connection",
    actual = wire.outcome(r), at = r, rule = rule })
end

return wire
