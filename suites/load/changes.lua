-- Instances that come and go: each operation makes one of its own, reads it and removes it again.
--   assay bench http://127.0.0.1:5985/wsman --scenario suites/load/changes.lua
local class = "http://schemas.assay.example/wbem/1/Assay_Item"
local made = { resource = class, selectors = { Name = saved "name", Slot = saved "slot" } }

scenario {
  mix = { {
    create {
      resource = class,
      body = {
        '<i:Assay_Item xmlns:i="' .. class .. '"><i:Name>', unique(),
        "</i:Name><i:Slot>1</i:Slot><i:Label>made under load</i:Label></i:Assay_Item>",
      },
      -- the endpoint reference that ResourceCreated holds
      save = { name = { "Selector", Name = "Name" }, slot = { "Selector", Name = "Slot" } },
    },
    get(made),
    delete(made),
  } },
}
