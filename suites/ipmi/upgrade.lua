-- Firmware upgrade (PICMG HPM.1). Nothing here activates an image.
local ipmi = require("lib.bmc_commands")

local needs = { "feature.ipmi.upgrade" }
local picmg = 0x00
local general, running_version, name = 0, 1, 2

local function ask(session, command, data, options) return session:request(ipmi.group, command, { picmg, table.unpack(data or {}) }, options) end

ipmi.offers("upgrade", "hpm.capabilities", ipmi.group, 0x2E, { picmg })

local function capabilities(session) return ask(session, 0x2E) end

--- The numbers of the components that there are.
local function components(t, session)
  local r = capabilities(session)
  t:setup(r.completion == 0 and #r.data == 8, "the upgrade capabilities are not told: " .. r:summary())
  local numbers = {}
  for number = 0, 7 do
    if r:u8(9) >> number & 1 == 1 then numbers[#numbers + 1] = number end
  end
  return numbers, r:u8(9)
end

-- 3.2: PICMG identifier, version of HPM.1, capabilities, four timeouts, components.
bmc_case {
  id = "upgrade.capabilities",
  proves = { "hpm.capabilities", "hpm.group" },
  title = "The upgrade capabilities tell at least one component",
  needs = needs,
  run = function(t)
    local r = capabilities(t.bmc:session())
    t:expect_completion(r)
    t:expect_data_length(r, 8)
    t:expect(r:u8(2) == picmg, { message = "the PICMG identifier", expected = "00h", actual = r:hex(), at = r, rule = "hpm.group" })
    t:expect((r:u8(9) or 0) ~= 0, { message = "the components", expected = "one or more", actual = r:hex(), at = r })
  end,
}

-- 3.3: general properties, the running version, a name of 12 octets.
bmc_case {
  id = "upgrade.components",
  proves = "hpm.component.property",
  title = "Each component tells its properties, its version and its name",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    for _, component in ipairs(components(t, s)) do
      for property, length in pairs { [general] = 2, [running_version] = 7, [name] = 13 } do
        local r = ask(s, 0x2F, { component, property })
        t:expect_completion(r, 0, { message = ("property %d of component %d"):format(property, component) })
        t:expect_data_length(r, length)
      end
    end
  end,
}

-- 3.3: 82h.
bmc_case {
  id = "upgrade.absent-component",
  proves = "hpm.component.absent",
  title = "A component that there is not is refused",
  needs = needs,
  run = function(t)
    local s = t.bmc:session()
    local _, mask = components(t, s)
    local absent
    for number = 7, 0, -1 do
      if mask >> number & 1 == 0 then absent = absent or number end
    end
    if not absent then t:not_applicable("all eight components are there") end
    t:expect_completion(ask(s, 0x2F, { absent, general }), { 0x82, 0xC9, 0xCC })
  end,
}

-- 3.6: a block belongs to an upgrade that was begun.
bmc_case {
  id = "upgrade.block-without-start",
  proves = "hpm.upload.order",
  title = "A block that no upgrade was begun for is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    ask(s, 0x30)
    local r = ask(s, 0x32, { 0, 1, 2, 3, 4 }, { why = "no upgrade was begun" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "a completion code other than 00h", actual = r:summary(), at = r })
  end,
}

local upload_for_upgrade = 2

--- A session with an upgrade of the first component begun, aborted after the case.
local function begun(t)
  local s = t.bmc:session()
  local numbers = components(t, s)
  t:defer(function() ask(s, 0x30) end)
  local r = ask(s, 0x31, { 1 << numbers[1], upload_for_upgrade })
  t:setup(r.completion == 0 or r.completion == 0x80, "an upgrade cannot be begun: " .. r:summary())
  if r.completion == 0x80 then t:not_applicable("beginning an upgrade takes longer than a command") end
  return s, numbers[1]
end

-- 3.7: 81h, the number of octets does not match.
bmc_case {
  id = "upgrade.wrong-length",
  proves = "hpm.finish.length",
  title = "An upload that is finished with another length is refused",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, component = begun(t)
    t:setup(ask(s, 0x32, { 0, 1, 2, 3, 4 }).completion == 0, "a block is refused")
    local r = ask(s, 0x33, { component, 0x10, 0x00, 0x00, 0x00 })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "81h", actual = r:summary(), at = r })
  end,
}

-- 3.4: after the abortion nothing is on its way, and what runs is what ran.
bmc_case {
  id = "upgrade.abort",
  proves = "hpm.abort",
  title = "After an abortion blocks are refused and the version is what it was",
  needs = needs,
  destructive = true,
  run = function(t)
    local s, component = begun(t)
    local before = ask(s, 0x2F, { component, running_version })
    t:expect_completion(ask(s, 0x30))
    local r = ask(s, 0x32, { 0, 1, 2, 3, 4 }, { why = "the upgrade was aborted" })
    t:expect(r.completion ~= 0, { message = "it is refused", expected = "a completion code other than 00h", actual = r:summary(), at = r })
    local after = ask(s, 0x2F, { component, running_version })
    t:expect(after.data == before.data, { message = "the running version", expected = before:hex(), actual = after:hex(), at = after })
  end,
}

-- 3.9: the command in progress, or the last one, and how it ended.
bmc_case {
  id = "upgrade.status",
  proves = "hpm.status",
  title = "The upgrade status tells a command of HPM.1 and its completion code",
  needs = needs,
  run = function(t)
    local r = ask(t.bmc:session(), 0x34)
    if r.completion == ipmi.unknown then t:not_applicable("the BMC does not tell its upgrade status") end
    t:expect_completion(r)
    t:expect_data_length(r, 3, { at_most = 4 })
    t:expect((r:u8(3) or 0) >= 0x2E and (r:u8(3) or 0) <= 0x38, { message = "the latest command", expected = "2Eh to 38h", actual = r:hex(), at = r })
  end,
}
