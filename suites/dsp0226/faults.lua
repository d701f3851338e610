-- DSP0226 14: the form of faults, and the faults of the master table that a resource's state can raise.
local faults = require("lib.faults")
local items = require("lib.items")

local get = { "feature.resource.item", "feature.transfer.get" }
local fault_at = "/s:Envelope/s:Body/s:Fault"

local function get_absent(t)
  return t:send(t.msg.get(items.epr(t, t.profile.item.absent)))
end

-- 14.2: a fault is the one thing in the body, with code, subcode and reason in SOAP 1.2's form.
case {
  id = "fault.soap-12-form",
  proves = { "fault.envelope-format", "fault.constraints", "soap.version-12" },
  title = "A fault is alone in its body and has code, subcode and reason",
  needs = get,
  tags = { "B033" },
  run = function(t)
    local r = get_absent(t)
    if not t:expect_count(r, fault_at, 1) then return end
    t:expect_count(r, "/s:Envelope/s:Body/*", 1)
    t:expect_count(r, fault_at .. "/s:Code/s:Value", 1)
    t:expect_count(r, fault_at .. "/s:Code/s:Subcode/s:Value", 1, { rule = "fault.constraints" })
    t:expect_present(r, fault_at .. "/s:Reason/s:Text")
    t:expect_absent(r, fault_at .. "/*[not(self::s:Code or self::s:Reason or self::s:Node or self::s:Role or self::s:Detail)]")
  end,
}

-- 14.2: the reason is for people, and is there.
case {
  id = "fault.reason-says-something",
  proves = "fault.reason-lang",
  title = "A fault's reason has text in a stated language",
  needs = get,
  tags = { "B072" },
  run = function(t)
    local fault = get_absent(t):fault() or {}
    t:expect((fault.reason or ""):match("%S") and (fault.lang or ""):match("^%a%a+"), { message = "the reason is text with xml:lang",
      expected = "text in a language", actual = (fault.reason or "no text") .. ", " .. (fault.lang or "no language") })
  end,
}

-- 14.2: the detail, where the table has one, is one URI in wsman:FaultDetail.
case {
  id = "fault.detail-is-one-uri",
  proves = { "fault.detail-element", "fault.detail-faultdetail-position" },
  title = "A fault's cause is one URI in wsman:FaultDetail",
  needs = get,
  tags = { "B019" },
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)):selector("Slotte", "1"))
    t:expect_absent(r, fault_at .. "/s:Detail/*//wsman:FaultDetail", { rule = "fault.detail-faultdetail-position" })
    if not t:expect_count(r, fault_at .. "/s:Detail/wsman:FaultDetail", 1) then return end
    local uri = r:text(fault_at .. "/s:Detail/wsman:FaultDetail")
    t:expect(uri:match("^%s*http://schemas%.dmtf%.org/wbem/wsman/1/wsman/faultDetail/%a+%s*$"), { at = r,
      message = "the detail is a URI of the table", expected = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/...",
      actual = uri, path = fault_at .. "/s:Detail/wsman:FaultDetail" })
  end,
}

local actions = {
  { word = "addressing", uri = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault", needs = {},
    make = function(t) return t.msg.get({ uri = t.profile.unknown.uri }) end },
  { word = "management", uri = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault", needs = get,
    make = function(t) return t.msg.get(items.epr(t)):selector("Slotte", "1") end },
  { word = "transfer", uri = "http://schemas.xmlsoap.org/ws/2004/09/transfer/fault",
    needs = { "feature.resource.item", "feature.transfer.put" },
    make = function(t)
      return t.msg.put(items.epr(t), items.xml(t, t.profile.item.selectors)):unlawful("the representation lacks a value")
    end },
  { word = "enumeration", uri = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault",
    needs = { "feature.resource.item", "feature.enumeration" },
    make = function(t) return t.msg.pull(items.class(t), "uuid:00000000-0000-4000-8000-000000000002") end },
}
for _, of in ipairs(actions) do
  -- 14.2: the action of a fault is the fault URI of the specification that defines its subcode.
  case {
    id = "fault.action-of-" .. of.word,
    proves = "fault.action-uri",
    title = "A fault that the " .. of.word .. " specification defines has its fault action",
    needs = of.needs,
    tags = { "B033" },
    run = function(t)
      local r = t:send(of.make(t))
      t:setup(r:fault(), "the target did not send a fault")
      t:expect_text(r, "/s:Envelope/s:Header/wsa:Action", of.uri)
    end,
  }
end

-- 5.2, 14.3: the fault about a mandatory header is an addressing fault.
case {
  id = "fault.action-of-not-understood",
  proves = "fault.notunderstood.format",
  title = "The fault about a mandatory header has the addressing fault action",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)):header('<x:Lantern xmlns:x="http://assay.example/lantern" s:mustUnderstand="true"/>'))
    t:expect_text(r, "/s:Envelope/s:Header/wsa:Action", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault")
  end,
}

