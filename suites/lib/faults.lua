-- Expectations about faults, checked piece by piece so that each breach names the rule it breaks.
local faults = {}

local at_subcode = "/s:Envelope/s:Body/s:Fault/s:Code/s:Subcode/s:Value"
local at_code = "/s:Envelope/s:Body/s:Fault/s:Code/s:Value"
local at_detail = "/s:Envelope/s:Body/s:Fault/s:Detail/wsman:FaultDetail"

-- DSP0226 14.6: these faults of the master table blame the receiver; all the others blame the sender.
local blames_receiver = {
  ["wsa:EndpointUnavailable"] = true,
  ["wsman:DeliveryRefused"] = true,
  ["wsman:FragmentDialectNotSupported"] = true,
  ["wsman:InternalError"] = true,
  ["wsman:TimedOut"] = true,
  ["wsen:InvalidEnumerationContext"] = true,
  ["wsen:TimedOut"] = true,
}

local function row_of(subcode)
  return "fault.table." .. subcode:gsub(":", "."):lower()
end

local function described(r)
  local fault = r:fault()
  if not fault then
    return r.status and ("no fault, HTTP " .. r.status) or ("no answer: " .. r.ended)
  end
  return (fault.subcode or fault.code or "a fault without a code") .. (fault.detail and "/" .. fault.detail or "")
end

local function expect_subcode(t, r, fault, subcode, rule)
  return t:expect(fault and fault.subcode == subcode, { message = "the request has to be answered with " .. subcode,
    expected = subcode, actual = described(r), at = r, path = at_subcode, rule = rule })
end

--- The answer is this fault of the master table. A wrong subcode breaks the case's first rule, and those of `also`;
--- a wrong code the table's row; a missing detail the detail's row; another detail both, since the clause itself
--- tells them apart.
function faults.expect(t, r, subcode, detail, also)
  local fault = r:fault()
  if not expect_subcode(t, r, fault, subcode) then
    for _, rule in ipairs(type(also) == "table" and also or { also }) do expect_subcode(t, r, fault, subcode, rule) end
    return false
  end
  local code = blames_receiver[subcode] and "s:Receiver" or "s:Sender"
  local right = t:expect(fault.code == code, {
    message = subcode .. " is sent with the code " .. code, expected = code, actual = fault.code or "none",
    at = r, path = at_code, rule = row_of(subcode) })
  if not detail or fault.detail == detail then
    return right
  end
  t:expect(false, { message = subcode .. " carries the detail that tells its cause", expected = detail,
    actual = fault.detail or "no wsman:FaultDetail", at = r, path = at_detail,
    rule = row_of(subcode) .. "." .. detail:lower() })
  if fault.detail then
    t:expect(false, { message = "the request has to be answered with " .. subcode .. "/" .. detail,
      expected = detail, actual = fault.detail, at = r, path = at_detail })
  end
  return false
end

--- Several faults are lawful: `which` lists them as "wsa:DestinationUnreachable" or "wsman:InvalidSelectors/TypeMismatch".
function faults.expect_one_of(t, r, which, rule)
  local actual = described(r)
  local met = false
  for _, lawful in ipairs(which) do
    met = met or actual == lawful or actual:sub(1, #lawful + 1) == lawful .. "/"
  end
  return t:expect(met, { message = "the request has to be answered with one of the lawful faults",
    expected = table.concat(which, " or "), actual = actual, at = r, path = at_subcode, rule = rule })
end

--- Is the answer this fault? For cases where an option of the specification decides what follows.
function faults.is(r, subcode, detail)
  local fault = r:fault()
  return fault ~= nil and fault.subcode == subcode and (detail == nil or fault.detail == detail)
end

--- SOAP 1.2 part 1 5.4.8: the fault about a mandatory header names it in a s:NotUnderstood header. Another fault breaks
--- the case's first rule, or `rule`.
function faults.expect_not_understood(t, r, namespace, name, rule)
  local fault = r:fault()
  if not t:expect(fault and fault.code == "s:MustUnderstand", {
    message = "a mandatory header that is not understood has to be refused", expected = "s:MustUnderstand",
    actual = fault and fault.code or described(r), at = r, path = at_code, rule = rule }) then
    return false
  end
  local qname = r:text("/s:Envelope/s:Header/s:NotUnderstood/@qname")
  local prefix, localname = (qname or ""):match("^([^:'\"]+):(.+)$")
  local bound = prefix and r:text("/s:Envelope/s:Header/s:NotUnderstood/namespace::*[local-name()='" .. prefix .. "']")
  return t:expect(localname == name and bound == namespace, {
    message = "s:NotUnderstood names the header in question", expected = "{" .. namespace .. "}" .. name,
    actual = qname and ("{" .. (bound or "unbound prefix") .. "}" .. qname) or "no s:NotUnderstood header",
    at = r, path = "/s:Envelope/s:Header/s:NotUnderstood", rule = "fault.notunderstood.format" })
end

faults.described = described

return faults
