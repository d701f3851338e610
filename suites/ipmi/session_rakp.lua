-- RAKP messages 1 to 4: IPMI 2.0 §13.20 to §13.24.
local ipmi = require "lib.ipmi"

local no_session = 0x3BADF00D

-- §13.24: RAKP Message 1 for a session id that there is not is refused with status 02h, or dropped.
bmc_case {
  id     = "ipmi.rakp1.unknown-session",
  title  = "RAKP 1 for a session id that there is not is refused or dropped",
  proves = "ipmi.rakp1.session-id",
  run = function(t)
    local s = ipmi.handshake_to(t, "open_session")
    local answer = s:rakp1{ managed_session = no_session, once = true, why = "there is no such session" }
    ipmi.expect_refused_or_dropped(t, answer, 0x02)
  end,
}

-- §13.24: RAKP Message 1 with a role that there is not is refused with status 09h.
bmc_case {
  id     = "ipmi.rakp1.unknown-role",
  title  = "RAKP 1 with a role that there is not is refused",
  proves = "ipmi.rakp1.role",
  run = function(t)
    for _, role in ipairs{ 0x16, 0x1F } do
      local s = ipmi.handshake_to(t, "open_session")
      t:expect_status(s:rakp1{ role = role, why = "there is no such role" }, 0x09)
    end
  end,
}

-- §13.20: RAKP Message 1 for a role above what Open Session asked for is refused with status 0Ah.
bmc_case {
  id     = "ipmi.rakp1.role-beyond-request",
  title  = "RAKP 1 for a role above what Open Session asked for is refused",
  proves = "ipmi.rakp1.beyond-request",
  run = function(t)
    local s = ipmi.handshake_to(t, "open_session", { privilege = "user" })
    t:expect_status(s:rakp1{ role = 0x14, why = "Open Session asked for user" }, 0x0A)
  end,
}

-- §13.24: RAKP Message 1 with a user name length above 16 is refused with status 0Ch.
bmc_case {
  id     = "ipmi.rakp1.long-name",
  title  = "A user name longer than 16 octets is refused",
  proves = "ipmi.rakp1.name-length",
  run = function(t)
    local s = ipmi.handshake_to(t, "open_session")
    t:expect_status(s:rakp1{ name = ("x"):rep(17), why = "the name is too long" }, 0x0C)
  end,
}

