#include "assay/bmc/bus_devices.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

constexpr std::size_t addressed_by_one_octet = 256;

}  // namespace

BusDevices::BusDevices(const std::vector<BusDeviceModel>& models) {
    for (const BusDeviceModel& model : models) devices_.push_back({model});
}

std::optional<base::Octets> BusDevices::transfer(std::uint8_t bus, std::uint8_t address, base::OctetView data,
                                                 std::size_t count, FruDevices& frus) {
    const auto found = std::ranges::find_if(
        devices_, [&](const Device& one) { return one.model.bus == bus && one.model.address == address; });
    if (found == devices_.end()) return std::nullopt;
    BusDeviceModel& model = found->model;
    FruDevices::Device* const fru = model.fru ? frus.find(*model.fru) : nullptr;
    const std::size_t size = fru == nullptr ? model.content->size() : fru->content().size();
    const std::size_t address_octets = size > addressed_by_one_octet ? 2 : 1;
    if (data.size() >= address_octets) {
        found->place = (address_octets == 2 ? std::size_t{data[0]} << 8U | data[1] : data[0]) % size;
        data = data.subspan(address_octets);
    } else if (!data.empty()) {
        return std::nullopt;  // half an address
    }
    if (!data.empty() && (model.read_only || (fru != nullptr && fru->is_read_only()))) return std::nullopt;
    if (!data.empty()) {
        base::Octets changed = fru == nullptr ? *model.content : fru->content();
        for (const base::Octet octet : data) {
            changed[found->place] = octet;
            found->place = (found->place + 1) % size;
        }
        if (fru != nullptr) {
            fru->write(0, changed);
        } else {
            model.content = std::make_shared<const base::Octets>(std::move(changed));
        }
    }
    const base::Octets& content = fru == nullptr ? *model.content : fru->content();
    base::Octets read;
    for (; read.size() < count; found->place = (found->place + 1) % size)
        read.push_back(content[found->place]);
    return read;
}

}  // namespace assay::bmc