local states = {
  { word = "offline", resource = "offline", subcode = "wsa:EndpointUnavailable", detail = "ResourceOffline",
    rule = "addressing.resourceuri.offline", what = "A resource that is off line is unavailable for the time being" },
  { word = "denied", resource = "denied", subcode = "wsman:AccessDenied",
    rule = "addressing.resource.access-denied", what = "A resource that the caller may not touch is denied" },
  { word = "busy", resource = "busy", subcode = "wsman:Concurrency",
    rule = "transfer.get.concurrency", what = "A resource that is locked answers with a concurrency fault" },
  { word = "broken", resource = "broken", subcode = "wsman:InternalError",
    rule = "addressing.resource.internal-error", what = "A resource that fails inside answers with an internal error" },
}
local row = { offline = "fault.table.wsa.endpointunavailable", denied = "fault.table.wsman.accessdenied",
  busy = "fault.table.wsman.concurrency", broken = "fault.table.wsman.internalerror" }
local of_verb = { put = "transfer.put.concurrency", delete = "transfer.delete.concurrency" }
for _, state in ipairs(states) do
  local proves = { state.rule, row[state.word] }
  if state.detail then proves[3] = row[state.word] .. "." .. state.detail:lower() end
  for _, verb in ipairs({ "get", "enumerate", "put", "delete" }) do
    local mine = table.move(proves, 1, #proves, 1, {})
    if state.word == "busy" and of_verb[verb] then mine[#mine + 1] = of_verb[verb] end
    -- 14.6: the state of a resource that keeps it from answering has a fault of its own.
    case {
      id = "fault." .. state.word .. "-" .. verb,
      proves = mine,
      title = state.what .. ", for " .. verb .. " too",
      needs = { "feature.resource." .. state.resource },
      tags = { "B033" },
      run = function(t)
        local epr = { uri = t.profile[state.resource].uri }
        local message = verb == "put" and t.msg.put(epr, '<x:Thing xmlns:x="' .. epr.uri .. '"/>') or t.msg[verb](epr)
        faults.expect(t, t:send(message), state.subcode, state.detail, state.word == "busy" and of_verb[verb] or nil)
      end,
    }
  end
end

-- 13.1, SOAP 1.2 part 2: who is to blame shows in the HTTP status. Windows says 500 to all, which only a SHOULD forbids.
for _, blame in ipairs({
  { word = "sender", status = 400, rule = "transport.http.status-sender", needs = {},
    make = function(t) return t.msg.get({ uri = t.profile.unknown.uri }) end },
  { word = "receiver", status = 500, rule = "transport.http.status-receiver", needs = { "feature.resource.broken" },
    make = function(t) return t.msg.get({ uri = t.profile.broken.uri }) end },
}) do
  case {
    id = "fault.http-status-of-" .. blame.word,
    proves = blame.rule,
    title = "A fault with the code " .. blame.word .. " has the HTTP status " .. blame.status,
    needs = blame.needs,
    tags = { "B005" },
    run = function(t)
      local r = t:send(blame.make(t))
      local fault = r:fault() or {}
      t:expect(fault.code == "s:" .. blame.word:gsub("^%l", string.upper) and r.status == blame.status, { at = r,
        message = "the code and the HTTP status blame the same side", expected = blame.word .. ", HTTP " .. blame.status,
        actual = ("%s, HTTP %s"):format(fault.code or "no fault", r.status or r.ended) })
    end,
  }
end

-- 14.6: what the table does not list is not sent. A body that breaks its schema is one of the rows.
case {
  id = "fault.body-breaks-its-schema",
  proves = { "fault.table.wsman.schemavalidationerror", "fault.from-table" },
  title = "A Pull whose elements are in the wrong order is refused with a fault of the table",
  needs = { "feature.resource.item", "feature.enumeration" },
  run = function(t)
    local context = require("lib.enumerations").start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context):body(("<wsen:Pull><wsen:MaxElements>1</wsen:MaxElements>" ..
      "<wsen:EnumerationContext>%s</wsen:EnumerationContext></wsen:Pull>"):format(context)):unlawful("Pull's elements are out of order"))
    if r:fault() then faults.expect(t, r, "wsman:SchemaValidationError") end
  end,
}

-- 14.6: a representation that is none at all.
case {
  id = "fault.put-without-representation",
  proves = { "fault.from-table", "transfer.put.missing-values" },
  title = "A Put with an empty body is refused with a fault of the table",
  needs = { "feature.resource.item", "feature.transfer.put" },
  run = function(t)
    local r = t:send(t.msg.put(items.epr(t), "<x/>"):body(""):unlawful("the body of Put is empty"))
    faults.expect_one_of(t, r, { "wxf:InvalidRepresentation", "wsman:SchemaValidationError" })
  end,
}

-- 13.4: a fault fits into 4096 octets, so that it can be sent whatever bound the client set.
case {
  id = "fault.fits-into-4096-octets",
  proves = "limit.fault-4096",
  title = "A fault needs no more than 4096 octets, even about a long value",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, items.named(t, ("long-"):rep(700)))))
    t:setup(r:fault(), "the target did not send a fault")
    t:expect(#r.body <= 4096, { message = "a fault may always be sent if it has 4096 octets at most", expected = "4096 octets at most",
      actual = #r.body .. " octets", at = r })
  end,
}
