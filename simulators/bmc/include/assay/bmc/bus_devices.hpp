// Memories on the BMC's private buses, as Master Write-Read sees them (IPMI 2.0 §22.11). Sans-io.
#pragma once

#include <optional>

#include "assay/bmc/fru_devices.hpp"
#include "assay/bmc/satellite_model.hpp"

namespace assay::bmc {

class BusDevices {
public:
    explicit BusDevices(const std::vector<BusDeviceModel>& models);

    /// Writes and then reads: the first octets of `data`, two for a device of more than 256 octets, say
    /// where; the rest is stored there; a read goes on from there, past the end with the beginning.
    /// @param frus  what devices that are FRU devices hold
    /// @return `count` octets; nothing when no device acknowledges
    [[nodiscard]] std::optional<base::Octets> transfer(std::uint8_t bus, std::uint8_t address,
                                                       base::OctetView data, std::size_t count,
                                                       FruDevices& frus);

private:
    struct Device {
        BusDeviceModel model;
        std::size_t place = 0;
    };
    std::vector<Device> devices_;
};

}  // namespace assay::bmc
