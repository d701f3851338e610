-- RMCP, ASF and the form of messages: IPMI 2.0 §13.1.3, §13.2, §13.6, §13.8.
local ipmi = require "lib.ipmi"

-- Get Channel Authentication Capabilities, sent once, with fields that are to be otherwise.
local function probe(t, fields)
  fields.once = true
  return t.bmc:request(ipmi.app, ipmi.get_auth_capabilities, { 0x80 | ipmi.this_channel, 4 }, fields)
end

local function drops(id, rule, title, fields, why)
  -- The clause is that of the rule that it is given.
  bmc_case {
    id     = id,
    title  = title,
    proves = { rule, "bmc.survives" },
    hostile = true,
    run = function(t)
      local sent = { why = why }
      for name, value in pairs(fields) do sent[name] = value end
      t:expect_silence(probe(t, sent))
    end,
  }
end

drops("ipmi.rmcp.other-version", "ipmi.rmcp.version", "A datagram of another RMCP version is dropped",
  { rmcp_version = 5 }, "there is no such version")
drops("ipmi.rmcp.other-class", "ipmi.rmcp.class", "A datagram of a reserved RMCP class is dropped",
  { rmcp_class = 0x05 }, "there is no such class")
drops("ipmi.message.wrong-header-checksum", "ipmi.message.header-checksum", "A message with a wrong first checksum is dropped",
  { header_checksum = 0x00 }, "the first checksum is wrong")
drops("ipmi.message.wrong-data-checksum", "ipmi.message.data-checksum", "A message with a wrong second checksum is dropped",
  { checksum = 0x00 }, "the second checksum is wrong")
drops("ipmi.lan.long-length", "ipmi.lan.length", "A packet that says it is longer than it is is dropped",
  { length = 200 }, "the length is too large")
drops("ipmi.lan.zero-length", "ipmi.lan.length", "A packet that says it has no message is dropped",
  { length = 0 }, "the length is 0")
drops("ipmi.lan.sessionless-md5", "ipmi.lan.sessionless.authcode", "A packet outside a session with an AuthCode is dropped",
  { auth_type = 2 }, "there is no session that it could be authenticated in")

-- §13.1.3: A datagram that ends before its headers do is dropped, at every length.
bmc_case {
  id     = "ipmi.rmcp.cut-off",
  title  = "A datagram that is cut off anywhere is dropped",
  proves = { "ipmi.rmcp.truncated", "bmc.survives" },
  hostile = true,
  run = function(t)
    for length = 0, 21 do
      t:expect_silence(probe(t, { cut = length, timeout = 100, why = "it is cut off" }))
    end
    local s = t.bmc:session{ privilege = "user" }
    for _, length in ipairs{ 4, 5, 10, 15, 16, 17, 31, 32, 40, 50 } do
      local answer = s:request(ipmi.app, ipmi.get_device_id, nil,
        { cut = length, once = true, timeout = 100, why = "it is cut off" })
      t:expect_silence(answer)
    end
    ipmi.expect_alive(t, s)
  end,
}

