-- DSP0226 8.2.3, 8.7: first items with the response, and EPRs instead of or beside objects.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local listing = { "feature.resource.item", "feature.enumeration" }
local optimized = { "feature.resource.item", "feature.enumeration.optimize" }
local response = enumerations.response
local pulled = enumerations.pull_response

-- DSP0226 8.2.3: an optimized Enumerate brings the first items at once, in elements of the wsman namespace.
case {
  id = "enumeration.optimized-first-items",
  proves = { "enumeration.optimize.maxelements", "enumeration.optimize.items", "enumeration.optimize.context" },
  title = "An optimized Enumerate brings up to MaxElements items and a context for the rest",
  needs = optimized,
  tags = { "B018" },
  run = function(t)
    local some = items.some(t, 5)
    local context, r = enumerations.start(t, items.class(t), { optimize = true, max_elements = some })
    t:expect_present(r, response .. "/wsman:Items", { rule = "enumeration.optimize.items" })
    t:expect_absent(r, response .. "/wsen:Items", { rule = "enumeration.optimize.items" })
    local got = enumerations.given(r)
    t:expect(got >= 1 and got <= some, { message = "MaxElements bounds the first items", expected = "1 to " .. some,
      actual = tostring(got), at = r, path = response .. "/wsman:Items" })
    t:expect(context ~= "" and not enumerations.ended(r), { message = "items remain, so the enumeration goes on",
      expected = "a context and no EndOfSequence", actual = context, at = r, path = response, rule = "enumeration.optimize.context" })
  end,
}

-- DSP0226 8.2.3: the bound is one when none is given.
case {
  id = "enumeration.optimized-one-by-default",
  proves = { "enumeration.optimize.maxelements", "enumeration.optimize.items" },
  title = "An optimized Enumerate without MaxElements brings one item",
  needs = optimized,
  run = function(t)
    items.some(t, 1)
    local _, r = enumerations.start(t, items.class(t), { optimize = true })
    t:expect_count(r, response .. "/wsman:Items/*", 1)
  end,
}

-- DSP0226 8.2.3: the items given at once and those pulled are the whole, and nothing comes twice.
case {
  id = "enumeration.optimized-then-pulled",
  proves = { "enumeration.optimize.context", "cim.enumerate.class" },
  title = "The first items and those pulled afterwards are all the instances, once each",
  needs = optimized,
  tags = { "B106" },
  run = function(t)
    local some = items.some(t, 7)
    local context, r = enumerations.start(t, items.class(t), { optimize = true, max_elements = some })
    local seen, total = {}, 0
    local function note(texts)
      for _, text in ipairs(texts) do seen[text] = true total = total + 1 end
    end
    note(r:xpath(response .. "/wsman:Items/*"))
    enumerations.drain(t, items.class(t), context, { max_elements = some }, function(next)
      note(next:xpath(pulled .. "/wsen:Items/*"))
    end)
    local distinct = 0
    for _ in pairs(seen) do distinct = distinct + 1 end
    t:expect(distinct == total and total >= items.at_least(t), { message = "the context goes on after the first items",
      expected = items.at_least(t) .. " or more instances, no two alike", actual = distinct .. " different of " .. total })
  end,
}

-- R8.2.3-5: when everything fits, the response ends the enumeration with an empty context.
case {
  id = "enumeration.optimized-all-at-once",
  proves = { "enumeration.optimize.context", "enumeration.optimize.items" },
  title = "An optimized Enumerate that brings everything has EndOfSequence and an empty context",
  needs = { "feature.resource.readonly", "feature.enumeration.optimize" },
  tags = { "B117" },
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = t.profile.readonly.uri }, { optimize = true, max_elements = 10 }))
    if not t:expect_count(r, response .. "/wsman:Items/*", 1, { rule = "enumeration.optimize.items" }) then return end
    t:expect_present(r, response .. "/wsman:EndOfSequence")
    t:expect_text(r, response .. "/wsen:EnumerationContext", "")
  end,
}

