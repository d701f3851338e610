-- Which cipher suites are told and which work: IPMI 2.0 §22.15.
local ipmi = require "lib.ipmi"

-- §22.15: get Channel Cipher Suites lists well-formed records: a start octet, an id, and one algorithm of each kind.
bmc_case {
  id     = "ipmi.suites.well-formed",
  title  = "Get Channel Cipher Suites lists well-formed records",
  proves = "ipmi.suites.records",
  run = function(t)
    local suites, whole, list = ipmi.suites(t)
    t:expect(whole and #suites > 0, { message = "the list of cipher suites is not one of records",
      expected = "a start octet, an id and algorithms for each", actual = #list .. " octets, " .. #suites .. " records" })
  end,
}

-- §22.15: get Channel Cipher Suites gives 16 octets of data at an index, fewer at the last, and none beyond it.
bmc_case {
  id     = "ipmi.suites.ends",
  title  = "Blocks have 16 octets but for the last one, and nothing comes after it",
  proves = "ipmi.suites.list-end",
  run = function(t)
    local _, blocks, ends = ipmi.cipher_list(t, true)
    t:require(ends, { message = "the list of cipher suites does not end", expected = "a block of less than 16 octets",
      actual = #blocks .. " blocks of 16" })
    for index = 1, #blocks - 1 do
      t:expect(#blocks[index] == 16, { message = "block " .. index - 1 .. " is not the last and not full",
        expected = 16, actual = #blocks[index] })
    end
    local beyond = t.bmc:request(ipmi.app, ipmi.get_cipher_suites, { ipmi.this_channel, 0, 0x80 | #blocks })
    t:expect(beyond.completion ~= 0 or #beyond.data <= 1, { message = "there are octets beyond the last block",
      expected = "none", actual = beyond:summary(), at = beyond })
  end,
}

-- §22.15: get Channel Cipher Suites is answered before a session, in the RMCP+ format.
bmc_case {
  id     = "ipmi.suites.before-session",
  title  = "Get Channel Cipher Suites is answered before a session, in the format of RMCP+",
  proves = "ipmi.suites.without-session",
  run = function(t)
    local answer = t.bmc:request(ipmi.app, ipmi.get_cipher_suites, { ipmi.this_channel, 0, 0x80 }, { format = "2.0" })
    t:require_completion(answer)
    t:expect(answer.auth_type == 6, { message = "the answer is in another format", expected = 6, actual = answer.auth_type,
      at = answer })
  end,
}

-- §22.15: each cipher suite that the channel advertises can be used to open a session and to talk in it.
bmc_case {
  id     = "ipmi.suites.no-empty-promise",
  title  = "Each suite that is advertised is granted",
  proves = "ipmi.suites.advertised-work",
  run = function(t)
    for _, suite in ipairs((ipmi.suites(t))) do
      if suite.start == 0xC0 then
        local answer = t.bmc:handshake{}:open_session{ privilege = 0, authentication = suite.authentication,
          integrity = suite.integrity, confidentiality = suite.confidentiality }
        t:expect_status(answer, 0, { message = "suite " .. suite.id .. " is advertised, and Open Session refuses it" })
      end
    end
  end,
}

-- §22.15: each cipher suite that the channel accepts is advertised.
bmc_case {
  id     = "ipmi.suites.nothing-hidden",
  title  = "No suite is granted that is not advertised",
  proves = "ipmi.suites.working-advertised",
  run = function(t)
    local advertised = {}
    for _, suite in ipairs((ipmi.suites(t))) do advertised[suite.id] = true end
    for _, suite in ipairs(ipmi.known_suites) do
      local id, authentication, integrity, confidentiality = table.unpack(suite)
      if not advertised[id] then
        local answer = t.bmc:handshake{}:open_session{ privilege = 0, authentication = authentication,
          integrity = integrity, confidentiality = confidentiality }
        t:expect(answer.status ~= 0, { message = "suite " .. id .. " is granted and not advertised",
          expected = "a refusal", actual = answer:summary(), at = answer })
      end
    end
  end,
}

-- §22.15: the list by algorithms names the algorithms of the listed suites and no others.
bmc_case {
  id     = "ipmi.suites.both-lists-agree",
  title  = "The list by algorithms names the algorithms of the suites",
  proves = { "ipmi.suites.by-algorithm", "bmc.survives" },
  hostile = true,
  run = function(t)
    local of_suites = {}
    for _, suite in ipairs((ipmi.suites(t))) do
      of_suites[suite.authentication] = true
      of_suites[0x40 | suite.integrity] = true
      of_suites[0x80 | suite.confidentiality] = true
    end
    local listed = {}
    for octet in ipmi.cipher_list(t, false):gmatch(".") do listed[octet:byte()] = true end
    for octet in pairs(listed) do
      t:expect(of_suites[octet], { message = string.format("algorithm %02Xh is listed and in no suite", octet) })
    end
    for octet in pairs(of_suites) do
      -- "none" need not be listed
      t:expect(listed[octet] or octet & 0x3F == 0,
        { message = string.format("algorithm %02Xh of a suite is not listed", octet) })
    end
  end,
}
