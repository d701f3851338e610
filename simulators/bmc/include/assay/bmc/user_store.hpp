// The user table of one BMC (IPMI 2.0 §22.26 to §22.30): bounded, sorted by id; what it says takes effect at
// the next login.
#pragma once

#include <string_view>
#include <vector>

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

class UserStore {
public:
    /// @param slots  the highest user id, at most max_users
    UserStore(std::vector<User> users, std::uint8_t slots);

    [[nodiscard]] std::uint8_t slots() const { return slots_; }
    [[nodiscard]] bool has_slot(std::uint8_t id) const { return id != 0 && id <= slots_; }
    [[nodiscard]] const std::vector<User>& all() const { return users_; }
    [[nodiscard]] unsigned enabled_count() const;

    /// Null when nothing was ever set for this id.
    [[nodiscard]] const User* find(std::uint8_t id) const;
    /// The user to change; a fresh one is disabled, nameless and may do nothing. @pre has_slot(id)
    [[nodiscard]] User& claim(std::uint8_t id);

private:
    std::vector<User> users_;
    std::uint8_t slots_;
};

}  // namespace assay::bmc
