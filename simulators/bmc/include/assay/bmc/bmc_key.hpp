// Kg, the BMC key of two-key logins (IPMI 2.0 §13.31): what a chassis file begins with and Set Channel
// Security Keys (§22.25) changes.
#pragma once

#include <algorithm>

#include "assay/base/octets.hpp"

namespace assay::bmc {

class BmcKey {
public:
    static constexpr std::size_t longest = 20;  ///< octets

    /// @param octets at most `longest`; empty when no key is set
    explicit BmcKey(const base::Octets& octets) { set(octets); }

    /// Takes another key; zeros alone are none (§13.31).
    /// @pre octets.size() <= longest
    void set(base::OctetView octets) {
        const bool is_set = std::any_of(octets.begin(), octets.end(), [](base::Octet o) { return o != 0; });
        octets_.assign(octets.begin(), is_set ? octets.end() : octets.begin());
    }
    /// Nobody can read or change it any more.
    void lock() { locked_ = true; }

    [[nodiscard]] base::OctetView octets() const { return octets_; }
    [[nodiscard]] bool is_set() const { return !octets_.empty(); }
    [[nodiscard]] bool is_locked() const { return locked_; }

private:
    base::Octets octets_;
    bool locked_ = false;
};

}  // namespace assay::bmc
