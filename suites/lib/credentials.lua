-- Credentials that open nothing.
local credentials = {}

local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

--- RFC 4648 4.
local function base64(text)
  local parts = {}
  for at = 1, #text, 3 do
    local one, two, three = text:byte(at, at + 2)
    local bits = one << 16 | (two or 0) << 8 | (three or 0)
    for place = 0, 3 do
      local digit = (bits >> (18 - 6 * place)) & 63
      parts[#parts + 1] = at + place - 1 > #text and "=" or digits:sub(digit + 1, digit + 1)
    end
  end
  return table.concat(parts)
end

--- The value of an Authorization field (RFC 7617).
function credentials.basic(user, password)
  return "Basic " .. base64(user .. ":" .. password)
end

return credentials
