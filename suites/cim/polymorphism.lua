-- DSP0227 8.1.1: which instances of derived classes an enumeration gives, and how they look.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")

local needs = { "feature.enumeration", "feature.cim.polymorphism" }
local items_at = enumerations.pull_response .. "/wsen:Items"
local unsupported = "fault.table.wsmb.polymorphismmodenotsupported"

--- The answer that has all items, or the fault.
local function enumerate(t, mode)
  local epr = { uri = t.profile.polymorphic.uri }
  local header = mode and ('<wsmb:PolymorphismMode xmlns:wsmb="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd">%s</wsmb:PolymorphismMode>'):format(mode) or ""
  local message = t.msg.enumerate(epr):body("<wsen:Enumerate>" .. header .. "</wsen:Enumerate>")
  local r = t:send(message)
  local context = enumerations.context(r)
  if not context then return r end
  t:defer(function() t:send(t.msg.release(epr, context)) end)
  return t:send(t.msg.pull(epr, context, { max_elements = 100 }))
end

--- How many items there are, how many of them are elements of the class itself, and how many show a derived property.
local function seen(t, r)
  local from = t.profile.polymorphic
  return ("%d items, %d of the class, %d with derived properties"):format(enumerations.pulled(r),
    r:count(items_at .. "/*[local-name()='" .. from.element .. "']"), r:count(items_at .. "/*[*[local-name()='" .. from.derived_property .. "']]"))
end

for _, way in ipairs({
  { word = "without-mode", rule = "cim.enumerate.polymorphism-default", title = "Without a mode derived instances come as what they are" },
  { word = "include", mode = "IncludeSubClassProperties", rule = "cim.enumerate.polymorphism-default",
    title = "IncludeSubClassProperties gives derived instances as what they are" },
  { word = "exclude", mode = "ExcludeSubClassProperties", rule = "cim.enumerate.polymorphism-exclude",
    title = "ExcludeSubClassProperties gives derived instances as instances of the class" },
  { word = "none", mode = "None", rule = "cim.enumerate.polymorphism-none", also = "cim.ns.binding",
    title = "None gives the instances of the class itself alone" },
}) do
  -- 8.1.1: each mode has its own idea of a derived instance; a mode may be refused by its own fault.
  case {
    id = "polymorphism." .. way.word,
    proves = { way.rule, unsupported, way.also },
    title = way.title,
    needs = needs,
    run = function(t)
      local from = t.profile.polymorphic
      local r = enumerate(t, way.mode)
      if way.mode and r:fault() then return faults.expect(t, r, "wsmb:PolymorphismModeNotSupported") end
      local expected = {
        ["without-mode"] = { from.all_instances, from.instances, from.derived_instances },
        include = { from.all_instances, from.instances, from.derived_instances },
        exclude = { from.all_instances, from.all_instances, 0 },
        none = { from.instances, from.instances, 0 },
      }
      local wanted = ("%d items, %d of the class, %d with derived properties"):format(table.unpack(expected[way.word]))
      for _, rule in ipairs({ way.rule, way.also }) do
        t:expect(seen(t, r) == wanted, { message = "the mode decides how derived instances are given", expected = wanted, actual = seen(t, r),
          at = r, path = items_at, rule = rule })
      end
    end,
  }
end

-- R8.1-6: a mode that there is not is refused.
case {
  id = "polymorphism.unknown-mode",
  proves = { "cim.enumerate.polymorphism-unsupported", unsupported },
  title = "A polymorphism mode that there is not is refused by its own fault",
  needs = needs,
  run = function(t)
    local epr = { uri = t.profile.polymorphic.uri }
    local r = t:send(t.msg.enumerate(epr):body([[<wsen:Enumerate><wsmb:PolymorphismMode
      xmlns:wsmb="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd">Sideways</wsmb:PolymorphismMode></wsen:Enumerate>]])
      :unlawful("there is no such mode"))
    faults.expect(t, r, "wsmb:PolymorphismModeNotSupported")
  end,
}
