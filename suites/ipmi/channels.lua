-- Channels and users (IPMI 2.0 22.22 to 22.30).
local ipmi = require("lib.bmc_commands")

local this_channel = 0x0E
local present, kept = 0x80, 0x40

local function info(session, channel) return session:request(ipmi.app, 0x42, { channel }) end

-- 22.24: octets 6 to 8 are the enterprise number of IPMI, 7154.
bmc_case {
  id = "channel.info",
  proves = "ipmi.channel.info",
  title = "Get Channel Info tells a LAN channel with sessions",
  run = function(t)
    local r = info(t.bmc:session(), this_channel)
    t:expect_completion(r)
    t:expect_data_length(r, 9)
    t:expect(r:bits(2, 3, 0) ~= this_channel, { message = "the channel's own number", expected = "0 to Bh", actual = r:hex(), at = r })
    t:expect(r:bits(3, 6, 0) == 0x04, { message = "the medium", expected = "04h, 802.3 LAN", actual = r:hex(), at = r })
    t:expect(r:u24(6) == 7154, { message = "the enterprise number", expected = "7154, IPMI", actual = r:u24(6), at = r })
  end,
}

-- 22.24: CCh for a number that is reserved.
bmc_case {
  id = "channel.absent",
  proves = "ipmi.channel.absent",
  title = "Get Channel Info for a reserved channel is refused",
  run = function(t)
    t:expect_completion(info(t.bmc:session(), 0x0C), { 0xCB, 0xCC, 0xC9 })
  end,
}

-- 22.23: access mode, and the limit in the third octet.
bmc_case {
  id = "channel.access",
  proves = "ipmi.channel.access",
  title = "Get Channel Access tells the present and the kept settings",
  run = function(t)
    local s = t.bmc:session()
    for _, which in ipairs { present, kept } do
      local r = s:request(ipmi.app, 0x41, { this_channel, which })
      t:expect_completion(r)
      t:expect_data_length(r, 2)
      local limit = r:bits(3, 3, 0) or 0
      t:expect(limit >= 1 and limit <= 5, { message = "the privilege limit", expected = "1 to 5", actual = limit, at = r })
    end
  end,
}

-- 22.23 octet 2 bits 7:6: 00b and 11b are reserved.
bmc_case {
  id = "channel.access-selector",
  proves = { "ipmi.channel.access.selector", "ipmi.completion.parameter-range" },
  title = "Get Channel Access with a reserved selector is refused",
  run = function(t)
    local r = t.bmc:session():request(ipmi.app, 0x41, { this_channel, 0xC0 }, { why = "the selector is reserved" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "CCh or C9h", actual = r:summary(), at = r })
    t:expect_completion(r, ipmi.out_of_range, { rule = "ipmi.completion.parameter-range" })
  end,
}

-- 22.22 octet 2 bit 5: alerting disabled. The kept settings are left alone.
bmc_case {
  id = "channel.access-set",
  proves = "ipmi.channel.access.set",
  title = "Present channel access that was set is told, and the kept one stays",
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local before = s:request(ipmi.app, 0x41, { this_channel, present })
    t:setup(before.completion == 0, "the present access is not told: " .. before:summary())
    local function set(octet) return s:request(ipmi.app, 0x40, { this_channel, present | (octet & 0x3F), 0x00 }) end
    t:defer(function() set(before:u8(2)) end)
    local changed = before:u8(2) ~ 0x20
    t:require_completion(set(changed))
    local r = s:request(ipmi.app, 0x41, { this_channel, present })
    t:expect(r:bits(2, 5, 0) == changed & 0x3F, { message = "the present access", expected = ("%02Xh"):format(changed & 0x3F), actual = r:hex(), at = r })
  end,
}

local function user_access(session, id) return session:request(ipmi.app, 0x44, { this_channel, id }) end
local function user_name(session, id) return session:request(ipmi.app, 0x46, { id }) end
local function set_name(session, id, name) return session:request(ipmi.app, 0x45, ipmi.padded({ id }, name, 16)) end
local function set_enabled(session, id, on) return session:request(ipmi.app, 0x47, { id, on and 0x01 or 0x00 }) end
local set_password, test_password = 0x02, 0x03

--- Set User Password: `long` for 20 octets.
local function password(session, id, operation, text, long, options)
  return session:request(ipmi.app, 0x47, ipmi.padded({ long and 0x80 | id or id, operation }, text, long and 20 or 16), options)
end

local function set_access(session, id, privilege, options)
  local messaging = 0x80 | 0x20 | 0x10
  return session:request(ipmi.app, 0x43, { messaging | this_channel, id, privilege }, options)
end

