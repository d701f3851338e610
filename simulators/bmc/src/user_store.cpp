#include "assay/bmc/user_store.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {

UserStore::UserStore(std::vector<User> users, std::uint8_t slots) : users_{std::move(users)}, slots_{slots} {
    std::ranges::sort(users_, {}, &User::id);
}

unsigned UserStore::enabled_count() const {
    return static_cast<unsigned>(std::ranges::count(users_, true, &User::enabled));
}

const User* UserStore::find(std::uint8_t id) const {
    const auto found = std::ranges::lower_bound(users_, id, {}, &User::id);
    return found == users_.end() || found->id != id ? nullptr : &*found;
}

User& UserStore::claim(std::uint8_t id) {
    assert(has_slot(id));
    const auto place = std::ranges::lower_bound(users_, id, {}, &User::id);
    if (place != users_.end() && place->id == id) return *place;
    User fresh;
    fresh.id = id;
    fresh.privilege = ipmi_wire::Privilege::none;
    fresh.enabled = false;
    fresh.messaging = false;
    fresh.link_authentication = false;
    fresh.payloads = 0;
    return *users_.insert(place, std::move(fresh));
}

}  // namespace assay::bmc
