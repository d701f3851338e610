-- DSP0226 8.1 to 8.4: Enumerate and Pull, from the first item to the last.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local listing = { "feature.resource.item", "feature.enumeration" }
local many = { "feature.resource.many", "feature.enumeration" }
local response = enumerations.response
local pulled = enumerations.pull_response
local wsen = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"
local naming = { rule = "addressing.action.response-naming" }

local function many_epr(t)
  return { uri = t.profile.many.uri }
end

-- WS-Enumeration 3.1: Enumerate is answered with a context and, unless asked for, no items.
case {
  id = "enumeration.gives-context",
  proves = { "enumeration.context.present", "addressing.action.response-naming", "enumeration.core-messages" },
  title = "EnumerateResponse holds a context to pull from",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)))
    if not t:expect_ok(r, { rule = "enumeration.core-messages" }) then return end
    t:expect_ok(r, wsen .. "EnumerateResponse", naming)
    local context = enumerations.context(r)
    t:expect(context ~= nil and context ~= "", { message = "an enumeration that is not over has a context",
      expected = "wsen:EnumerationContext with content", actual = context and "an empty one" or "none", at = r,
      path = response .. "/wsen:EnumerationContext" })
    if context then t:send(t.msg.release(items.class(t), context)) end
  end,
}

-- WS-Enumeration 3.2: Pull brings items, or the end, or both.
case {
  id = "enumeration.pull-brings-items",
  proves = { "enumeration.pull.items-or-end", "addressing.action.response-naming", "enumeration.core-messages",
    "enumeration.pull.same-epr" },
  title = "PullResponse holds items or the end of the sequence",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 3 }))
    if not t:expect_ok(r, { rule = "enumeration.pull.same-epr" }) then return end
    t:expect_ok(r, wsen .. "PullResponse", naming)
    t:expect(enumerations.pulled(r) > 0 or enumerations.ended(r), { message = "a Pull that has not to wait brings something",
      expected = "wsen:Items with items, or wsen:EndOfSequence", actual = "neither", at = r, path = pulled })
  end,
}

-- DSP0226 8.4: without MaxElements a Pull brings one item.
case {
  id = "enumeration.pull-one-by-default",
  proves = "enumeration.pull.default-maxelements",
  title = "A Pull without MaxElements brings one item at most",
  needs = listing,
  tags = { "B011", "B053" },
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    t:expect_count(t:send(t.msg.pull(items.class(t), context)), pulled .. "/wsen:Items/*", 1)
  end,
}

-- DSP0226 8.4: and never more than MaxElements.
case {
  id = "enumeration.pull-at-most-max-elements",
  proves = "enumeration.pull.max-elements",
  title = "A Pull brings no more than MaxElements items",
  needs = listing,
  tags = { "B011" },
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    for _, most in ipairs({ 4, 2, 7 }) do
      local r = t:send(t.msg.pull(items.class(t), context, { max_elements = most }))
      local got = enumerations.pulled(r)
      t:expect((got > 0 or enumerations.ended(r)) and got <= most, { message = "MaxElements bounds what one Pull brings",
        expected = "1 to " .. most .. " items", actual = tostring(got), at = r, path = pulled .. "/wsen:Items" })
      if enumerations.ended(r) then return end
      context = enumerations.context(r) or context
    end
  end,
}

-- R8.4-8: the last PullResponse says so, and then has no context.
case {
  id = "enumeration.end-has-no-context",
  proves = { "enumeration.pull.end-of-sequence", "cim.enumerate.class" },
  title = "The last PullResponse has EndOfSequence and no context; the ones before have a context",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local seen, total = {}, 0
    local ended, last = enumerations.drain(t, items.class(t), context, { max_elements = 10 }, function(r)
      for _, xml in ipairs(r:xpath(pulled .. "/wsen:Items/*")) do seen[xml] = true total = total + 1 end
    end)
    if not t:expect(ended, { message = "the enumeration comes to its end", expected = "wsen:EndOfSequence",
      actual = "none after " .. total .. " items", at = last, path = pulled }) then return end
    t:expect_absent(last, pulled .. "/wsen:EnumerationContext")
    local distinct = 0
    for _ in pairs(seen) do distinct = distinct + 1 end
    t:expect(distinct == total and total >= items.at_least(t), { rule = "cim.enumerate.class",
      message = "each instance is listed once", expected = items.at_least(t) .. " or more instances, no two alike",
      actual = distinct .. " different of " .. total, at = last })
  end,
}

