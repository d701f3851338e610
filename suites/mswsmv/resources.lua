-- MS-WSMV 3.1.4.1.1, 3.1.4.1.2, 3.1.4.1.13: how Windows names what it manages, and how it is asked for it.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")
local winrm = require("lib.winrm")

local dialect = "feature.dialect.winrm"
local wmi = { dialect, "feature.wmi", "feature.enumeration" }
local items_at = enumerations.pull_response .. "/wsen:Items"
local body = "/s:Envelope/s:Body"

--- Enumerates and gives the answer that has the items, or the fault.
local function pulled(t, epr, options)
  local r = t:send(t.msg.enumerate(epr, options))
  local context = enumerations.context(r)
  if not context then return r end
  t:defer(function() t:send(t.msg.release(epr, context)) end)
  return t:send(t.msg.pull(epr, context, { max_elements = 50 }))
end

local function expect_instances(t, r, rule)
  local all, of_class = enumerations.pulled(r), r:count(items_at .. "/*[local-name()='" .. t.profile.wmi.class .. "']")
  return t:expect(all > 0 and all == of_class, { message = "the instances of the class are given", expected = "only " .. t.profile.wmi.class,
    actual = of_class .. " of " .. all .. " items, " .. faults.described(r), at = r, path = items_at, rule = rule })
end

-- 3.1.4.1.1: wmi/<namespace>/<Class>.
case {
  id = "mswsmv.class-by-wmi-uri",
  proves = "mswsmv.uri.wmi",
  title = "A class is enumerated by its WMI URI",
  needs = wmi,
  run = function(t) expect_instances(t, pulled(t, { uri = winrm.uri(t) })) end,
}

-- 3.1.4.1.13: and queried in WQL.
case {
  id = "mswsmv.class-by-wql",
  proves = { "mswsmv.filter.wql", "mswsmv.filter.either-name" },
  title = "A class is queried in WQL, be the filter WS-Enumeration's or WS-Management's",
  needs = wmi,
  run = function(t)
    local query = "SELECT * FROM " .. t.profile.wmi.class
    expect_instances(t, pulled(t, { uri = winrm.uri(t) }, { filter = query, dialect = winrm.wql }), "mswsmv.filter.wql")
    for _, prefix in ipairs({ "wsman", "wsen" }) do
      local filter = ('<%s:Filter Dialect="%s">%s</%s:Filter>'):format(prefix, winrm.wql, query, prefix)
      expect_instances(t, pulled(t, { uri = winrm.uri(t) }, { xml = filter }), "mswsmv.filter.either-name")
    end
  end,
}

