// What a chassis file says of satellite controllers and of devices on private buses: plain data.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/bmc/device_identity.hpp"
#include "assay/bmc/fru_devices.hpp"
#include "assay/bmc/sensor_model.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"

namespace assay::bmc {

/// A memory device on one of the BMC's private buses, for Master Write-Read (IPMI 2.0 §22.11).
struct BusDeviceModel {
    std::uint8_t bus = 0;                         ///< 0 … 7
    std::uint8_t address = 0;                     ///< 8 bits, bit 0 clear
    bool read_only = false;                       ///< takes addresses, but no data
    std::optional<std::uint8_t> fru;              ///< what it holds is this FRU device
    std::shared_ptr<const base::Octets> content;  ///< of another; not empty
};

/// A management controller on an IPMB: a blade, a shelf manager, a power supply.
struct SatelliteModel {
    std::string name;  ///< of the locator record
    std::uint8_t address = 0;
    std::uint8_t channel = 0;            ///< the IPMB that it sits on, as its neighbour numbers it
    std::optional<std::uint8_t> behind;  ///< address of the satellite whose bus that is; else it is the BMC's
    ipmi_wire::EntityRef entity;
    bool needs_host = false;            ///< does not answer while the host is off
    bool records_in_repository = true;  ///< the BMC's SDR repository holds its records, too
    DeviceIdentity device;
    std::vector<SensorModel> sensors;  ///< with its address as their owner
    std::vector<FruModel> frus;
    std::vector<base::Octets> records;  ///< device SDRs that belong to no sensor and no FRU device
};

}  // namespace assay::bmc
