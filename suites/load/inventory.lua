-- What a management console does all day: it looks at single items, now and then walks them all, and asks who is there.
--   assay bench http://127.0.0.1:5985/wsman --scenario suites/load/inventory.lua --rate 500
local items = csv "items.csv"
local item = "http://schemas.assay.example/wbem/1/Assay_Item"
local class = { resource = item, max_elements = 10 }

scenario {
  mix = {
    { weight = 80, name = "look", get { resource = item, selectors = { Name = items.name, Slot = items.slot } } },
    { weight = 10, name = "walk", enumerate { resource = item }, pull_all(class) },
    -- who has found what he looked for lets go of the rest
    { weight = 5, name = "peek", enumerate { resource = item }, pull { resource = item, max_elements = 3 }, release { resource = item } },
    { weight = 5, name = "greet", identify {} },
  },
}
