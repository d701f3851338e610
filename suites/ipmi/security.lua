-- What a BMC has to hold out against before anybody has logged on.
local ipmi = require "lib.ipmi"

-- §13.28.2: cipher suite 0 lets nobody act as a user: it is refused, or gives no privilege without a password.
bmc_case {
  id     = "ipmi.security.no-suite-none",
  title  = "Cipher suite 0 gives nothing to somebody without the password",
  proves = { "ipmi.security.suite-none", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:handshake{ suite = 0, password = "certainly not it" }
    local answer = s:log_on()
    ipmi.expect_no_session(t, s, answer, "cipher suite 0 let somebody act as a user without the password (CVE-2013-4782)")
  end,
}

-- §6.9.1: the null user name opens no session.
bmc_case {
  id     = "ipmi.security.no-anonymous",
  title  = "The null user name opens no session",
  proves = { "ipmi.security.anonymous", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, privilege in ipairs{ "user", "administrator" } do
      local s = t.bmc:handshake{ user = "", password = "", privilege = privilege }
      local answer = s:log_on()
      ipmi.expect_no_session(t, s, answer, "the null user has a session at " .. privilege)
    end
  end,
}

-- §13.21: RAKP Message 2 does not tell names that nobody has from names with a wrong password.
bmc_case {
  id     = "ipmi.security.names-not-told",
  title  = "RAKP 2 answers a name that nobody has like one that somebody has",
  proves = "ipmi.security.enumeration",
  run = function(t)
    local _, known = ipmi.handshake_to(t, "rakp1")
    local s = ipmi.handshake_to(t, "open_session", { user = ipmi.nobody, password = "anything" })
    local unknown = s:rakp1()
    t:expect(unknown.status == known.status and #(unknown.code or "") == #(known.code or ""),
      { message = "RAKP 2 tells that nobody has this name", expected = known:summary(), actual = unknown:summary(),
        at = unknown })
  end,
}

-- §13.18: session ids cannot be foretold from those that were seen.
bmc_case {
  id     = "ipmi.security.ids-not-foretold",
  title  = "Session ids do not follow from those that were seen",
  proves = "ipmi.security.session-ids",
  run = function(t)
    local ids, near = {}, 0
    for count = 1, 6 do
      local _, answer = ipmi.handshake_to(t, "open_session")
      ids[count] = answer.managed_session
      if count > 1 and (ids[count] - ids[count - 1]) & 0xFFFFFFFF < 0x10000 then near = near + 1 end
    end
    t:expect(near < 3, { message = "session ids grow by small steps", expected = "random numbers",
      actual = string.format("%08Xh, %08Xh, %08Xh, …", ids[1], ids[2], ids[3]) })
  end,
}

-- §6.12: open Session Requests that nobody continues keep nobody from logging in.
bmc_case {
  id     = "ipmi.security.flood",
  title  = "Open Session Requests that nobody continues keep nobody out",
  proves = { "ipmi.security.slots", "bmc.survives" },
  hostile = true,
  run = function(t)
    t:defer(function() ipmi.wait_for_room(t) end)
    for _ = 1, 4 do
      local flood = t.bmc:handshake{}
      for _ = 1, 100 do flood:open_session{ await = false } end
    end
    local s = t.bmc:handshake{}
    local answer = s:log_on()
    t:expect(s:is_open(), { message = "after 400 Open Session Requests nobody can log in", expected = "a session",
      actual = answer:summary(), at = answer })
  end,
}

-- §13.2: an answer to an unauthenticated datagram is at most four times as long as the datagram.
bmc_case {
  id     = "ipmi.security.answers-are-short",
  title  = "An answer to an unauthenticated datagram is at most four times as long",
  proves = "ipmi.security.amplification",
  run = function(t)
    local answers = {
      t.bmc:datagram(ipmi.asf(0x80, 7), { label = "Presence Ping" }),
      ipmi.capabilities(t),
      t.bmc:request(ipmi.app, ipmi.get_cipher_suites, { ipmi.this_channel, 0, 0x80 }),
      t.bmc:handshake{}:open_session(),
    }
    for _, answer in ipairs(answers) do
      t:expect(#answer.datagram <= 4 * #answer.sent, { message = "the answer is much longer than what it answers",
        expected = "at most " .. 4 * #answer.sent .. " octets", actual = #answer.datagram, at = answer })
    end
  end,
}

-- §22.13: the authentication type straight password is not offered.
bmc_case {
  id     = "ipmi.security.no-straight-password",
  title  = "The authentication type straight password is not offered",
  proves = "ipmi.security.plain-password",
  run = function(t)
    local answer = ipmi.capabilities(t)
    t:expect(answer:bits(3, 4, 4) == 0, { message = "a password in clear text is offered", actual = answer:hex(), at = answer })
  end,
}

-- §5: after hostile input the BMC goes on to answer Get Device ID, so that a crash is never taken for a refusal.
bmc_case {
  id     = "ipmi.security.unused-channels",
  title  = "Commands about channels that there are not do no harm",
  proves = "bmc.survives",
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    local about_a_channel = { 0x38, 0x41, 0x42, 0x4E, 0x4F, 0x54 }
    for _, command in ipairs(about_a_channel) do
      for channel = 0, 15 do
        s:request(ipmi.app, command, { channel, 0, 0 }, { once = true, why = "perhaps there is no such channel" })
        s:request(ipmi.app, command, { channel }, { once = true, why = "perhaps there is no such channel" })
      end
    end
    ipmi.expect_alive(t, s)
  end,
}
