-- DSP0227 10, DSP0226 9, MS-WSMV 3.1.4.1.32: methods of classes.
local enumerations = require("lib.enumerations")
local faults = require("lib.faults")
local items = require("lib.items")

local needs = { "feature.method" }
local body = "/s:Envelope/s:Body"

--- The EPR of the instance that the profile names, else of the first one of the class that has the method.
local function instance(t)
  local epr = { uri = t.profile.method.uri }
  if t:knows("method", "selectors") then return { uri = epr.uri, selectors = t.profile.method.selectors } end
  local first = t:send(t.msg.enumerate(epr, { mode = "EnumerateEPR" }))
  if faults.is(first, "wsa:DestinationUnreachable") or faults.is(first, "wsa:EndpointUnavailable") then
    t:not_applicable("the target does not publish the class of the method: " .. faults.described(first))
  end
  local context = enumerations.context(first)
  t:setup(context, "the target did not start an enumeration")
  t:defer(function() t:send(t.msg.release(epr, context)) end)
  local r = t:send(t.msg.pull(epr, context, { max_elements = 1 }))
  local at = enumerations.pull_response .. "/wsen:Items/wsa:EndpointReference"
  t:setup(r:count(at) > 0, "the class of the method has no instance")
  return { uri = r:text(at .. "//wsman:ResourceURI"), selectors = items.selectors_at(r, at) }
end

--- Invokes the method with these parameters; `name` when it is another one.
local function invoke(t, parameters, name)
  local of = t.profile.method
  local parts = {}
  for parameter, value in pairs(parameters) do parts[#parts + 1] = ("<m:%s>%s</m:%s>"):format(parameter, value, parameter) end
  local input = ('<m:%s_INPUT xmlns:m="%s">%s</m:%s_INPUT>'):format(name or of.name, of.uri, table.concat(parts), name or of.name)
  return t.msg.action(of.uri .. "/" .. (name or of.name), instance(t), input)
end

-- 10: the action is the URI of the class and the method; the answer is its output.
case {
  id = "method.invoked",
  proves = { "cim.invoke.action-uri", "cim.invoke.output", "action.custom.addressing", "addressing.action.custom" },
  title = "A method is invoked by its own action and answers with its output",
  needs = needs,
  destructive = true,
  run = function(t)
    local of = t.profile.method
    local r = t:send(invoke(t, of.input))
    if r:fault() then
      for _, rule in ipairs({ "cim.invoke.action-uri", "action.custom.addressing", "addressing.action.custom" }) do
        t:expect(false, { message = "the method is there", expected = of.name .. "_OUTPUT", actual = faults.described(r), at = r, rule = rule })
      end
      return
    end
    local output = ("%s/*[namespace-uri()='%s' and local-name()='%s_OUTPUT']"):format(body, of.uri, of.name)
    t:expect_count(r, output, 1, { rule = "cim.invoke.output" })
    t:expect_text(r, output .. "/*[local-name()='ReturnValue']", of.returns, { rule = "cim.invoke.output" })
    t:expect_text(r, "/s:Envelope/s:Header/wsa:Action", of.uri .. "/" .. of.name .. "Response", { rule = "cim.invoke.output" })
  end,
}

-- 9: parameters have names and types.
for _, wrong in ipairs({ { word = "unknown", detail = "InvalidName", what = "a parameter that there is not" },
  { word = "mistyped", detail = "TypeMismatch", what = "a word where a number belongs" } }) do
  case {
    id = "method." .. wrong.word .. "-parameter",
    proves = { "cim.invoke.bad-parameter", "action.custom.parameter-type", "fault.table.wsman.invalidparameter",
      "fault.table.wsman.invalidparameter." .. wrong.detail:lower() },
    title = "A method with " .. wrong.what .. " is refused",
    needs = needs,
    destructive = true,
    run = function(t)
      local of = t.profile.method
      local parameters = wrong.word == "unknown" and { Lantern = "lit" } or { [of.typed] = "many" }
      local r = t:send(invoke(t, parameters):unlawful("it has " .. wrong.what))
      faults.expect(t, r, "wsman:InvalidParameter", wrong.detail, "action.custom.parameter-type")
    end,
  }
end

-- 5.4.5: a method that the class does not have is an action that is not supported.
case {
  id = "method.unknown",
  proves = { "addressing.action.unsupported", "fault.table.wsa.actionnotsupported" },
  title = "A method that the class does not have is refused as an unsupported action",
  needs = needs,
  run = function(t)
    faults.expect(t, t:send(invoke(t, {}, "Polish")), "wsa:ActionNotSupported")
  end,
}
