-- DSP0226 11: Identify says who is there, to anybody who can reach the service.
local wire = require("lib.wire")

local response = "/s:Envelope/s:Body/wsmid:IdentifyResponse"
local wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"

-- 11: a service answers Identify.
case {
  id = "identify.answers",
  proves = { "identify.message", "identify.no-addressing" },
  title = "Identify, without any header, is answered",
  run = function(t)
    local r = t:send(t.msg.identify())
    if t:expect_status(r, 200) then
      t:expect_count(r, response, 1)
      t:expect(r:fault() == nil, { message = "Identify needs no addressing headers", expected = "IdentifyResponse",
        actual = wire.outcome(r), at = r, rule = "identify.no-addressing" })
    end
  end,
}

-- 11: and names the protocol by the namespace of WS-Management.
case {
  id = "identify.protocol-version",
  proves = "identify.protocolversion",
  title = "ProtocolVersion is the namespace of WS-Management",
  run = function(t)
    t:expect_text(t:send(t.msg.identify()), response .. "/wsmid:ProtocolVersion", wsman)
  end,
}

-- DSP8012: ProtocolVersion first, then vendor, version, and the rest in the order of the schema.
case {
  id = "identify.content-in-order",
  proves = "identify.response-content",
  title = "IdentifyResponse holds its elements in the order of the schema",
  run = function(t)
    local r = t:send(t.msg.identify())
    local order = { "ProtocolVersion", "ProductVendor", "ProductVersion", "InitiativeSupport", "SecurityProfiles", "AddressingVersionURI" }
    if not t:expect_present(r, response .. "/wsmid:ProtocolVersion") then return end
    for index = 2, #order do
      local early = ("%s/wsmid:%s[following-sibling::wsmid:%s]"):format(response, order[index], order[index - 1])
      t:expect(r:count(early) == 0, { message = order[index] .. " follows " .. order[index - 1],
        expected = table.concat(order, ", "), actual = order[index] .. " first", at = r, path = response .. "/wsmid:" .. order[index] })
    end
    t:expect(r:count(response .. "/wsmid:ProductVendor") <= 1 and r:count(response .. "/wsmid:ProductVersion") <= 1, {
      message = "vendor and version are named once", expected = "one each at most", actual = "several", at = r, path = response })
  end,
}

-- 11: Identify is no management message: its answer carries no answer to addressing that was not there.
case {
  id = "identify.same-to-everybody",
  proves = "identify.response-content",
  title = "Two Identifies are answered alike",
  run = function(t)
    local one, other = t:send(t.msg.identify()), t:send(t.msg.identify())
    t:setup(one:count(response) == 1, "the target did not answer Identify")
    t:expect(one:text(response) == other:text(response), { message = "Identify describes the product, which stays the same",
      expected = one:text(response), actual = other:text(response), at = other, path = response })
  end,
}

-- R11-2: headers that are not mandatory do not get in the way (openwsman once insisted on an empty header).
case {
  id = "identify.with-unknown-header",
  proves = { "identify.no-addressing", "addressing.mustunderstand.fault" },
  title = "Identify with an unknown header that is not mandatory is answered",
  tags = { "B002" },
  run = function(t)
    local r = t:send(t.msg.identify():header('<x:Lantern xmlns:x="http://assay.example/lantern" s:mustUnderstand="false"/>'))
    t:expect_present(r, response)
  end,
}

-- R5.2-2: a mandatory one does.
case {
  id = "identify.with-mandatory-header",
  proves = { "addressing.mustunderstand.fault", "fault.notunderstood.format" },
  title = "Identify with an unknown mandatory header is refused, and the header named",
  tags = { "B002" },
  run = function(t)
    local r = t:send(t.msg.identify():header('<x:Lantern xmlns:x="http://assay.example/lantern" s:mustUnderstand="true"/>'))
    require("lib.faults").expect_not_understood(t, r, "http://assay.example/lantern", "Lantern")
  end,
}

