// A reservation of the SEL or the SDR repository (IPMI 2.0 §31.4, §33.11): the latest one holds.
#pragma once

#include <cstdint>

namespace assay::bmc {

class Reservation {
public:
    /// A new id, never 0; every earlier one is canceled.
    std::uint16_t take() {
        latest_ = latest_ == 0xFFFF ? std::uint16_t{1} : static_cast<std::uint16_t>(latest_ + 1);
        held_ = true;
        return latest_;
    }
    void cancel() { held_ = false; }
    [[nodiscard]] bool holds(std::uint16_t id) const { return held_ && id == latest_; }

private:
    std::uint16_t latest_ = 0;
    bool held_ = false;
};

}  // namespace assay::bmc
