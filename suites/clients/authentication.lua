-- RFC 9110 11, RFC 7617, RFC 7616: how a client says who it is.
local outcomes = require("lib.outcomes")
local service = require("lib.service")
local steps = require("lib.steps")

local page = "<html><body>Who are you?</body></html>"

--- Does the client speak the scheme? Where the driver says nothing, it is taken to.
local function needs_scheme(t, scheme)
  for _, known in ipairs(t.profile.schemes or { "basic", "digest" }) do
    if known == scheme then return end
  end
  t:not_applicable("the client does not speak " .. scheme)
end

local function challenge(t, r, field)
  service.write(t, r, 401, page, { type = "text/html", fields = { "WWW-Authenticate: " .. field } })
end

local function digest_challenge(nonce, more)
  return ('Digest realm="assay", nonce="%s", qop="auth", algorithm=MD5%s'):format(nonce, more or "")
end

for _, step in ipairs(steps.names) do
  -- RFC 7617: asked for Basic, a client that has credentials gives them.
  client_case {
    id = ("authentication.%s.basic"):format(step),
    title = ("Asked for Basic, the step '%s' is done with the credentials that the client was given"):format(step),
    proves = { "client.authentication.answers" },
    step = step,
    given = steps.given(step),
    serve = function(t)
      needs_scheme(t, "basic")
      local state = steps.of[step].new({})
      local shown = false
      local first = service.first(t)
      local function serve(r)
        local who = r:authorization()
        if not who or who.scheme ~= "Basic" or not who.right then return challenge(t, r, 'Basic realm="assay"') or true end
        shown = true
        return state:serve(t, r)
      end
      serve(first)
      service.rest(t, serve)
      t:expect(shown, { message = "the challenge was not answered", expected = "Authorization: Basic with the credentials", actual = "none", at = first })
      outcomes.expect_success(t, t:outcome(), { "item-01" }, { at = first })
    end,
  }

  -- RFC 7616 3.4: the uri is the request target, the nonce is the one that was given, and the count begins with one.
  client_case {
    id = ("authentication.%s.digest"):format(step),
    title = ("Asked for Digest, the step '%s' answers this very challenge for this very target"):format(step),
    proves = { "client.authentication.answers", "client.digest.uri", "client.digest.nonce" },
    step = step,
    given = steps.given(step, { path = "/wsman?zone=3" }),
    tags = { "B096" },
    serve = function(t)
      needs_scheme(t, "digest")
      local state = steps.of[step].new({})
      local nonces = { t:uuid(), t:uuid() }
      local nonce, stale, shown = nonces[1], false, false
      local first = service.first(t)
      local function serve(r)
        local who = r:authorization()
        if not who or who.scheme ~= "Digest" then return challenge(t, r, digest_challenge(nonce)) or true end
        t:expect(who.uri == r.target, { message = "the Digest is for another target", expected = r.target, actual = who.uri,
          rule = "client.digest.uri", at = r })
        t:expect(who.nonce == nonce, { message = "the Digest answers another challenge", expected = nonce, actual = who.nonce,
          rule = "client.digest.nonce", at = r })
        if not shown then
          t:expect(who.nc == "00000001", { message = "the nonce count does not begin with one", expected = "00000001", actual = who.nc,
            rule = "client.digest.nonce", at = r })
        end
        if not stale then -- once, the nonce has become too old meanwhile
          stale, nonce = true, nonces[2]
          return challenge(t, r, digest_challenge(nonce, ", stale=true")) or true
        end
        if not who.right then return challenge(t, r, digest_challenge(nonce)) or true end
        shown = true
        return state:serve(t, r)
      end
      serve(first)
      service.rest(t, serve)
      t:expect(shown, { message = "the challenge was not answered", expected = "Authorization: Digest with the credentials", actual = "none", at = first })
      outcomes.expect_success(t, t:outcome(), { "item-01" }, { at = first })
    end,
  }

  -- RFC 9110 15.5.2: whoever is refused with credentials that it has shown has nothing new to say.
  client_case {
    id = ("authentication.%s.refused"):format(step),
    title = ("The step '%s' whose credentials are refused is given up"):format(step),
    proves = { "client.authentication.gives-up", "client.ends" },
    step = step,
    given = steps.given(step),
    tags = { "B085", "B096", "B105" },
    serve = function(t)
      local shown = 0
      local first = service.first(t)
      local function refuse(r)
        local who = r:authorization()
        if who and who.right then shown = shown + 1 end
        local digest = t.profile.schemes and t.profile.schemes[1] == "digest"
        challenge(t, r, digest and digest_challenge(t:uuid()) or 'Basic realm="assay"')
        return true
      end
      refuse(first)
      service.rest(t, refuse)
      local o = t:outcome()
      outcomes.expect_end(t, o, { rule = "client.ends", at = first })
      t:expect(shown + o.further <= 2, { message = "refused credentials were sent again and again", expected = "at most twice",
        actual = (shown + o.further) .. " times", at = first })
      outcomes.expect_failure(t, o, { at = first })
    end,
  }
end
