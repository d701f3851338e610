-- DSP0227 11, DSP0230 10: how a client invokes a method.
local outcomes = require("lib.outcomes")
local steps = require("lib.steps")

local header = "/s:Envelope/s:Header/"
local input = "/s:Envelope/s:Body/*"

-- DSP0230 10.1: the input is a sequence, and names keep their case.
client_case {
  id = "invoking.method",
  title = "A method is invoked by its action, with its input in the order of the declaration",
  proves = { "cim.invoke.input", "client.invoke.order", "cim.invoke.action-uri", "action.custom.addressing", "client.understands" },
  step = "invoke",
  given = steps.given("invoke"),
  tags = { "B008", "B097" },
  serve = function(t)
    local played = steps.play(t, "invoke", {})
    local r = played.first
    t:expect_text(r, header .. "wsa:Action", t.given.uri .. "/" .. t.given.method, { rule = "cim.invoke.action-uri" })
    t:expect(r:text(header .. "wsman:ResourceURI") == t.given.uri and r:text(header .. "wsman:SelectorSet/wsman:Selector[@Name='Name']") == "abacus", {
      message = "the method is not addressed to its instance", expected = t.given.uri .. ", Name = abacus",
      actual = r:text(header .. "wsman:ResourceURI") or "no wsman:ResourceURI", rule = "action.custom.addressing", at = r })
    local named = ("%s[namespace-uri()='%s' and local-name()='%s_INPUT']"):format(input, t.given.uri, t.given.method)
    t:expect_count(r, named, 1, { rule = "cim.invoke.input", message = "the body is not the input of the method" })
    local order, wanted = {}, {}
    for index, parameter in ipairs(t.given.parameters) do
      order[index] = r:text(("local-name(%s/*[%d])"):format(input, index))
      wanted[index] = parameter[1]
    end
    t:expect(table.concat(order, ", ") == table.concat(wanted, ", "), { message = "the parameters are not in the order of the declaration",
      expected = table.concat(wanted, ", "), actual = table.concat(order, ", "), rule = "client.invoke.order", at = r, path = input })
    outcomes.expect_success(t, played.outcome, { "item-01" }, { rule = "client.understands", at = r })
  end,
}

-- XML 1.0 2.4: what is markup in XML is escaped in a value.
client_case {
  id = "invoking.odd-values",
  title = "The values of parameters arrive as they were given, whatever characters are in them",
  proves = { "client.invoke.values", "schema.well-formed" },
  step = "invoke",
  given = steps.given("invoke", { parameters = { { "Uint8Value", "7" }, { "StringValue", "a <b> & 'c' ]]> ü€" } } }),
  serve = function(t)
    local r = steps.play(t, "invoke", {}).first
    if not t:expect(r:count("/*") == 1, { message = "the request is not well-formed", expected = "an envelope", actual = r.body:sub(-200),
      rule = "schema.well-formed", at = r }) then return end
    for _, parameter in ipairs(t.given.parameters) do
      t:expect_text(r, ("%s/*[local-name()='%s']"):format(input, parameter[1]), parameter[2])
    end
  end,
}
