-- Challenges, and answers to them that a case makes up; what is secret in them is put in by the driver.
local wire = require("lib.wire")

local authentication = {}

--- The challenges of a WWW-Authenticate value: a list of { scheme =, parameters = { name = value, … } }, names in small
--- letters; `broken` is set to what could not be read (RFC 9110 11.6.1).
function authentication.challenges(field)
  local challenges, rest = {}, field
  while rest ~= "" do
    local name, more = rest:match("^[%s,]*([%w!#$%%&'*+.^_`|~-]+)(.*)$")
    if not name then return challenges, rest:match("^[%s,]*$") and nil or rest end
    local value, after = more:match('^%s*=%s*("[^"]*")(.*)$')
    if not value then value, after = more:match("^%s*=%s*([^%s,\"]+)(.*)$") end
    if value then
      if #challenges == 0 then return challenges, rest end
      local parameters = challenges[#challenges].parameters
      parameters[name:lower()] = value
      rest = after
    else
      challenges[#challenges + 1] = { scheme = name, parameters = {} }
      rest = more
      -- RFC 4559, RFC 9110 11.2: a token68 may stand in the place of parameters.
      rest = rest:gsub("^ +[%w%-._~+/]+=*%s*,", ","):gsub("^ +[%w%-._~+/]+=*%s*$", "")
    end
  end
  return challenges
end

--- A parameter without its quotes, or nil.
function authentication.parameter(challenge, name)
  local value = challenge.parameters[name]
  return value and (value:match('^"(.*)"$') or value)
end

--- Identify may be for everybody; this is not. Whoever is let in learns that there is no such resource.
local function something(t)
  return t.msg.get({ uri = t.profile.unknown.uri })
end

--- Asks for something without credentials and gives the answer, which has to be a refusal for the case to go on.
function authentication.refused(t)
  local r = t:send(something(t):without_http("Authorization"))
  t:setup(r.status == 401, "the target lets everybody in")
  return r
end

--- The Digest challenges of a fresh refusal that can be answered, the service's favourite first.
function authentication.digest(t)
  local fitting = {}
  for _, each in ipairs((authentication.challenges(authentication.refused(t):header("WWW-Authenticate") or ""))) do
    local algorithm = authentication.parameter(each, "algorithm")
    if each.scheme:lower() == "digest" and (not algorithm or algorithm:upper() == "MD5" or algorithm:upper() == "SHA-256") then
      fitting[#fitting + 1] = each
    end
  end
  t:setup(#fitting > 0, "the target offers no Digest that can be answered")
  return fitting
end

--- The path that requests go to.
function authentication.path(t)
  return wire.take(t.msg.identify()).line:match("^POST ([^ ]+)")
end

--- Asks for something with an answer to the challenge in which `changes` differ from the right one.
function authentication.answer(t, challenge, changes)
  local claim = { realm = authentication.parameter(challenge, "realm"), nonce = authentication.parameter(challenge, "nonce"),
    opaque = authentication.parameter(challenge, "opaque"), algorithm = authentication.parameter(challenge, "algorithm"),
    uri = authentication.path(t), count = 1, client_nonce = t:uuid():gsub("[^%w]", "") }
  for name, value in pairs(changes or {}) do claim[name] = value end
  return t:raw { octets = something(t):octets(), digest = claim, why = changes and "its Digest answer is not the right one" or nil }
end

--- Was the request let in, so that the service looked into its envelope?
function authentication.let_in(r)
  return r.status ~= nil and r:count("/s:Envelope/s:Body") > 0
end

--- Asks for something with these words in Authorization; "{authorization}" and "{credentials}" in it are the run's own.
function authentication.say(t, words)
  local octets, changed = something(t):octets():gsub("{authorization}", words, 1)
  t:setup(changed == 1, "the request has no place for credentials")
  return t:raw { octets = octets }
end

return authentication
