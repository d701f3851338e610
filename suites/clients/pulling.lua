-- DSP0226 8: how a client walks through an enumeration.
local outcomes = require("lib.outcomes")
local sequences = require("lib.sequences")
local service = require("lib.service")
local steps = require("lib.steps")

local header = "/s:Envelope/s:Header/"
local body = "/s:Envelope/s:Body/"

local proves = { "client.enumeration.complete", "client.enumeration.batches", "client.enumeration.maxelements-namespace",
  "client.enumeration.maxelements-optimized", "addressing.epr.every-request", "cim.selector.enumerate-none",
  "cim.uri.class-specific", "enumeration.pull.context-required", "enumeration.optimize.no-pull-after-end" }

--- What every request of an enumeration has to be, by its action.
local check = {}

function check.Enumerate(t, r)
  t:expect_text(r, header .. "wsman:ResourceURI", t.given.uri, { rule = "cim.uri.class-specific" })
  t:expect_absent(r, header .. "wsman:SelectorSet/wsman:Selector[@Name!='__cimnamespace']", { rule = "cim.selector.enumerate-none" })
  t:expect(r:count(body .. "wsen:Enumerate/wsman:MaxElements[not(../wsman:OptimizeEnumeration)]") == 0, {
    message = "wsman:MaxElements without wsman:OptimizeEnumeration", expected = "both or neither", actual = "wsman:MaxElements alone",
    rule = "client.enumeration.maxelements-optimized", at = r, path = body .. "wsen:Enumerate/wsman:MaxElements" })
  t:expect(r:count(body .. "wsen:Enumerate/wsen:MaxElements") == 0, { message = "the batch size of Enumerate is in the wrong namespace",
    expected = "wsman:MaxElements", actual = "wsen:MaxElements", rule = "client.enumeration.maxelements-namespace", at = r,
    path = body .. "wsen:Enumerate/wsen:MaxElements" })
end

function check.Pull(t, r)
  t:expect(r:text(header .. "wsman:ResourceURI") == t.given.uri and r:count(header .. "wsa:To") == 1, {
    message = "the message goes on with an enumeration and is not addressed to it", expected = "wsa:To and wsman:ResourceURI " .. t.given.uri,
    actual = r:text(header .. "wsman:ResourceURI") or "no wsman:ResourceURI", rule = "addressing.epr.every-request", at = r })
  local namespaced = r:count(body .. "wsen:Pull/*[local-name()='MaxElements' and namespace-uri()!='http://schemas.xmlsoap.org/ws/2004/09/enumeration']")
  t:expect(namespaced == 0, { message = "the batch size of Pull is in the wrong namespace, so it has none", expected = "wsen:MaxElements",
    actual = "MaxElements of another namespace", rule = "client.enumeration.maxelements-namespace", at = r,
    path = body .. "wsen:Pull/*[local-name()='MaxElements']" })
end

function check.Release(t, r) check.Pull(t, r) end

--- Serves the enumeration and looks at every request of it.
local function play(t, sequence)
  local function serve(r)
    local action = service.action_of(r)
    if check[action] then check[action](t, r) end
    if sequence.complete and (action == "Pull" or action == "Release") then
      t:expect(false, { message = "an enumeration that has ended is used", expected = "no further request", actual = action,
        rule = "enumeration.optimize.no-pull-after-end", at = r })
    end
    return sequence:serve(t, r)
  end
  local first = service.first(t)
  t:setup(serve(first), "the client does not begin with Enumerate")
  service.rest(t, serve)
  return first, t:outcome()
end

local function names(count)
  local list = {}
  for number = 1, count do list[number] = ("item-%02d"):format(number) end
  return list
end

--- The enumeration came to its end, and the caller has all of it.
local function expect_all(t, sequence, first, o, count)
  t:expect(sequence.complete, { message = "the enumeration was left before its end", expected = "Pull until wsen:EndOfSequence",
    actual = ("%d of %d items"):format(sequence.given, count), rule = "client.enumeration.complete", at = first })
  outcomes.expect_success(t, o, names(count), { rule = "client.enumeration.complete", at = first })
end

local lengths = { { count = 0, word = "none", title = "no item" }, { count = 1, word = "one", title = "one item" },
  { count = 2, word = "two", title = "two items" }, { count = 60, word = "many", title = "sixty items" } }

for _, length in ipairs(lengths) do
  -- 8.4: one Pull after the other, each with the latest context, until wsen:EndOfSequence.
  client_case {
    id = "pulling.all-of-" .. length.word,
    title = ("An enumeration of %s reaches the caller as a whole"):format(length.title),
    proves = proves,
    step = "enumerate",
    given = steps.given("enumerate"),
    tags = { "B053", "B099", "B101", "B011", "B116" },
    serve = function(t)
      local sequence = sequences.new(steps.items(length.count), { batch = 20 })
      local first, o = play(t, sequence)
      expect_all(t, sequence, first, o, length.count)
      if length.count < 60 then return end
      t:expect((sequence.pulls or 0) <= length.count / 2, { message = "each Pull asks for one item", expected = "wsen:MaxElements above 1",
        actual = ("%d requests Pull for %d items"):format(sequence.pulls or 0, length.count), rule = "client.enumeration.batches", at = first })
    end,
  }
