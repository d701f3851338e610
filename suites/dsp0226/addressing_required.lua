-- DSP0226 5.3, 5.4: the addressing headers that every request needs.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_item(t)
  return t.msg.get(items.epr(t))
end

-- Each addressing header that a request must have, and what is lawful when it is missing. The texts of 2005 and the
-- table of 14.6 disagree about MessageID, so both faults are lawful there.
local missing = "wsa:MessageInformationHeaderRequired"
local required = {
  { header = "wsa:To", word = "to", proves = "addressing.to.present", lawful = { missing } },
  { header = "wsa:Action", word = "action", proves = "addressing.action.required", lawful = { missing } },
  { header = "wsa:MessageID", word = "message-id", proves = "addressing.messageid.required",
    lawful = { missing, "wsa:InvalidMessageInformationHeader" } },
}
for _, absent in ipairs(required) do
  -- 5.4: a request without it is refused for that reason, and for no other (openwsman once looked up the resource first).
  case {
    id = "addressing.without-" .. absent.word,
    proves = { absent.proves, "fault.table.wsa.messageinformationheaderrequired" },
    title = "A request without " .. absent.header .. " is refused because of that header",
    needs = get,
    tags = { "B001" },
    run = function(t)
      local r = t:send(get_item(t):without(absent.header):unlawful("it has no " .. absent.header))
      if faults.expect_one_of(t, r, absent.lawful) and faults.is(r, missing) then faults.expect(t, r, missing) end
    end,
  }
end

-- 5.4.2: without ReplyTo a request that wants a reply is refused, or nothing at all is sent back.
case {
  id = "addressing.without-reply-to",
  proves = { "addressing.replyto.required", "addressing.replyto.unusable", "fault.table.wsa.messageinformationheaderrequired" },
  title = "A request without wsa:ReplyTo is refused or left without a reply",
  needs = get,
  tags = { "B001" },
  run = function(t)
    items.served(t, get_item(t))
    local r = t:send(get_item(t):without("wsa:ReplyTo"):unlawful("it has no wsa:ReplyTo"))
    if r:count("/s:Envelope") > 0 then faults.expect(t, r, missing) end
  end,
}

-- 5.1.2.1: the default addressing model needs the ResourceURI.
case {
  id = "addressing.without-resource-uri",
  proves = { "addressing.resourceuri.missing", "addressing.resourceuri.required-actions",
    "fault.table.wsa.destinationunreachable", "fault.table.wsa.destinationunreachable.invalidresourceuri" },
  title = "A Get without wsman:ResourceURI is unreachable for want of a valid resource URI",
  needs = get,
  tags = { "B001" },
  run = function(t)
    local r = t:send(get_item(t):without("wsman:ResourceURI"):unlawful("it has no wsman:ResourceURI"))
    faults.expect(t, r, "wsa:DestinationUnreachable", "InvalidResourceURI")
  end,
}

-- 5.4: an EPR is used by turning its parts into headers, also in later messages of a sequence.
case {
  id = "addressing.pull-without-resource-uri",
  proves = { "addressing.epr.every-request", "addressing.resourceuri.missing" },
  title = "A Pull is routed by its addressing, not by its context alone",
  needs = { "feature.enumeration", "feature.resource.item" },
  run = function(t)
    local context = require("lib.enumerations").start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context):without("wsman:ResourceURI"):unlawful("it has no wsman:ResourceURI"))
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable", "wsa:MessageInformationHeaderRequired" })
  end,
}

-- 5.4.4: an identifier that holds nothing cannot be related to.
case {
  id = "addressing.empty-message-id",
  proves = { "addressing.messageid.required", "fault.table.wsa.invalidmessageinformationheader" },
  title = "An empty MessageID is refused",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):set("wsa:MessageID", ""):unlawful("its MessageID is empty"))
    faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsa:MessageInformationHeaderRequired",
      "wsman:SchemaValidationError" })
  end,
}

-- 5.4.3: nor can a FaultTo without an address be used: no fault is sent, or one about it.
case {
  id = "addressing.faultto-without-address",
  proves = "addressing.faultto.unusable",
  title = "A FaultTo without an address is refused or the fault is not sent",
  needs = get,
  run = function(t)
    items.served(t, get_item(t))
    local absent = t.msg.get(items.epr(t, t.profile.item.absent))
    local r = t:send(absent:header("<wsa:FaultTo></wsa:FaultTo>"):unlawful("its FaultTo has no Address"))
    if r:count("/s:Envelope") == 0 then return end
    faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsa:MessageInformationHeaderRequired",
      "wsman:SchemaValidationError", "wsman:UnsupportedFeature/AddressingMode" })
  end,
}

-- 5.4.2: a ReplyTo without an address cannot be used; it is refused, or nothing is sent.
case {
  id = "addressing.replyto-without-address",
  proves = { "addressing.replyto.unusable", "addressing.replyto.required" },
  title = "A ReplyTo without an address is refused or left without a reply",
  needs = get,
  run = function(t)
    items.served(t, get_item(t))
    local r = t:send(get_item(t):without("wsa:ReplyTo"):header("<wsa:ReplyTo></wsa:ReplyTo>")
      :unlawful("its ReplyTo has no Address"))
    if r:count("/s:Envelope") == 0 then return end
    faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader", "wsa:MessageInformationHeaderRequired",
      "wsman:SchemaValidationError" })
  end,
}
