-- MS-WSMV 3.1.4: how a client runs a command in a shell.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local header = "/s:Envelope/s:Header/"

--- After Create, every message is addressed to a shell as the service named it.
local function expect_addressed(t, played, address)
  for _, r in ipairs(played.rest) do
    if service.action_of(r) ~= "Create" then
      local id = r:text(header .. "wsman:SelectorSet[count(wsman:Selector)=1]/wsman:Selector[@Name='ShellId']")
      t:expect(played.state.ids[id or ""], { message = "the message does not carry the selectors of a new shell's endpoint reference",
        expected = "ShellId = " .. played.state.id, actual = id or "no ShellId alone", at = r, path = header .. "wsman:SelectorSet",
        rule = "addressing.epr.to-header-from-address" })
      t:expect_text(r, header .. "wsa:To", address, { rule = "addressing.epr.to-header-from-address",
        message = "wsa:To is not the address of the new shell's endpoint reference" })
    end
  end
end

-- 3.1.4.5 to 3.1.4.14: Create, Command, Receive until Done, Signal terminate, Delete.
client_case {
  id = "shells.command",
  title = "A command runs in a shell of its own, which is tidied up",
  proves = { "client.shell.terminate", "client.shell.delete", "client.shell.command-id", "addressing.epr.to-header-from-address",
    "client.understands", "client.to.faithful" },
  step = "shell",
  given = steps.given("shell"),
  tags = { "B009", "B046" },
  serve = function(t)
    local played = steps.play(t, "shell", {})
    local shell, first = played.state, played.first
    t:setup(shell.id, "the client does not begin with Create")
    t:expect_text(first, header .. "wsa:To", t.url, { rule = "client.to.faithful",
      message = "wsa:To is not the URL that the client was told to use" })
    expect_addressed(t, played, first:text(header .. "wsa:To") or t.url)
    t:expect(not shell.unknown_command, { message = "a message names a command that the service did not", expected = shell.last_command,
      actual = shell.unknown_command, rule = "client.shell.command-id", at = first })
    t:expect(shell:left_behind() == 0, { message = "a command that is done was not terminated", expected = "Signal with terminate",
      actual = ("%d commands left"):format(shell:left_behind()), at = first })
    t:expect(shell.deleted, { message = "the shell was left behind", expected = "Delete", actual = "none", rule = "client.shell.delete", at = first })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { rule = "client.understands", at = first })
  end,
}

-- 3.1.4.14: TimedOut says that there is nothing yet, and Receive is sent again.
client_case {
  id = "shells.receive-again",
  title = "Receive that timed out in the service is sent again",
  proves = { "client.shell.receive-again" },
  step = "shell",
  given = steps.given("shell"),
  serve = function(t)
    local played = steps.play(t, "shell", { time_out = true })
    t:setup(played.state.timed_out, "the client sent no Receive")
    t:expect(played.state.received_again, { message = "the client gave up when nothing had come yet", expected = "another Receive",
      actual = "none", at = played.first })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { at = played.first })
  end,
}
