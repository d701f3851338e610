-- MS-WSMV 2.2.4.43: what Windows adds to faults, and what its clients look for in them.
local faults = require("lib.faults")
local items = require("lib.items")
local wire = require("lib.wire")
local winrm = require("lib.winrm")

local dialect = "feature.dialect.winrm"
local get = { dialect, "feature.resource.item", "feature.transfer.get" }

-- Does the target speak Windows' dialect at all? Its faults say so, whatever the product calls itself.
case {
  id = "mswsmv.offered",
  proves = "mswsmv.fault.wsmanfault",
  provides = dialect,
  title = "The fault about an unknown resource has f:WSManFault in its detail",
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }))
    if r:fault() and r:count(winrm.fault) == 0 then t:not_applicable("the target's faults are not those of MS-WSMV") end
    t:expect_count(r, winrm.fault, 1)
  end,
}

--- Requests that are refused for different reasons, each by its word.
local function refused(t)
  local item, absent = items.epr(t), items.epr(t, t.profile.item.absent)
  return {
    ["unknown selector"] = t:send(t.msg.get(item):selector("Lantern", "lit")),
    ["absent instance"] = t:send(t.msg.get(absent)),
    ["unknown action"] = t:send(t.msg.action("http://assay.example/lantern/Light", item)),
    ["small envelope"] = t:send(t.msg.get(item):max_envelope(4096)),
    ["missing header"] = t:send(t.msg.get(item):without("wsa:MessageID"):unlawful("it has no wsa:MessageID")),
    ["unknown mandatory header"] = t:send(t.msg.get(item):header('<x:Lantern xmlns:x="http://assay.example/lantern" s:mustUnderstand="true"/>')),
  }
end

-- 2.2.4.43: the number, the machine and the message, whatever the reason.
case {
  id = "mswsmv.faults-have-numbers",
  proves = { "mswsmv.fault.wsmanfault", "mswsmv.fault.code", "mswsmv.fault.machine", "mswsmv.fault.message" },
  title = "Each fault has one f:WSManFault with a number, a machine and a message",
  needs = get,
  run = function(t)
    for word, r in pairs(refused(t)) do
      t:setup(r:fault(), "the target does not refuse " .. word)
      if t:expect_count(r, winrm.fault, 1, { message = "the fault about the " .. word .. " has f:WSManFault" }) then
        local number = winrm.number(r) or "none"
        t:expect(number:match("^%d+$") and number:match("[1-9]") and tonumber(number) < 4294967296, { rule = "mswsmv.fault.code", at = r,
          message = "Code is an unsigned number", expected = "a number from 1 to 4294967295", actual = number, path = winrm.fault })
        t:expect((r:text(winrm.fault .. "/@Machine") or "") ~= "", { rule = "mswsmv.fault.machine", message = "Machine is named",
          expected = "a name", actual = "none", at = r, path = winrm.fault })
        t:expect_count(r, winrm.fault .. "/*[local-name()='Message']", 1, { rule = "mswsmv.fault.message" })
      end
    end
  end,
}

-- Windows' status for faults is one.
case {
  id = "mswsmv.faults-come-with-500",
  proves = "mswsmv.fault.status",
  title = "Faults of the sender and of the receiver come with HTTP 500",
  needs = get,
  run = function(t)
    for word, r in pairs(refused(t)) do
      t:setup(r:fault(), "the target does not refuse " .. word)
      t:expect(r.status == 500, { message = "the fault about the " .. word .. " comes with 500", expected = "500", actual = wire.outcome(r), at = r })
    end
  end,
}

-- 3.1.4.14: by this number clients know that nothing is wrong, and go on waiting.
case {
  id = "mswsmv.number-of-a-timeout",
  proves = "mswsmv.fault.number-of-timeout",
  title = "An operation that takes longer than its OperationTimeout is refused with 2150858793",
  needs = { dialect, "feature.resource.slow" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.slow.uri }):timeout("PT0.5S"))
    t:setup(faults.is(r, "wsman:TimedOut"), "the target does not keep OperationTimeout")
    t:expect(winrm.number(r) == "2150858793", { message = "the number says that the time is over", expected = "2150858793",
      actual = winrm.number(r) or "none", at = r, path = winrm.fault })
  end,
}

-- And by this one that what they name is gone.
case {
  id = "mswsmv.number-of-unknown-selectors",
  proves = "mswsmv.fault.number-of-selectors",
  title = "A selector that the resource does not have is refused with 2150858843",
  needs = get,
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t)):selector("Lantern", "lit"))
    t:setup(faults.is(r, "wsman:InvalidSelectors"), "the target does not refuse unknown selectors")
    t:expect(winrm.number(r) == "2150858843", { message = "the number says that the selectors are wrong", expected = "2150858843",
      actual = winrm.number(r) or "none", at = r, path = winrm.fault })
  end,
}
