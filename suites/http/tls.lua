-- RFC 8996, RFC 9325, RFC 9110 4.3; DSP0226 12.3 and Annex C: what shows of TLS where the target's URL says https.
local wire = require("lib.wire")

local tls = "feature.transport.tls"
local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"
local profiles = identified .. "/wsmid:SecurityProfiles/wsmid:SecurityProfileName"
local profile = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/"

--- Was a connection with this greeting of no use? Either TLS never came about, or nothing was answered over it.
local function is_shut_out(r)
  return r.tls == nil and r.status == nil
end

--- What somebody without any credentials is told: a client's certificate would be some. Nothing, where one is demanded.
local function told_to_strangers(t)
  local c = t:connect { tls = { certificate = false } }
  local r = c:send(t.msg.get({ uri = t.profile.unknown.uri }):without_http("Authorization"))
  c:close()
  if is_shut_out(r) then t:not_applicable("who shows no certificate is shut out, which is the mutual profile") end
  return r
end

-- Is the target reached over TLS at all? The cases below need it. A client that would take anything is given what is new enough.
case {
  id = "https.offered",
  proves = "https.version",
  provides = tls,
  title = "TLS 1.2 or later is negotiated",
  run = function(t)
    local by_itself = t:send(t.msg.identify())
    if not by_itself.tls then t:not_applicable("the target's URL is no https") end
    local c = t:connect { tls = { newest = "1.3" } } -- and all versions before
    local by_choice = c:send(t.msg.identify())
    c:close()
    for _, r in ipairs({ by_itself, by_choice.tls and by_choice }) do
      t:expect(r.tls.version == "TLSv1.2" or r.tls.version == "TLSv1.3", { message = "what is negotiated is new enough",
        expected = "TLSv1.2 or TLSv1.3", actual = r.tls.version, at = r })
    end
  end,
}

-- RFC 8996: who offers nothing newer is turned away.
for _, version in ipairs({ "1.0", "1.1" }) do
  case {
    id = "https.version-" .. version:gsub("%.", "-"),
    proves = { "https.version", "transport.http.tls-ciphers" },
    title = "A client that knows TLS up to " .. version .. " only is turned away",
    needs = { tls },
    run = function(t)
      local c = t:connect { tls = { newest = version } }
      local r = c:send(t.msg.identify():unlawful("it comes over TLS " .. version))
      for _, rule in ipairs({ "https.version", "transport.http.tls-ciphers" }) do
        t:expect(is_shut_out(r), { message = "nothing older than TLS 1.2 is negotiated", expected = "no connection", at = r, rule = rule,
          actual = r.tls and (r.tls.version .. ", " .. wire.outcome(r)) or wire.outcome(r) })
      end
      c:close()
    end,
  }
end

-- RFC 9325 4.1: nor is one whose suites protect nothing, or nobody knows from whom.
for word, suites in pairs({ ["without-encryption"] = "eNULL", ["without-authentication"] = "aNULL" }) do
  case {
    id = "https.cipher-" .. word,
    proves = "https.cipher",
    title = "A client that offers suites " .. word:gsub("-", " ") .. " only is turned away",
    needs = { tls },
    run = function(t)
      local c = t:connect { tls = { newest = "1.2", ciphers = suites .. ":@SECLEVEL=0" } }
      local r = c:send(t.msg.identify():unlawful("it comes over a suite " .. word:gsub("-", " ")))
      t:expect(is_shut_out(r), { message = "no suite is negotiated that protects nothing", expected = "no connection",
        actual = r.tls and (r.tls.cipher .. ", " .. wire.outcome(r)) or wire.outcome(r), at = r })
      c:close()
    end,
  }
end

-- RFC 6066 3: a name that the service does not go by, or none, is no reason to say nothing.
for word, name in pairs({ ["unknown"] = "elsewhere.assay.example", ["none"] = "" }) do
  case {
    id = "https.server-name-" .. word,
    proves = "service.survives",
    title = "A client that names " .. (word == "none" and "no server" or "a server of another name") .. " is served or turned away at once",
    needs = { tls },
    hostile = true,
    run = function(t)
      local c = t:connect { tls = { server_name = name } }
      local r = c:send(t.msg.identify(), { timeout = 5000 })
      t:expect(r.status ~= nil or (r.ended == "closed" and r.elapsed_ms < 4000), { at = r, expected = "an answer, or an alert",
        message = "a server name that is not known is passed over or refused", actual = wire.outcome(r) })
      c:close()
    end,
  }
