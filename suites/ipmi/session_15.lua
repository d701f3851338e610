-- Sessions of IPMI 1.5, most under MD5: IPMI 2.0 §6.12, §13.6, §22.16, §22.17.
local ipmi = require "lib.ipmi"

local md5_bit, none_bit = 2, 0

local function needs_md5(t)
  local answer = ipmi.capabilities(t)
  if answer:bits(3, md5_bit, md5_bit) ~= 1 then t:not_applicable("the channel does not offer MD5 for IPMI 1.5") end
  return answer
end

local function session(t, terms)
  terms = terms or {}
  terms.version = "1.5"
  return t.bmc:session(terms)
end

-- §22.16: get Session Challenge for a name that nobody has does not lead to a session.
bmc_case {
  id     = "ipmi.challenge.nobody",
  title  = "A name that nobody has leads to no session",
  proves = { "ipmi.challenge.unknown-user", "bmc.survives" },
  hostile = true,
  run = function(t)
    needs_md5(t)
    local s = t.bmc:handshake{ version = "1.5", user = ipmi.nobody, password = "anything" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, "a name that nobody has opened a session")
  end,
}

-- §22.16: get Session Challenge with an authentication type that the channel does not offer is refused.
bmc_case {
  id     = "ipmi.challenge.other-type",
  title  = "A challenge for an authentication type that is not offered is refused",
  proves = { "ipmi.challenge.auth-type", "bmc.survives" },
  hostile = true,
  run = function(t)
    local offered = needs_md5(t)
    for _, auth in ipairs{ 1, 3, 4, 5 } do
      if offered:bits(3, auth, auth) == 0 then
        local answer = t.bmc:handshake{ version = "1.5" }:challenge{ auth = auth, why = "this type is not offered" }
        t:expect(answer.completion and answer.completion ~= 0, { message = "authentication type " .. auth
          .. " is not offered and not refused", expected = "a refusal", actual = answer:summary(), at = answer })
      end
    end
  end,
}

-- §22.13: every authentication type that Get Channel Authentication Capabilities offers opens a session of IPMI 1.5.
bmc_case {
  id     = "ipmi.challenge.every-offered-type",
  title  = "Each authentication type that is offered opens a session",
  proves = "ipmi.challenge.offered-type",
  run = function(t)
    local offered = ipmi.capabilities(t)
    for _, type in ipairs{ { bit = 1, name = "md2" }, { bit = 2, name = "md5" }, { bit = 4, name = "password" } } do
      if offered:bits(3, type.bit, type.bit) == 1 then
        local answer = t.bmc:handshake{ version = "1.5", auth = type.name }:log_on()
        t:expect(answer.completion == 0, { message = "authentication type " .. type.name .. " is offered and opens no session",
          expected = "completion code 00h", actual = answer:summary(), at = answer })
      end
    end
  end,
}

-- §22.16: each Get Session Challenge is answered with another challenge string and another temporary session id, never 0.
bmc_case {
  id     = "ipmi.challenge.always-new",
  title  = "Each challenge is another one, with another temporary session id",
  proves = "ipmi.challenge.fresh",
  run = function(t)
    needs_md5(t)
    local seen = {}
    for _ = 1, 4 do
      local answer = t.bmc:handshake{ version = "1.5" }:challenge()
      t:require_completion(answer)
      local id, challenge = answer:u32(2), answer:octets(6, 16)
      t:expect(id and id ~= 0 and challenge and not seen[id] and not seen[challenge],
        { message = "a challenge or a temporary session id came twice, or the id is 0", actual = answer:hex(), at = answer })
      if id and challenge then seen[id], seen[challenge] = true, true end
    end
  end,
}

-- §22.17: activate Session whose AuthCode was made with another password opens no session.
bmc_case {
  id     = "ipmi.activate.other-password",
  title  = "An AuthCode made with another password opens no session",
  proves = { "ipmi.activate.wrong-password", "bmc.survives" },
  hostile = true,
  run = function(t)
    needs_md5(t)
    local s = t.bmc:handshake{ version = "1.5", password = "not this one" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, "a wrong password opened a session")
  end,
}

-- §22.17: activate Session for a privilege above that of the user is refused with 86h.
bmc_case {
  id     = "ipmi.activate.above-user",
  title  = "A privilege above the user's is refused",
  proves = "ipmi.activate.privilege",
  needs  = { "feature.security.second-user" },
  run = function(t)
    needs_md5(t)
    local s = t.bmc:handshake{ version = "1.5", second_user = true, privilege = "administrator" }
    t:setup(s:challenge().completion == 0, "Get Session Challenge was refused")
    t:expect_completion(s:activate(), 0x86)
  end,
}

-- §22.17: A session of IPMI 1.5 begins at privilege user, whatever its maximum is.
bmc_case {
  id     = "ipmi.activate.begins-low",
  title  = "A session of IPMI 1.5 begins at user or below",
  proves = "ipmi.activate.starts-as-user",
  run = function(t)
    needs_md5(t)
    local s = t.bmc:handshake{ version = "1.5" }
    t:setup(s:challenge().completion == 0 and s:activate().completion == 0, "no session could be opened")
    local level, answer = ipmi.level_of(t, s)
    t:expect(level <= 2, { message = "the session has a higher privilege level at once", expected = "1 or 2",
      actual = level, at = answer })
  end,
}

local function drops(id, rule, title, fields, why)
  -- The clause is that of the rule that it is given.
  bmc_case {
    id     = id,
    title  = title,
    proves = { rule, "bmc.survives" },
    hostile = true,
    run = function(t)
      local offered = needs_md5(t)
      if fields.auth_type == 0 and offered:bits(4, 4, 4) == 1 then
        t:not_applicable("per-message authentication is off")
      end
      local s = session(t, { privilege = "operator" })
      local sent = { once = true, why = why }
      for name, value in pairs(fields) do sent[name] = value end
      t:expect_silence(s:request(ipmi.app, ipmi.get_device_id, nil, sent))
      ipmi.expect_alive(t, s)
    end,
  }
end

drops("ipmi.lan.wrong-authcode", "ipmi.lan.authcode", "A packet with a wrong AuthCode is dropped",
  { flip_auth_code = true }, "one bit of the AuthCode is wrong")
drops("ipmi.lan.without-authcode", "ipmi.lan.unsigned", "A packet without an AuthCode is dropped",
  { auth_type = 0 }, "it is not authenticated")
drops("ipmi.lan.above-window", "ipmi.lan.window", "A packet above the window is dropped",
  { sequence_step = 40 }, "it is above the window")
drops("ipmi.lan.below-window", "ipmi.lan.window", "A packet below the window is dropped",
  { sequence_step = -40 }, "it is below the window")

-- §22.13: the authentication type none does not open a session of IPMI 1.5 for a user who has a password.
bmc_case {
  id     = "ipmi.security.no-unauthenticated-session",
  title  = "The authentication type none opens no session for a user with a password",
  proves = { "ipmi.security.unauthenticated-type", "bmc.survives" },
  hostile = true,
  run = function(t)
    local offered = ipmi.capabilities(t)
    local s = t.bmc:handshake{ version = "1.5", auth = "none" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, offered:bits(3, none_bit, none_bit) == 1
      and "authentication type none is offered and opens a session" or "authentication type none opens a session")
  end,
}
