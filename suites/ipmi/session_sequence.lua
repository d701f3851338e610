-- Session sequence numbers of RMCP+: IPMI 2.0 §6.12.12. Whether a packet was executed shows in the session's privilege
-- level, which Set Session Privilege Level changes and tells.
local ipmi = require "lib.ipmi"

local operator, administrator = 3, 4

local function expect_level(t, s, level, what)
  local present, answer = ipmi.level_of(t, s)
  t:expect(present == level, { message = what, expected = "privilege level " .. level,
    actual = "privilege level " .. tostring(present), at = answer })
end

-- Asks for operator in a packet that is to be dropped; the session stays at administrator.
local function expect_not_executed(t, s, fields, what)
  fields.once = true
  t:expect_silence(s:request(ipmi.app, ipmi.set_privilege, { operator }, fields))
  expect_level(t, s, administrator, what)
end

-- §6.12.12: A packet whose session sequence number was seen is not executed again.
bmc_case {
  id     = "ipmi.sequence.replayed",
  title  = "A packet that is replayed is not executed again",
  proves = { "ipmi.sequence.replay", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { operator }).completion == 0, "operator was not granted")
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { administrator }).completion == 0, "administrator was not granted")
    s:again{ back = 1, why = "it is a replay" }
    expect_level(t, s, administrator, "a replayed packet was executed again")
    for _ = 1, 5 do s:request(ipmi.app, ipmi.get_device_id) end
    s:again{ back = 7, why = "it is a replay" }
    expect_level(t, s, administrator, "a packet was executed again that was replayed after others")
  end,
}

-- §6.12.12: A packet whose session sequence number was seen is not executed again.
bmc_case {
  id     = "ipmi.sequence.replayed-to-other",
  title  = "A packet that is replayed from another port is not executed again",
  proves = { "ipmi.sequence.replay", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { operator }).completion == 0, "operator was not granted")
    t:setup(s:request(ipmi.app, ipmi.set_privilege, { administrator }).completion == 0, "administrator was not granted")
    s:again{ back = 1, other_port = true, why = "it is a replay" }
    expect_level(t, s, administrator, "a packet was executed again that was replayed from another port")
  end,
}

-- §6.12.12: A packet in a session with session sequence number 0 is dropped.
bmc_case {
  id     = "ipmi.sequence.number-zero",
  title  = "A packet with session sequence number 0 is dropped",
  proves = { "ipmi.sequence.zero", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    expect_not_executed(t, s, { sequence = 0, why = "0 is no session sequence number" },
      "a packet with session sequence number 0 was executed")
  end,
}

-- §6.12.12: A packet whose session sequence number is far below those that were seen is dropped.
bmc_case {
  id     = "ipmi.sequence.far-below",
  title  = "A packet far below the window is dropped",
  proves = { "ipmi.sequence.below", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    for _ = 1, 40 do s:request(ipmi.app, ipmi.get_device_id) end
    expect_not_executed(t, s, { sequence_step = -30, why = "it is below the window" }, "a packet below the window was executed")
    expect_not_executed(t, s, { sequence_step = -100, why = "it is below the window" },
      "a packet far below the window was executed")
  end,
}

-- §6.12.12: A packet whose session sequence number is more than 15 above the highest that was seen is dropped.
bmc_case {
  id     = "ipmi.sequence.far-ahead",
  title  = "A packet far above the window is dropped",
  proves = { "ipmi.sequence.ahead", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    for _, step in ipairs{ 18, 5000, 0x7FFFFFF0 } do
      expect_not_executed(t, s, { sequence_step = step, why = "it is above the window" },
        "a packet " .. step .. " above the highest number was executed")
    end
  end,
}

-- §6.12.12: A packet with an unused session sequence number inside the window is executed, also when it comes late.
bmc_case {
  id     = "ipmi.sequence.inside-window",
  title  = "Packets inside the window are executed, also those that come late",
  proves = "ipmi.sequence.window",
  run = function(t)
    local s = t.bmc:session{ privilege = "administrator" }
    local ahead = s:request(ipmi.app, ipmi.get_device_id, nil, { sequence_step = 5 })
    t:expect_completion(ahead, 0, { message = "a packet five ahead was not answered" })
    for late = 1, 4 do
      local answer = s:request(ipmi.app, ipmi.get_device_id)
      t:expect_completion(answer, 0, { message = "the packet that came late by " .. 5 - late .. " was not answered" })
    end
  end,
}

-- §6.12.12: the BMC's own session sequence numbers grow by one with each packet and are never 0.
bmc_case {
  id     = "ipmi.sequence.of-answers",
  title  = "The BMC's session sequence numbers grow by one and are never 0",
  proves = "ipmi.sequence.outbound",
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    local before
    for _ = 1, 5 do
      local answer = s:request(ipmi.app, ipmi.get_device_id)
      t:require_completion(answer)
      t:expect(answer.sequence ~= 0, { message = "the BMC sends session sequence number 0", at = answer })
      t:expect(not before or answer.sequence == before + 1, { message = "the BMC's session sequence number does not grow by one",
        expected = (before or 0) + 1, actual = answer.sequence, at = answer })
      before = answer.sequence
    end
  end,
}
