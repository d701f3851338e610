-- RMCP+ Open Session: IPMI 2.0 §13.17, §13.18 and the status codes of §13.24.
local ipmi = require "lib.ipmi"

-- §13.18: the Open Session Response has the message tag and the console's session id of its request.
bmc_case {
  id     = "ipmi.open.answers-its-request",
  title  = "The Open Session Response has the tag and the console's session id of its request",
  proves = "ipmi.open.tag",
  run = function(t)
    local answer = t.bmc:handshake{}:open_session{ tag = 0x5A, console_session = 0x01020304 }
    t:require_status(answer, 0)
    t:expect(answer.tag == 0x5A, { message = "the response has another message tag", expected = 0x5A,
      actual = answer.tag, at = answer })
    t:expect(answer.console_session == 0x01020304, { message = "the response is for another session of the console",
      expected = 0x01020304, actual = answer.console_session, at = answer })
  end,
}

-- §13.17: A specific maximum privilege level that the channel allows is accepted and told in the response.
bmc_case {
  id     = "ipmi.open.grants-privilege",
  title  = "A specific maximum privilege level is accepted and told",
  proves = "ipmi.open.granted-privilege",
  run = function(t)
    for level = 2, 4 do
      local answer = t.bmc:handshake{}:open_session{ privilege = level }
      if t:expect_status(answer, 0) then
        t:expect(answer.privilege == level, { message = "the response grants another privilege level than was asked for",
          expected = level, actual = answer.privilege, at = answer })
      end
    end
  end,
}

-- §13.17: A maximum privilege of 0 asks for the highest that the algorithms allow, and the response tells it.
bmc_case {
  id     = "ipmi.open.grants-highest",
  title  = "A maximum privilege of 0 gives the highest that the algorithms allow, and the response tells it",
  proves = "ipmi.open.highest-privilege",
  run = function(t)
    local answer = t.bmc:handshake{}:open_session{ privilege = 0 }
    t:require_status(answer, 0)
    t:expect(answer.privilege ~= 0, { message = "the response does not tell the privilege level that was granted",
      expected = "1 to 5", actual = answer.privilege, at = answer })
  end,
}

-- §13.24: an Open Session Request for a privilege level that there is not is refused with status 09h or 0Ah.
bmc_case {
  id     = "ipmi.open.unknown-privilege",
  title  = "A maximum privilege level that there is not is refused",
  proves = "ipmi.open.privilege",
  run = function(t)
    for _, level in ipairs{ 6, 0x0F } do
      t:expect_status(t.bmc:handshake{}:open_session{ privilege = level, why = "there is no such level" }, { 0x09, 0x0A })
    end
  end,
}

for field, status in pairs{ authentication = 0x04, integrity = 0x05, confidentiality = 0x10 } do
  -- The clause is that of the rule that it is given.
  bmc_case {
    id     = "ipmi.open.unknown-" .. field,
    title  = "An algorithm for " .. field .. " that there is not is refused",
    proves = "ipmi.open." .. field .. "-algorithm",
    run = function(t)
      local answer = t.bmc:handshake{}:open_session{ [field] = 0x2F, why = "there is no such algorithm" }
      t:expect_status(answer, status)
    end,
  }
end

-- §13.24: algorithms that are offered each, but not together, are refused with status 11h or that of one of them.
bmc_case {
  id     = "ipmi.open.mixed-algorithms",
  title  = "Algorithms of different suites are not taken together",
  proves = "ipmi.open.no-suite",
  run = function(t)
    local answer = t.bmc:handshake{}:open_session{ authentication = 3, integrity = 1, confidentiality = 1,
      why = "no cipher suite has these together" }
    t:expect_status(answer, { 0x11, 0x04, 0x05, 0x10 })
  end,
}

