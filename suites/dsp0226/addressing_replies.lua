-- DSP0226 5.4: which addressing headers replies and faults carry, and where they go.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }
local header = "/s:Envelope/s:Header/"
local anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"

local function get_item(t)
  return t.msg.get(items.epr(t))
end

local function get_absent(t)
  return t.msg.get(items.epr(t, t.profile.item.absent))
end

local function expect_related(t, r, id)
  local echoed = r:text(header .. "wsa:RelatesTo")
  if not t:expect_present(r, header .. "wsa:RelatesTo") or echoed == id then return end
  t:expect(false, { message = "wsa:RelatesTo repeats the MessageID octet for octet", expected = id, actual = echoed, at = r,
    path = header .. "wsa:RelatesTo",
    rule = echoed:lower() == id:lower() and "addressing.relatesto.case-preserved" or nil })
end

-- 5.4.4: a reply names the request that it answers, without touching the case of the identifier.
case {
  id = "addressing.reply-relates-to-request",
  proves = { "addressing.relatesto.present", "addressing.relatesto.case-preserved" },
  title = "A reply repeats the MessageID of its request, letter for letter",
  needs = get,
  tags = { "B112" },
  run = function(t)
    local id = "urn:uuid:5C0F1D6E-aaBB-4cDd-9eEf-" .. t:uuid():sub(-12):upper()
    expect_related(t, t:send(get_item(t):set("wsa:MessageID", id)), id)
  end,
}

-- 5.4.4: so does a fault.
case {
  id = "addressing.fault-relates-to-request",
  proves = { "addressing.relatesto.present", "addressing.relatesto.case-preserved" },
  title = "A fault repeats the MessageID of its request, letter for letter",
  needs = get,
  run = function(t)
    local id = "urn:uuid:FA017000-BBaa-4DdC-8fFe-" .. t:uuid():sub(-12):upper()
    expect_related(t, t:send(get_absent(t):set("wsa:MessageID", id)), id)
  end,
}

-- 5.4.4: a MessageID is any URI, not only a UUID.
case {
  id = "addressing.message-id-of-any-scheme",
  proves = { "addressing.messageid.any-uri", "addressing.relatesto.present" },
  title = "A MessageID that is a URI but no UUID serves as well",
  needs = get,
  run = function(t)
    local id = "http://assay.example/messages/%7Eone?run=" .. t:uuid():gsub("[^%w]", "") .. "&n=1#Top"
    local r = t:send(get_item(t):set("wsa:MessageID", id))
    if t:expect_ok(r) then
      t:expect_text(r, header .. "wsa:RelatesTo", id, { rule = "addressing.relatesto.present" })
    end
  end,
}

-- 14.2: replies have an identity of their own, and no two messages share one.
case {
  id = "addressing.reply-has-own-message-id",
  proves = { "addressing.messageid.response-has-own", "addressing.messageid.unique" },
  title = "Each reply has a MessageID of its own, which no other message has",
  needs = get,
  run = function(t)
    local seen = { [""] = true }
    for _ = 1, 3 do
      local id = "urn:uuid:" .. t:uuid():gsub("^urn:uuid:", "")
      local r = t:send(get_item(t):set("wsa:MessageID", id))
      if not t:expect_present(r, header .. "wsa:MessageID") then return end
      local own = r:text(header .. "wsa:MessageID")
      t:expect(own:lower() ~= id:lower() and not seen[own:lower()], {
        message = "the reply's MessageID is used for one message only", expected = "a fresh identifier", actual = own,
        at = r, path = header .. "wsa:MessageID", rule = "addressing.messageid.unique" })
      seen[own:lower()] = true
    end
  end,
}

-- 14.2: faults too.
case {
  id = "addressing.fault-has-own-message-id",
  proves = { "addressing.messageid.response-has-own", "fault.constraints" },
  title = "A fault has a MessageID of its own and says what it relates to",
  needs = get,
  run = function(t)
    local r = t:send(get_absent(t))
    t:expect_present(r, header .. "wsa:MessageID")
    t:expect_present(r, header .. "wsa:RelatesTo", { rule = "fault.constraints" })
  end,
}

