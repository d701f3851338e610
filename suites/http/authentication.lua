-- RFC 9110 11, RFC 7616, RFC 7617: challenges and the answers to them.
local authentication = require("lib.authentication")
local wire = require("lib.wire")

local authenticated = { "feature.security.authenticated" }
local digest = { "feature.security.authenticated", "feature.security.http-digest" }

local function expect_out(t, r, message, rule)
  return t:expect((r.status == 401 or r.status == 400) and not r:fault(), { message = message, expected = "401 or 400", actual = wire.outcome(r), at = r, rule = rule })
end

local function expect_in(t, r, message, rule)
  return t:expect(authentication.let_in(r), { message = message, expected = "an answer to the envelope", actual = wire.outcome(r), at = r,
    rule = rule })
end

-- RFC 9110 15.5.2: a 401 says what would have helped.
case {
  id = "authentication.challenge",
  proves = { "http.challenge.present", "http.challenge.syntax", "http.challenge.realm" },
  title = "A refusal with 401 carries challenges that can be read, with a realm each",
  needs = authenticated,
  run = function(t)
    local r = authentication.refused(t)
    local field = r:header("WWW-Authenticate")
    if not t:expect(field, { message = "401 comes with a challenge", expected = "WWW-Authenticate", actual = "none", at = r }) then return end
    local challenges, broken = authentication.challenges(field)
    t:expect(not broken and #challenges > 0, { message = "challenges are schemes with parameters", expected = "scheme name=value, …",
      actual = broken or field, at = r, path = "WWW-Authenticate", rule = "http.challenge.syntax" })
    for _, each in ipairs(challenges) do
      if each.scheme:lower() == "basic" or each.scheme:lower() == "digest" then
        t:expect((each.parameters.realm or ""):match('^".*"$'), { message = each.scheme .. " names its realm", expected = 'realm="…"',
          actual = each.parameters.realm or "no realm", at = r, path = "WWW-Authenticate", rule = "http.challenge.realm" })
      end
    end
  end,
}

-- RFC 7616 3.3: what a client needs for its answer.
case {
  id = "authentication.digest-challenge",
  proves = "http.digest.challenge",
  title = "A Digest challenge has a nonce and offers auth",
  needs = digest,
  run = function(t)
    for _, each in ipairs(authentication.digest(t)) do
      local qop = authentication.parameter(each, "qop") or ""
      t:expect((authentication.parameter(each, "nonce") or "") ~= "", { message = "a Digest challenge has a nonce", expected = "nonce",
        actual = "none" })
      t:expect((" " .. qop:gsub(",", " ") .. " "):find(" auth ", 1, true), { message = "quality of protection auth is offered",
        expected = 'qop="auth"', actual = qop })
    end
  end,
}

-- RFC 7616 3.4: the right answer lets one in, whichever algorithm the client knows.
case {
  id = "authentication.digest-answered",
  proves = "http.digest.answered",
  title = "A right answer to each Digest challenge is let in",
  needs = digest,
  run = function(t)
    for index = 1, #authentication.digest(t) do
      local challenge = authentication.digest(t)[index]
      expect_in(t, authentication.answer(t, challenge), "a right answer for " .. (authentication.parameter(challenge, "algorithm") or "MD5") .. " is let in")
    end
  end,
}

-- RFC 7616 3.4.6: the answer is for this very resource. (A client once made it for the whole URL.)
case {
  id = "authentication.digest-for-another-uri",
  proves = "http.digest.uri",
  title = "A Digest answer for another uri than the request line's is refused",
  needs = digest,
  tags = { "B096" },
  run = function(t)
    local path = authentication.path(t)
    expect_out(t, authentication.answer(t, authentication.digest(t)[1], { uri = "/elsewhere" .. path }), "the uri is not that of the request line")
    expect_out(t, authentication.answer(t, authentication.digest(t)[1], { uri = path, hashed_uri = "/elsewhere" .. path }),
      "the response is made for another uri")
  end,
}

-- RFC 7616 3.4.3: and for this method.
case {
  id = "authentication.digest-for-another-method",
  proves = "http.digest.method",
  title = "A Digest answer for GET does not let a POST in",
  needs = digest,
  run = function(t)
    expect_out(t, authentication.answer(t, authentication.digest(t)[1], { method = "GET" }), "the response is made for another method")
  end,
}

-- RFC 7616 3.4, 5.3: an answer serves once; the next has the next count.
case {
  id = "authentication.digest-replayed",
  proves = { "http.digest.nonce-count", "http.digest.counting" },
  title = "A nonce count serves once, and the next one is let in or told that the nonce is stale",
  needs = digest,
  run = function(t)
    local challenge = authentication.digest(t)[1]
    local first = authentication.answer(t, challenge)
    t:setup(authentication.let_in(first), "the target does not let a right answer in")
    local next_one = authentication.answer(t, challenge, { count = 2 })
    t:expect(authentication.let_in(next_one) or (next_one:header("WWW-Authenticate") or ""):lower():find("stale=true"), {
      message = "the next count is let in, or the nonce called stale", expected = "IdentifyResponse, or stale=true",
      actual = wire.outcome(next_one), at = next_one, rule = "http.digest.counting" })
    expect_out(t, authentication.answer(t, challenge, { count = 2 }), "a count that was used is a replay")
  end,
}

-- RFC 7616 3.3: who knows the password but an old nonce is told so.
case {
  id = "authentication.digest-stale",
  proves = { "http.digest.stale", "security.transport-auth-failure" },
  title = "A right answer to a nonce that never was is refused as stale, a wrong one is not",
  needs = digest,
  run = function(t)
    local unknown = { nonce = "bm90LW9mLXRoaXMtc2VydmljZQ" }
    local r = authentication.answer(t, authentication.digest(t)[1], unknown)
    if not expect_out(t, r, "an unknown nonce lets nobody in", "security.transport-auth-failure") then return end
    t:expect((r:header("WWW-Authenticate") or ""):lower():match('stale="?true'), { message = "the refusal says that the nonce is to blame",
      expected = "stale=true", actual = r:header("WWW-Authenticate") or "no challenge", at = r, path = "WWW-Authenticate" })
  end,
}

-- RFC 7616 3.4.1: without the password there is no way in, however well the rest fits.
case {
  id = "authentication.digest-wrong-realm",
  proves = "security.transport-auth-failure",
  title = "A Digest answer made for another realm is refused",
  needs = digest,
  run = function(t)
    expect_out(t, authentication.answer(t, authentication.digest(t)[1], { realm = "elsewhere" }), "the response is made for another realm")
  end,
}

-- RFC 9110 11.1: the scheme's name has no case.
for _, spelling in ipairs({ "BASIC", "basic", "bAsIc" }) do
  case {
    id = "authentication.scheme-" .. (spelling == "bAsIc" and "in-mixed-letters" or spelling == "BASIC" and "in-capitals" or "in-small-letters"),
    proves = "http.scheme.case",
    title = spelling .. " is Basic",
    needs = { "feature.security.authenticated", "feature.security.http-basic" },
    run = function(t)
      if not authentication.let_in(authentication.say(t, "Basic {credentials}")) then t:not_applicable("the run does not log on with Basic") end
      expect_in(t, authentication.say(t, spelling .. " {credentials}"), "the name of an authentication scheme has no case")
    end,
  }
end
