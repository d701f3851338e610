-- DSP0226 5.1, 5.4.5: resources and actions that do not exist, or are named in two ways.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }

local function get_item(t)
  return t.msg.get(items.epr(t))
end

-- 5.1.2.1: a resource nobody knows is unreachable.
case {
  id = "addressing.unknown-resource",
  proves = { "addressing.resourceuri.not-found", "fault.table.wsa.destinationunreachable",
    "fault.table.wsa.destinationunreachable.invalidresourceuri" },
  title = "An unknown resource URI is unreachable",
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }))
    faults.expect(t, r, "wsa:DestinationUnreachable", "InvalidResourceURI")
  end,
}

-- 5.4.5: an action that nobody implements is refused.
case {
  id = "addressing.unknown-action",
  proves = { "addressing.action.unsupported", "fault.table.wsa.actionnotsupported" },
  title = "An action that the resource does not know is refused",
  needs = { "feature.resource.item" },
  run = function(t)
    local r = t:send(t.msg.action(t.profile.item.uri .. "/Polish", items.epr(t), ""))
    faults.expect(t, r, "wsa:ActionNotSupported")
  end,
}

-- 13.6: URIs are compared with regard to case.
case {
  id = "addressing.action-in-other-case",
  proves = { "case.sensitivity", "fault.table.wsa.actionnotsupported" },
  title = "An action URI in capitals is another action",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):set("wsa:Action", "http://schemas.xmlsoap.org/ws/2004/09/transfer/GET")
      :unlawful("no specification defines this action"))
    faults.expect(t, r, "wsa:ActionNotSupported")
  end,
}

-- 13.6: element names are compared with regard to case.
case {
  id = "addressing.header-in-other-case",
  proves = { "case.sensitivity", "addressing.resourceuri.missing" },
  title = "A header named resourceURI is not the header ResourceURI",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):without("wsman:ResourceURI")
      :header("<wsman:resourceURI>" .. t.profile.item.uri .. "</wsman:resourceURI>")
      :unlawful("it has no wsman:ResourceURI, only a header that looks like it"))
    faults.expect_one_of(t, r, { "wsa:DestinationUnreachable" })
  end,
}

-- 5.4.5: an HTTP SOAPAction that contradicts wsa:Action is told apart from an unknown action.
case {
  id = "addressing.soapaction-differs",
  proves = { "addressing.action.soapaction-match", "fault.table.wsa.actionnotsupported",
    "fault.table.wsa.actionnotsupported.actionmismatch" },
  title = "A SOAPAction other than wsa:Action is refused as a mismatch",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):http("SOAPAction", '"http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete"')
      :unlawful("SOAPAction and wsa:Action differ"))
    faults.expect(t, r, "wsa:ActionNotSupported", "ActionMismatch", "fault.table.wsa.actionnotsupported.actionmismatch")
  end,
}

-- 5.4.5: the action parameter of the media type is the SOAP 1.2 form of the same promise.
case {
  id = "addressing.action-parameter-differs",
  proves = { "addressing.action.soapaction-match", "fault.table.wsa.actionnotsupported",
    "fault.table.wsa.actionnotsupported.actionmismatch" },
  title = "A media type with another action than wsa:Action is refused as a mismatch",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):http("Content-Type",
      'application/soap+xml;charset=UTF-8;action="http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete"')
      :unlawful("the action parameter and wsa:Action differ"))
    faults.expect(t, r, "wsa:ActionNotSupported", "ActionMismatch", "fault.table.wsa.actionnotsupported.actionmismatch")
  end,
}

-- 5.4.5: a matching SOAPAction, quoted or in the media type, is in order; so is none at all.
case {
  id = "addressing.soapaction-agrees",
  proves = "addressing.action.soapaction-match",
  title = "A SOAPAction equal to wsa:Action is accepted, and so is its absence",
  needs = get,
  run = function(t)
    local action = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
    t:expect_ok(t:send(get_item(t):http("SOAPAction", '"' .. action .. '"')))
    t:expect_ok(t:send(get_item(t):http("Content-Type", 'application/soap+xml;charset=UTF-8;action="' .. action .. '"')))
    t:expect_ok(t:send(get_item(t):without_http("SOAPAction")))
  end,
}
