-- RFC 9110 15, RFC 9112 8: what a client makes of HTTP that brings no answer.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local page = "<html><head><title>Error</title><body><p>Something went wrong<br></body></html>"

local errors = {
  { word = "html-401", status = 401, body = page, tags = { "B083", "B105" }, fields = { 'WWW-Authenticate: Negotiate' } },
  { word = "html-404", status = 404, body = page, tags = { "B071", "B083" } },
  { word = "html-500", status = 500, body = page, tags = { "B065", "B095" } },
  { word = "empty-500", status = 500, body = "" },
  { word = "html-503", status = 503, body = page, tags = { "B083", "B095" } },
}

for _, step in ipairs(steps.names) do
  for _, error in ipairs(errors) do
    -- RFC 9110 15: the status is looked at first; a page for people is no envelope.
    client_case {
      id = ("http.%s.%s"):format(step, error.word),
      title = ("The step '%s' that is answered with HTTP %d and %s fails as that"):format(step, error.status,
        error.body == "" and "nothing" or "an HTML page"),
      proves = { "client.http.status", "client.http.status-first", "client.ends" },
      step = step,
      given = steps.given(step),
      tags = error.tags,
      serve = function(t)
        local played = steps.play(t, step, { always = true, first = function(_, r)
          service.write(t, r, error.status, error.body, { type = "text/html; charset=iso-8859-1", fields = error.fields })
        end })
        local o, at = played.outcome, played.first
        outcomes.expect_end(t, o, { rule = "client.ends", at = at })
        if not outcomes.expect_failure(t, o, { at = at }) then return end
        outcomes.expect_kind(t, o, "transport", { rule = "client.http.status-first", at = at })
      end,
    }
  end
end

local breaks = {
  { word = "closed", title = "no answer at all", how = nil },
  { word = "cut-in-head", title = "an answer that is cut in its head", how = { head = true } },
  { word = "cut-in-body", title = "an answer that is cut in its body", how = { cut = 40 } },
  { word = "cut-in-chunks", title = "an answer whose last chunk never comes", how = { chunked = 64, cut = 5 } },
  { word = "nonsense", title = "an answer that is no XML", how = { nonsense = true }, tags = { "B107" } },
}

--- Answers badly, and returns why that is unlawful.
local function break_off(t, r, how)
  if not how then return t:reply(r, { close = true, why = "no answer" }) end
  if how.head then return t:reply(r, { octets = "HTTP/1.1 200 OK\r\nContent-Ty", close = true, why = "the head is cut" }) end
  if how.nonsense then return service.write(t, r, 200, "<s:Envelope <<< \1", { why = "this is no XML" }) end
  local envelope = service.envelope(t, r, service.transfer .. "/GetResponse", steps.item(1))
  service.write(t, r, 200, envelope, { chunked = how.chunked, cut = how.cut, why = "the body is cut" })
end

--- How often the client sent the same message: MessageIDs may be new, bodies and actions not.
local function resent(played)
  local first = played.first
  local count = played.outcome.further
  for _, r in ipairs(played.rest) do
    if service.action_of(r) == service.action_of(first) and r:xml("/s:Envelope/s:Body") == first:xml("/s:Envelope/s:Body") then
      count = count + 1
    end
  end
  return count
end

-- A message that changes something is not to be sent a second time: nobody knows what became of the first.
local changes = { invoke = true, shell = true }

for _, step in ipairs(steps.names) do
  for _, broken in ipairs(breaks) do
    -- RFC 9112 8: an incomplete answer is none; DSP0226 13.3: a message without an answer is not sent again.
    client_case {
      id = ("http.%s.%s"):format(step, broken.word),
      title = ("The step '%s' that gets %s fails, and its message is not sent again"):format(step, broken.title),
      proves = { "client.incomplete", "client.ends", "replay.no-resend" },
      step = step,
      given = steps.given(step),
      tags = broken.tags,
      serve = function(t)
        local played = steps.play(t, step, { first = function(_, r) break_off(t, r, broken.how) end })
        local o, at = played.outcome, played.first
        outcomes.expect_end(t, o, { rule = "client.ends", at = at })
        if changes[step] then
          t:expect(resent(played) == 0, { message = "a message that may have been carried out was sent again",
            expected = "one request", actual = (resent(played) + 1) .. " requests", rule = "replay.no-resend", at = at })
        end
        if #played.rest == 0 then outcomes.expect_failure(t, o, { at = at }) end
      end,
    }
  end
end

for _, step in ipairs(steps.names) do
  -- RFC 9110 15.4: a client may follow a redirection, but credentials are for the origin that they were given for.
  client_case {
    id = ("http.%s.redirected"):format(step),
    title = ("Redirected to another origin, the step '%s' takes no credentials there"):format(step),
    proves = { "client.redirect.credentials", "client.http.status" },
    step = step,
    given = steps.given(step),
    tags = { "B047" },
    serve = function(t)
      local function redirect(r)
        service.write(t, r, 302, page, { type = "text/html", fields = { "Location: " .. t.elsewhere } })
      end
      local first = service.first(t)
      redirect(first)
      local arrived = false
      service.rest(t, function(r)
        if not r.elsewhere then return redirect(r) or true end
        arrived = true
        t:expect(r:authorization() == nil, { message = "credentials were sent to another origin", expected = "no Authorization field",
          actual = (r:authorization() or {}).scheme, at = r })
        service.write(t, r, 404, page, { type = "text/html" })
        return true
      end)
      local o = t:outcome()
      if not arrived then outcomes.expect_failure(t, o, { rule = "client.http.status", at = first }) end
    end,
  }
end
