-- Programs that ask a BMC one thing and go again, as ipmitool in a script does: each operation opens a session, asks and closes it.
-- The BMCs are said here, so that the command line needs none.
--   ASSAY_USER=assay ASSAY_PASSWORD=assay-demo assay bench --scenario suites/load/logins.lua --connections 4
scenario {
  targets = { "ipmi://127.0.0.1:6230" },
  sessions = "each",
  mix = { {
    ipmi { name = "Get Device ID", netfn = 0x06, command = 0x01 },
    ipmi { name = "Get Chassis Status", netfn = 0x00, command = 0x01 },
  } },
}
