-- MS-WSMV 3.1.4.1: how Windows takes the headers of WS-Management, and those of its own clients.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local fragments = require("lib.fragments")
local items = require("lib.items")
local wire = require("lib.wire")
local winrm = require("lib.winrm")

local dialect = "feature.dialect.winrm"
local get = { dialect, "feature.resource.item", "feature.transfer.get" }

local function get_item(t)
  return t.msg.get(items.epr(t))
end

-- 3.1.4.1.3, 3.1.4.1.4: answers go back where the question came from.
for _, name in ipairs({ "ReplyTo", "FaultTo" }) do
  case {
    id = "mswsmv." .. name:lower() .. "-elsewhere",
    proves = "mswsmv.addressing.replyto",
    title = "A " .. name .. " that is not anonymous is refused as an addressing mode",
    needs = get,
    run = function(t)
      local message = get_item(t)
      if name == "ReplyTo" then message:without("wsa:ReplyTo") end
      local r = t:send(message:header(("<wsa:%s><wsa:Address>http://elsewhere.assay.example/</wsa:Address></wsa:%s>"):format(name, name)))
      t:expect(faults.is(r, "wsman:UnsupportedFeature", "AddressingMode"), { message = "replies to elsewhere are refused",
        expected = "wsman:UnsupportedFeature/AddressingMode", actual = faults.described(r), at = r })
    end,
  }
end

-- 3.1.4.1.7: a bound that is too small is refused, a wish or not.
case {
  id = "mswsmv.small-envelope-as-a-wish",
  proves = "mswsmv.maxenvelopesize.minimum",
  title = "A MaxEnvelopeSize of 8191 octets is refused though it is not mandatory",
  needs = get,
  run = function(t)
    faults.expect_one_of(t, t:send(get_item(t):max_envelope(8191):must_understand("wsman:MaxEnvelopeSize", false)), { "wsman:EncodingLimit" })
  end,
}

-- 3.1.4.1.7: one that is too large is cut.
case {
  id = "mswsmv.huge-envelope",
  proves = "mswsmv.maxenvelopesize.capped",
  title = "A MaxEnvelopeSize of four thousand million octets is taken",
  needs = get,
  run = function(t) t:expect_ok(t:send(get_item(t):max_envelope("4294967295"))) end,
}

-- 3.1.4.1.9: the locale of numbers, as a wish and as a condition.
case {
  id = "mswsmv.data-locale",
  proves = "mswsmv.datalocale",
  title = "wsmv:DataLocale is understood, mandatory or not",
  needs = get,
  run = function(t)
    for _, mandatory in ipairs({ "false", "true" }) do
      t:expect_ok(t:send(get_item(t):header(('<p:DataLocale xmlns:p="%s" xml:lang="de-DE" s:mustUnderstand="%s"/>'):format(winrm.wsmv, mandatory))))
    end
  end,
}

-- 3.1.4.1.10: no option has to be complied with here.
case {
  id = "mswsmv.option-to-comply-with",
  proves = "mswsmv.options.mustcomply",
  title = "An option with MustComply on a CIM class is refused as an option",
  needs = get,
  run = function(t)
    faults.expect_one_of(t, t:send(get_item(t):option("Shade", "blue", { MustComply = "true" })), { "wsman:InvalidOptions" })
  end,
}

-- 3.1.4.1.10: those for the provider are told by their names.
case {
  id = "mswsmv.options-for-the-provider",
  proves = "mswsmv.options.wmi",
  title = "Options that begin with wmi: and wmiarray: are taken",
  needs = get,
  run = function(t)
    local no_ncname = "the published schema has names of options as NCNames, which these are not"
    t:expect_ok(t:send(get_item(t):option("wmi:__ProviderArchitecture", "64"):unlawful(no_ncname)))
    t:expect_ok(t:send(get_item(t):option("wmiarray:Lanterns", "1"):option("wmiarray:Lanterns", "2"):unlawful(no_ncname)))
  end,
}

-- 3.1.4.1.18: who asks for a part has to mean it.
case {
  id = "mswsmv.fragment-as-a-wish",
  proves = "mswsmv.fragment.must-understand",
  title = "FragmentTransfer that is not mandatory is refused",
  needs = { dialect, "feature.resource.item", "feature.transfer.get", "feature.fragment" },
  run = function(t)
    local name = t.profile.item.text
    local header = ('<wsman:FragmentTransfer s:mustUnderstand="false" xmlns:p="%s">p:%s</wsman:FragmentTransfer>'):format(t.profile.item.uri, name)
    local r = t:send(get_item(t):header(header):unlawful("a part is asked for as a wish"))
    faults.expect_one_of(t, r, { "wsa:InvalidMessageInformationHeader" })
  end,
}

