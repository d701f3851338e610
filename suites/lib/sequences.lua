-- An enumeration as a service keeps it: lawful, in batches of the size that the case wants.
local service = require("lib.service")

local sequences = {}
local Sequence = {}
Sequence.__index = Sequence

local body = "/s:Envelope/s:Body/"

--- A sequence of items, given as markup. In `how`: `batch` (at most so many at a time), `optimize = false` (the service
--- does not know optimized enumeration), `lone_end` (the last Pull brings no item), and what service.answer takes, for every answer.
function sequences.new(items, how)
  return setmetatable({ items = items, how = how or {}, given = 0, context = 0, requests = {} }, Sequence)
end

local function number_at(r, path, otherwise)
  return math.tointeger(tonumber(r:text(path) or "")) or otherwise
end

function Sequence:next_batch(most)
  local last = math.min(#self.items, self.given + most, self.given + (self.how.batch or #self.items))
  local batch = table.concat(self.items, "", self.given + 1, last)
  self.given = last
  return batch
end

function Sequence:is_at_end()
  return self.given == #self.items and not self.how.lone_end
end

function Sequence:context_element()
  self.context = self.context + 1
  return ("<wsen:EnumerationContext>context-%d</wsen:EnumerationContext>"):format(self.context)
end

function Sequence:enumerate(t, r)
  local answer
  if self.how.optimize ~= false and r:count(body .. "wsen:Enumerate/wsman:OptimizeEnumeration") == 1 then
    local batch = self:next_batch(number_at(r, body .. "wsen:Enumerate/wsman:MaxElements", 1))
    self.optimized = true
    self.complete = self:is_at_end()
    local context = self.complete and "<wsen:EnumerationContext/>" or self:context_element()
    answer = context .. ("<wsman:Items>%s</wsman:Items>"):format(batch) .. (self.complete and "<wsman:EndOfSequence/>" or "")
  else
    answer = self:context_element()
  end
  service.answer(t, r, service.enumeration .. "/EnumerateResponse",
    "<wsen:EnumerateResponse>" .. answer .. "</wsen:EnumerateResponse>", self.how)
end

function Sequence:pull(t, r)
  local used = r:text(body .. "wsen:Pull/wsen:EnumerationContext")
  if self.complete or used ~= "context-" .. self.context then
    return service.fault(t, r, { code = "s:Receiver", subcode = "wsen:InvalidEnumerationContext",
      action = service.enumeration .. "/fault", reason = "there is no enumeration with this context" })
  end
  local alone = self.given == #self.items
  local items = ""
  if not alone then
    items = ("<wsen:Items>%s</wsen:Items>"):format(self:next_batch(number_at(r, body .. "wsen:Pull/wsen:MaxElements", 1)))
  end
  self.complete = alone or self:is_at_end()
  local answer = self.complete and items .. "<wsen:EndOfSequence/>" or self:context_element() .. items
  service.answer(t, r, service.enumeration .. "/PullResponse", "<wsen:PullResponse>" .. answer .. "</wsen:PullResponse>", self.how)
end

--- Answers the request when it belongs to an enumeration; false when not.
function Sequence:serve(t, r)
  self.requests[#self.requests + 1] = r
  local action = service.action_of(r)
  if action == "Enumerate" then
    self:enumerate(t, r)
  elseif action == "Pull" then
    self.pulls = (self.pulls or 0) + 1
    self:pull(t, r)
  elseif action == "Release" then
    self.released = true
    service.answer(t, r, service.enumeration .. "/ReleaseResponse", "", self.how)
  else
    return false
  end
  return true
end

return sequences
