-- DSP0226 8.4, 8.5: contexts that are no more, contexts of others, Release and expiry.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local listing = { "feature.resource.item", "feature.enumeration" }
local response = enumerations.response
local pulled = enumerations.pull_response
local wsen = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"
local naming = { rule = "addressing.action.response-naming" }

local function many_epr(t)
  return { uri = t.profile.many.uri }
end

local stale = "wsen:InvalidEnumerationContext"
local bad_context = { "enumeration.pull.bad-context", "fault.table.wsen.invalidenumerationcontext" }

-- WS-Enumeration 3.2: contexts that mean nothing, or nothing any more.
case {
  id = "enumeration.pull-unknown-context",
  proves = bad_context,
  title = "A Pull with a context nobody gave is refused",
  needs = listing,
  run = function(t)
    faults.expect(t, t:send(t.msg.pull(items.class(t), "uuid:00000000-0000-4000-8000-000000000000")), stale)
  end,
}

-- DSP0226 8.5: Release ends an enumeration for good.
case {
  id = "enumeration.pull-after-release",
  proves = { "enumeration.release.support", "enumeration.pull.bad-context", "fault.table.wsen.invalidenumerationcontext" },
  title = "A Pull after Release is refused",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    t:expect_ok(t:send(t.msg.release(items.class(t), context)))
    faults.expect(t, t:send(t.msg.pull(items.class(t), context)), stale, nil, "enumeration.pull.bad-context")
  end,
}

-- R8.4-8: so does its last item.
case {
  id = "enumeration.pull-after-the-end",
  proves = { "enumeration.pull.end-of-sequence", "enumeration.pull.bad-context", "fault.table.wsen.invalidenumerationcontext" },
  title = "A Pull after the end of the sequence is refused",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local ended = enumerations.drain(t, items.class(t), context, { max_elements = 100 }, function(r)
      context = enumerations.context(r) or context
    end)
    t:setup(ended, "the enumeration did not end")
    faults.expect(t, t:send(t.msg.pull(items.class(t), context):unlawful("the sequence is over")), stale, nil,
      "enumeration.pull.bad-context")
  end,
}

-- DSP0226 8.4: Pull has to say which enumeration it means.
case {
  id = "enumeration.pull-without-context",
  proves = "enumeration.pull.context-required",
  title = "A Pull without a context is refused",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.pull(items.class(t), "none"):body("<wsen:Pull><wsen:MaxElements>2</wsen:MaxElements></wsen:Pull>")
      :unlawful("Pull has no EnumerationContext"))
    faults.expect_one_of(t, r, { stale, "wsman:SchemaValidationError" })
  end,
}

-- WS-Enumeration 3.5: Release ends the enumeration and says no more.
case {
  id = "enumeration.release",
  proves = { "enumeration.release.support", "enumeration.release.empty-response", "addressing.action.response-naming",
    "enumeration.release.same-epr", "enumeration.core-messages" },
  title = "ReleaseResponse is empty",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.release(items.class(t), context))
    t:expect(not faults.is(r, "wsa:ActionNotSupported"), { message = "Release is supported", expected = "ReleaseResponse",
      actual = faults.described(r), at = r, rule = "enumeration.core-messages" })
    if not t:expect_ok(r, { rule = "enumeration.release.same-epr" }) then return end
    t:expect_ok(r, wsen .. "ReleaseResponse", naming)
    t:expect_count(r, "/s:Envelope/s:Body/*", 0, { rule = "enumeration.release.empty-response" })
  end,
}

-- WS-Enumeration 3.5: there is nothing to release where there is no enumeration.
case {
  id = "enumeration.release-unknown-context",
  proves = { "enumeration.release.support", "fault.table.wsen.invalidenumerationcontext" },
  title = "A Release of a context nobody gave is refused",
  needs = listing,
  run = function(t)
    faults.expect(t, t:send(t.msg.release(items.class(t), "uuid:00000000-0000-4000-8000-000000000001")), stale)
  end,
}

