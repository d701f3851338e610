-- A console that watches a fleet of BMCs: it reads sensors all the time, now and then the power state, and looks whether the newest
-- event of the log is one that it knows. Numbers are those of IPMI 2.0 appendix G; sensors.csv has sensors of `bmcsim --demo`.
--   assay bench ipmi://assay@127.0.0.1-127.0.0.100:6230 --scenario suites/load/fleet.lua --rate 500
local sensors = csv "sensors.csv"

scenario {
  mix = {
    { weight = 90, name = "watch", ipmi { name = "Get Sensor Reading", netfn = 0x04, command = 0x2D, data = sensors.number } },
    { weight = 8, name = "power", ipmi { name = "Get Chassis Status", netfn = 0x00, command = 0x01 } },
    { weight = 2, name = "newest event",
      ipmi { name = "Get SEL Info", netfn = 0x0A, command = 0x40 },
      -- octets are numbered as in the tables: 1 is the completion code
      ipmi { name = "Reserve SEL", netfn = 0x0A, command = 0x42, save = { reservation = { 2, 3 } } },
      -- FFFFh is the last entry, all of it from its beginning on
      ipmi { name = "Get SEL Entry", netfn = 0x0A, command = 0x43, data = { saved "reservation", 0xFF, 0xFF, 0, 0xFF } },
    },
  },
}