-- 5.3, 5.4.2: wsa:To of the reply is the address that ReplyTo gave.
case {
  id = "addressing.reply-goes-to-replyto",
  proves = { "addressing.replyto.copy-address", "addressing.to.present" },
  title = "A reply's wsa:To is the address of the request's ReplyTo",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t))
    if t:expect_present(r, header .. "wsa:To", { rule = "addressing.to.present" }) then
      t:expect_text(r, header .. "wsa:To", anonymous)
    end
  end,
}

-- 5.4.3: without FaultTo a fault is addressed as a reply would be.
case {
  id = "addressing.fault-goes-to-replyto",
  proves = { "addressing.faultto.default-replyto", "addressing.to.present" },
  title = "Without FaultTo a fault is addressed to ReplyTo",
  needs = get,
  run = function(t)
    local r = t:send(get_absent(t))
    if t:expect_present(r, header .. "wsa:To", { rule = "addressing.to.present" }) then
      t:expect_text(r, header .. "wsa:To", anonymous)
    end
  end,
}

local function reply_to(name, address, parameter)
  return ([[<wsa:%s><wsa:Address>%s</wsa:Address><wsa:ReferenceParameters>
    <x:Ticket xmlns:x="http://assay.example/ticket" Kind="blue">%s</x:Ticket></wsa:ReferenceParameters></wsa:%s>]])
    :format(name, address, parameter, name)
end

local ticket = header .. "*[local-name()='Ticket' and namespace-uri()='http://assay.example/ticket']"

-- 5.4.2: what ReplyTo carries as reference parameters comes back as headers of the reply.
case {
  id = "addressing.reply-carries-reference-parameters",
  proves = "addressing.replyto.copy-refparams",
  title = "Reference parameters of ReplyTo become headers of the reply",
  needs = get,
  run = function(t)
    local r = t:send(get_item(t):without("wsa:ReplyTo"):header(reply_to("ReplyTo", anonymous, "no. 17")))
    if t:expect_present(r, ticket) then
      t:expect_text(r, ticket, "no. 17")
      t:expect_text(r, ticket .. "/@Kind", "blue")
    end
  end,
}

-- 5.4.3: FaultTo's address and reference parameters mark the fault; a FaultTo unlike ReplyTo may be refused as unsupported.
case {
  id = "addressing.fault-carries-reference-parameters",
  proves = { "addressing.faultto.copy-refparams", "addressing.faultto.copy-address" },
  title = "A fault is addressed to FaultTo and carries its reference parameters",
  needs = get,
  run = function(t)
    local r = t:send(get_absent(t):header(reply_to("FaultTo", anonymous, "no. 18")))
    if faults.is(r, "wsman:UnsupportedFeature", "AddressingMode") then return end
    t:expect_text(r, header .. "wsa:To", anonymous, { rule = "addressing.faultto.copy-address" })
    t:expect_present(r, ticket)
  end,
}

-- 5.4.2: a service that answers only on the request's connection says so to any other ReplyTo; it does not answer there.
case {
  id = "addressing.replyto-elsewhere",
  proves = { "addressing.replyto.same-connection-only", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.addressingmode" },
  title = "A reply address elsewhere is refused, or used; the answer does not come back on this connection",
  needs = get,
  run = function(t)
    items.served(t, get_item(t))
    local r = t:send(get_item(t):without("wsa:ReplyTo")
      :header("<wsa:ReplyTo><wsa:Address>http://127.0.0.1:9/replies</wsa:Address></wsa:ReplyTo>"))
    if r:fault() then
      faults.expect(t, r, "wsman:UnsupportedFeature", "AddressingMode")
    else
      t:expect(r.status == 202 and #r.body == 0, { message = "the reply belongs to the address in ReplyTo, not to this connection",
        expected = "UnsupportedFeature/AddressingMode, or HTTP 202 without a reply", actual = faults.described(r), at = r })
    end
  end,
}

-- 5.4.3: the same for FaultTo.
case {
  id = "addressing.faultto-elsewhere",
  proves = { "addressing.faultto.same-connection-only", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.addressingmode" },
  title = "A fault address elsewhere is refused as unsupported, or used",
  needs = get,
  run = function(t)
    items.served(t, get_item(t))
    local r = t:send(get_absent(t)
      :header("<wsa:FaultTo><wsa:Address>http://127.0.0.1:9/faults</wsa:Address></wsa:FaultTo>"))
    if r.status ~= 202 or #r.body > 0 then faults.expect(t, r, "wsman:UnsupportedFeature", "AddressingMode") end
  end,
}
