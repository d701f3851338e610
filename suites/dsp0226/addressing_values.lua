-- DSP0226 5.1, 13.1: repeated headers, white space, and addresses that are spelt otherwise.
local faults = require("lib.faults")
local items = require("lib.items")
local options = require("lib.options")

local get = { "feature.resource.item", "feature.transfer.get" }
local header = "/s:Envelope/s:Header/"
local anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"

local function get_item(t)
  return t.msg.get(items.epr(t))
end

-- 13.1: a header that comes twice is not guessed at; a constrained service may take the first.
for _, doubled in ipairs({
  { word = "message-id", xml = "<wsa:MessageID>urn:uuid:00000000-1111-4222-8333-444444444444</wsa:MessageID>" },
  { word = "action", xml = "<wsa:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</wsa:Action>" },
  { word = "resource-uri", xml = "<wsman:ResourceURI>%s</wsman:ResourceURI>" },
}) do
  case {
    id = "addressing.doubled-" .. doubled.word,
    proves = { "soap.duplicate-headers", "fault.table.wsa.invalidmessageinformationheader" },
    title = "A second " .. doubled.word .. " header is refused",
    needs = get,
    run = function(t)
      local r = t:send(get_item(t):header(doubled.xml:format(t.profile.item.uri)):unlawful("a header comes twice"))
      faults.expect(t, r, "wsa:InvalidMessageInformationHeader")
    end,
  }
end

-- 5.1.2.1: a resource URI is any URI. One that is not known is unknown, not wrong.
case {
  id = "addressing.resource-uri-of-any-scheme",
  proves = "addressing.resourceuri.rfc3986",
  title = "A resource URI of another scheme is unknown, not malformed",
  run = function(t)
    for _, uri in ipairs({ "urn:assay:lantern", "tag:assay.example,2026:lantern?shade=blue#top", "ftp://[::1]:21/a%20lantern;x=1" }) do
      faults.expect_one_of(t, t:send(t.msg.get({ uri = uri })), { "wsa:DestinationUnreachable" })
    end
  end,
}

-- 5.1.2.1: white space around the resource URI does no harm.
case {
  id = "addressing.resource-uri-with-spaces",
  proves = "addressing.resourceuri.whitespace",
  title = "White space around the resource URI is trimmed",
  needs = get,
  run = function(t)
    local epr = items.epr(t)
    t:expect_ok(t:send(t.msg.get(epr):set("wsman:ResourceURI", "\n   " .. epr.uri .. "  \n")))
  end,
}

-- 13.1: nor around other values.
case {
  id = "addressing.values-with-spaces",
  proves = "soap.whitespace",
  title = "White space around the action and the message id is trimmed",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):set("wsa:Action", "  http://schemas.xmlsoap.org/ws/2004/09/transfer/Get\n")
      :set("wsa:MessageID", "\n  urn:uuid:" .. t:uuid():gsub("^urn:uuid:", "") .. "\n")))
  end,
}

-- 5.1.2.1: the resource URI belongs in requests.
case {
  id = "addressing.reply-without-resource-uri",
  proves = { "addressing.resourceuri.not-in-response", "optionset.not-in-responses" },
  title = "A reply repeats neither the resource URI nor the options of its request",
  needs = get,
  tags = { "L3" },
  run = function(t)
    local r = items.served(t, get_item(t):header(options.optional { { "Shade", "blue" } }))
    t:expect_absent(r, header .. "wsman:ResourceURI")
    t:expect_absent(r, header .. "wsman:OptionSet", { rule = "optionset.not-in-responses" })
  end,
}

-- 5.1: an EPR may say "the address you already use"; a request made from it has the anonymous address in wsa:To.
case {
  id = "addressing.to-the-anonymous-address",
  proves = { "addressing.epr.anonymous-address", "addressing.epr.to-header-from-address" },
  title = "A request to the anonymous address reaches the service on this connection",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):set("wsa:To", anonymous)))
  end,
}

-- 13.1: what is in wsa:To need not be the URL of the HTTP request.
case {
  id = "addressing.to-differs-from-url",
  proves = "transport.http.url-vs-to",
  title = "wsa:To may name the service otherwise than the HTTP request does",
  needs = get,
  run = function(t)
    t:expect_ok(t:send(get_item(t):set("wsa:To", "http://bmc.assay.example:5985/wsman")))
  end,
}
