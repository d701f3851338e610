-- Instances of the classes that the profile describes beside [item].
local instances = {}

--- The instance that a table of the profile names, or another one of its class.
function instances.epr(from, selectors)
  return { uri = from.uri, selectors = selectors or from.selectors }
end

--- The name of the property of a CIM type; the case ends where the profile names none.
function instances.property(t, type)
  return t.profile.types.properties[type] or t:not_applicable("the profile does not say types.properties." .. type)
end

--- A representation with these properties, in the order of their names. A text is a value; a table holds markup.
function instances.xml(from, values)
  local names, parts = {}, {}
  for name in pairs(values) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = values[name]
    parts[#parts + 1] = ("<i:%s>%s</i:%s>"):format(name, type(value) == "table" and value[1] or value, name)
  end
  return ('<i:%s xmlns:i="%s">%s</i:%s>'):format(from.element, from.uri, table.concat(parts), from.element)
end

--- Creates an instance with a key of its own and nothing else, which lives as long as the case; its EPR and its key.
function instances.create(t, from)
  local key = "case-" .. t:uuid():gsub("[^%w-]", "-")
  local epr = { uri = from.uri, selectors = { [from.key] = key } }
  t:defer(function() t:send(t.msg.delete(epr)) end)
  local made = t:send(t.msg.create({ uri = from.uri }, instances.xml(from, { [from.key] = key })))
  t:setup(made.status == 200 and not made:fault(), "the target did not create an instance for the case")
  return epr, key
end

return instances
