#include "assay/bmc/sdr_repository.hpp"

namespace assay::bmc {

SdrRepository::SdrRepository(const std::vector<SensorModel>& sensors) {
    for (const SensorModel& sensor : sensors) {
        const auto id = static_cast<std::uint16_t>(records_.size() + 1);
        records_.push_back(std::visit(
            [id](auto record) {
                record.record_id = id;
                return encode(record);
            },
            sensor.record));
    }
}

const base::Octets* SdrRepository::find(std::uint16_t id) const {
    if (records_.empty()) return nullptr;
    if (id == ipmi_wire::first_record) return &records_.front();
    if (id == ipmi_wire::last_record) return &records_.back();
    return id > records_.size() ? nullptr : &records_[id - 1U];
}

std::uint16_t SdrRepository::id_after(const base::Octets& record) const {
    const auto index = static_cast<std::size_t>(&record - records_.data());
    return index + 1 == records_.size() ? ipmi_wire::last_record : static_cast<std::uint16_t>(index + 2);
}

}  // namespace assay::bmc