-- WS-Enumeration 3.2: a long enumeration is the sum of its Pulls: none lost, none twice.
case {
  id = "enumeration.many-pulls",
  proves = { "cim.enumerate.class", "enumeration.pull.max-elements" },
  title = "A thousand instances come in ten Pulls, each instance once",
  needs = many,
  run = function(t)
    local context = enumerations.start(t, many_epr(t))
    local seen, total = {}, 0
    enumerations.drain(t, many_epr(t), context, { max_elements = 100 }, function(r)
      t:expect(enumerations.pulled(r) <= 100, { message = "MaxElements bounds what one Pull brings", expected = "100 at most",
        actual = tostring(enumerations.pulled(r)), at = r, rule = "enumeration.pull.max-elements" })
      for _, text in ipairs(r:xpath(pulled .. "/wsen:Items/*")) do seen[text] = true total = total + 1 end
    end)
    local distinct = 0
    for _ in pairs(seen) do distinct = distinct + 1 end
    t:expect(total == t.profile.many.count and distinct == total, { message = "each instance comes exactly once",
      expected = tostring(t.profile.many.count), actual = total .. ", of which " .. distinct .. " differ" })
  end,
}

-- WS-Enumeration 3.1: each enumeration has a place of its own in the sequence.
case {
  id = "enumeration.two-at-once",
  proves = { "enumeration.context.present", "cim.enumerate.class" },
  title = "Two enumerations of one resource do not disturb each other",
  needs = listing,
  run = function(t)
    local one = enumerations.start(t, items.class(t))
    local other = enumerations.start(t, items.class(t))
    t:expect(one ~= other, { message = "each enumeration has its own context", expected = "two contexts", actual = one })
    local first = t:send(t.msg.pull(items.class(t), one, { max_elements = 5 }))
    t:send(t.msg.pull(items.class(t), one, { max_elements = 5 }))
    local again = t:send(t.msg.pull(items.class(t), other, { max_elements = 5 }))
    t:setup(enumerations.pulled(first) > 0, "the first Pull brought no items")
    t:expect(first:text(pulled .. "/wsen:Items") == again:text(pulled .. "/wsen:Items"), { rule = "cim.enumerate.class",
      message = "the second enumeration starts at the beginning", expected = first:text(pulled .. "/wsen:Items"),
      actual = again:text(pulled .. "/wsen:Items"), at = again, path = pulled .. "/wsen:Items" })
  end,
}

-- DSP0226 8.2.1: EndTo may be refused, as an addressing mode.
case {
  id = "enumeration.end-to",
  proves = { "enumeration.enumerate.endto", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.addressingmode" },
  title = "EndTo is accepted or refused as an unsupported addressing mode",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)):body([[<wsen:Enumerate><wsen:EndTo>
      <wsa:Address>http://127.0.0.1:9/end</wsa:Address></wsen:EndTo></wsen:Enumerate>]]))
    if r:fault() then return faults.expect(t, r, "wsman:UnsupportedFeature", "AddressingMode") end
    t:expect_ok(r)
  end,
}

-- DSP0226 8.2.3: nobody gets items without asking.
case {
  id = "enumeration.not-optimized",
  proves = "enumeration.optimize.items",
  title = "An Enumerate that does not ask for it brings no items",
  needs = listing,
  run = function(t)
    local _, r = enumerations.start(t, items.class(t))
    t:expect_count(r, response .. "/wsman:Items | " .. response .. "/wsen:Items", 0)
  end,
}

-- DSP0226 8.2.3: who cannot optimize passes the wish over.
case {
  id = "enumeration.optimization-is-a-wish",
  proves = "enumeration.optimize.ignored-if-unsupported",
  title = "An Enumerate that asks for optimization is answered, with or without it",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t), { optimize = true, max_elements = 2 }))
    t:expect_ok(r)
    local context = enumerations.context(r)
    if context then t:send(t.msg.release(items.class(t), context)) end
  end,
}

