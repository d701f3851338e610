-- Driving an enumeration to its end, and what its messages hold.
local enumerations = {}

local response = "/s:Envelope/s:Body/wsen:EnumerateResponse"
local pulled = "/s:Envelope/s:Body/wsen:PullResponse"

--- The context that an EnumerateResponse or PullResponse gives, or nil.
function enumerations.context(r)
  return r:text(response .. "/wsen:EnumerationContext") or r:text(pulled .. "/wsen:EnumerationContext")
end

--- Starts an enumeration, which the case's end releases, and returns its context and the answer.
function enumerations.start(t, epr, options)
  local r = t:send(t.msg.enumerate(epr, options))
  local context = enumerations.context(r)
  t:setup(r.status == 200 and context and context ~= "", "the target did not start an enumeration")
  t:defer(function() t:send(t.msg.release(epr, context)) end)
  return context, r
end

--- How many items a PullResponse brought.
function enumerations.pulled(r)
  return r:count(pulled .. "/wsen:Items/*")
end

--- How many items an optimized EnumerateResponse brought.
function enumerations.given(r)
  return r:count(response .. "/wsman:Items/*")
end

--- Does this answer end the enumeration?
function enumerations.ended(r)
  return r:count(response .. "/wsman:EndOfSequence | " .. pulled .. "/wsen:EndOfSequence") > 0
end

--- Pulls to the end and calls `each(r)` for every answer. Returns true when the end came. A Pull may bring fewer items than
--- were asked for (DSP0226 8.4), so that the end may be as many Pulls away as there are items; 10 000 are too many.
function enumerations.drain(t, epr, context, options, each)
  for _ = 1, 10000 do
    if not context then return false end
    local r = t:send(t.msg.pull(epr, context, options))
    if r.status ~= 200 or r:fault() then return false, r end
    each(r)
    if enumerations.ended(r) then return true, r end
    context = enumerations.context(r) or context
  end
  return false
end

enumerations.response = response
enumerations.pull_response = pulled

return enumerations
