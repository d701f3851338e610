-- Privilege levels of a session: IPMI 2.0 §6.8, §22.18 and Appendix G.
local ipmi = require "lib.ipmi"

-- §22.18: A session of RMCP+ begins at privilege user, or callback, whatever its maximum is.
bmc_case {
  id     = "ipmi.privilege.begins-low",
  title  = "A session at administrator begins at user or below",
  proves = "ipmi.privilege.starts-as-user",
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    t:setup(s:rakp3().status == 0, "RAKP 3 was refused")
    local level, answer = ipmi.level_of(t, s)
    t:expect(level <= 2, { message = "the session has a higher privilege level at once", expected = "1 or 2",
      actual = level, at = answer })
  end,
}

-- §22.18: set Session Privilege Level up to the session's maximum is granted, and the answer tells the new level.
bmc_case {
  id     = "ipmi.privilege.raised",
  title  = "Each level up to the session's maximum is granted and told",
  proves = "ipmi.privilege.set",
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    for _, level in ipairs{ 2, 3, 4, 3 } do
      local answer = s:request(ipmi.app, ipmi.set_privilege, { level })
      if t:expect_completion(answer) then
        t:expect(answer:bits(2, 3, 0) == level, { message = "the answer tells another level", expected = level,
          actual = answer:bits(2, 3, 0), at = answer })
      end
    end
  end,
}

-- §22.18: set Session Privilege Level 0 changes nothing and tells the present level.
bmc_case {
  id     = "ipmi.privilege.asked",
  title  = "Level 0 changes nothing and tells the present level",
  proves = "ipmi.privilege.keep",
  run = function(t)
    local s = t.bmc:session{ privilege = "operator" }
    for _ = 1, 2 do
      local level, answer = ipmi.level_of(t, s)
      t:expect(level == 3, { message = "another level is told than was set", expected = 3, actual = level, at = answer })
    end
  end,
}

-- §22.18: set Session Privilege Level above the user's or the session's limit is refused with 80h or 81h.
bmc_case {
  id     = "ipmi.privilege.above-session",
  title  = "A level above the session's limit is refused",
  proves = "ipmi.privilege.beyond-limit",
  run = function(t)
    local s = t.bmc:session{ privilege = "operator" }
    t:expect_completion(s:request(ipmi.app, ipmi.set_privilege, { 4 }), { 0x80, 0x81 })
    local level, answer = ipmi.level_of(t, s)
    t:expect(level == 3, { message = "a refused level changed the session's", expected = 3, actual = level, at = answer })
  end,
}

-- §22.18: set Session Privilege Level for a level that there is not is refused with CCh or C9h.
bmc_case {
  id     = "ipmi.privilege.reserved",
  title  = "A level that there is not is refused",
  proves = { "ipmi.privilege.unknown", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    for _, level in ipairs{ 6, 0x0F } do
      t:expect_completion(s:request(ipmi.app, ipmi.set_privilege, { level }, { why = "there is no such level" }),
        { 0xCC, 0xC9 })
    end
  end,
}

-- §Appendix G: A command that needs a higher privilege than the session's present level is refused with D4h and not
-- executed.
bmc_case {
  id     = "ipmi.privilege.enforced",
  title  = "A command that needs a higher level is refused until the session has it",
  proves = "ipmi.privilege.limits-commands",
  run = function(t)
    local s = t.bmc:session{ privilege = "operator" }
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { 2 }).completion == 0, "the session does not go down to user")
    t:expect_completion(s:request(ipmi.app, ipmi.get_user_name, { 2 }), 0xD4,
      { message = "Get User Name is not refused to a session at user" })
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { 3 }).completion == 0, "the session does not go up to operator")
    t:expect_completion(s:request(ipmi.app, ipmi.get_user_name, { 2 }), { 0x00, 0xCC },
      { message = "Get User Name is refused to a session at operator" })
  end,
}
