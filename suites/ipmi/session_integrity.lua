-- What protects a packet in a session: IPMI 2.0 §13.28, §13.29, §13.27.3.
local ipmi = require "lib.ipmi"

local function drops(id, rule, title, fields, why)
  -- The clause is that of the rule that it is given.
  bmc_case {
    id     = id,
    title  = title,
    proves = { rule, "bmc.survives" },
    hostile = true,
    run = function(t)
      local s = t.bmc:session{ privilege = "user" }
      local sent = { why = why }
      for name, value in pairs(fields) do sent[name] = value end
      ipmi.expect_dropped(t, s, sent)
    end,
  }
end

drops("ipmi.integrity.wrong-authcode", "ipmi.integrity.authcode", "A packet with a wrong AuthCode is dropped",
  { flip_auth_code = true }, "one bit of the AuthCode is wrong")
drops("ipmi.integrity.no-authcode", "ipmi.integrity.authcode", "A packet whose AuthCode is cut off is dropped",
  { auth_code = "" }, "the AuthCode is missing")
drops("ipmi.integrity.unauthenticated", "ipmi.integrity.required", "A packet that is not authenticated is dropped",
  { authenticated = false }, "it is not authenticated")
drops("ipmi.integrity.bare", "ipmi.integrity.required", "A packet with neither protection is dropped",
  { authenticated = false, encrypted = false }, "it is in clear text and not authenticated")
drops("ipmi.confidentiality.clear-text", "ipmi.confidentiality.required", "A packet in clear text is dropped",
  { encrypted = false }, "it is not encrypted")
-- Get Device ID has seven octets: eight with the pad length, and eight of padding
drops("ipmi.confidentiality.zero-padding", "ipmi.confidentiality.padding", "A packet with other padding than 01h, 02h, … is dropped",
  { confidentiality_pad = ("\0"):rep(8) }, "the padding is of zeros")
drops("ipmi.confidentiality.long-padding", "ipmi.confidentiality.padding", "A packet whose pad length is beyond its padding is dropped",
  { confidentiality_pad_length = 0xF0 }, "the pad length is too long")
drops("ipmi.confidentiality.odd-length", "ipmi.confidentiality.length", "An encrypted payload that is no whole number of blocks is dropped",
  { ciphertext_append = "odd" }, "three octets follow the last block")
drops("ipmi.payload.unknown-type", "ipmi.payload.unknown-type", "A payload of a reserved type is dropped",
  { payload_type = 0x3F }, "there is no such payload type")
drops("ipmi.payload.oem-type", "ipmi.payload.unknown-type", "A payload of an OEM type that was not activated is dropped",
  { payload_type = 0x25 }, "nobody activated this payload type")

-- §13.29: each encrypted packet has an initialization vector of its own.
bmc_case {
  id     = "ipmi.confidentiality.own-vectors",
  title  = "Each encrypted packet has an initialization vector of its own",
  proves = "ipmi.confidentiality.fresh-iv",
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    local seen = {}
    for _ = 1, 4 do
      local answer = s:request(ipmi.app, ipmi.get_device_id)
      t:require_completion(answer)
      if not answer.encrypted then t:not_applicable("the session's cipher suite does not encrypt") end
      local vector = answer.datagram:sub(17, 32)
      t:expect(not seen[vector], { message = "an initialization vector came twice", at = answer })
      seen[vector] = true
    end
  end,
}

-- §13.27.3: session setup payloads inside a session do not change it.
bmc_case {
  id     = "ipmi.payload.setup-in-session",
  title  = "A session setup message inside a session does not change it",
  proves = { "ipmi.payload.session-messages", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "operator" }
    local open = string.pack("<BBI2I4", 9, 4, 0, 0x01020304)
      .. "\0\0\0\8\1\0\0\0" .. "\1\0\0\8\1\0\0\0" .. "\2\0\0\8\1\0\0\0"
    s:request(ipmi.app, ipmi.get_device_id, nil, { payload_type = 0x10, payload = open, once = true,
      why = "a session is not opened inside a session" })
    local level, answer = ipmi.level_of(t, s)
    t:expect(level == 3, { message = "the session has another privilege level afterwards", expected = 3, actual = level,
      at = answer })
  end,
}

-- §13.28.4: every integrity algorithm that is offered protects packets as it is defined, so that a session of each offered
-- suite works.
bmc_case {
  id     = "ipmi.integrity.signs-answers",
  title  = "The BMC's packets in a session carry the right AuthCode, in each suite that is offered",
  proves = { "ipmi.integrity.each-algorithm", "ipmi.suites.advertised-work" },
  run = function(t)
    for _, suite in ipairs((ipmi.suites(t))) do
      if suite.start == 0xC0 and ipmi.spoken[suite.id] and suite.authentication ~= 0 then
        local s = t.bmc:handshake{ suite = suite.id, privilege = "user" }
        local opened = s:log_on()
        t:expect(s:is_open(), { message = "suite " .. suite.id .. " is offered, and no session can be opened with it",
          expected = "a session", actual = opened:summary(), at = opened, rule = "ipmi.suites.advertised-work" })
        if s:is_open() then
          local answer = s:request(ipmi.app, ipmi.get_device_id)
          t:expect_completion(answer, 0, { message = "nothing is answered in a session of suite " .. suite.id })
          local lawful = suite.integrity == 0 and "unchecked" or "verified"
          t:expect(answer.integrity == lawful, { message = "the AuthCode of suite " .. suite.id .. " is not the right one",
            expected = lawful, actual = answer.integrity, at = answer })
          s:close()
        end
      end
    end
  end,
}
