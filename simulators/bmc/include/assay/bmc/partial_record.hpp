// A record that arrives in parts: Partial Add SDR and Partial Add SEL Entry (IPMI 2.0 §33.14, §31.7).
#pragma once

#include <cstdint>

#include "assay/base/octets.hpp"

namespace assay::bmc {

class PartialRecord {
public:
    /// Begins a record; one that was begun before is forgotten.
    void begin(std::uint16_t id) {
        id_ = id;
        octets_.clear();
    }
    /// Does a part for record `id` at `offset` continue what is here?
    [[nodiscard]] bool continues(std::uint16_t id, std::size_t offset) const {
        return id_ != none && id == id_ && offset == octets_.size();
    }
    void append(base::OctetView part) { octets_.insert(octets_.end(), part.begin(), part.end()); }
    void abandon() {
        id_ = none;
        octets_ = {};
    }
    [[nodiscard]] std::uint16_t id() const { return id_; }
    [[nodiscard]] const base::Octets& octets() const { return octets_; }

private:
    static constexpr std::uint16_t none = 0;  // no record has this id
    std::uint16_t id_ = none;
    base::Octets octets_;
};

}  // namespace assay::bmc