-- 11: addressing headers are not needed, but a client that sends them is answered as well.
case {
  id = "identify.with-addressing",
  proves = "identify.no-addressing",
  title = "Identify with an addressing header or two is answered",
  run = function(t)
    local r = t:send(t.msg.identify():header("<wsa:To>http://bmc.assay.example/wsman</wsa:To>")
      :unlawful("Identify carries no addressing headers"))
    t:expect_present(r, response)
  end,
}

-- R5.3-1, 11: without authentication Identify has a path of its own.
case {
  id = "identify.anonymous-path",
  proves = { "identify.anonymous-url", "addressing.to.wsman-anon-suffix" },
  title = "/wsman-anon/identify answers Identify without credentials",
  needs = { "feature.identify.anonymous-path" },
  run = function(t)
    local r = t:send(t.msg.identify():path("/wsman-anon/identify"):without_http("Authorization"))
    t:expect_status(r, 200)
    t:expect(r.status ~= 401, { message = "nobody has to log on under /wsman-anon", expected = "IdentifyResponse", actual = wire.outcome(r),
      at = r, rule = "addressing.to.wsman-anon-suffix" })
    t:expect_count(r, response, 1)
  end,
}

-- MS-WSMV 3.1.4.1.23: with this HTTP header Identify needs no authentication, and may then say less.
case {
  id = "identify.unauthenticated",
  proves = { "identify.http-header-unauth", "identify.noanonymous" },
  title = "WSMANIDENTIFY: unauthenticated is answered without credentials",
  needs = { "feature.identify.unauthenticated" },
  run = function(t)
    local r = t:send(t.msg.identify():without_http("Authorization"):http("WSMANIDENTIFY", "unauthenticated"))
    if not t:expect_status(r, 200) then return end
    local version = r:text(response .. "/wsmid:ProtocolVersion")
    t:expect(version == wsman or version == "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity/NoAnonymousDisclosure", {
      message = "ProtocolVersion names the protocol or declines to", expected = wsman, actual = version or "none", at = r,
      path = response .. "/wsmid:ProtocolVersion", rule = "identify.noanonymous" })
  end,
}

-- 12.3: this exception is for Identify alone.
case {
  id = "identify.unauthenticated-header-opens-nothing-else",
  proves = { "security.no-anonymous-http", "security.transport-auth-failure" },
  title = "WSMANIDENTIFY: unauthenticated does not open other messages",
  needs = { "feature.identify.unauthenticated", "feature.resource.item", "feature.transfer.get" },
  run = function(t)
    local r = t:send(t.msg.get(require("lib.items").epr(t)):without_http("Authorization"):http("WSMANIDENTIFY", "unauthenticated"))
    t:expect_status(r, 401)
  end,
}

-- DSP8012: SecurityProfiles, when there, name profiles by URI.
case {
  id = "identify.security-profiles",
  proves = { "identify.securityprofiles", "security.profile.http-required" },
  title = "Security profiles are named by their URIs, one for HTTP at least",
  run = function(t)
    local r = t:send(t.msg.identify())
    local names = r:xpath(response .. "/wsmid:SecurityProfiles/wsmid:SecurityProfileName")
    if #names == 0 then return t:observe("no security profiles are disclosed") end
    local known = 0
    for _, name in ipairs(names) do
      t:expect(name:match("^%a[%w+.-]*:%S+$"), { message = "a security profile is named by a URI", expected = "a URI", actual = name,
        at = r, path = response .. "/wsmid:SecurityProfiles", rule = "identify.securityprofiles" })
      if name:match("^http://schemas%.dmtf%.org/wbem/wsman/1/wsman/secprofile/https?/") then known = known + 1 end
    end
    t:expect(known > 0, { message = "one of the predefined profiles is offered", expected = ".../secprofile/http/...",
      actual = table.concat(names, ", "), at = r, path = response .. "/wsmid:SecurityProfiles", rule = "security.profile.http-required" })
  end,
}
