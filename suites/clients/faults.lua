-- SOAP 1.2 part 1 5.4, DSP0226 14, MS-WSMV 2.2.4.43: what a client makes of a fault.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local cause = "the blue key is missing"

local function provider_fault()
  return ([[<f:WSManFault xmlns:f="%s" Code="2150858967" Machine="assay"><f:Message><f:ProviderFault provider="Inventory" path="inventory.dll"><f:WSManFault Code="5" Machine="assay"><f:Message>%s</f:Message></f:WSManFault></f:ProviderFault></f:Message></f:WSManFault>]])
    :format(service.wsmanfault, cause)
end

local kinds = {
  { word = "sender", title = "a fault that blames the sender, with status 400",
    fault = { subcode = "wsman:AccessDenied", reason = cause } },
  { word = "sender-500", title = "the same with status 500, as Windows sends it",
    fault = { subcode = "wsman:AccessDenied", reason = cause }, tags = { "B065", "B119" },
    how = { status = 500, why = "a fault that blames the sender travels with 400" } },
  { word = "receiver", title = "a fault that blames the receiver", tags = { "B078" },
    fault = { code = "s:Receiver", subcode = "wsman:InternalError", reason = cause } },
  { word = "bare", title = "a fault without subcode and detail", fault = { reason = cause }, tags = { "B072" },
    how = { why = "a fault of WS-Management has a subcode" } },
  { word = "nested", title = "a fault whose cause is deep in its detail", words = { cause }, tags = { "B037" },
    fault = { code = "s:Receiver", subcode = "wsman:InternalError", reason = "the operation failed", detail = provider_fault() } },
  { word = "status-200", title = "a fault in spite of status 200", tags = { "B078" },
    fault = { code = "s:Receiver", subcode = "wsman:InternalError", reason = cause },
    how = { status = 200, why = "a fault travels with 400 or 500" } },
}

for _, step in ipairs(steps.names) do
  for _, kind in ipairs(kinds) do
    -- SOAP 1.2 part 2 7.5.1.2: whatever the status, the fault in the body is the outcome.
    client_case {
      id = ("faults.%s.%s"):format(step, kind.word),
      title = ("A client tells of %s to the step '%s'"):format(kind.title, step),
      proves = { "client.fault.reported", "client.fault.told-as-fault", "client.fault.cause" },
      step = step,
      given = steps.given(step),
      tags = kind.tags,
      serve = function(t)
        local played = steps.play(t, step, { first = function(_, r) service.fault(t, r, kind.fault, kind.how) end })
        local o, at = played.outcome, played.first
        if not outcomes.expect_failure(t, o, { at = at }) then return end
        outcomes.expect_kind(t, o, "fault", { rule = "client.fault.told-as-fault", at = at })
        outcomes.expect_words(t, o, kind.words or { cause, kind.fault.subcode }, { rule = "client.fault.cause", at = at })
      end,
    }
  end
end

-- DSP0226 8.4: an enumeration can fail at any Pull, and what came until then is not all there is.
client_case {
  id = "faults.enumerate.in-a-pull",
  title = "A fault in the middle of an enumeration is told",
  proves = { "client.fault.reported" },
  step = "enumerate-batched",
  given = steps.given("enumerate", { batch = 2 }),
  tags = { "B078" },
  serve = function(t)
    local sequence = steps.of.enumerate.new({ count = 7, batch = 2 })
    local first = service.first(t)
    t:setup(sequence:serve(t, first), "the client does not begin with Enumerate")
    service.rest(t, function(r)
      if service.action_of(r) ~= "Pull" then return sequence:serve(t, r) end
      service.fault(t, r, { code = "s:Receiver", subcode = "wsman:InternalError", reason = cause })
      return true
    end)
    outcomes.expect_failure(t, t:outcome(), { at = first })
  end,
}
