-- wsman:OptionSet by hand, where it need not be understood: t.msg's own is mandatory.
local options = {}

--- The header with these { name, value } pairs; values are markup.
function options.optional(pairs_of)
  local parts = {}
  for _, option in ipairs(pairs_of) do
    parts[#parts + 1] = ('<wsman:Option Name="%s">%s</wsman:Option>'):format(option[1], option[2])
  end
  return '<wsman:OptionSet s:mustUnderstand="false">' .. table.concat(parts) .. "</wsman:OptionSet>"
end

return options
