-- DSP0226 12.3, 12.8: who is let in, decided at the transport.
local credentials = require("lib.credentials")
local wire = require("lib.wire")

-- Annex C: the predefined profiles of HTTP are offered by a challenge each.
for _, scheme in ipairs({ { word = "basic", pattern = "[Bb]asic%s" }, { word = "digest", pattern = "[Dd]igest%s.*nonce=" } }) do
  case {
    id = "http.challenge-" .. scheme.word,
    proves = "secprofile.http-" .. scheme.word,
    title = "Who does not log on is told that " .. scheme.word .. " authentication serves",
    needs = { "feature.security.authenticated", "feature.security.http-" .. scheme.word },
    run = function(t)
      local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):without_http("Authorization"))
      local offered = (r:header("WWW-Authenticate") or ""):match(scheme.pattern)
      t:expect(offered, { message = "the profile is offered by its challenge", expected = "WWW-Authenticate: " .. scheme.word,
        actual = r:header("WWW-Authenticate") or "no challenge", at = r, path = "WWW-Authenticate" })
    end,
  }
end

-- 12.3: a management message without credentials is refused at the transport, with a challenge.
case {
  id = "http.without-credentials",
  proves = { "security.no-anonymous-http", "security.transport-auth-failure", "security.profile.http-required" },
  title = "A Get without credentials is refused with 401 and a challenge",
  needs = { "feature.security.authenticated" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = (t:knows("item") and t.profile.item or t.profile.unknown).uri }):without_http("Authorization"))
    t:expect_status(r, 401)
    local challenge = r:header("WWW-Authenticate") or "none"
    local known = (", " .. challenge:lower())
    t:expect(known:find(", basic", 1, true) or known:find(", digest", 1, true) or known:find(", negotiate", 1, true), { at = r,
      message = "the challenge offers one of the predefined HTTP profiles", expected = "Basic, Digest or Negotiate",
      actual = challenge, path = "WWW-Authenticate", rule = "security.profile.http-required" })
  end,
}

-- 12.3: neither do wrong credentials help, nor broken ones.
for word, value in pairs({
  ["wrong-password"] = function(t) return credentials.basic(t.profile.login.user, "not-the-password") end,
  ["unknown-user"] = credentials.basic("nobody-of-this-name", "assay"),
  ["broken-base64"] = "Basic !!!!",
  ["no-colon"] = "Basic YXNzYXk=",
  ["unknown-scheme"] = "Lantern lit",
  ["empty"] = "",
}) do
  case {
    id = "http.credentials-" .. word,
    proves = { "security.transport-auth-failure", "service.survives" },
    title = "A request with credentials of the kind " .. word .. " is refused with 401",
    needs = { "feature.security.authenticated" },
    hostile = true,
    run = function(t)
      local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):without_http("Authorization"):http("Authorization", type(value) == "function" and value(t) or value))
      t:expect(r.status == 401 or (word == "broken-base64" and r.status == 400), { message = "credentials that prove nothing open nothing",
        expected = "401", actual = wire.outcome(r), at = r })
    end,
  }
end
