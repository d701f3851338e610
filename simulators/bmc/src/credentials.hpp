// Whom a login names.
#pragma once

#include <string_view>

#include "assay/bmc/chassis.hpp"

namespace assay::bmc {

/// §13.20 bit 4 of the role.
enum class Lookup : std::uint8_t { by_name_and_privilege, by_name };

/// The enabled user of this name whom no lockout holds; null when there is none. By name and privilege, users
/// of one name are told apart: the first who may have what is asked for is taken.
[[nodiscard]] const User* find_user(const Chassis& chassis, std::string_view name, ipmi_wire::Privilege asked,
                                    Lookup lookup, base::Instant now);

}  // namespace assay::bmc
