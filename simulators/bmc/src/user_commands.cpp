// Users and their passwords (IPMI 2.0 §22.26 to §22.30).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

// §22.26 octet 1 and §22.27 octet 5
constexpr unsigned change_enables = 0x80, callback_only = 0x40, link_authentication = 0x20, messaging = 0x10;
constexpr unsigned no_access = 0x0F;
constexpr std::uint8_t null_user = 1;  // §6.9.1: user 1 keeps the null name

constexpr std::uint8_t id_in(std::uint8_t octet) { return octet & 0x3FU; }

/// §6.8 as a privilege limit: 0Fh is "no access", which the table keeps as none.
std::optional<Privilege> limit_of(unsigned nibble) {
    if (nibble == no_access) return Privilege::none;
    if (nibble == 0 || nibble > static_cast<unsigned>(Privilege::administrator)) return std::nullopt;
    return static_cast<Privilege>(nibble);
}

Completion set_user_access(Call& call) {
    const unsigned enables = call.request.u8();
    const auto id = id_in(call.request.u8());
    const auto limit = limit_of(call.request.u8() & 0x0FU);
    UserStore& users = call.chassis.users();
    if (channel_of(static_cast<std::uint8_t>(enables)) != lan_channel || !limit)
        return Completion::invalid_field;
    if (!users.has_slot(id)) return Completion::out_of_range;
    User& user = users.claim(id);
    if ((enables & change_enables) != 0) {
        user.callback_only = (enables & callback_only) != 0;
        user.link_authentication = (enables & link_authentication) != 0;
        user.messaging = (enables & messaging) != 0;
    }
    user.privilege = *limit;
    if (call.request.left() > 0) user.session_limit = call.request.u8() & 0x0FU;
    return Completion::ok;
}

Completion get_user_access(Call& call) {
    constexpr unsigned enabled = 0x40, disabled = 0x80;  // §22.27 octet 3
    constexpr unsigned fixed_names = 1;                  // user 1
    const auto channel = channel_of(call.request.u8());
    const auto id = id_in(call.request.u8());
    const UserStore& users = call.chassis.users();
    if (channel != lan_channel) return Completion::invalid_field;
    if (!users.has_slot(id)) return Completion::out_of_range;
    const User* const user = users.find(id);
    const bool active = user != nullptr && user->enabled;
    call.reply.u8(users.slots()).u8((active ? enabled : disabled) | users.enabled_count()).u8(fixed_names);
    if (user == nullptr) {
        call.reply.u8(no_access);
        return Completion::ok;
    }
    const unsigned limit =
        user->privilege == Privilege::none ? no_access : static_cast<unsigned>(user->privilege);
    call.reply.u8((user->callback_only ? callback_only : 0U) |
                  (user->link_authentication ? link_authentication : 0U) |
                  (user->messaging ? messaging : 0U) | limit);
    return Completion::ok;
}

Completion set_user_name(Call& call) {
    const auto id = id_in(call.request.u8());
    if (!call.chassis.users().has_slot(id)) return Completion::out_of_range;
    if (id == null_user) return Completion::invalid_field;
    const std::string_view field = base::text_of(call.request.rest());
    call.chassis.users().claim(id).name = field.substr(0, field.find('\0'));
    return Completion::ok;
}

Completion get_user_name(Call& call) {
    const auto id = id_in(call.request.u8());
    if (!call.chassis.users().has_slot(id)) return Completion::out_of_range;
    const User* const user = call.chassis.users().find(id);
    const base::OctetView name = user == nullptr ? base::OctetView{} : base::octets_of(user->name);
    call.reply.put(name).fill(wire::longest_user_name - name.size());
    return Completion::ok;
}

/// Without the zeros that fill a password up to 16 or 20 octets: an HMAC key is filled up the same way.
base::Octets without_padding(base::OctetView password) {
    while (!password.empty() && password.back() == 0) password = password.first(password.size() - 1);
    return {password.begin(), password.end()};
}

Completion test_password(const User* user, base::OctetView password) {
    constexpr auto mismatch = static_cast<Completion>(0x80);
    constexpr auto wrong_size = static_cast<Completion>(0x81);
    if (user == nullptr) return mismatch;
    if (user->long_password != (password.size() == longest_password)) return wrong_size;
    base::Octets padded = user->password;
    padded.resize(password.size());
    return base::equal_in_constant_time(padded, password) ? Completion::ok : mismatch;
}

Completion set_user_password(Call& call) {
    enum class Operation : std::uint8_t { disable = 0, enable = 1, set = 2, test = 3 };
    constexpr unsigned twenty_octets = 0x80;  // §22.30 octet 1
    constexpr std::size_t shorter_password = 16;
    const unsigned first = call.request.u8();
    const auto id = id_in(static_cast<std::uint8_t>(first));
    const auto operation = static_cast<Operation>(call.request.u8() & 0x03U);
    const base::OctetView password = call.request.rest();
    const std::size_t expected = (first & twenty_octets) != 0 ? longest_password : shorter_password;
    const bool needs_password = operation == Operation::set || operation == Operation::test;
    if (password.size() != expected && (needs_password || !password.empty())) return Completion::wrong_length;
    UserStore& users = call.chassis.users();
    if (!users.has_slot(id)) return Completion::out_of_range;
    if (operation == Operation::test) return test_password(users.find(id), password);
    User& user = users.claim(id);
    if (operation == Operation::set) {
        std::ranges::fill(user.password, base::Octet{0});
        user.password = without_padding(password);
        user.long_password = password.size() == longest_password;
    } else {
        user.enabled = operation == Operation::enable;
    }
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::set_user_access, Privilege::administrator, {3, 4}, set_user_access},
    Command{wire::netfn::app, cmd::get_user_access, Privilege::operator_, 2, get_user_access},
    Command{wire::netfn::app, cmd::set_user_name, Privilege::administrator, 17, set_user_name},
    Command{wire::netfn::app, cmd::get_user_name, Privilege::operator_, 1, get_user_name},
    Command{wire::netfn::app, cmd::set_user_password, Privilege::administrator, {2, 22}, set_user_password},
};

}  // namespace

void add_user_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
