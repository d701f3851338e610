-- The steps that clients under test do, with a service that answers each of them lawfully unless a case wants it otherwise.
local sequences = require("lib.sequences")
local service = require("lib.service")
local shells = require("lib.shells")

local steps = {}

steps.item_uri = "http://schemas.assay.example/wbem/1/Assay_Item"
steps.calculator_uri = "http://schemas.assay.example/wbem/1/Assay_Calculator"

--- One instance as markup. `changes` are elements of its own in the order of the class: Count, Created, Enabled, Label, Note.
function steps.item(number, changes)
  local name = ("item-%02d"):format(number)
  local of = changes or {}
  return ('<i:Assay_Item xmlns:i="%s">%s<i:Label>%s</i:Label><i:Name>%s</i:Name>%s<i:Slot>%d</i:Slot></i:Assay_Item>'):format(
    steps.item_uri, of.before or "", of.label or "shelf", name, of.after or "", (number - 1) % 16 + 1)
end

--- The first `count` instances.
function steps.items(count)
  local list = {}
  for number = 1, count do list[number] = steps.item(number) end
  return list
end

local Getting = {}
Getting.__index = Getting

function Getting:serve(t, r)
  if service.action_of(r) ~= "Get" then return false end
  service.answer(t, r, service.transfer .. "/GetResponse", self.how.representation or steps.item(1), self.how)
  return true
end

local Invoking = {}
Invoking.__index = Invoking

function Invoking:serve(t, r)
  if not (r:text("/s:Envelope/s:Header/wsa:Action") or ""):find(steps.calculator_uri, 1, true) then return false end
  service.answer(t, r, steps.calculator_uri .. "/EchoResponse",
    ([[<m:Echo_OUTPUT xmlns:m="%s"><m:Uint8Value>7</m:Uint8Value><m:Sint64Value>-8</m:Sint64Value><m:StringValue>item-01</m:StringValue><m:ReturnValue>true</m:ReturnValue></m:Echo_OUTPUT>]])
      :format(steps.calculator_uri), self.how)
  return true
end

-- "item-01 is here" in base64, as streams carry it.
local said = "aXRlbS0wMSBpcyBoZXJlDQo="

--- What clients are told for a step, and who serves it. Every client has one of them at least.
steps.of = {
  get = {
    given = { uri = steps.item_uri, selectors = { Name = "item-01", Slot = "1" } },
    new = function(how) return setmetatable({ how = how }, Getting) end,
  },
  enumerate = {
    given = { uri = steps.item_uri },
    new = function(how) return sequences.new(steps.items(how.count or 1), how) end,
  },
  invoke = {
    -- The order is that of the declaration, and no other: that of the names would be another.
    given = { uri = steps.calculator_uri, selectors = { Name = "abacus" }, method = "Echo",
      parameters = { { "Uint8Value", "7" }, { "Sint64Value", "-8" }, { "StringValue", "a word" } } },
    new = function(how) return setmetatable({ how = how }, Invoking) end,
  },
  shell = {
    given = { command = "hostname" },
    new = function(how) return shells.new(said, how) end,
  },
}

--- The steps in the order of the suites.
steps.names = { "get", "enumerate", "invoke", "shell" }

--- What the client is told for a step, with changes.
function steps.given(name, changes)
  local given = {}
  for key, value in pairs(steps.of[name].given) do given[key] = value end
  for key, value in pairs(changes or {}) do given[key] = value end
  return given
end

--- Serves the step to the client's end. `how.first(t, r)` answers the first request instead, and every other one like it with
--- `how.always`. Returns the first request,
--- those after it, the state of the service, and the outcome.
function steps.play(t, name, how)
  how = how or {}
  local state = steps.of[name].new(how)
  local first = service.first(t)
  local function serve(r)
    if not how.always then return state:serve(t, r) end
    how.first(t, r)
    return true
  end
  if how.first then
    how.first(t, first)
  elseif not serve(first) then
    service.fault(t, first, { subcode = "wsa:ActionNotSupported", reason = "this step begins otherwise",
      action = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault" })
  end
  local rest = service.rest(t, serve)
  return { first = first, rest = rest, state = state, outcome = t:outcome() }
end

return steps
