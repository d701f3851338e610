-- Expectations about what a client told its caller. Where nobody saw its end there is nothing to expect.
local outcomes = {}

--- The outcome in a few words, for findings.
function outcomes.described(o)
  local said = (o.errors ~= "" and o.errors or o.output):gsub("%s+", " ")
  if #said > 300 then said = "… " .. said:sub(-300) end
  local code = o.exit_code and (", exit code " .. o.exit_code) or ""
  return o.kind .. code .. (said ~= "" and ": " .. said or "")
end

local function expect(t, o, met, message, expected, options)
  if o.kind == "unknown" then return true end
  return t:expect(met, { message = message, expected = expected, actual = outcomes.described(o),
    rule = options.rule, at = options.at })
end

--- It succeeded, and handed these words to its caller.
function outcomes.expect_success(t, o, words, options)
  options = options or {}
  if not expect(t, o, o.kind == "success", "the client did not take the answer for a success", "success", options) then return false end
  local all = true
  if t.profile.shows == false then return all end
  for _, word in ipairs(words or {}) do
    all = expect(t, o, o.output:find(word, 1, true) ~= nil, "the caller does not get what the answer holds", word, options) and all
  end
  return all
end

--- It told its caller that the operation failed, by itself and in time.
function outcomes.expect_failure(t, o, options)
  options = options or {}
  return expect(t, o, o.kind ~= "success", "the client took this for a success", "a failure that is told", options)
end

--- It came to an end by itself.
function outcomes.expect_end(t, o, options)
  options = options or {}
  return expect(t, o, o.kind ~= "timed_out" and o.kind ~= "crashed", "the client did not come to an end by itself",
    "an end by itself", options)
end

--- It said what kind of failure it was: "fault" or "transport".
function outcomes.expect_kind(t, o, kind, options)
  if o.kind == "success" then return true end
  return expect(t, o, o.kind == kind, "the client does not say what kind of failure it was", kind, options or {})
end

--- Something of it reached the caller.
function outcomes.expect_words(t, o, words, options)
  local said = o.output .. o.errors
  local any = false
  for _, word in ipairs(words) do any = any or said:find(word, 1, true) ~= nil end
  return expect(t, o, any, "what the answer says of the cause does not reach the caller", table.concat(words, " or "), options or {})
end

return outcomes
