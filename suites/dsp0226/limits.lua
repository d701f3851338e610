-- DSP0226 13.4: the lengths that a service may refuse, and those that it has to take.
local faults = require("lib.faults")
local items = require("lib.items")
local options = require("lib.options")

local get = { "feature.resource.item", "feature.transfer.get" }
local limit = "fault.table.wsman.encodinglimit"

-- A URI longer than 2048 characters may be refused for that; otherwise it is just unknown.
case {
  id = "limits.long-resource-uri",
  proves = { "limit.uri-accept-2048", limit, limit .. ".urilimitexceeded" },
  title = "A resource URI of 3000 characters is too long or unknown",
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri .. "/" .. ("x"):rep(3000) }))
    if faults.is(r, "wsman:EncodingLimit") then return faults.expect(t, r, "wsman:EncodingLimit", "URILimitExceeded") end
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable" })
  end,
}

-- One of 2000 characters is not too long; it is unknown.
case {
  id = "limits.resource-uri-within-bounds",
  proves = "limit.uri-accept-2048",
  title = "A resource URI of 2000 characters is not too long",
  run = function(t)
    local uri = t.profile.unknown.uri .. "/"
    local r = t:send(t.msg.get({ uri = uri .. ("x"):rep(2000 - #uri) }))
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable" })
  end,
}

-- A MessageID is a URI as well; the limit for those that are sent binds the service, too.
case {
  id = "limits.long-message-id",
  proves = { "addressing.messageid.length", "addressing.relatesto.present", "limit.uri-generate-2048" },
  title = "A MessageID of 1500 characters comes back whole, one of 5000 is refused or comes back whole",
  needs = get,
  run = function(t)
    for _, length in ipairs({ 1500, 5000 }) do
      local id = "urn:assay:" .. ("m"):rep(length - 20) .. t:uuid():sub(-10)
      local message = t.msg.get(items.epr(t)):set("wsa:MessageID", id)
      if length > 2048 then message:unlawful("the MessageID is longer than a URI may be") end
      local r = t:send(message)
      local refused = r:fault() and length > 2048
      local echoed = r:text("/s:Envelope/s:Header/wsa:RelatesTo")
      t:expect(refused or echoed == id, { message = "a MessageID is repeated whole", expected = #id .. " characters",
        actual = echoed and #echoed .. " characters" or "no RelatesTo", at = r, rule = "addressing.relatesto.present",
        path = "/s:Envelope/s:Header/wsa:RelatesTo" })
      local own = r:text("/s:Envelope/s:Header/wsa:MessageID") or ""
      t:expect(#own <= 2048, { message = "the service's own MessageID is short enough", expected = "2048 characters at most",
        actual = #own .. " characters", at = r, path = "/s:Envelope/s:Header/wsa:MessageID" })
    end
  end,
}

-- A selector value longer than 4096 characters may be refused for that; otherwise it names nothing.
case {
  id = "limits.long-selector-value",
  proves = { "limit.selector-value", limit, limit .. ".selectorlimit" },
  title = "A selector value of 5000 characters is too long or names nothing",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, items.named(t, ("s"):rep(5000)))))
    if faults.is(r, "wsman:EncodingLimit") then return faults.expect(t, r, "wsman:EncodingLimit", "SelectorLimit") end
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable", "wsman:InvalidSelectors" })
  end,
}

-- One of 4000 characters is not too long.
case {
  id = "limits.selector-value-within-bounds",
  proves = "limit.selector-value",
  title = "A selector value of 4000 characters is not too long",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, items.named(t, ("s"):rep(4000)))))
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable", "wsman:InvalidSelectors" })
  end,
}

-- An option name longer than 2048 characters may be refused for that.
case {
  id = "limits.long-option-name",
  proves = { "limit.option-name", limit, limit .. ".optionlimit" },
  title = "An option name of 3000 characters is too long or passed over",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)):header(options.optional { { ("o"):rep(3000), "blue" } }))
    if r:fault() then return faults.expect(t, r, "wsman:EncodingLimit", "OptionLimit") end
    t:expect_ok(r)
  end,
}

-- EPRs that a service makes are short enough to be used.
case {
  id = "limits.generated-uris",
  proves = "limit.uri-generate-2048",
  title = "The URIs in EPRs have 2048 characters at most",
  needs = { "feature.resource.item", "feature.enumeration.modes" },
  run = function(t)
    local enumerations = require("lib.enumerations")
    local context = enumerations.start(t, items.class(t), { mode = "EnumerateEPR" })
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 20 }))
    for _, uri in ipairs(r:xpath("//wsa:EndpointReference/wsa:Address | //wsa:EndpointReference//wsman:ResourceURI")) do
      t:expect(#uri <= 2048, { message = "a URI that others have to send back is short enough", expected = "2048 characters at most",
        actual = #uri .. " characters", at = r })
    end
  end,
}
