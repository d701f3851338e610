-- Who has logged on may still not do everything: two users, of whom the second may read [item] and not change it.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local second = "feature.security.second-user"
local reads = { second, "feature.security.second-user-reads-only", "feature.resource.item", "feature.transfer.get" }
local writes = { second, "feature.security.second-user-reads-only", "feature.resource.item", "feature.transfer.get",
  "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local denied = { "http.authorization.fault", "http.authorization.before-acting", "fault.table.wsman.accessdenied" }
local body = "/s:Envelope/s:Body"

-- The second user is somebody: the cases below would prove nothing about a user who cannot log on.
case {
  id = "authorization.second-user-reads",
  proves = "http.authorization.fault",
  title = "What the second user may read is given to them",
  needs = reads,
  run = function(t)
    t:expect_ok(t:send(t.msg.get(items.epr(t)):by_second_user()))
  end,
}

-- 14.6: the fault says that it is the user who may not, and nothing has happened.
for word, message in pairs({
  put = function(t, epr, values)
    values[t.profile.item.text] = "changed by who may not"
    return t.msg.put(epr, items.xml(t, values))
  end,
  delete = function(t, epr) return t.msg.delete(epr) end,
}) do
  case {
    id = "authorization." .. word .. "-denied",
    proves = denied,
    title = word:gsub("^%l", string.upper) .. " by a user who may only read is denied, and changes nothing",
    needs = writes,
    destructive = true,
    run = function(t)
      local epr, values = items.create(t)
      local before = values[t.profile.item.text]
      local r = t:send(message(t, epr, values):by_second_user())
      faults.expect(t, r, "wsman:AccessDenied")
      t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.text, before, { rule = "http.authorization.before-acting" })
    end,
  }
end

-- 14.6: nor is anything made.
case {
  id = "authorization.create-denied",
  proves = denied,
  title = "Create by a user who may only read is denied, and makes nothing",
  needs = writes,
  destructive = true,
  run = function(t)
    local values = items.values(t)
    local epr = items.epr(t, items.selectors(t, values))
    t:defer(function() t:send(t.msg.delete(epr)) end)
    faults.expect(t, t:send(t.msg.create(items.class(t), items.xml(t, values)):by_second_user()), "wsman:AccessDenied")
    t:expect(t:send(t.msg.get(epr)):fault() ~= nil, { message = "what was denied was not made", expected = "no such instance",
      actual = "an instance", rule = "http.authorization.before-acting" })
  end,
}

-- 8.1: an enumeration is its user's. Whoever else has its context can neither pull nor end it.
local ending = { "feature.resource.item", "feature.enumeration", second }
for word, message in pairs({
  pull = function(t, class, context) return t.msg.pull(class, context) end,
  release = function(t, class, context) return t.msg.release(class, context) end,
}) do
  case {
    id = "enumeration." .. word .. "-by-another-user",
    proves = "enumeration.same-credentials",
    title = word:gsub("^%l", string.upper) .. " of an enumeration by another user is refused, and its own user goes on",
    needs = ending,
    run = function(t)
      local class = items.class(t)
      local context = enumerations.start(t, class)
      faults.expect_one_of(t, t:send(message(t, class, context):by_second_user()), { "wsman:AccessDenied", "wsen:InvalidEnumerationContext" })
      local own = t:send(t.msg.pull(class, context))
      t:expect(enumerations.pulled(own) == 1, { message = "the enumeration goes on for its own user", expected = "one item",
        actual = faults.described(own), at = own })
    end,
  }
end

-- 14.6: a user has so many operations at once, and no more. The slow ones give up after a second.
case {
  id = "authorization.too-many-operations",
  proves = { "fault.table.wsman.quotalimit", "service.survives" },
  title = "One operation more than a user may have at once is refused as wsman:QuotaLimit, and later ones are served",
  needs = { second, "feature.quota.operations", "feature.resource.slow" },
  hostile = true,
  destructive = true,
  run = function(t)
    faults.expect(t, require("lib.quota").exceeded(t), "wsman:QuotaLimit")
    t:expect(not faults.is(t:send(t.msg.get({ uri = t.profile.unknown.uri }):by_second_user()), "wsman:QuotaLimit"), {
      message = "an operation that has ended is none any more", expected = "an answer", actual = "wsman:QuotaLimit" })
  end,
}
