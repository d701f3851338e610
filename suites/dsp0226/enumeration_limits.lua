-- DSP0226 8.4: characters, time and envelopes that bound a Pull.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local listing = { "feature.resource.item", "feature.enumeration" }
local many = { "feature.resource.many", "feature.enumeration" }
local pulled = enumerations.pull_response

local function many_epr(t)
  return { uri = t.profile.many.uri }
end

-- DSP0226 8.4: MaxCharacters is a hint; it is never a reason for a fault.
case {
  id = "enumeration.pull-few-characters",
  proves = { "enumeration.pull.maxcharacters-hint", "enumeration.pull.maxcharacters-exceed" },
  title = "A Pull with a small MaxCharacters brings an item nevertheless",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 5, max_characters = 20 }))
    if t:expect_ok(r) then
      t:expect(enumerations.pulled(r) >= 1, { message = "MaxCharacters may be exceeded by one item", at = r, path = pulled,
        expected = "one item or more", actual = tostring(enumerations.pulled(r)), rule = "enumeration.pull.maxcharacters-exceed" })
    end
  end,
}

-- DSP0226 8.4: a Pull that waits in vain says so, by a fault or by an answer without items.
case {
  id = "enumeration.pull-waits-in-vain",
  proves = { "enumeration.pull.timeout", "fault.table.wsman.timedout" },
  title = "A Pull for which nothing comes within MaxTime ends in TimedOut or without items",
  needs = { "feature.resource.feed", "feature.enumeration" },
  tags = { "waits" },
  run = function(t)
    local epr = { uri = t.profile.feed.uri }
    local context = enumerations.start(t, epr)
    t:send(t.msg.pull(epr, context, { max_elements = t.profile.feed.count }))
    local r = t:send(t.msg.pull(epr, context, { max_elements = 5, max_time = "PT1S" }), { timeout = 4000 })
    if faults.is(r, "wsman:TimedOut") then return faults.expect(t, r, "wsman:TimedOut") end
    t:expect(r.status == 200 and not r:fault() and enumerations.pulled(r) == 0 and enumerations.context(r), { at = r, path = pulled,
      message = "a Pull whose time is over has no items, and may be repeated", expected = "wsman:TimedOut, or a context and no items",
      actual = faults.described(r) })
  end,
}

-- WS-Enumeration 3.1, 14.6: an enumeration that expires while a Pull waits is over.
case {
  id = "enumeration.expires-while-waiting",
  proves = { "enumeration.release.idle-expiry", "fault.table.wsen.timedout", "fault.table.wsen.invalidenumerationcontext" },
  title = "A Pull during which its enumeration expires is refused",
  needs = { "feature.resource.feed", "feature.enumeration", "feature.enumeration.expires" },
  tags = { "waits" },
  run = function(t)
    local epr = { uri = t.profile.feed.uri }
    local context = enumerations.start(t, epr, { expires = "PT1S" })
    t:send(t.msg.pull(epr, context, { max_elements = t.profile.feed.count }))
    local r = t:send(t.msg.pull(epr, context, { max_elements = 5, max_time = "PT4S" }), { timeout = 4500 })
    if faults.is(r, "wsen:TimedOut") then return faults.expect(t, r, "wsen:TimedOut") end
    faults.expect(t, r, "wsen:InvalidEnumerationContext")
  end,
}

-- DSP0226 8.4: MaxTime bounds the wait of a Pull, and what is there at once needs no wait.
case {
  id = "enumeration.pull-max-time",
  proves = { "enumeration.pull.maxtime", "enumeration.pull.items-or-end", "fault.table.wsman.unsupportedfeature",
    "fault.table.wsman.unsupportedfeature.maxtime" },
  title = "A Pull with MaxTime brings items that are ready",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 2, max_time = "PT10S" }))
    if r:fault() then return faults.expect(t, r, "wsman:UnsupportedFeature", "MaxTime") end
    t:expect(enumerations.pulled(r) > 0, { message = "items that are ready need no wait", expected = "items", actual = "none",
      at = r, path = pulled, rule = "enumeration.pull.items-or-end" })
  end,
}

-- DSP0226 8.4: the envelope's bound holds for a Pull; fewer items come, or the Pull is refused and the context lives on.
case {
  id = "enumeration.pull-within-envelope",
  proves = { "enumeration.pull.maxenvelope-fault", "enumeration.pull.retry-after-fault", "fault.table.wsman.encodinglimit",
    "fault.table.wsman.encodinglimit.maxenvelopesize", "cim.enumerate.class" },
  title = "A Pull of everything stays within MaxEnvelopeSize, and loses nothing",
  needs = many,
  tags = { "B028" },
  run = function(t)
    local context = enumerations.start(t, many_epr(t))
    local r = t:send(t.msg.pull(many_epr(t), context, { max_elements = 1000 }):max_envelope(8192)
      :must_understand("wsman:MaxEnvelopeSize"))
    local first = 0
    if r:fault() then
      faults.expect(t, r, "wsman:EncodingLimit", "MaxEnvelopeSize")
    else
      first = enumerations.pulled(r)
      t:expect(#r.body <= 8192, { message = "the response stays within MaxEnvelopeSize", expected = "8192 octets at most",
        actual = #r.body .. " octets", at = r })
      context = enumerations.context(r) or context
    end
    local rest = 0
    local ended = enumerations.drain(t, many_epr(t), context, { max_elements = 200 }, function(next)
      rest = rest + enumerations.pulled(next)
    end)
    t:expect(ended, { message = "the context is usable after a Pull that did not fit", expected = "the rest of the items",
      actual = "no end after " .. rest, rule = "enumeration.pull.retry-after-fault" })
    t:expect(first + rest == t.profile.many.count, { message = "no item is lost when it does not fit",
      expected = tostring(t.profile.many.count), actual = first .. " + " .. rest, rule = "cim.enumerate.class" })
  end,
}

-- DSP0226 8.4: a Pull that was refused for its limits can be tried again with others.
case {
  id = "enumeration.pull-again-after-fault",
  proves = "enumeration.pull.retry-after-fault",
  title = "After a refused Pull the context still works",
  needs = listing,
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = 5 }):max_envelope(1024)
      :must_understand("wsman:MaxEnvelopeSize"))
    if not r:fault() then return end
    local again = t:send(t.msg.pull(items.class(t), context, { max_elements = 5 }))
    t:expect_ok(again)
    t:expect(enumerations.pulled(again) > 0, { message = "the refused Pull took no items along", expected = "items",
      actual = "none", at = again, path = pulled })
  end,
}
