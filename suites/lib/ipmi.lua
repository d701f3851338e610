-- What cases of BMCs have alike: numbers of commands, steps into a session, what is refused and what is dropped.
local ipmi = {}

ipmi.app = 0x06
ipmi.get_device_id = 0x01
ipmi.get_system_guid = 0x37
ipmi.get_auth_capabilities = 0x38
ipmi.set_privilege = 0x3B
ipmi.close_session = 0x3C
ipmi.get_session_info = 0x3D
ipmi.get_user_name = 0x46
ipmi.get_cipher_suites = 0x54

ipmi.this_channel = 0x0E

-- A handshake that has come to the BMC's answer to `last`: "open_session" or "rakp1".
function ipmi.handshake_to(t, last, terms)
  local s = t.bmc:handshake(terms or {})
  local answer = s:open_session()
  t:setup(answer.status == 0, "Open Session was answered with " .. answer:summary())
  if last == "rakp1" then
    answer = s:rakp1()
    t:setup(answer.status == 0, "RAKP 1 was answered with " .. answer:summary())
  end
  return s, answer
end

-- Does the session still answer?
function ipmi.expect_alive(t, s)
  local answer = s:request(ipmi.app, ipmi.get_device_id)
  return t:expect_completion(answer, 0, { message = "the session does not go on afterwards" })
end

-- A datagram that the BMC must not take: silence, and the session goes on.
function ipmi.expect_dropped(t, s, fields)
  fields.once = true
  local answer = s:request(ipmi.app, ipmi.get_device_id, nil, fields)
  t:expect_silence(answer)
  ipmi.expect_alive(t, s)
end

-- One of the status codes, or silence.
function ipmi.expect_refused_or_dropped(t, answer, statuses)
  if answer.ended == "timed_out" then return true end
  return t:expect_status(answer, statuses)
end

-- Any refusal, or silence.
function ipmi.expect_not_granted(t, answer, what)
  return t:expect(answer.status ~= 0, { message = what, expected = "a refusal or silence",
    actual = answer:summary(), at = answer })
end

function ipmi.expect_no_session(t, s, answer, what)
  return t:expect(not s:is_open(), { message = what, expected = "no session", actual = answer:summary(), at = answer })
end

-- Waits until sessions can be opened again, a minute at most: what keeps others out must not spoil their cases.
function ipmi.wait_for_room(t)
  local enough = 8
  for _ = 1, 12 do
    local granted = 0
    while granted < enough and t.bmc:handshake{}:open_session().status == 0 do granted = granted + 1 end
    if granted == enough then return end
    t:sleep(5000)
  end
end

-- The present privilege level of the session, without changing it (§22.18).
function ipmi.level_of(t, s)
  local answer = s:request(ipmi.app, ipmi.set_privilege, { 0 })
  t:setup(answer.completion == 0 and answer:u8(2), "Set Session Privilege Level 0 was answered with " .. answer:summary())
  return answer:bits(2, 3, 0), answer
end

-- Get Channel Authentication Capabilities (§22.13) for administrator on this channel.
function ipmi.capabilities(t, options)
  local answer = t.bmc:request(ipmi.app, ipmi.get_auth_capabilities, { 0x80 | ipmi.this_channel, 4 }, options)
  t:setup(answer.completion == 0, "Get Channel Authentication Capabilities was answered with " .. answer:summary())
  return answer
end

-- Octets of the list that Get Channel Cipher Suites gives (§22.15), its blocks, and whether the list has an end.
function ipmi.cipher_list(t, by_suite)
  local list, blocks, format = "", {}, "2.0"
  for index = 0, 63 do
    local data = { ipmi.this_channel, 0, (by_suite and 0x80 or 0) | index }
    local answer = t.bmc:request(ipmi.app, ipmi.get_cipher_suites, data, { format = format })
    if index == 0 and answer.ended == "timed_out" then
      format = "1.5"  -- some know the command in this format alone, which is for its own case to find
      answer = t.bmc:request(ipmi.app, ipmi.get_cipher_suites, data, { format = format })
    end
    t:setup(answer.completion == 0 and answer:u8(2), "Get Channel Cipher Suites was answered with " .. answer:summary())
    local block = answer.data:sub(2)
    blocks[#blocks + 1] = block
    list = list .. block
    if #block < 16 then return list, blocks, true end
  end
  return list, blocks, false
end

-- The records in that list: id and algorithms, and whether all of it could be read.
function ipmi.suites(t)
  local list, _, ends = ipmi.cipher_list(t, true)
  t:setup(ends, "the list of cipher suites does not end")
  local suites, at, whole = {}, 1, true
  while at <= #list do
    local start = list:byte(at)
    local suite = { start = start, authentication = nil, integrity = 0, confidentiality = 0 }
    if start ~= 0xC0 and start ~= 0xC1 then return suites, false, list end
    suite.id = list:byte(at + 1)
    at = at + (start == 0xC0 and 2 or 5)
    while at <= #list and list:byte(at) < 0xC0 do
      local octet = list:byte(at)
      local kind = octet >> 6
      local name = kind == 0 and "authentication" or kind == 1 and "integrity" or "confidentiality"
      suite[name] = octet & 0x3F
      at = at + 1
    end
    whole = whole and suite.id ~= nil and suite.authentication ~= nil
    suites[#suites + 1] = suite
  end
  return suites, whole, list
end

-- The suites of Table 22-20 that the harness can talk in: all but those with xRC4.
ipmi.spoken = { [0] = true, [1] = true, [2] = true, [3] = true, [6] = true, [7] = true, [8] = true, [11] = true,
  [12] = true, [15] = true, [16] = true, [17] = true }

-- Table 22-20: authentication, integrity, confidentiality.
ipmi.known_suites = {
  { 0, 0, 0, 0 }, { 1, 1, 0, 0 }, { 2, 1, 1, 0 }, { 3, 1, 1, 1 }, { 4, 1, 1, 2 }, { 5, 1, 1, 3 }, { 6, 2, 0, 0 },
  { 7, 2, 2, 0 }, { 8, 2, 2, 1 }, { 9, 2, 2, 2 }, { 10, 2, 2, 3 }, { 11, 2, 3, 0 }, { 12, 2, 3, 1 }, { 13, 2, 3, 2 },
  { 14, 2, 3, 3 }, { 15, 3, 0, 0 }, { 16, 3, 4, 0 }, { 17, 3, 4, 1 }, { 18, 3, 4, 2 }, { 19, 3, 4, 3 },
}

-- A Presence Ping (§13.2.3), or another ASF message.
function ipmi.asf(kind, tag, data, length)
  data = data or ""
  return string.pack(">BBBBI4BBBB", 6, 0, 0xFF, 6, 4542, kind, tag, 0, length or #data) .. data
end

-- The name of a user that nobody has.
ipmi.nobody = "nobody-0f3a"

return ipmi
