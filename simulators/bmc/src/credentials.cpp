#include "credentials.hpp"

namespace assay::bmc {

const User* find_user(const Chassis& chassis, std::string_view name, ipmi_wire::Privilege asked,
                      Lookup lookup, base::Instant now) {
    const User* first = nullptr;
    for (const User& user : chassis.users().all()) {
        if (!user.enabled || !user.messaging || user.name != name || chassis.lockout().holds(user.id, now))
            continue;
        if (lookup == Lookup::by_name || user.privilege >= asked) return &user;
        if (first == nullptr) first = &user;
    }
    return first;
}

}  // namespace assay::bmc
