-- Messages to the host's software, and what its interface can take (IPMI 2.0 22.5 to 22.10).
local ipmi = require("lib.bmc_commands")

-- 22.6: what is sent to logical unit 2 waits for the host, whose software may answer or not; D3h when it takes none, C0h when
-- its queue is full.
bmc_case {
  id = "messaging.host-unit",
  proves = { "ipmi.messaging.host-unit", "bmc.survives" },
  title = "A request to the host's logical unit is not executed by the BMC",
  destructive = true,
  run = function(t)
    local s = t.bmc:session()
    local own = s:request(ipmi.app, 0x01)
    t:setup(own.completion == 0, "Get Device ID is not served: " .. own:summary())
    local r = s:request(ipmi.app, 0x01, {}, { to_lun = 2, once = true, why = "it is for the host's software" })
    t:expect(r.ended == "timed_out" or r.completion ~= 0 or r.data ~= own.data, { message = "Get Device ID at logical unit 2",
      expected = "silence, a refusal, or the host's own answer", actual = "what the BMC says of itself", at = r })
    t:expect(s:request(ipmi.app, 0x01).data == own.data, { message = "Get Device ID afterwards", expected = own:hex(), actual = "something else", rule = "bmc.survives" })
  end,
}

-- 22.10: requests at a time, sizes of the buffers, seconds and retries. 0 is reserved in the first three.
bmc_case {
  id = "messaging.bt",
  proves = "ipmi.messaging.bt",
  title = "Get BT Interface Capabilities tells how much goes through",
  run = function(t)
    local r = ipmi.optional(t, t.bmc:session(), ipmi.app, 0x36)
    t:expect_completion(r)
    t:require_data_length(r, 5)
    for at, what in ipairs { "outstanding requests", "the input buffer's size", "the output buffer's size" } do
      t:expect(r:u8(at + 1) ~= 0, { message = what, expected = "not 0", actual = r:hex(), at = r })
    end
  end,
}