-- §13.20: RAKP Message 1 that is shorter than its user name length says is refused or dropped, never answered with a key
-- exchange.
bmc_case {
  id     = "ipmi.rakp1.short-name",
  title  = "RAKP 1 that ends before its user name does is not answered with a key exchange",
  proves = { "ipmi.rakp1.truncated", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, length in ipairs{ 3, 16 } do
      local s = ipmi.handshake_to(t, "open_session")
      local answer = s:rakp1{ name = "ab", name_length = length, once = true, why = "the name ends too early" }
      ipmi.expect_not_granted(t, answer, "a user name that ends too early was taken")
    end
    local s = ipmi.handshake_to(t, "open_session")
    local answer = s:rakp1{ payload = ("\1"):rep(27), once = true, why = "it is too short" }
    ipmi.expect_not_granted(t, answer, "RAKP 1 of 27 octets was taken")
  end,
}

-- §13.21: RAKP Message 2 has the message tag and the console's session id of RAKP Message 1.
bmc_case {
  id     = "ipmi.rakp1.answers-its-request",
  title  = "RAKP 2 has the tag and the console's session id of RAKP 1",
  proves = "ipmi.rakp1.tag",
  run = function(t)
    local s, opened = ipmi.handshake_to(t, "open_session")
    local answer = s:rakp1{ tag = 0x77 }
    t:require_status(answer, 0)
    t:expect(answer.tag == 0x77, { message = "RAKP 2 has another message tag", expected = 0x77, actual = answer.tag,
      at = answer })
    t:expect(answer.console_session == opened.console_session, { message = "RAKP 2 is for another session of the console",
      expected = opened.console_session, actual = answer.console_session, at = answer })
  end,
}

-- §13.21: RAKP Message 2 holds the managed system's GUID, the same as Get System GUID tells.
bmc_case {
  id     = "ipmi.rakp2.tells-guid",
  title  = "RAKP 2 holds the GUID that Get System GUID tells",
  proves = "ipmi.rakp2.guid",
  run = function(t)
    local s, answer = ipmi.handshake_to(t, "rakp1")
    t:setup(s:rakp3().status == 0, "RAKP 3 was refused")
    local guid = s:request(ipmi.app, ipmi.get_system_guid)
    t:setup(guid.completion == 0, "Get System GUID was answered with " .. guid:summary())
    t:expect(answer.guid == guid.data, { message = "RAKP 2 holds another GUID than Get System GUID tells", at = answer })
  end,
}

-- §13.21: the managed system's random number is another one in each session.
bmc_case {
  id     = "ipmi.rakp2.fresh-random",
  title  = "The managed system's random number is another one in each session",
  proves = "ipmi.rakp2.random",
  run = function(t)
    local seen = {}
    for _ = 1, 4 do
      local _, answer = ipmi.handshake_to(t, "rakp1")
      t:expect(not seen[answer.random], { message = "a random number came twice", at = answer })
      t:expect(answer.random ~= ("\0"):rep(16), { message = "the random number is 0", at = answer })
      seen[answer.random] = true
    end
  end,
}

-- §13.21: the key exchange authentication code of RAKP Message 2 is the HMAC of the values exchanged under the user's
-- password.
bmc_case {
  id     = "ipmi.rakp2.proves-password",
  title  = "The key exchange code of RAKP 2 is made with the user's password",
  proves = "ipmi.rakp2.authcode",
  run = function(t)
    local _, answer = ipmi.handshake_to(t, "rakp1")
    t:expect(answer.integrity == "verified", { message = "the key exchange code of RAKP 2 is not the one of this exchange",
      expected = "verified", actual = answer.integrity, at = answer })
  end,
}

-- §13.24: RAKP Message 3 with a wrong key exchange authentication code is refused with status 0Fh and opens no session.
bmc_case {
  id     = "ipmi.rakp3.wrong-code",
  title  = "RAKP 3 with a wrong key exchange code is refused and opens no session",
  proves = "ipmi.rakp3.authcode",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    local answer = s:rakp3{ flip_code = true, why = "one bit of the code is wrong" }
    t:expect_status(answer, 0x0F)
    ipmi.expect_no_session(t, s, answer, "a wrong key exchange code opened a session")
  end,
}

-- §13.24: A console with a wrong password gets no session.
bmc_case {
  id     = "ipmi.rakp3.wrong-password",
  title  = "A console with a wrong password gets no session",
  proves = "ipmi.rakp3.wrong-password",
  run = function(t)
    local s = t.bmc:handshake{ password = "certainly not it" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, "a wrong password opened a session")
  end,
}

-- §13.24: RAKP Message 3 for a session id that there is not is refused with status 02h, or dropped.
bmc_case {
  id     = "ipmi.rakp3.unknown-session",
  title  = "RAKP 3 for a session id that there is not is refused or dropped",
  proves = "ipmi.rakp3.session-id",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    local answer = s:rakp3{ managed_session = no_session, once = true, why = "there is no such session" }
    ipmi.expect_refused_or_dropped(t, answer, 0x02)
  end,
}

-- §13.24: RAKP Message 3 before RAKP Message 1 opens no session.
bmc_case {
  id     = "ipmi.rakp3.too-early",
  title  = "RAKP 3 before RAKP 1 opens no session",
  proves = "ipmi.rakp3.before-rakp1",
  run = function(t)
    local s = ipmi.handshake_to(t, "open_session")
    local answer = s:rakp3{ code = ("\0"):rep(32), once = true, why = "RAKP 1 is missing" }
    ipmi.expect_not_granted(t, answer, "a session was opened without RAKP 1")
  end,
}

-- §13.22: RAKP Message 3 with a status other than 00h ends the session that was on its way.
bmc_case {
  id     = "ipmi.rakp3.gives-up",
  title  = "RAKP 3 with an error status ends the session that was on its way",
  proves = "ipmi.rakp3.error-status",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    s:rakp3{ status = 0x0F, once = true }
    local answer = s:rakp3{ once = true, why = "the console has given up" }
    ipmi.expect_not_granted(t, answer, "a session was opened that the console had given up")
  end,
}

-- §13.23: A repeated RAKP Message 3 is answered with the same RAKP Message 4, with status 02h, or dropped; it is not
-- answered with a status that there is not.
bmc_case {
  id     = "ipmi.rakp3.sent-twice",
  title  = "A repeated RAKP 3 gets the same answer, status 02h, or none",
  proves = "ipmi.rakp3.repeated",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    local first = s:rakp3()
    t:setup(first.status == 0, "RAKP 3 was answered with " .. first:summary())
    local second = s:again()
    t:expect(second.ended == "timed_out" or second.datagram == first.datagram or second.status == 0x02,
      { message = "a repeated RAKP 3 is answered otherwise", expected = "the same RAKP 4, status 02h, or silence",
        actual = second:summary(), at = second })
    ipmi.expect_alive(t, s)
  end,
}

-- §13.23: RAKP Message 4 holds the integrity check value under the session integrity key, cut to the length of the
-- algorithm.
bmc_case {
  id     = "ipmi.rakp4.proves-keys",
  title  = "RAKP 4 holds the integrity check value of this exchange",
  proves = "ipmi.rakp4.integrity-check",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    local answer = s:rakp3()
    t:require_status(answer, 0)
    t:expect(answer.integrity == "verified", { message = "the integrity check value of RAKP 4 is not the one of this exchange",
      expected = "verified", actual = answer.integrity, at = answer })
  end,
}

-- §6.8: A user gets no session at a role above the user's own privilege limit.
bmc_case {
  id     = "ipmi.rakp.role-beyond-user",
  title  = "A user gets no session at a role above the user's own limit",
  proves = "ipmi.rakp.role",
  needs  = { "feature.security.second-user" },
  run = function(t)
    local s = t.bmc:handshake{ second_user = true, privilege = "administrator" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, "a user who is no administrator got a session as one")
  end,
}

-- §13.20: name-only lookup finds the user by the name alone, at any role up to its limit.
bmc_case {
  id     = "ipmi.rakp.finds-by-name",
  title  = "Name-only lookup finds the user at any role up to the limit",
  proves = "ipmi.rakp.name-only",
  run = function(t)
    for _, privilege in ipairs{ "user", "operator", "administrator" } do
      local s = t.bmc:handshake{ privilege = privilege, name_only = true }
      local answer = s:log_on()
      t:expect(s:is_open(), { message = "the user was not found by name at role " .. privilege,
        expected = "a session", actual = answer:summary(), at = answer })
    end
  end,
}
