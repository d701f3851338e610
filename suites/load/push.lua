-- Subscriptions whose events are pushed to the load itself, which acknowledges and counts them (DSP0226 10.2.9.3): twenty before the
-- load, which end after it. What makes events is the service's business; meanwhile it is asked who is there.
-- Other modes are http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push and …/wsman/1/wsman/Events.
--   assay bench http://127.0.0.1:5985/wsman --scenario suites/load/push.lua --rate 10 --duration 1m
local wse = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
local events = "http://schemas.dmtf.org/wbem/wscim/1/*"
local mode = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck"

scenario {
  -- of Windows' events it would be created = { "TimeCreated", attribute = "SystemTime" }
  sink = { subscriptions = 20, created = "IndicationTime" },
  setup = {
    request {
      action = wse .. "/Subscribe", expect = wse .. "/SubscribeResponse", resource = events,
      body = {
        '<wse:Subscribe><wse:Delivery Mode="' .. mode .. '"><wse:NotifyTo><wsa:Address>', sink(),
        "</wsa:Address></wse:NotifyTo></wse:Delivery><wse:Expires>PT1H</wse:Expires></wse:Subscribe>",
      },
      save = { subscription = "Identifier" },
    },
  },
  mix = { { identify {} } },
  teardown = {
    request {
      action = wse .. "/Unsubscribe", expect = wse .. "/UnsubscribeResponse", resource = events,
      header = { "<wse:Identifier>", saved "subscription", "</wse:Identifier>" },
      body = "<wse:Unsubscribe/>",
    },
  },
}