-- DSP0226 8.4: a context belongs to the resource that it was made for.
case {
  id = "enumeration.pull-elsewhere",
  proves = "enumeration.pull.same-epr",
  title = "A Pull addressed to another resource than its Enumerate brings no items",
  needs = { "feature.resource.item", "feature.resource.many", "feature.enumeration" },
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(many_epr(t), context, { max_elements = 2 }))
    t:expect(r:fault() ~= nil, { message = "a Pull under another address than its Enumerate's is refused",
      expected = "a fault", actual = enumerations.pulled(r) .. " items", at = r, path = pulled })
  end,
}

-- WS-Enumeration 3.1: an enumeration that is over before it starts is refused as such, unless expiry is not supported at all.
for _, expiry in ipairs({
  { word = "zero", value = "PT0S", what = "no time at all" },
  { word = "negative", value = "-PT5M", what = "a negative time" },
  { word = "past", value = "2001-01-01T00:00:00Z", what = "a time that has passed" },
}) do
  case {
    id = "enumeration.expires-" .. expiry.word,
    proves = { "enumeration.enumerate.expires-in-past", "fault.table.wsen.invalidexpirationtime" },
    title = "An Enumerate that expires after " .. expiry.what .. " is refused",
    needs = listing,
    run = function(t)
      local r = t:send(t.msg.enumerate(items.class(t), { expires = expiry.value }):unlawful("it expires after " .. expiry.what))
      if faults.is(r, "wsman:UnsupportedFeature", "ExpirationTime") then return end
      if expiry.word == "past" and faults.is(r, "wsen:UnsupportedExpirationType") then return end -- it takes durations alone
      faults.expect(t, r, "wsen:InvalidExpirationTime")
    end,
  }
end

-- WS-Enumeration 3.1: an enumeration ends when its time is over, and its context with it.
case {
  id = "enumeration.expired",
  proves = { "enumeration.release.idle-expiry", "fault.table.wsen.invalidenumerationcontext" },
  title = "A Pull after the enumeration has expired is refused",
  needs = { "feature.resource.item", "feature.enumeration", "feature.enumeration.expires" },
  tags = { "waits" },
  run = function(t)
    local context = enumerations.start(t, items.class(t), { expires = "PT1S" })
    t:sleep(1300)
    faults.expect(t, t:send(t.msg.pull(items.class(t), context)), "wsen:InvalidEnumerationContext")
  end,
}

-- WS-Enumeration 3.1: an expiry may be a time of day, which a service that takes only durations refuses by that name.
case {
  id = "enumeration.expires-at-a-time",
  proves = { "enumeration.enumerate.expires-optional", "enumeration.enumerate.expires-duration-only",
    "fault.table.wsen.unsupportedexpirationtype" },
  title = "An Enumerate that expires at a time of day is accepted, or refused for its kind of expiry",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t), { expires = "2199-01-01T00:00:00Z" }))
    if faults.is(r, "wsman:UnsupportedFeature", "ExpirationTime") then return end
    if r:fault() then
      return faults.expect(t, r, "wsen:UnsupportedExpirationType", nil, "enumeration.enumerate.expires-duration-only")
    end
    t:expect_ok(r)
    t:send(t.msg.release(items.class(t), enumerations.context(r) or "none"))
  end,
}

-- WS-Enumeration 3.1: a lawful expiry is accepted, or refused as an unsupported feature; never as a wrong message.
case {
  id = "enumeration.expires-in-a-minute",
  proves = { "enumeration.enumerate.expires-optional", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.expirationtime" },
  title = "An Enumerate that expires in a minute is accepted or refused as unsupported",
  needs = listing,
  run = function(t)
    local r = t:send(t.msg.enumerate(items.class(t), { expires = "PT60S" }))
    if r:fault() then return faults.expect(t, r, "wsman:UnsupportedFeature", "ExpirationTime") end
    t:expect_ok(r)
    t:expect_present(r, response .. "/wsen:EnumerationContext")
    t:send(t.msg.release(items.class(t), enumerations.context(r) or "none"))
  end,
}