-- 3.1.4.1.1: wmi/<namespace>/* is all of them.
case {
  id = "mswsmv.all-classes-of-a-namespace",
  proves = "mswsmv.uri.wmi-all",
  title = "A WQL query to wmi/<namespace>/* gives the instances of the class that it names",
  needs = wmi,
  run = function(t)
    expect_instances(t, pulled(t, { uri = winrm.uri(t, "*") }, { filter = "SELECT * FROM " .. t.profile.wmi.class, dialect = winrm.wql }))
  end,
}

-- 3.1.4.1.1: two names of one thing.
case {
  id = "mswsmv.same-instances-by-either-uri",
  proves = "mswsmv.uri.same-instance",
  title = "The DMTF URI with __cimnamespace gives as many instances as the WMI URI",
  needs = wmi,
  run = function(t)
    local by_wmi = pulled(t, { uri = winrm.uri(t) })
    local by_dmtf = pulled(t, { uri = winrm.dmtf_class .. t.profile.wmi.class, selectors = { __cimnamespace = t.profile.wmi.namespace } })
    t:setup(enumerations.pulled(by_wmi) > 0, "the target gives no instances by the WMI URI")
    t:expect(enumerations.pulled(by_dmtf) == enumerations.pulled(by_wmi), { message = "both URIs are of one class", at = by_dmtf,
      expected = enumerations.pulled(by_wmi) .. " items", actual = enumerations.pulled(by_dmtf) .. " items, " .. faults.described(by_dmtf) })
  end,
}

-- 3.1.4.1.1: two namespaces are one too many. (A client once took the URI of one and the selector of another.)
case {
  id = "mswsmv.two-namespaces",
  proves = "mswsmv.uri.namespace-conflict",
  title = "A WMI URI with the selector __cimnamespace of another namespace is refused",
  needs = wmi,
  tags = { "B040" },
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = winrm.uri(t), selectors = { __cimnamespace = t.profile.wmi.other_namespace } }))
    faults.expect_one_of(t, r, { "wsman:InvalidSelectors", "wsa:DestinationUnreachable" })
  end,
}

-- 4.10: what is not there.
for word, uri in pairs({
  ["class"] = function(t) return winrm.uri(t, "Assay_NoSuchClass") end,
  ["namespace"] = function(t) return winrm.wmi .. "root/assay-no-such-namespace/" .. t.profile.wmi.class end,
}) do
  case {
    id = "mswsmv.unknown-" .. word,
    proves = "mswsmv.uri.unknown",
    title = "A WMI URI of a " .. word .. " that there is not is unreachable",
    needs = wmi,
    run = function(t)
      faults.expect_one_of(t, t:send(t.msg.enumerate({ uri = uri(t) })), { "wsa:DestinationUnreachable" })
    end,
  }
end

-- 3.1.4.1.2: case means nothing in selectors.
case {
  id = "mswsmv.selectors-in-other-case",
  proves = "mswsmv.selectors.case",
  title = "Selectors in capitals name what they name in small letters",
  needs = { dialect, "feature.resource.item", "feature.transfer.get" },
  run = function(t)
    local loud = {}
    for name, value in pairs(t.profile.item.selectors) do loud[name:upper()] = value:upper() end
    local quiet = items.served(t, t.msg.get(items.epr(t))):text(body .. "/*")
    t:expect_text(t:send(t.msg.get(items.epr(t, loud))), body .. "/*", quiet)
  end,
}

-- 3.1.4.1.13: a selector filter names each once.
case {
  id = "mswsmv.selector-filter-twice",
  proves = "mswsmv.filter.selector-twice",
  title = "A selector filter that names a selector twice cannot be processed",
  needs = { dialect, "feature.resource.item", "feature.enumeration.selector-filter" },
  run = function(t)
    local twice = ('<wsman:Selector Name="%s">a</wsman:Selector>'):format(t.profile.item.name_key):rep(2)
    local r = t:send(t.msg.enumerate(items.class(t), { dialect = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter",
      filter_xml = "<wsman:SelectorSet>" .. twice .. "</wsman:SelectorSet>" }))
    faults.expect_one_of(t, r, { "wsen:CannotProcessFilter" })
  end,
}

-- 3.1.4.1.13: filters are for CIM.
case {
  id = "mswsmv.filter-on-what-is-not-cim",
  proves = "mswsmv.filter.not-cim",
  title = "A filter on a resource that is no CIM class is refused",
  needs = { dialect, "feature.resource.feed", "feature.enumeration" },
  run = function(t)
    local r = t:send(t.msg.enumerate({ uri = t.profile.feed.uri }, { filter = "SELECT * FROM Lantern", dialect = winrm.wql }))
    faults.expect_one_of(t, r, { "wsen:FilteringNotSupported" })
  end,
}

-- 3.1.4.1.26: what is NULL in an array is left out.
case {
  id = "mswsmv.null-in-an-array",
  proves = "mswsmv.array.null",
  title = "An array with a NULL in it comes without it",
  needs = { dialect, "feature.cim.arrays" },
  run = function(t)
    local from = t.profile.arrays
    local r = t:send(t.msg.get({ uri = from.uri, selectors = from.selectors }))
    local path = body .. "/*/*[local-name()='" .. from.with_null.property .. "']"
    t:expect_ok(r)
    t:expect_absent(r, path .. "[@xsi:nil='true' or @xsi:nil='1']")
    t:expect_count(r, path, #from.with_null.values)
  end,
}
