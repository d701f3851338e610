-- Using up what the second user may have at once.
local quota = {}

--- The answer to one operation more than the profile's [quota] allows; what was under way has ended by then.
function quota.exceeded(t)
  local busy = {}
  for index = 1, t.profile.quota.operations do
    busy[index] = t:connect()
    -- With Digest the nonce is learnt from a refusal: the first request does that, and is waited for.
    busy[index]:send(t.msg.get({ uri = t.profile.unknown.uri }):by_second_user())
    busy[index]:send(t.msg.get({ uri = t.profile.slow.uri }):timeout("PT2S"):by_second_user(), { await = false })
  end
  t:sleep(300)
  local r = t:send(t.msg.get({ uri = t.profile.unknown.uri }):by_second_user())
  for _, each in ipairs(busy) do
    each:read { timeout = 4000 }
    each:close()
  end
  return r
end

return quota
