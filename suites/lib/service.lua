-- What a service says to a client under test: lawful envelopes, the HTTP around them, and the ways to be odd about both.
local service = {}

service.transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
service.enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
service.anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
service.fault_action = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
service.wsmanfault = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"

local namespaces = {
  s = "http://www.w3.org/2003/05/soap-envelope",
  wsa = "http://schemas.xmlsoap.org/ws/2004/08/addressing",
  wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
  wsen = service.enumeration,
  wxf = service.transfer,
  wsmid = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd",
}

--- Text as it stands in XML.
function service.escaped(text)
  return (tostring(text):gsub("[&<>\r]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\r"] = "&#13;" }))
end

--- The last word of the request's action: "Get", "Enumerate"; "Identify" for what has none.
function service.action_of(r)
  local action = r:text("/s:Envelope/s:Header/wsa:Action")
  if action then return action:match("([^/]*)$") end
  return r:count("/s:Envelope/s:Body/wsmid:Identify") == 1 and "Identify" or ""
end

--- Gives the customary prefixes of tags other names.
local function with_prefixes(markup, prefixes)
  for customary, other in pairs(prefixes) do
    markup = markup:gsub("(</?)" .. customary .. ":", "%1" .. other .. ":")
  end
  return markup
end

local function declarations(prefixes)
  local parts = {}
  for prefix, uri in pairs(namespaces) do
    parts[#parts + 1] = (' xmlns:%s="%s"'):format(prefixes[prefix] or prefix, uri)
  end
  return table.concat(parts)
end

--- An answering envelope. In `how`: `relates_to` (false for none), `header` (more of it), `prefixes` (s = "soap", …),
--- `bare_ends` (no blank before the end of an empty element in any dialect).
function service.envelope(t, r, action, body, how)
  how = how or {}
  local prefixes = how.prefixes or {}
  local id = r:text("/s:Envelope/s:Header/wsa:MessageID")
  local header = ("<wsa:To>%s</wsa:To><wsa:Action>%s</wsa:Action><wsa:MessageID>uuid:%s</wsa:MessageID>"):format(
    service.anonymous, service.escaped(action), t:uuid())
  local related = how.relates_to == nil and id or how.relates_to
  if related then header = header .. ("<wsa:RelatesTo>%s</wsa:RelatesTo>"):format(service.escaped(related)) end
  local uri = r:text("/s:Envelope/s:Header/wsman:ResourceURI")
  if t.profile.dialect == "amt" and uri then
    header = header .. ("<wsman:ResourceURI>%s</wsman:ResourceURI>"):format(service.escaped(uri))
  end
  if not id and not r:text("/s:Envelope/s:Header/wsa:Action") then header = "" end -- Identify has no addressing
  local markup = ("<s:Envelope%s><s:Header>%s%s</s:Header><s:Body>%s</s:Body></s:Envelope>"):format(
    declarations(prefixes), header, how.header or "", body)
  -- Intel's firmware writes <x /> and never <x/>, which clients of it have come to rely on.
  if t.profile.dialect == "amt" and not how.bare_ends then markup = markup:gsub("(%S)/>", "%1 />") end
  return with_prefixes(markup, prefixes)
end

local reasons = { [200] = "OK", [302] = "Found", [400] = "Bad Request", [401] = "Unauthorized", [404] = "Not Found",
  [500] = "Internal Server Error", [503] = "Service Unavailable" }

local function chunked(body, size)
  local parts = {}
  for at = 1, #body, size do
    local chunk = body:sub(at, at + size - 1)
    parts[#parts + 1] = ("%x\r\n%s\r\n"):format(#chunk, chunk)
  end
  return table.concat(parts) .. "0\r\n\r\n"
end

--- The octets of a response. In `how`: `type` (of the body), `fields` (a list of lines), `chunked` (size of the chunks),
--- `until_close`, `interim` (a 102 comes first).
function service.octets(status, body, how)
  local lines = { ("HTTP/1.1 %d %s"):format(status, reasons[status]) }
  lines[#lines + 1] = "Content-Type: " .. (how.type or "application/soap+xml;charset=UTF-8")
  for _, field in ipairs(how.fields or {}) do lines[#lines + 1] = field end
  if how.chunked then
    lines[#lines + 1] = "Transfer-Encoding: chunked"
    body = chunked(body, how.chunked)
  elseif how.until_close then
    lines[#lines + 1] = "Connection: close"
  else
    lines[#lines + 1] = "Content-Length: " .. #body
  end
  local interim = how.interim and "HTTP/1.1 102 Processing\r\n\r\n" or ""
  return interim .. table.concat(lines, "\r\n") .. "\r\n\r\n" .. body
end

--- Writes a response. Beside what octets() takes: `split` (the size of the pieces), `pause_ms` between them, `delay_ms`,
--- `cut` (how many octets at the end are kept back before the connection closes), `close`, `why` (it is unlawful).
function service.write(t, r, status, body, how)
  how = how or {}
  local octets = service.octets(status, body, how)
  if how.cut then octets = octets:sub(1, #octets - how.cut) end
  t:reply(r, { octets = octets, pieces = how.split, pause_ms = how.pause_ms, delay_ms = how.delay_ms,
    close = how.until_close or how.cut ~= nil or how.close or false, why = how.why })
end

--- Answers lawfully but for what `how` says.
function service.answer(t, r, action, body, how)
  service.write(t, r, 200, service.envelope(t, r, action, body, how), how)
end

--- A fault's body. `of` has `code` ("s:Sender"), `subcode` ("wsman:AccessDenied"), `reason`, `detail` (markup).
function service.fault_body(of)
  local subcode = of.subcode and ("<s:Subcode><s:Value>%s</s:Value></s:Subcode>"):format(of.subcode) or ""
  local detail = of.detail and ("<s:Detail>%s</s:Detail>"):format(of.detail) or ""
  return ('<s:Fault><s:Code><s:Value>%s</s:Value>%s</s:Code><s:Reason><s:Text xml:lang="en">%s</s:Text></s:Reason>%s</s:Fault>')
    :format(of.code or "s:Sender", subcode, service.escaped(of.reason or "it cannot be done"), detail)
end

--- Answers with a fault; `how.status` is 500 unless told otherwise (SOAP 1.2 part 2 7.5.1.2 has 400 and 500).
function service.fault(t, r, of, how)
  how = how or {}
  local status = how.status or (of.code == "s:Receiver" and 500 or 400)
  service.write(t, r, status, service.envelope(t, r, of.action or service.fault_action, service.fault_body(of), how), how)
end

--- The first request of the client; without one the case cannot be.
function service.first(t)
  local r = t:request()
  if not r then
    local o = t:outcome()
    t:setup(false, "the client sent no request; " .. o.kind .. ": " .. (o.errors .. o.output):sub(1, 300))
  end
  return r
end

--- Answers every further request until the client has ended; `serve(r)` gives true when it has answered.
function service.rest(t, serve)
  local requests = {}
  while true do
    local r = t:request()
    if not r then return requests end
    requests[#requests + 1] = r
    if not serve(r) then
      service.fault(t, r, { subcode = "wsa:ActionNotSupported", action = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault",
        reason = "this service does not do that" })
    end
  end
end

return service
