// Payloads (IPMI 2.0 §24): of the ones that can be activated, there is Serial over LAN.
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr auto sol = static_cast<std::uint8_t>(wire::PayloadType::sol);
constexpr std::uint8_t the_instance = 1;

// §24.1
constexpr auto already_active = static_cast<Completion>(0x80);
constexpr auto payload_disabled = static_cast<Completion>(0x81);
constexpr auto cannot_be_encrypted = static_cast<Completion>(0x83);
constexpr auto must_be_encrypted = static_cast<Completion>(0x84);
// §24.2
constexpr auto already_deactivated = static_cast<Completion>(0x80);
// §24.3
constexpr auto operation_not_supported = static_cast<Completion>(0x80);
constexpr auto operation_not_allowed = static_cast<Completion>(0x81);
constexpr auto encryption_not_available = static_cast<Completion>(0x82);
constexpr auto instance_not_active = static_cast<Completion>(0x83);
// §24.9
constexpr auto no_such_payload = static_cast<Completion>(0x80);
// §24.10
constexpr auto no_such_oem_payload = static_cast<Completion>(0x80);

bool names_sol(std::uint8_t type, std::uint8_t instance) {
    return (type & 0x3FU) == sol && (instance & 0x0FU) == the_instance;
}

Completion activate(Call& call) {
    constexpr unsigned encrypted = 0x80;
    constexpr unsigned untagged_vlan = 0xFFFF;
    const auto type = call.request.u8(), instance = call.request.u8();
    const unsigned how = call.request.u8();
    if (!names_sol(type, instance)) return Completion::invalid_field;
    // an IPMI 1.5 session has no payload types (§13.27.3)
    if (call.session->authenticator) return Completion::not_executable_now;
    Sol& console = call.chassis.sol();
    if (!console.is_enabled()) return payload_disabled;
    const User* const user = call.chassis.users().find(call.session->user_id);
    const bool may = user != nullptr && (user->payloads & standard_sol_payload) != 0;
    if (!may || call.session->current < console.needed_privilege()) return Completion::insufficient_privilege;
    if ((how & encrypted) != 0 && !call.session->cipher.encrypts()) return cannot_be_encrypted;
    if (console.must_encrypt() && (how & encrypted) == 0) return must_be_encrypted;
    if (console.owner()) return already_active;
    console.activate(call.session->managed_id, call.chassis.powered_on());
    console.set_protection((how & encrypted) != 0 ? wire::Protection::whole : wire::Protection::signed_only);
    call.reply.fill(4).u16(longest_sol_payload).u16(longest_sol_payload);
    call.reply.put(console.parameters().value(sol_parameter::payload_port)).u16(untagged_vlan);
    return Completion::ok;
}

/// §24.2: also from another session, which is how a forgotten console is taken over.
Completion deactivate(Call& call) {
    const auto type = call.request.u8(), instance = call.request.u8();
    if (!names_sol(type, instance)) return Completion::invalid_field;
    Sol& console = call.chassis.sol();
    if (!console.owner()) return already_deactivated;
    if (call.session->current < console.needed_privilege()) return Completion::insufficient_privilege;
    console.deactivate();
    return Completion::ok;
}

/// §24.3. There is nothing to regenerate: AES takes a new vector for every packet. What the BMC sends unasked
/// in IPMI messages is as the session is.
Completion suspend_encryption(Call& call) {
    enum : unsigned { suspend = 0, resume = 1, regenerate = 2 };
    const unsigned type = call.request.u8(), instance = call.request.u8(), operation = call.request.u8();
    if (type > 0x3FU || instance == 0 || instance > 0x0FU || operation > regenerate)
        return Completion::invalid_field;
    if (type != sol || operation == regenerate) return operation_not_supported;
    Sol& console = call.chassis.sol();
    const Session* const owner =
        console.owner() && instance == the_instance ? call.sessions.find(*console.owner()) : nullptr;
    if (owner == nullptr) return instance_not_active;
    if (call.session->current < console.needed_privilege()) return Completion::insufficient_privilege;
    if (!owner->cipher.encrypts()) return encryption_not_available;
    if (operation == suspend && console.must_encrypt()) return operation_not_allowed;
    console.set_protection(operation == suspend ? wire::Protection::signed_only : wire::Protection::whole);
    return Completion::ok;
}

Completion get_activation_status(Call& call) {
    if ((call.request.u8() & 0x3FU) != sol) return Completion::invalid_field;
    call.reply.u8(the_instance).u16(call.chassis.sol().owner() ? 1U : 0U);
    return Completion::ok;
}

