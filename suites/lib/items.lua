-- Instances of the profile's [item] resource: fresh ones for cases that change things, and their XML.
local items = {}

local function escaped(text)
  return (tostring(text):gsub("[&<>\r]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\r"] = "&#13;" }))
end

--- These selectors with those that the profile wants in each request, or nil when there are none.
local function within(t, selectors)
  if not t:knows("item", "within") then return selectors end
  local all = {}
  for name, value in pairs(t.profile.item.within) do all[name] = value end
  for name, value in pairs(selectors or {}) do all[name] = value end
  return all
end

--- The instance that the profile names, or another one of the same resource.
function items.epr(t, selectors)
  return { uri = t.profile.item.uri, selectors = within(t, selectors or t.profile.item.selectors) }
end

--- The class as a whole, as Create and Enumerate address it.
function items.class(t)
  return { uri = t.profile.item.uri, selectors = within(t) }
end

--- The answer to a lawful message that the service has to serve before its unlawful twin can prove anything.
function items.served(t, message)
  local r = t:send(message)
  t:setup(r.status == 200 and r:count("/s:Envelope/s:Body") == 1 and not r:fault(),
    "the target does not serve the lawful form of the request")
  return r
end

--- The value NULL.
items.null = {}

--- What the element of a property holds: the read-only one is a time (DSP0230 8.2).
local function content(t, property, value)
  if not t:knows("item", "read_only") or property ~= t.profile.item.read_only then return escaped(value) end
  return ('<c:Datetime xmlns:c="http://schemas.dmtf.org/wbem/wscim/1/common">%s</c:Datetime>'):format(escaped(value))
end

--- The representation with these values, in the order of the profile. A list repeats its element (DSP0230 9.2.2).
function items.xml(t, values, namespace)
  local item = t.profile.item
  local parts = {}
  for _, property in ipairs(item.properties) do
    local value = values[property]
    if value == items.null then
      parts[#parts + 1] = ('<i:%s xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'):format(property)
    end
    for _, one in ipairs(type(value) == "table" and value or { value }) do
      parts[#parts + 1] = ("<i:%s>%s</i:%s>"):format(property, content(t, property, one), property)
    end
  end
  return ('<i:%s xmlns:i="%s">%s</i:%s>'):format(item.element, namespace or item.uri, table.concat(parts), item.element)
end

--- How many instances there are, at least.
function items.at_least(t)
  return t:knows("item", "at_least") and t.profile.item.at_least or 1
end

--- A number of instances that is fewer than all; the case ends where the profile speaks of no more than one.
function items.some(t, most)
  local all = items.at_least(t)
  if all < 2 then t:not_applicable("the profile says of no more than one instance of [item]") end
  return math.min(most, all // 2)
end

--- The selectors of the named instance, but for the key of names, which is `name`.
function items.named(t, name)
  local selectors = {}
  for key, value in pairs(t.profile.item.selectors) do selectors[key] = value end
  selectors[t.profile.item.name_key] = name
  return selectors
end

--- The values of a new item: those of [item.fresh] with a name of its own, and `changes` over them.
--- A change to `false` leaves the property out.
function items.values(t, changes)
  local values = { [t.profile.item.name_key] = "case-" .. t:uuid():gsub("[^%w-]", "-") }
  for name, value in pairs(t.profile.item.fresh) do values[name] = value end
  for name, value in pairs(changes or {}) do values[name] = value or nil end
  return values
end

--- The selectors of the item with these values.
function items.selectors(t, values)
  local selectors = {}
  for name in pairs(t.profile.item.selectors) do selectors[name] = values[name] end
  return selectors
end

--- Creates an item that lives as long as the case, and returns its EPR and its values.
function items.create(t, changes)
  local values = items.values(t, changes)
  local epr = items.epr(t, items.selectors(t, values))
  t:defer(function() t:send(t.msg.delete(epr)) end)
  local made = t:send(t.msg.create(items.class(t), items.xml(t, values)))
  if made:fault() and made:fault().subcode == "wsman:AlreadyExists" then
    t:send(t.msg.delete(epr))
    made = t:send(t.msg.create(items.class(t), items.xml(t, values)))
  end
  t:setup(made.status == 200 and not made:fault(), "the target did not create an item for the case")
  return epr, values
end

--- What Get shows of a property: a list of its values, in order.
function items.read(t, epr, property)
  return t:send(t.msg.get(epr)):xpath("/s:Envelope/s:Body/*/item:" .. property)
end

--- The selectors of an EPR element somewhere in an answer, e.g. of "//wxf:ResourceCreated".
function items.selectors_at(r, path)
  local selectors = {}
  local names = r:xpath(path .. "//wsman:SelectorSet/wsman:Selector/@Name")
  local values = r:xpath(path .. "//wsman:SelectorSet/wsman:Selector")
  for index, name in ipairs(names) do selectors[name] = values[index] end
  return selectors
end

--- The selectors that are keys: of CIM's namespace (DSP0227 6.3) there is no property.
function items.keys_at(r, path)
  local keys = items.selectors_at(r, path)
  keys.__cimnamespace = nil
  return keys
end

return items