-- DSP0226 8.7: EnumerateEPR brings EPRs only, and each leads to its instance.
case {
  id = "enumeration.mode-epr",
  proves = { "enumeration.mode.epr", "transfer.uniform-addressing", "selectors.single-refparam",
    "addressing.epr.no-reference-properties" },
  title = "EnumerateEPR brings EPRs, and Get by such an EPR gives the instance it names",
  needs = { "feature.resource.item", "feature.enumeration.modes", "feature.transfer.get" },
  run = function(t)
    local context = enumerations.start(t, items.class(t), { mode = "EnumerateEPR" })
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 4 }))
    local epr = pulled .. "/wsen:Items/wsa:EndpointReference"
    t:expect(r:count(epr) == enumerations.pulled(r) and r:count(epr) > 0, { message = "every item is an EPR",
      expected = enumerations.pulled(r) .. " EPRs", actual = tostring(r:count(epr)), at = r, path = pulled .. "/wsen:Items" })
    t:expect_absent(r, epr .. "/wsa:ReferenceProperties", { rule = "addressing.epr.no-reference-properties" })
    for index = 1, r:count(epr) do
      local one = epr .. "[" .. index .. "]"
      t:expect_count(r, one .. "/wsa:ReferenceParameters/wsman:SelectorSet", 1, { rule = "selectors.single-refparam" })
      local selectors = items.selectors_at(r, one)
      local got = t:send(t.msg.get({ uri = r:text(one .. "//wsman:ResourceURI") or "", selectors = selectors }))
      for key, value in pairs(items.keys_at(r, one)) do
        t:expect_text(got, "/s:Envelope/s:Body/*/item:" .. key, value, { rule = "transfer.uniform-addressing" })
      end
    end
  end,
}

-- DSP0226 8.7: EnumerateObjectAndEPR brings pairs, the object first.
case {
  id = "enumeration.mode-object-and-epr",
  proves = { "enumeration.mode.object-and-epr", "transfer.uniform-addressing" },
  title = "EnumerateObjectAndEPR brings each object with its own EPR after it",
  needs = { "feature.resource.item", "feature.enumeration.modes" },
  run = function(t)
    local context = enumerations.start(t, items.class(t), { mode = "EnumerateObjectAndEPR" })
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 4 }))
    local pair = pulled .. "/wsen:Items/wsman:Item"
    local whole = pair .. "[count(*)=2 and *[1][self::item:" .. t.profile.item.element .. "] and *[2][self::wsa:EndpointReference]]"
    t:expect(r:count(whole) == enumerations.pulled(r) and r:count(whole) > 0, { expected = "wsman:Item with object, then EPR",
      message = "every item is an object and its EPR", actual = r:count(whole) .. " of " .. enumerations.pulled(r), at = r,
      path = pulled .. "/wsen:Items" })
    for index = 1, r:count(pair) do
      local one = pair .. "[" .. index .. "]"
      for key, value in pairs(items.keys_at(r, one)) do
        t:expect_text(r, one .. "/*[1]/item:" .. key, value, { rule = "transfer.uniform-addressing" })
      end
    end
  end,
}

-- DSP0226 8.7: the mode governs the first items of an optimized Enumerate too.
case {
  id = "enumeration.mode-epr-optimized",
  proves = { "enumeration.mode.epr", "enumeration.optimize.items" },
  title = "An optimized EnumerateEPR brings EPRs at once",
  needs = { "feature.resource.item", "feature.enumeration.modes", "feature.enumeration.optimize" },
  run = function(t)
    local _, r = enumerations.start(t, items.class(t), { mode = "EnumerateEPR", optimize = true, max_elements = items.some(t, 3) })
    local got = r:count(response .. "/wsman:Items/wsa:EndpointReference")
    t:expect(got > 0 and got == enumerations.given(r), { message = "every item is an EPR", at = r,
      expected = enumerations.given(r) .. " EPRs", actual = tostring(got), path = response .. "/wsman:Items" })
  end,
}

-- DSP0226 8.7: and so does the other mode, pair by pair.
case {
  id = "enumeration.mode-object-and-epr-optimized",
  proves = { "enumeration.mode.object-and-epr", "enumeration.optimize.items" },
  title = "An optimized EnumerateObjectAndEPR brings pairs at once",
  needs = { "feature.resource.item", "feature.enumeration.modes", "feature.enumeration.optimize" },
  run = function(t)
    local _, r = enumerations.start(t, items.class(t), { mode = "EnumerateObjectAndEPR", optimize = true, max_elements = items.some(t, 3) })
    local got = r:count(response .. "/wsman:Items/wsman:Item[count(*)=2 and *[2][self::wsa:EndpointReference]]")
    t:expect(got > 0 and got == enumerations.given(r), { message = "every item is an object and its EPR", at = r,
      expected = enumerations.given(r) .. " pairs", actual = tostring(got), path = response .. "/wsman:Items" })
  end,
}

-- DSP0226 8.7: a mode that does not exist is an unsupported feature.
case {
  id = "enumeration.mode-unknown",
  proves = { "enumeration.mode.unsupported", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.enumerationmode" },
  title = "An unknown enumeration mode is refused as unsupported",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t), { mode = "EnumerateNames" }):unlawful("the schema does not list this mode"))
    faults.expect(t, r, "wsman:UnsupportedFeature", "EnumerationMode")
  end,
}