-- §13.2.4: A Presence Ping is answered with a Presence Pong that has the same message tag and says that IPMI is supported.
bmc_case {
  id     = "ipmi.asf.answers-ping",
  title  = "A Presence Ping is answered with a Pong of the same tag that says that IPMI is supported",
  proves = "ipmi.asf.pong",
  run = function(t)
    local answer = t.bmc:datagram(ipmi.asf(0x80, 0x2A), { label = "Presence Ping" })
    t:require(answer.ended == "answered", { message = "a Presence Ping is not answered", expected = "a Pong",
      actual = answer:summary(), at = answer })
    local pong = answer.datagram
    t:expect(#pong == 28 and pong:byte(9) == 0x40 and pong:byte(10) == 0x2A, { message = "the answer is no Pong of this tag",
      expected = "28 octets, type 40h, tag 2Ah", actual = #pong .. " octets", at = answer })
    t:expect((pong:byte(21) or 0) & 0x80 ~= 0, { message = "the Pong does not say that IPMI is supported", at = answer })
  end,
}

-- §13.2.3: A Presence Ping whose data length does not agree with its octets is dropped.
bmc_case {
  id     = "ipmi.asf.wrong-length",
  title  = "A Presence Ping whose data length is wrong is dropped",
  proves = { "ipmi.asf.length", "bmc.survives" },
  hostile = true,
  run = function(t)
    t:expect_silence(t.bmc:datagram(ipmi.asf(0x80, 1, "", 4), { once = true, why = "four octets are missing" }))
    t:expect_silence(t.bmc:datagram(ipmi.asf(0x80, 2, "abcd", 0), { once = true, why = "four octets are too many" }))
  end,
}

-- §13.2.1: ASF messages other than the Presence Ping do nothing and are not answered with a Pong.
bmc_case {
  id     = "ipmi.asf.other-types",
  title  = "Other ASF messages are not answered with a Pong",
  proves = { "ipmi.asf.presence-only", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, kind in ipairs{ 0x40, 0x81, 0xC0, 0x00 } do
      local answer = t.bmc:datagram(ipmi.asf(kind, 3), { once = true, timeout = 200 })
      t:expect(answer.ended == "timed_out" or answer.datagram:byte(9) ~= 0x40,
        { message = string.format("an ASF message of type %02Xh is answered with a Pong", kind), at = answer })
    end
  end,
}

-- §13.8: A response has the network function of its request plus one, the same sequence number and command, and the
-- addresses exchanged.
bmc_case {
  id     = "ipmi.message.echoes",
  title  = "A response repeats what its request is known by",
  proves = "ipmi.message.response",
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    for _, sequence in ipairs{ 0x15, 0x3F, 0x00 } do
      local answer = s:request(ipmi.app, ipmi.get_device_id, nil, { request_sequence = sequence })
      t:require_completion(answer)
      t:expect(answer.netfn == 0x07 and answer.command == ipmi.get_device_id and answer.request_sequence == sequence,
        { message = "the response does not fit its request", expected = "netfn 07h, command 01h, sequence " .. sequence,
          actual = answer:hex(), at = answer })
      t:expect(answer.checksums_fit, { message = "a checksum of the response is wrong", actual = answer:hex(), at = answer })
      t:expect(answer.payload:byte(1) == 0x81 and answer.payload:byte(4) == 0x20,
        { message = "the addresses are not exchanged", expected = "to 81h, from 20h", actual = answer:hex(), at = answer })
    end
    local outside = ipmi.capabilities(t, { request_sequence = 0x15 })
    t:expect(outside.netfn == 0x07 and outside.command == ipmi.get_auth_capabilities and outside.request_sequence == 0x15,
      { message = "the response outside a session does not fit its request", expected = "netfn 07h, command 38h, sequence 21",
        actual = outside:hex(), at = outside })
  end,
}

-- §5.1: A message with an odd network function is a response and is not executed as a request.
bmc_case {
  id     = "ipmi.message.odd-netfn",
  title  = "A message with an odd network function is not executed",
  proves = { "ipmi.message.of-responses", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    local outside = { ipmi.this_channel, 4 }
    for _, answer in ipairs{ s:request(0x07, ipmi.get_device_id, nil, { once = true, why = "it is no request" }),
      t.bmc:request(0x07, ipmi.get_auth_capabilities, outside, { once = true, why = "it is no request" }) } do
      t:expect(answer.completion ~= 0, { message = "a response of ours was executed as a request",
        expected = "a refusal or silence", actual = answer:summary(), at = answer })
    end
    ipmi.expect_alive(t, s)
  end,
}

-- §13.8: A message to another slave address than the BMC's is not executed by the BMC.
bmc_case {
  id     = "ipmi.message.other-responder",
  title  = "A message to another slave address is not executed by the BMC",
  proves = { "ipmi.message.responder", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = t.bmc:session{ privilege = "user" }
    for _, answer in ipairs{
      s:request(ipmi.app, ipmi.get_device_id, nil, { to = 0x7E, once = true, why = "nobody has this address" }),
      probe(t, { to = 0x7E, why = "nobody has this address" }) } do
      t:expect(answer.completion ~= 0, { message = "the BMC executed a message to another controller",
        expected = "a refusal or silence", actual = answer:summary(), at = answer })
    end
    ipmi.expect_alive(t, s)
  end,
}

-- §13.6: without a session only the commands that Appendix G gives no privilege are executed.
bmc_case {
  id     = "ipmi.lan.without-session",
  title  = "Commands that need a privilege are not executed without a session",
  proves = { "ipmi.lan.sessionless.commands", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, command in ipairs{ { 0x06, 0x01 }, { 0x00, 0x01 }, { 0x06, 0x46, { 2 } }, { 0x0A, 0x40 } } do
      for _, format in ipairs{ "1.5", "2.0" } do
        local answer = t.bmc:request(command[1], command[2], command[3],
          { format = format, once = true, why = "it needs a session" })
        t:expect(answer.completion ~= 0, { message = string.format("%02Xh/%02Xh is executed without a session",
          command[1], command[2]), expected = "a refusal or silence", actual = answer:summary(), at = answer })
      end
    end
  end,
}

-- §13.6: without a session only the commands that Appendix G gives no privilege are executed.
bmc_case {
  id     = "ipmi.lan.half-open-command",
  title  = "A command is not executed in a session that is not open yet",
  proves = { "ipmi.lan.sessionless.commands", "bmc.survives" },
  hostile = true,
  run = function(t)
    local s = ipmi.handshake_to(t, "rakp1")
    local answer = s:request(ipmi.app, ipmi.get_device_id, nil, { once = true, why = "the session is not open" })
    t:expect(answer.completion ~= 0, { message = "a command is executed before RAKP 3", expected = "a refusal or silence",
      actual = answer:summary(), at = answer })
  end,
}

-- §22.13: get Channel Authentication Capabilities is answered without a session, in the IPMI 1.5 and in the RMCP+ format.
bmc_case {
  id     = "ipmi.channel-auth.both-formats",
  title  = "Get Channel Authentication Capabilities is answered in both formats",
  proves = "ipmi.channel-auth.capabilities",
  run = function(t)
    for _, format in ipairs{ "1.5", "2.0" } do
      local answer = t.bmc:request(ipmi.app, ipmi.get_auth_capabilities, { 0x80 | ipmi.this_channel, 4 }, { format = format })
      t:expect_completion(answer, 0, { message = "it is not answered in the format of IPMI " .. format })
      t:expect_data_length(answer, 8)
    end
  end,
}

-- §22.13: with bit 7 of the channel octet set the answer says that RMCP+ is supported; without it the answer has no
-- extended data.
bmc_case {
  id     = "ipmi.channel-auth.extended-data",
  title  = "Extended capabilities are told where they are asked for, and only there",
  proves = "ipmi.channel-auth.extended",
  run = function(t)
    local extended = ipmi.capabilities(t)
    t:expect(extended:bits(3, 7, 7) == 1 and extended:bits(5, 1, 1) == 1,
      { message = "the answer does not say that RMCP+ is supported", actual = extended:hex(), at = extended })
    local plain = t.bmc:request(ipmi.app, ipmi.get_auth_capabilities, { ipmi.this_channel, 4 })
    t:require_completion(plain)
    t:expect(plain:bits(3, 7, 7) == 0, { message = "the answer has extended data that nobody asked for",
      actual = plain:hex(), at = plain })
  end,
}

-- §22.13: the answer names the channel itself where Eh, this channel, was asked for.
bmc_case {
  id     = "ipmi.channel-auth.this-channel",
  title  = "The answer names the channel itself",
  proves = "ipmi.channel-auth.channel",
  run = function(t)
    local answer = ipmi.capabilities(t)
    t:expect(answer:bits(2, 3, 0) ~= ipmi.this_channel, { message = "the answer does not name the channel",
      expected = "its number", actual = answer:u8(2), at = answer })
  end,
}

-- §22.13: A requested privilege level that there is not is refused with CCh or C9h.
bmc_case {
  id     = "ipmi.channel-auth.unknown-privilege",
  title  = "A privilege level that there is not is refused",
  proves = { "ipmi.channel-auth.privilege", "bmc.survives" },
  hostile = true,
  run = function(t)
    for _, level in ipairs{ 0, 6, 0x0F } do
      local answer = t.bmc:request(ipmi.app, ipmi.get_auth_capabilities, { 0x80 | ipmi.this_channel, level },
        { why = "there is no such level" })
      t:expect_completion(answer, { 0xCC, 0xC9 })
    end
  end,
}