end

-- 8.2.3: the first items are in wsman:Items of the EnumerateResponse, the others in wsen:Items of each PullResponse.
client_case {
  id = "pulling.first-batch",
  title = "The items that an EnumerateResponse brings are not lost",
  proves = proves,
  step = "enumerate-batched",
  given = steps.given("enumerate", { batch = 3 }),
  tags = { "B106", "B018", "B029", "B100" },
  serve = function(t)
    local sequence = sequences.new(steps.items(8), { batch = 3 })
    local first, o = play(t, sequence)
    expect_all(t, sequence, first, o, 8)
  end,
}

-- 8.2.3: an optimized enumeration that ends at once has an empty context and wsman:EndOfSequence, and nothing follows it.
client_case {
  id = "pulling.ended-at-once",
  title = "After an enumeration that ended in its first answer neither Pull nor Release follow",
  proves = proves,
  step = "enumerate-batched",
  given = steps.given("enumerate", { batch = 50 }),
  tags = { "B117" },
  serve = function(t)
    local sequence = sequences.new(steps.items(4))
    local first, o = play(t, sequence)
    expect_all(t, sequence, first, o, 4)
  end,
}

-- 8.2.3: a service that does not know the optimization ignores it and answers with a context alone.
client_case {
  id = "pulling.optimization-ignored",
  title = "A client that asked for an optimized enumeration goes on when the service has none",
  proves = proves,
  step = "enumerate-batched",
  given = steps.given("enumerate", { batch = 3 }),
  serve = function(t)
    local sequence = sequences.new(steps.items(5), { batch = 3, optimize = false })
    local first, o = play(t, sequence)
    expect_all(t, sequence, first, o, 5)
  end,
}

-- 8.4: the end may come with the last items or by itself.
client_case {
  id = "pulling.lone-end",
  title = "A last PullResponse without items is an end like any other",
  proves = proves,
  step = "enumerate",
  given = steps.given("enumerate"),
  tags = { "B101" },
  serve = function(t)
    local sequence = sequences.new(steps.items(3), { batch = 2, lone_end = true })
    local first, o = play(t, sequence)
    expect_all(t, sequence, first, o, 3)
  end,
}

-- WS-Enumeration 3.5: whoever wants no more says so, so that the service need not keep what it has.
client_case {
  id = "pulling.given-up",
  title = "A client that wants no more of an enumeration releases it",
  proves = { "client.enumeration.release", "addressing.epr.every-request", "cim.selector.enumerate-none", "cim.uri.class-specific",
    "client.enumeration.maxelements-namespace", "client.enumeration.maxelements-optimized", "enumeration.optimize.no-pull-after-end" },
  step = "enumerate-first",
  given = steps.given("enumerate", { wanted = 2 }),
  serve = function(t)
    local sequence = sequences.new(steps.items(40), { batch = 2 })
    local first = play(t, sequence)
    t:expect(sequence.released or sequence.complete, { message = "an enumeration was left without Release", expected = "Release",
      actual = ("%d of 40 items taken, no Release"):format(sequence.given), at = first })
  end,
}

local placed = {
  { step = "enumerate-references", given = { mode = "EnumerateEPR" }, rule = "enumeration.mode.placement",
    path = body .. "wsen:Enumerate/wsman:EnumerationMode", value = "EnumerateEPR", title = "wsman:EnumerationMode is a child of wsen:Enumerate" },
  { step = "enumerate-derived", given = { polymorphism = "ExcludeSubClassProperties" }, rule = "cim.enumerate.polymorphism-placement",
    also = "cim.ns.binding", path = body .. "wsen:Enumerate/wsmb:PolymorphismMode", value = "ExcludeSubClassProperties",
    title = "wsmb:PolymorphismMode is a child of wsen:Enumerate" },
  { step = "enumerate-filtered", given = { filter = "../i:Slot > 3 and ../i:Label = 'a & b'", dialect = "http://www.w3.org/TR/1999/REC-xpath-19991116" },
    rule = "enumeration.filter.content-shape", path = body .. "wsen:Enumerate/*[local-name()='Filter']",
    value = "../i:Slot > 3 and ../i:Label = 'a & b'", title = "A filter is the text that the caller gave" },
}

for _, of in ipairs(placed) do
  -- 8.3, 8.7, DSP0227 9.3: what changes an enumeration stands in its body.
  client_case {
    id = "pulling." .. of.step,
    title = of.title,
    proves = { of.rule, of.also },
    step = of.step,
    given = steps.given("enumerate", of.given),
    serve = function(t)
      local first = service.first(t)
      t:expect_text(first, of.path, of.value, { rule = of.rule })
      if of.also then t:expect_present(first, of.path, { rule = of.also }) end
      local sequence = sequences.new(of.given.mode and {} or steps.items(1))
      sequence:serve(t, first)
      service.rest(t, function(r) return sequence:serve(t, r) end)
    end,
  }
end
