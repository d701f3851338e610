-- The end of sessions, and what is told of them: IPMI 2.0 §22.19, §22.20.
local ipmi = require "lib.ipmi"

-- An open session, and the BMC's id of it.
local function session_with_id(t, terms)
  local s, opened = ipmi.handshake_to(t, "open_session", terms)
  t:setup(s:rakp1().status == 0 and s:rakp3().status == 0, "no session could be opened")
  return s, opened.managed_session
end

-- The name that RAKP 1 was sent with: after the headers, 28 octets of the message, and its length.
local function name_in(rakp2)
  local length = rakp2.sent:byte(16 + 28)
  return rakp2.sent:sub(16 + 29, 16 + 28 + length)
end

-- §22.19: close Session ends the session; its packets are dropped from then on.
bmc_case {
  id     = "ipmi.close.ends-session",
  title  = "Close Session ends the session; what comes afterwards is dropped",
  proves = "ipmi.close.own",
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    t:require_completion(s:close())
    t:expect_silence(s:request(ipmi.app, ipmi.get_device_id, nil, { once = true, why = "the session is closed" }))
  end,
}

--- Lets more time pass than a case may sleep at once.
local function wait(t, milliseconds)
  for _ = 1, milliseconds // 5000 do t:sleep(5000) end
  t:sleep(milliseconds % 5000)
end

-- §6.12.15: a session ends after 60 s ± 3 s in which nothing came. The profile tells the time, for a case waits as long.
bmc_case {
  id      = "ipmi.session.times-out",
  title   = "A session in which nothing comes ends after the inactivity timeout, and not before",
  proves  = "ipmi.session.timeout",
  timeout = 300,
  run = function(t)
    local seconds = t.profile.ipmi.session_timeout
    local s = t.bmc:session{ privilege = "user" }
    t:require_completion(s:request(ipmi.app, ipmi.get_device_id))
    wait(t, 850 * seconds)
    local answer = s:request(ipmi.app, ipmi.get_device_id, nil, { once = true })
    t:require_completion(answer, 0, { message = ("the session has ended after %.1f s"):format(0.85 * seconds) })
    wait(t, 1150 * seconds)
    t:expect_silence(s:request(ipmi.app, ipmi.get_device_id, nil, { once = true,
      why = ("nothing came for %.1f s"):format(1.15 * seconds) }))
  end,
}

-- §22.19: close Session for a session id that there is not is refused with 87h.
bmc_case {
  id     = "ipmi.close.unknown-session",
  title  = "Closing a session that there is not is refused",
  proves = "ipmi.close.unknown",
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    t:expect_completion(s:request(ipmi.app, ipmi.close_session, string.pack("<I4", 0x3BADF00D)), 0x87)
    ipmi.expect_alive(t, s)
  end,
}

-- §22.19: only an administrator may close the session of somebody else.
bmc_case {
  id     = "ipmi.close.somebody-elses",
  title  = "Only an administrator may close another session",
  proves = "ipmi.close.of-others",
  run = function(t)
    local first, id = session_with_id(t)
    local second = t.bmc:session{ privilege = "user" }
    local refused = second:request(ipmi.app, ipmi.close_session, string.pack("<I4", id))
    t:expect(refused.completion and refused.completion ~= 0, { message = "a session at user closed another one",
      expected = "a refusal", actual = refused:summary(), at = refused })
    ipmi.expect_alive(t, first)
    local administrator = t.bmc:session{ privilege = "administrator" }
    local closed = administrator:request(ipmi.app, ipmi.close_session, string.pack("<I4", id))
    if t:expect_completion(closed, 0, { message = "an administrator may not close another session" }) then
      t:expect_silence(first:request(ipmi.app, ipmi.get_device_id, nil, { once = true, why = "the session is closed" }))
    end
  end,
}

-- §22.20: get Session Info for this session tells its user, its privilege level and the address that it comes from.
bmc_case {
  id     = "ipmi.session-info.of-own",
  title  = "Get Session Info tells this session's user, level and address",
  proves = "ipmi.session-info.own",
  run = function(t)
    local s = ipmi.handshake_to(t, "open_session", { privilege = "operator" })
    local identified = s:rakp1()
    t:setup(identified.status == 0 and s:rakp3().status == 0, "no session could be opened")
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { 3 }).completion == 0, "the session does not go up to operator")
    local answer = s:request(ipmi.app, ipmi.get_session_info, { 0 })
    t:require_completion(answer)
    local named = s:request(ipmi.app, ipmi.get_user_name, { answer:bits(5, 5, 0) or 0 })
    t:expect(named.data and named.data:gsub("\0", "") == name_in(identified), { message = "the session is told as another user's",
      expected = name_in(identified), actual = named.data or "no name", at = answer })
    t:expect((answer:u8(2) or 0) ~= 0, { message = "the session has no handle", at = answer })
    t:expect((answer:bits(5, 5, 0) or 0) ~= 0, { message = "the session has no user", at = answer })
    t:expect(answer:bits(6, 3, 0) == 3, { message = "another privilege level is told", expected = 3,
      actual = answer:bits(6, 3, 0), at = answer })
    t:expect((answer:u32(8) or 0) ~= 0, { message = "the console's address is not told", at = answer })
  end,
}

-- §22.20: get Session Info tells as many active sessions as are open.
bmc_case {
  id     = "ipmi.session-info.counts",
  title  = "Get Session Info counts the sessions that are open",
  proves = "ipmi.session-info.count",
  run = function(t)
    local sessions = {}
    for count = 1, 3 do
      sessions[count] = t.bmc:session{ privilege = "user" }
      local answer = sessions[count]:request(ipmi.app, ipmi.get_session_info, { 0 })
      t:require_completion(answer)
      local possible, active = answer:bits(3, 5, 0), answer:bits(4, 5, 0)
      t:expect(active and active >= count and active <= possible, { message = "the count of active sessions is wrong",
        expected = count .. " or more, at most as many as are possible", actual = active, at = answer })
    end
  end,
}

-- §22.20: get Session Info for a handle or an id that there is not is answered with CBh, CCh or a session handle of 0.
bmc_case {
  id     = "ipmi.session-info.unknown-handle",
  title  = "Get Session Info for a handle that there is not tells nobody's session",
  proves = { "ipmi.session-info.absent", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    local own = s:request(ipmi.app, ipmi.get_session_info, { 0 })
    t:setup(own.completion == 0 and own:u8(2), "the session's own handle is not told: " .. own:summary())
    -- handles are given in turn: far from that of this session nobody has one
    local absent = (own:u8(2) + 126) % 254 + 1
    local by_handle = s:request(ipmi.app, ipmi.get_session_info, { 0xFE, absent })
    t:expect(by_handle.completion == 0xCB or by_handle.completion == 0xCC
      or (by_handle.completion == 0 and by_handle:u8(2) == 0),
      { message = "a handle that there is not is answered with a session", expected = "CBh, CCh or handle 0",
        actual = by_handle:summary(), at = by_handle })
    local by_id = s:request(ipmi.app, ipmi.get_session_info, "\xFF" .. string.pack("<I4", 0x3BADF00D))
    t:expect(by_id.completion == 0xCB or by_id.completion == 0xCC or (by_id.completion == 0 and by_id:u8(2) == 0),
      { message = "an id that there is not is answered with a session", expected = "CBh, CCh or handle 0",
        actual = by_id:summary(), at = by_id })
  end,
}