end

-- RFC 9110 4.2.2: what is for TLS is not given in clear text.
case {
  id = "https.clear-text-on-the-port",
  proves = { "security.no-anonymous-http", "service.survives" },
  title = "A request in clear text to the port of TLS is refused or hung up on",
  needs = { tls },
  hostile = true,
  run = function(t)
    local c = t:connect { tls = false }
    local r = c:raw { octets = wire.take(t.msg.identify()):without("Authorization"):octets(), why = "it is not protected", timeout = 15000 }
    wire.expect_refused(t, r, "the port of TLS gives nothing in clear text")
    c:close()
  end,
}

-- 12.3: a service on HTTPS offers one of the predefined ways to log on.
case {
  id = "https.profile",
  proves = "security.profile.https-required",
  title = "Over TLS a predefined profile is offered: Basic, Digest or Negotiate, where no certificate is demanded",
  needs = { tls, "feature.security.authenticated" },
  run = function(t)
    local r = told_to_strangers(t)
    if not t:expect_status(r, 401) then return end
    local challenge = " " .. (r:header("WWW-Authenticate") or "none"):lower()
    t:expect(challenge:find("[%s,]basic[%s,]") or challenge:find("[%s,]digest%s") or challenge:find("[%s,]negotiate") or
      challenge:find("[%s,]kerberos"), { message = "one of the predefined HTTPS profiles is offered", at = r, path = "WWW-Authenticate",
      expected = "Basic, Digest or Negotiate", actual = challenge })
  end,
}

-- Annex C: a profile that is offered is told by its URI, where Identify tells any.
for _, scheme in ipairs({ "basic", "digest" }) do
  case {
    id = "https.profile-" .. scheme,
    proves = "secprofile.https-" .. scheme,
    title = "Over TLS " .. scheme .. " authentication is offered, and Identify names its profile",
    needs = { tls, "feature.security.authenticated", "feature.security.http-" .. scheme },
    run = function(t)
      local r = told_to_strangers(t)
      local challenge = " " .. (r:header("WWW-Authenticate") or ""):lower()
      t:expect(challenge:find("[%s,]" .. scheme .. "%s"), { message = "the profile is offered by its challenge", expected = scheme,
        actual = challenge, at = r, path = "WWW-Authenticate" })
      local told = t:send(t.msg.identify())
      if told:count(profiles) > 0 then t:expect_count(told, profiles .. "[normalize-space(.)='" .. profile .. scheme .. "']", 1) end
    end,
  }
end

-- Annex C: who shows a certificate that is known needs no more.
case {
  id = "https.profile-mutual",
  proves = "secprofile.https-mutual",
  title = "Who shows their certificate is let in without Authorization, and Identify names the profile",
  needs = { tls, "feature.security.https-mutual" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):without_http("Authorization"))
    t:expect(r:fault() ~= nil and r.status ~= 401, { message = "a certificate that is known lets its owner in",
      expected = "an answer to the envelope", actual = wire.outcome(r), at = r })
    local told = t:send(t.msg.identify():without_http("Authorization"))
    if told:count(profiles) > 0 then t:expect_count(told, profiles .. "[normalize-space(.)='" .. profile .. "mutual']", 1) end
  end,
}

-- MS-WSMV 3.1.4.1.29.2: the header that says that the certificate is meant.
case {
  id = "https.profile-mutual-by-name",
  proves = "secprofile.https-mutual",
  title = "An Authorization that names the mutual profile means the certificate",
  needs = { tls, "feature.security.https-mutual" },
  run = function(t)
    local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):http("Authorization", profile .. "mutual"))
    t:expect(r:fault() ~= nil and r.status ~= 401, { message = "the certificate is looked at when its profile is named",
      expected = "an answer to the envelope", actual = wire.outcome(r), at = r })
  end,
}
