-- DSP0226 13.1: UTF-8 and UTF-16, and the characters that they carry.
local faults = require("lib.faults")
local items = require("lib.items")
local wire = require("lib.wire")

local get = { "feature.resource.item", "feature.transfer.get" }
local wide = { "feature.resource.item", "feature.transfer.get", "feature.encoding.utf-16" }
local put = { "feature.resource.item", "feature.transfer.get", "feature.transfer.put", "feature.transfer.create", "feature.transfer.delete" }
local put_wide = table.move(put, 1, #put, 2, { "feature.encoding.utf-16" })
local identified = "/s:Envelope/s:Body/wsmid:IdentifyResponse"
local body = "/s:Envelope/s:Body"

local function get_item(t) return t.msg.get(items.epr(t)) end

-- R13.1-5 and its neighbours: UTF-16 is accepted in both octet orders with a mark, and answered in UTF-16.
for _, order in ipairs({ { word = "little-endian", name = "utf-16le", marks = { "\xFF\xFE", "\xFE\xFF" } },
  { word = "big-endian", name = "utf-16be", marks = { "\xFE\xFF", "\xFF\xFE" } } }) do
  case {
    id = "soap.utf-16-" .. order.word,
    proves = { "soap.encoding-both", "soap.utf16-bom", "soap.encoding-mirror" },
    title = "A request in UTF-16, " .. order.word .. " with a byte-order mark, is answered in UTF-16",
    needs = wide,
    tags = { "B023" },
    run = function(t)
      local r = t:send(get_item(t):encoding(order.name, true))
      if not t:expect_ok(r) then return t:expect_ok(r, { rule = "soap.utf16-bom" }) end
      local start = r.body:sub(1, 2)
      local is_wide = start == "\xFF\xFE" or start == "\xFE\xFF" or r.body:sub(1, 4):find("\0", 1, true) ~= nil
      t:expect(is_wide, { message = "the reply has the encoding of the request", expected = "UTF-16", actual = "another encoding", at = r,
        rule = "soap.encoding-mirror" })
      t:expect((r:header("Content-Type") or ""):lower():find("utf%-16"), { message = "Content-Type says so", expected = "charset=UTF-16",
        actual = r:header("Content-Type") or "none", at = r, path = "Content-Type", rule = "soap.encoding-mirror" })
    end,
  }
end

-- R13.1-5: faults mirror the encoding too (openwsman once forgot).
case {
  id = "soap.utf-16-fault",
  proves = "soap.encoding-mirror",
  title = "A fault about a request in UTF-16 is in UTF-16",
  needs = wide,
  tags = { "B023" },
  run = function(t)
    local r = t:send(t.msg.get(items.epr(t, t.profile.item.absent)):encoding("utf-16le", true))
    t:setup(r:fault(), "the target did not send a fault")
    t:expect(r.body:sub(1, 4):find("[\xFE\0]"), { message = "the fault has the encoding of the request", expected = "UTF-16",
      actual = "another encoding", at = r })
  end,
}

-- XML 1.0 4.3.3: without a mark the charset tells, or the message is refused; it is not misread.
case {
  id = "soap.utf-16-without-mark",
  proves = { "soap.encoding-both", "service.survives" },
  title = "UTF-16 without a byte-order mark is understood or refused",
  hostile = true,
  run = function(t)
    local r = t:send(t.msg.identify():encoding("utf-16le", false):unlawful("UTF-16 has no byte-order mark"))
    t:expect(r:count(identified) == 1 or wire.refused(r), { message = "UTF-16 without a mark is understood or refused",
      expected = "IdentifyResponse or a refusal", actual = wire.outcome(r), at = r })
  end,
}

-- 13.1: replies in UTF-8 begin with their first character.
case {
  id = "soap.utf-8-reply-without-mark",
  proves = "soap.utf8-bom",
  title = "A reply in UTF-8 has no byte-order mark",
  needs = get,
  run = function(t)
    for _, r in ipairs({ t:send(get_item(t)), t:send(t.msg.get(items.epr(t, t.profile.item.absent))) }) do
      t:expect(r:count("/s:Envelope") == 1 and r.body:sub(1, 3) ~= "\xEF\xBB\xBF", { message = "a UTF-8 message has no byte-order mark",
        expected = "an envelope that begins with <", actual = r.body:sub(1, 3), at = r })
    end
  end,
}

-- 13.1: a request that has one may be refused, but not misread.
case {
  id = "soap.utf-8-request-with-mark",
  proves = { "soap.utf8-bom", "service.survives" },
  title = "A request in UTF-8 with a byte-order mark is answered or refused",
  hostile = true,
  run = function(t)
    local request = wire.take(t.msg.identify())
    local r = wire.post(t, "\xEF\xBB\xBF" .. request.body, "UTF-8 has a byte-order mark")
    t:expect(r:count(identified) == 1 or wire.refused(r), { message = "a mark before UTF-8 is passed over or refused",
      expected = "IdentifyResponse or a refusal", actual = wire.outcome(r), at = r })
  end,
}

-- R13.1-5: an encoding that is not supported is refused in UTF-8.
case {
  id = "soap.unsupported-encoding",
  proves = { "soap.encoding-mirror", "fault.table.wsman.encodinglimit", "fault.table.wsman.encodinglimit.characterset",
    "transport.http.415", "service.survives" },
  title = "A request in ISO 8859-1 is refused for its character set, in UTF-8",
  hostile = true,
  run = function(t)
    local r = t:send(t.msg.identify():http("Content-Type", "application/soap+xml;charset=ISO-8859-1")
      :unlawful("the charset is neither UTF-8 nor UTF-16"))
    if r.status == 415 and not r:fault() then return end
    if faults.expect(t, r, "wsman:EncodingLimit", "CharacterSet") then
      t:expect(not r.body:sub(1, 4):find("[\xFE\0]"), { message = "the fault is in UTF-8", expected = "UTF-8", actual = "UTF-16", at = r })
    end
  end,
}

-- 13.1: every character of ASCII that XML can hold survives, in both encodings.
for word, encoding in pairs({ ["utf-8"] = "utf-8", ["utf-16"] = "utf-16le" }) do
  case {
    id = "soap.ascii-in-" .. word,
    proves = { "soap.encoding-characters", "transfer.put.return-representation" },
    title = "All of ASCII survives a round trip in " .. word:upper(),
    needs = word == "utf-8" and put or put_wide,
    destructive = true,
    run = function(t)
      local epr, values = items.create(t)
      local all = {}
      for code = 0x21, 0x7E do all[#all + 1] = string.char(code) end
      values[t.profile.item.text] = "x\ty\nz " .. table.concat(all)
      local message = t.msg.put(epr, items.xml(t, values))
      if encoding ~= "utf-8" then message:encoding(encoding, true) end
      local r = t:send(message)
      t:expect_ok(r)
      t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text])
    end,
  }
end

-- 13.1: beyond ASCII a character survives, or is refused by name; it is not replaced.
case {
  id = "soap.characters-beyond-ascii",
  proves = { "soap.encoding-characters", "fault.table.wsman.encodinglimit", "fault.table.wsman.encodinglimit.unsupportedcharacter" },
  title = "Letters beyond ASCII survive a round trip, or are refused",
  needs = put,
  destructive = true,
  tags = { "B045" },
  run = function(t)
    local epr, values = items.create(t)
    values[t.profile.item.text] = "Grüße, Ωμέγα, 漢字, שלום, 😀, e\u{301}"
    local r = t:send(t.msg.put(epr, items.xml(t, values)))
    if r:fault() then return faults.expect(t, r, "wsman:EncodingLimit", "UnsupportedCharacter") end
    t:expect_text(t:send(t.msg.get(epr)), body .. "/*/item:" .. t.profile.item.text, values[t.profile.item.text])
  end,
}