-- DSP0226 8.2.2: asked for an estimate, a service that can count says a number, and one that cannot says nil.
case {
  id = "enumeration.count-estimate",
  proves = { "enumeration.count.response", "enumeration.count.nil", "enumeration.count.unsupported-ignored", "namespace.wsman-uri" },
  title = "An estimate of the number of items is given when asked for",
  needs = listing,
  run = function(t)
    local header = "/s:Envelope/s:Header/wsman:TotalItemsCountEstimate"
    local r = t:send(t.msg.enumerate(items.class(t)):header("<wsman:RequestTotalItemsCountEstimate/>"))
    if not t:expect_ok(r, { rule = "enumeration.count.unsupported-ignored" }) then return end
    t:send(t.msg.release(items.class(t), enumerations.context(r) or "none"))
    t:expect_absent(r, "//*[starts-with(namespace-uri(), 'http://schemas.xmlsoap.org/ws/2005/')]", { rule = "namespace.wsman-uri" })
    if not t:expect_present(r, header) then return end
    local count, null = r:text(header), r:text(header .. "/@xsi:nil")
    t:expect(count:match("^%s*%d+%s*$") or null == "true" or null == "1", { message = "an estimate is a number or nil",
      expected = 'a number or xsi:nil="true"', actual = count, at = r, path = header, rule = "enumeration.count.nil" })
  end,
}

-- DSP0226 8.1: Renew and GetStatus need not exist; then they are unsupported actions.
for _, message in ipairs({
  { word = "renew", name = "Renew", rule = "enumeration.renew.fault",
    body = "<wsen:Renew><wsen:EnumerationContext>%s</wsen:EnumerationContext><wsen:Expires>PT60S</wsen:Expires></wsen:Renew>" },
  { word = "get-status", name = "GetStatus", rule = "enumeration.getstatus.fault",
    body = "<wsen:GetStatus><wsen:EnumerationContext>%s</wsen:EnumerationContext></wsen:GetStatus>" },
}) do
  case {
    id = "enumeration." .. message.word,
    proves = message.rule,
    title = message.name .. " of an enumeration is answered or refused as an unsupported action",
    needs = listing,
    run = function(t)
      local context = enumerations.start(t, items.class(t))
      local r = t:send(t.msg.action(wsen .. message.name, items.class(t), message.body:format(context)))
      if r:fault() then return faults.expect_one_of(t, r, { "wsa:ActionNotSupported", "wsen:UnableToRenew" }) end
      t:expect_ok(r, wsen .. message.name .. "Response")
    end,
  }
end

-- WS-Enumeration 3.1: the body of Enumerate is wsen:Enumerate.
case {
  id = "enumeration.empty-body",
  proves = { "enumeration.enumerate.body", "fault.table.wsman.schemavalidationerror" },
  title = "An Enumerate with an empty body is refused",
  needs = listing,
  tags = { "B070" },
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t)):body(""):unlawful("the body of Enumerate is empty"))
    if faults.is(r, "wsman:InvalidParameter") then return end
    faults.expect(t, r, "wsman:SchemaValidationError")
  end,
}

-- WS-Enumeration's schema: MaxElements is a positive number.
for word, value in pairs({ zero = "0", word = "several" }) do
  case {
    id = "enumeration.pull-" .. word .. "-elements",
    proves = "fault.table.wsman.schemavalidationerror",
    title = "A Pull with MaxElements " .. value .. " is refused",
    needs = listing,
    run = function(t)
      local context = enumerations.start(t, items.class(t))
      local r = t:send(t.msg.pull(items.class(t), context):body(("<wsen:Pull><wsen:EnumerationContext>%s" ..
        "</wsen:EnumerationContext><wsen:MaxElements>%s</wsen:MaxElements></wsen:Pull>"):format(context, value))
        :unlawful("MaxElements is no positive number"))
      faults.expect_one_of(t, r, { "wsman:SchemaValidationError", "wsman:UnsupportedFeature" })
    end,
  }
end