Completion get_instance_info(Call& call) {
    const auto type = call.request.u8(), instance = call.request.u8();
    if (!names_sol(type, instance)) return Completion::invalid_field;
    // §24.4: the session that activated it, and which serial port is behind it
    call.reply.u32(call.chassis.sol().owner().value_or(0)).u8(1).fill(7);
    return Completion::ok;
}

Completion set_user_payload_access(Call& call) {
    constexpr unsigned disable = 1, most = 1;
    const auto channel = channel_of(call.request.u8());
    const unsigned second = call.request.u8();
    const unsigned operation = second >> 6U;
    const auto standard = call.request.u16();
    const auto oem = call.request.u16();
    const auto id = static_cast<std::uint8_t>(second & 0x3FU);
    if (channel != lan_channel || operation > most) return Completion::invalid_field;
    if (!call.chassis.users().has_slot(id)) return Completion::out_of_range;
    // bit 0 stands for IPMI itself and is reserved; there is no other payload to allow
    if ((standard & ~unsigned{standard_sol_payload}) != 0 || oem != 0) return Completion::invalid_field;
    User& user = call.chassis.users().claim(id);
    const unsigned payloads =
        operation == disable ? user.payloads & ~unsigned{standard} : user.payloads | unsigned{standard};
    user.payloads = static_cast<std::uint16_t>(payloads);
    return Completion::ok;
}

Completion get_user_payload_access(Call& call) {
    const auto channel = channel_of(call.request.u8());
    const auto id = static_cast<std::uint8_t>(call.request.u8() & 0x3FU);
    if (channel != lan_channel) return Completion::invalid_field;
    if (!call.chassis.users().has_slot(id)) return Completion::out_of_range;
    const User* const user = call.chassis.users().find(id);
    call.reply.u16(user == nullptr ? 0U : user->payloads).u16(0);
    return Completion::ok;
}

Completion get_channel_payload_support(Call& call) {
    constexpr unsigned ipmi = 0x01, session_setup = 0x3F;  // 10h … 15h
    if (channel_of(call.request.u8()) != lan_channel) return Completion::invalid_field;
    call.reply.u16(ipmi | standard_sol_payload).u16(session_setup).fill(4);
    return Completion::ok;
}

Completion get_channel_payload_version(Call& call) {
    constexpr unsigned version = 0x10;  // 1.0
    const auto channel = channel_of(call.request.u8());
    const auto type = call.request.u8();
    if (channel != lan_channel) return Completion::invalid_field;
    const bool setup = type >= static_cast<std::uint8_t>(wire::PayloadType::open_session_request) &&
                       type <= static_cast<std::uint8_t>(wire::PayloadType::rakp4);
    if (type > sol && !setup) return no_such_payload;
    call.reply.u8(version);
    return Completion::ok;
}

/// §24.10: of the payloads that others define, there is none.
Completion get_oem_payload_info(Call& call) {
    constexpr unsigned oem_explicit = 0x02, first_handle = 0x20, last_handle = 0x27;  // §13.27.3
    const auto channel = channel_of(call.request.u8());
    const unsigned type = call.request.u8();
    const bool is_oem = type == oem_explicit || (type >= first_handle && type <= last_handle);
    return channel != lan_channel || !is_oem ? Completion::invalid_field : no_such_oem_payload;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::activate_payload, Privilege::user, 6, activate},
    Command{wire::netfn::app, cmd::deactivate_payload, Privilege::user, 6, deactivate},
    Command{wire::netfn::app, cmd::suspend_payload_encryption, Privilege::user, 3, suspend_encryption},
    Command{wire::netfn::app, cmd::get_payload_status, Privilege::user, 1, get_activation_status},
    Command{wire::netfn::app, cmd::get_payload_instance, Privilege::user, 2, get_instance_info},
    Command{wire::netfn::app, cmd::set_user_payload_access, Privilege::administrator, 6,
            set_user_payload_access},
    Command{wire::netfn::app, cmd::get_user_payload_access, Privilege::operator_, 2, get_user_payload_access},
    Command{wire::netfn::app, cmd::get_payload_support, Privilege::user, 1, get_channel_payload_support},
    Command{wire::netfn::app, cmd::get_payload_version, Privilege::user, 2, get_channel_payload_version},
    Command{wire::netfn::app, cmd::get_oem_payload_info, Privilege::user, 7, get_oem_payload_info},
};

}  // namespace

void add_payload_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
