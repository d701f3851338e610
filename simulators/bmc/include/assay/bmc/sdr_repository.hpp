// The SDR repository (IPMI 2.0 §33): read-only here, records encoded once.
#pragma once

#include <cstdint>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/reservation.hpp"

namespace assay::bmc {

class SdrRepository {
public:
    /// Numbers the records 1, 2, … in the model's order.
    explicit SdrRepository(const std::vector<SensorModel>& sensors);

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    /// The record with this id; 0000h is the first, FFFFh the last. Null when there is none.
    [[nodiscard]] const base::Octets* find(std::uint16_t id) const;
    /// The id of the record after `record`, or FFFFh.
    [[nodiscard]] std::uint16_t id_after(const base::Octets& record) const;
    [[nodiscard]] Reservation& reservation() { return reservation_; }

private:
    std::vector<base::Octets> records_;
    Reservation reservation_;
};

}  // namespace assay::bmc