-- 3.1.4.1.18: parts are read and changed, neither made nor removed.
case {
  id = "mswsmv.fragment-deleted",
  proves = "mswsmv.fragment.get-and-put",
  title = "Delete of a fragment is refused, and the instance stays",
  needs = { dialect, "feature.resource.item", "feature.fragment", "feature.transfer.get", "feature.transfer.create", "feature.transfer.delete" },
  destructive = true,
  run = function(t)
    local epr = items.create(t)
    local r = t:send(fragments.of(t, t.msg.delete(epr), "p:" .. t.profile.item.number))
    t:expect(faults.is(r, "wsman:UnsupportedFeature", "FragmentLevelAccess"), { message = "a part cannot be deleted",
      expected = "wsman:UnsupportedFeature/FragmentLevelAccess", actual = faults.described(r), at = r })
    t:expect_ok(t:send(t.msg.get(epr)))
  end,
}

-- 3.1.4.1.19: whatever there is too much of, it is an internal error.
case {
  id = "mswsmv.too-many-operations",
  proves = { "mswsmv.limits.internal-error", "service.survives" },
  title = "One operation more than a user may have at once is an internal error",
  needs = { dialect, "feature.security.second-user", "feature.quota.operations", "feature.resource.slow" },
  hostile = true,
  destructive = true,
  run = function(t)
    local r = require("lib.quota").exceeded(t)
    faults.expect_one_of(t, r, { "wsman:InternalError" })
  end,
}

-- 3.1.4.1.20: a giant is HTTP's business.
case {
  id = "mswsmv.envelope-beyond-the-setting",
  proves = { "mswsmv.limits.413", "service.survives" },
  title = "A request of five million octets is refused with 413 and no envelope",
  needs = { dialect },
  hostile = true,
  tags = { "B080" },
  run = function(t)
    local giant = wire.take(t.msg.identify())
    local r = t:raw { octets = giant:with_body(giant.body .. (" "):rep(5000000)):octets(), why = "it is five million octets long", timeout = 20000 }
    if r.status == 200 then t:not_applicable("the target's MaxEnvelopeSizekb is larger than that") end
    t:expect(r.status == 413 and r:count("/s:Envelope") == 0, { message = "a request that is too large is refused by HTTP",
      expected = "413 and no envelope", actual = wire.outcome(r), at = r })
  end,
}

-- 2.2.4.2: so many items and no more, without a word.
case {
  id = "mswsmv.batch-of-all-there-is",
  proves = "mswsmv.batch.capped",
  title = "A Pull with MaxElements of four thousand million is served",
  needs = { dialect, "feature.resource.item", "feature.enumeration" },
  run = function(t)
    local context = enumerations.start(t, items.class(t))
    local r = t:send(t.msg.pull(items.class(t), context, { max_elements = "4294967295" }))
    t:expect(enumerations.pulled(r) > 0, { message = "a batch that is too large is cut", expected = "items", actual = faults.described(r), at = r })
  end,
}

-- 3.1.4.1.39: what PowerShell puts into each message.
case {
  id = "mswsmv.headers-of-windows-clients",
  proves = "mswsmv.headers.passed-over",
  title = "A request with SessionId, OperationID and SequenceId, none of them mandatory, is served",
  needs = get,
  run = function(t)
    local header = '<p:%s xmlns:p="' .. winrm.wsmv .. '" s:mustUnderstand="false">%s</p:%s>'
    local message = get_item(t)
    for _, block in ipairs({ { "SessionId", t:uuid() }, { "OperationID", t:uuid() }, { "SequenceId", "1" } }) do
      message:header(header:format(block[1], block[2], block[1]))
    end
    t:expect_ok(t:send(message))
  end,
}

-- 3.1.4.1.23: who asks for nothing else need not log on.
case {
  id = "mswsmv.identify-without-logging-on",
  proves = "mswsmv.identify.unauthenticated",
  title = "WSMANIDENTIFY: unauthenticated is answered with IdentifyResponse",
  needs = { dialect },
  run = function(t)
    local r = t:send(t.msg.identify():without_http("Authorization"):http("WSMANIDENTIFY", "unauthenticated"))
    t:expect(r.status == 200 and r:count("/s:Envelope/s:Body/wsmid:IdentifyResponse") == 1, { message = "Identify is for everybody",
      expected = "IdentifyResponse", actual = wire.outcome(r), at = r })
  end,
}
