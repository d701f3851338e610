// Reads [[satellite]] and [[bus_device]] of a chassis file.
#pragma once

#include <vector>

#include "assay/bmc/satellite_model.hpp"

namespace assay::bmc {

class Section;

/// Appends the satellite. Its address is new on its bus, and the satellite that it is behind stands before
/// it.
/// @throws base::SetupError
void add_satellite(Section& section, std::vector<SatelliteModel>& satellites);

/// Appends the device, whose address is new on its bus.
/// @param frus  of the BMC; a device can be one of them
/// @throws base::SetupError
void add_bus_device(Section& section, const std::vector<FruModel>& frus,
                    std::vector<BusDeviceModel>& devices);

}  // namespace assay::bmc
