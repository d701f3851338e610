#include "assay/bmc/fru_devices.hpp"

#include <algorithm>

namespace assay::bmc {

FruDevices::FruDevices(const std::vector<FruModel>& models) {
    for (const FruModel& model : models) devices_.emplace_back(model);
}

FruDevices::Device* FruDevices::find(std::uint8_t id) {
    const auto found = std::ranges::find(devices_, id, &Device::id);
    return found == devices_.end() || !found->is_present() ? nullptr : &*found;
}

bool FruDevices::set_present(std::uint8_t id, bool present) {
    const auto found = std::ranges::find(devices_, id, &Device::id);
    if (found == devices_.end()) return false;
    found->set_present(present);
    return true;
}

void FruDevices::Device::write(std::size_t offset, base::OctetView octets) {
    auto changed = std::make_shared<base::Octets>(*content_);
    std::ranges::copy(octets, changed->begin() + static_cast<std::ptrdiff_t>(offset));
    content_ = std::move(changed);
    written_ = true;
}

}  // namespace assay::bmc