--- A session, and the id of a user who has no name and is disabled; the user is put back after the case.
local function spare_user(t)
  local s = t.bmc:session()
  local first = user_access(s, 1)
  t:setup(first.completion == 0 and #first.data == 4, "user access is not told: " .. first:summary())
  for id = first:bits(2, 5, 0), 2, -1 do
    local name, access = user_name(s, id), user_access(s, id)
    if access.completion == 0 and access:bits(3, 7, 6) ~= 1 and (name.completion ~= 0 or not name.data:find("[^\0]")) then
      t:defer(function()
        set_enabled(s, id, false)
        set_name(s, id, "")
        set_access(s, id, access:bits(5, 3, 0) == 0 and 0x0F or access:bits(5, 3, 0))
      end)
      return s, id
    end
  end
  t:not_applicable("every user id is taken")
end

-- 22.28, 22.29: 16 octets, filled up with zeros.
bmc_case {
  id = "user.name-kept",
  proves = "ipmi.user.name.kept",
  title = "A user name that was set is told, filled up to 16 octets",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    for _, name in ipairs { "assay-tmp", "sixteen-letters-" } do
      t:require_completion(set_name(s, id, name), 0, { rule = "ipmi.user.name.kept" })
      local r = user_name(s, id)
      t:expect_completion(r)
      t:expect(r.data == name .. ("\0"):rep(16 - #name), { message = "the name", expected = name, actual = r:hex(), at = r })
    end
  end,
}

-- 22.27 octet 2 bits 5:0: how many user ids there are.
bmc_case {
  id = "user.beyond-the-last",
  proves = "ipmi.user.name.absent",
  title = "A user id beyond the last is refused",
  run = function(t)
    local s = t.bmc:session()
    local last = ipmi.served(t, s, ipmi.app, 0x44, { this_channel, 1 }):bits(2, 5, 0)
    if last == 0x3F then t:not_applicable("there is no user id beyond the last") end
    t:expect_completion(user_name(s, last + 1), ipmi.out_of_range)
  end,
}

-- 22.27: every id in the range is answered.
bmc_case {
  id = "user.every-id",
  proves = "ipmi.agree.max-users",
  title = "Each user id up to the last is answered",
  run = function(t)
    local s = t.bmc:session()
    local last = ipmi.served(t, s, ipmi.app, 0x44, { this_channel, 1 }):bits(2, 5, 0)
    t:expect(last > 0, { message = "the number of user ids", expected = "1 or more", actual = last })
    for id = 1, last do
      t:expect_completion(user_access(s, id), 0, { message = ("user %d is answered"):format(id) })
    end
  end,
}

-- 22.26: the privilege limit in the third octet, Fh for none.
bmc_case {
  id = "user.access-kept",
  proves = "ipmi.user.access.kept",
  title = "A privilege limit that was set is told",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    for _, privilege in ipairs { 0x02, 0x03, 0x0F } do
      t:require_completion(set_access(s, id, privilege))
      local r = user_access(s, id)
      t:expect(r:bits(5, 3, 0) == privilege, { message = "the privilege limit", expected = privilege, actual = r:hex(), at = r })
    end
  end,
}

-- 22.27 octet 3 bits 5:0.
bmc_case {
  id = "user.enabled-counted",
  proves = "ipmi.user.access.counts",
  title = "The number of enabled users grows and falls as users are enabled and disabled",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(password(s, id, set_password, "Assay-0-Secret"))
    t:require_completion(set_enabled(s, id, false))
    local before = user_access(s, id):bits(3, 5, 0)
    t:require_completion(set_enabled(s, id, true))
    local r = user_access(s, id)
    t:expect(r:bits(3, 5, 0) == before + 1, { message = "enabled users", expected = before + 1, actual = r:bits(3, 5, 0), at = r })
    t:expect(r:bits(3, 7, 6) ~= 2, { message = "the user is told as enabled", expected = "01b, or 00b for unspecified", actual = r:hex(), at = r })
    t:require_completion(set_enabled(s, id, false))
    r = user_access(s, id)
    t:expect(r:bits(3, 5, 0) == before, { message = "enabled users", expected = before, actual = r:bits(3, 5, 0), at = r })
  end,
}

-- 22.26: privilege limits 6 to Eh are reserved.
bmc_case {
  id = "user.access-range",
  proves = { "ipmi.user.access.range", "ipmi.completion.parameter-range" },
  title = "A reserved privilege limit is refused, and the limit stays",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(set_access(s, id, 0x02))
    local r = set_access(s, id, 0x09, { why = "the privilege is reserved" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "CCh or C9h", actual = r:summary(), at = r })
    t:expect_completion(r, ipmi.out_of_range, { rule = "ipmi.completion.parameter-range" })
    t:expect(user_access(s, id):bits(5, 3, 0) == 0x02, { message = "the privilege limit", expected = "as before", actual = "another" })
  end,
}

-- 22.30: operation 3 tests; 80h for another password.
bmc_case {
  id = "user.password-test",
  proves = "ipmi.user.password.test",
  title = "The test of a password tells the right one from a wrong one",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(password(s, id, set_password, "Assay-0-Secret"))
    t:expect_completion(password(s, id, test_password, "Assay-0-Secret"))
    t:expect_completion(password(s, id, test_password, "Assay-1-Secret"), 0x80)
  end,
}

-- 22.30: 81h when the password was stored with the other size.
bmc_case {
  id = "user.password-size",
  proves = "ipmi.user.password.size",
  title = "A password of 20 octets is not right as one of 16",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(password(s, id, set_password, "Assay-0-Secret", true))
    t:expect_completion(password(s, id, test_password, "Assay-0-Secret", true))
    t:expect_completion(password(s, id, test_password, "Assay-0-Secret"), 0x81)
  end,
}

-- 22.30: bit 7 of the first octet decides between 16 and 20 octets.
bmc_case {
  id = "user.password-lengths",
  proves = "ipmi.user.password.length",
  title = "A password of 10 octets, or of 17, is refused",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    for _, length in ipairs { 10, 17 } do
      local r = s:request(ipmi.app, 0x47, ipmi.padded({ id, set_password }, "Assay-0-Secret", length),
        { why = ("the password has %d octets"):format(length) })
      t:expect_completion(r, { 0xC7, 0xC8 })
    end
  end,
}

-- 22.30 and 22.26: who is enabled, has a password and may use the channel logs on; who is disabled does not.
bmc_case {
  id = "user.password-used",
  proves = { "ipmi.user.password.used", "ipmi.user.privilege-limits-login" },
  title = "A user who was made can log on up to the limit, and not any more once disabled",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(password(s, id, set_password, "Assay-0-Secret"))
    t:require_completion(set_access(s, id, 0x02))
    t:require_completion(set_enabled(s, id, true))
    local function log_on(privilege)
      local own = t.bmc:handshake { user = "assay-tmp", password = "Assay-0-Secret", privilege = privilege }
      own:log_on()
      return own
    end
    t:expect(log_on("user"):is_open(), { message = "the user logs on", expected = "a session", actual = "none" })
    t:expect(not log_on("operator"):is_open(), { message = "a session above the limit", expected = "none", actual = "one",
      rule = "ipmi.user.privilege-limits-login" })
    t:require_completion(set_enabled(s, id, false))
    t:expect(not log_on("user"):is_open(), { message = "a session of a disabled user", expected = "none", actual = "one" })
  end,
}

-- 23.2 parameter 26: after the threshold of wrong passwords a user stays out. The user is one that the case made.
bmc_case {
  id = "user.locked-out",
  proves = "ipmi.security.lockout",
  title = "After as many wrong passwords as LAN parameter 26 says the right one does not help",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    local policy = s:request(ipmi.transport, 0x02, { this_channel, 26, 0, 0 })
    local threshold = policy.completion == 0 and policy:u8(4) or 0
    if threshold == 0 or threshold > 20 then t:not_applicable("no number of wrong passwords locks a user out") end
    t:require_completion(set_name(s, id, "assay-tmp"))
    t:require_completion(password(s, id, set_password, "Assay-0-Secret"))
    t:require_completion(set_access(s, id, 0x02))
    t:require_completion(set_enabled(s, id, true))
    local function opens(text)
      local own = t.bmc:handshake { user = "assay-tmp", password = text, privilege = "user" }
      own:log_on()
      return own:is_open()
    end
    t:setup(opens("Assay-0-Secret"), "the user cannot log on at all")
    for _ = 1, threshold do opens("Assay-1-Secret") end
    t:expect(not opens("Assay-0-Secret"), { message = ("a session after %d wrong passwords"):format(threshold), expected = "none", actual = "one" })
  end,
}

-- Appendix G: administrator.
bmc_case {
  id = "user.privilege",
  proves = "ipmi.privilege.limits-commands",
  title = "An operator may not rename users",
  destructive = true,
  run = function(t)
    local _, id = spare_user(t)
    ipmi.needs_privilege(t, "operator", ipmi.app, 0x45, ipmi.padded({ id }, "assay-tmp", 16))
  end,
}

-- 5.2: 17 octets.
bmc_case {
  id = "user.name-lengths",
  proves = { "ipmi.completion.too-short", "ipmi.completion.too-long" },
  title = "Set User Name of another length is refused",
  destructive = true,
  run = function(t)
    local s, id = spare_user(t)
    ipmi.refuses_lengths(t, s, ipmi.app, 0x45, { id }, { 17 })
  end,
}

-- 22.28: whom would a password be compared with?
bmc_case {
  id = "agree.user-names",
  proves = "ipmi.agree.user-names",
  title = "No two enabled users have one name",
  run = function(t)
    local s = t.bmc:session()
    local last = ipmi.served(t, s, ipmi.app, 0x44, { this_channel, 1 }):bits(2, 5, 0)
    local owner = {}
    for id = 2, last do
      local access, name = user_access(s, id), user_name(s, id)
      if access.completion == 0 and access:bits(3, 7, 6) == 1 and name.completion == 0 then
        t:expect(not owner[name.data], { message = ("the name of user %d"):format(id), expected = "a name of its own",
          actual = owner[name.data] and ("that of user %d"):format(owner[name.data]), at = name })
        owner[name.data] = id
      end
    end
  end,
}