-- §13.18: the response names the algorithms that were asked for, not others.
bmc_case {
  id     = "ipmi.open.keeps-algorithms",
  title  = "The response names the algorithms that were asked for",
  proves = "ipmi.open.chosen-algorithms",
  run = function(t)
    for _, suite in ipairs((ipmi.suites(t))) do
      local answer = t.bmc:handshake{}:open_session{ authentication = suite.authentication,
        integrity = suite.integrity, confidentiality = suite.confidentiality }
      if answer.status == 0 then
        local same = answer.authentication == suite.authentication and answer.integrity_algorithm == suite.integrity
          and answer.confidentiality == suite.confidentiality
        t:expect(same, { message = "the response names other algorithms than those of suite " .. suite.id,
          expected = suite.authentication .. "/" .. suite.integrity .. "/" .. suite.confidentiality,
          actual = tostring(answer.authentication) .. "/" .. tostring(answer.integrity_algorithm) .. "/"
            .. tostring(answer.confidentiality), at = answer })
      end
    end
  end,
}

-- §13.17: an Open Session Request whose algorithm records have a wrong type or length is refused or dropped, never
-- granted.
bmc_case {
  id     = "ipmi.open.malformed-records",
  title  = "Algorithm records of a wrong type or length are never granted",
  proves = { "ipmi.open.payload-records", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, fields in ipairs{ { record_type = 2 }, { record_type = 0xFF }, { record_length = 7 }, { record_length = 0xFF } } do
      fields.once, fields.why = true, "the first algorithm record is malformed"
      ipmi.expect_not_granted(t, t.bmc:handshake{}:open_session(fields), "malformed algorithm records were granted")
    end
  end,
}

-- §13.17: a record of length 0 is a "null field": the BMC picks what goes with the others.
bmc_case {
  id     = "ipmi.open.null-field",
  title  = "An algorithm that is left to the BMC is picked and told",
  proves = "ipmi.open.null-field",
  run = function(t)
    for _, suite in ipairs((ipmi.suites(t))) do
      if suite.authentication ~= 0 then
        local answer = t.bmc:handshake{}:open_session{ authentication = suite.authentication, integrity = suite.integrity,
          confidentiality = suite.confidentiality, record_length = 0 }
        if t:expect_status(answer, 0) then
          local fits = false
          for _, known in ipairs(ipmi.known_suites) do
            fits = fits or (answer.authentication == known[2] and suite.integrity == known[3] and suite.confidentiality == known[4])
          end
          t:expect(fits and answer.integrity_algorithm == suite.integrity and answer.confidentiality == suite.confidentiality, {
            message = "the algorithms that were picked", expected = "those of a suite with " .. suite.integrity .. " and " .. suite.confidentiality,
            actual = tostring(answer.authentication) .. "/" .. tostring(answer.integrity_algorithm) .. "/" .. tostring(answer.confidentiality), at = answer })
        end
        return
      end
    end
    t:not_applicable("there is no suite with authentication")
  end,
}

-- §13.17: an Open Session Request of less than 32 octets is dropped, or refused, never granted.
bmc_case {
  id     = "ipmi.open.short-request",
  title  = "An Open Session Request that ends too early is never granted",
  proves = { "ipmi.open.truncated", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, length in ipairs{ 0, 1, 7, 8, 16, 24, 31 } do
      local answer = t.bmc:handshake{}:open_session{ payload = ("\0"):rep(length), once = true, timeout = 200,
        why = "it is too short" }
      ipmi.expect_not_granted(t, answer, "a request of " .. length .. " octets was granted")
    end
  end,
}

-- §13.18: the managed system's session id is never 0.
bmc_case {
  id     = "ipmi.open.gives-session-id",
  title  = "The managed system's session id is not 0",
  proves = "ipmi.open.session-id",
  run = function(t)
    local answer = t.bmc:handshake{}:open_session()
    t:require_status(answer, 0)
    t:expect(answer.managed_session ~= 0, { message = "the BMC gives the session id 0", expected = "any other",
      actual = answer.managed_session, at = answer })
  end,
}
