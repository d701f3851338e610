-- RFC 9112, DSP0226 13: answers that are lawful and look otherwise than most.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local forms = {
  { word = "plain", title = "an ordinary answer", how = {} },
  { word = "chunked", title = "an answer in chunks of seven octets", how = { chunked = 7 }, tags = { "B099" } },
  { word = "split", title = "an answer that comes in pieces", how = { split = 97, pause_ms = 1 }, tags = { "B099" } },
  { word = "until-close", title = "an answer that lasts until the connection closes", how = { until_close = true } },
  { word = "closing", title = "an answer after which the connection closes", how = { fields = { "Connection: close" }, close = true } },
  { word = "prefixes", title = "an answer with other prefixes", tags = { "B099" },
    how = { prefixes = { s = "soapenv", wsa = "n1", wsman = "m", wsen = "e", wxf = "t" } } },
  { word = "interim", title = "an answer after an interim one", how = { interim = true } },
  { word = "media-type", title = "an answer whose media type has a quoted charset and an action",
    how = { type = 'Application/SOAP+XML; action="urn:any"; charset="utf-8"' } },
  { word = "slow", title = "an answer that takes its time", how = { delay_ms = 700 } },
}

for _, step in ipairs(steps.names) do
  for _, form in ipairs(forms) do
    -- RFC 9112 6 and 7, XML Namespaces 3, RFC 9110 8.3 and 15.2: the form of an answer is the service's choice.
    client_case {
      id = ("answers.%s.%s"):format(step, form.word),
      title = ("A client understands %s to the step '%s'"):format(form.title, step),
      proves = "client.understands",
      step = step,
      given = steps.given(step),
      tags = form.tags,
      serve = function(t)
        local played = steps.play(t, step, form.how)
        outcomes.expect_success(t, played.outcome, { "item-01" }, { at = played.first })
      end,
    }
  end
end

-- DSP0230 9.2: a property without a value is nil or left out, and an empty text is a value.
client_case {
  id = "answers.get.nil-and-empty",
  title = "Nil, absent and empty properties are understood",
  proves = "client.understands",
  step = "get",
  given = steps.given("get"),
  tags = { "B108" },
  serve = function(t)
    local nothing = '<i:Count xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    local played = steps.play(t, "get", { representation = steps.item(1, { before = nothing, after = "<i:Note/><i:Note></i:Note>" }), bare_ends = true })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { at = played.first })
  end,
}

-- XML 1.0 2.2: text is Unicode, and characters of several octets may be cut anywhere by the transport.
client_case {
  id = "answers.get.non-ascii",
  title = "Text beyond ASCII reaches the caller, wherever the transport cuts it",
  proves = "client.understands",
  step = "get",
  given = steps.given("get"),
  tags = { "B045" },
  serve = function(t)
    local played = steps.play(t, "get", { representation = steps.item(1, { label = "Größe 寸法 €" }), split = 3 })
    outcomes.expect_success(t, played.outcome, { "Größe 寸法 €" }, { at = played.first })
  end,
}

-- MS-WSMV 3.1.4.5.2: the shell's id is a selector of ResourceCreated; old services send no rsp:Shell beside it.
client_case {
  id = "answers.shell.without-shell-element",
  title = "The shell's id is found in the endpoint reference of the new shell",
  proves = "client.understands",
  step = "shell",
  given = steps.given("shell"),
  tags = { "B081", "B082" },
  serve = function(t)
    local played = steps.play(t, "shell", { without_shell = true })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { at = played.first })
  end,
}

for _, step in ipairs(steps.names) do
  -- WS-Addressing 3.2: RelatesTo tells which message is answered.
  client_case {
    id = ("answers.%s.of-another-message"):format(step),
    title = ("An answer to another message is not taken for that to the step '%s'"):format(step),
    proves = "client.relates-to",
    step = step,
    given = steps.given(step),
    serve = function(t)
      local played = steps.play(t, step, { relates_to = "uuid:00000000-0000-0000-0000-00000000dead",
        why = "it relates to a message that the client never sent" })
      outcomes.expect_failure(t, played.outcome, { at = played.first })
    end,
  }
end

-- RFC 9112 9.3: one connection may carry one exchange after the other, and need not.
client_case {
  id = "answers.delete.empty-body",
  title = "The empty body of DeleteResponse is understood",
  proves = "client.understands",
  step = "delete",
  given = steps.given("get"),
  tags = { "B087" },
  serve = function(t)
    local r = service.first(t)
    service.answer(t, r, service.transfer .. "/DeleteResponse", "")
    outcomes.expect_success(t, t:outcome(), nil, { at = r })
  end,
}
