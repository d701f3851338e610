-- Subscriptions whose events are pulled (DSP0226 10.2.9.5): each operation subscribes, pulls once and unsubscribes. What
-- happens meanwhile is the service's business; where nothing does, its Pull ends with a fault after its own time limit.
--   assay bench http://127.0.0.1:5985/wsman --scenario suites/load/events.lua
local wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
local events = "http://schemas.dmtf.org/wbem/wscim/1/*"

scenario {
  mix = { {
    request {
      action = wse .. "/Subscribe", expect = wse .. "/SubscribeResponse", resource = events, opens = true,
      body = '<wse:Subscribe><wse:Delivery Mode="http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"/></wse:Subscribe>',
      save = { subscription = "Identifier" },
    },
    pull { resource = events, max_elements = 20 },
    request {
      action = wse .. "/Unsubscribe", expect = wse .. "/UnsubscribeResponse", resource = events,
      header = { "<wse:Identifier>", saved "subscription", "</wse:Identifier>" },
      body = "<wse:Unsubscribe/>",
    },
  } },
}
