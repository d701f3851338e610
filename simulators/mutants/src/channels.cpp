// Channels, users and payloads (IPMI 2.0 §22.22 to §22.30, §24).
#include <cstdlib>

#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::app;
using ipmi_wire::Completion;
using vocab::rule;

constexpr Which app(std::uint8_t command) { return {ipmi_wire::netfn::app, command}; }

void add_channel_access_mutants(Mutants& mutants) {
    mutants.push_back(
        {"channel-of-no-enterprise", rule("ipmi.channel.info"),
         "Get Channel Info tells another enterprise number than that of IPMI",
         octet_changed(app(cmd::get_channel_info), 5, [](unsigned octet) { return octet ^ 1U; })});
    mutants.push_back({"every-channel-is-there", rule("ipmi.channel.absent"),
                       "Get Channel Info tells of channels that there are not",
                       taken_for(app(cmd::get_channel_info), [](Octets& data) {
                           if (!data.empty()) data[0] = 0x0E;
                       })});
    mutants.push_back({"channel-access-without-limit", rule("ipmi.channel.access"),
                       "Get Channel Access tells no privilege limit",
                       octet_changed(app(cmd::get_channel_access), 2, [](unsigned) { return 0U; })});
    mutants.push_back({"reserved-access-selector", rule("ipmi.channel.access.selector"),
                       "Get Channel Access takes the reserved selector for the present settings",
                       taken_for(app(cmd::get_channel_access), [](Octets& data) {
                           if (data.size() == 2) data[1] = 0x80;
                       })});
    mutants.push_back({"channel-access-not-kept", rule("ipmi.channel.access.set"),
                       "Set Channel Access is passed over", not_done(app(cmd::set_channel_access))});
}

void add_user_mutants(Mutants& mutants) {
    mutants.push_back({"user-names-not-kept", rule("ipmi.user.name.kept"), "Set User Name is passed over",
                       not_done(app(cmd::set_user_name))});
    mutants.push_back({"user-names-cut", rule("ipmi.user.name.kept"), "Get User Name tells 15 octets",
                       on_success(app(cmd::get_user_name), [](Octets& reply) { reply.pop_back(); })});
    mutants.push_back({"names-of-users-beyond-the-last", rule("ipmi.user.name.absent"),
                       "Get User Name tells a name of users that there cannot be",
                       refused_otherwise(app(cmd::get_user_name), Completion::out_of_range, ok)});
    mutants.push_back({"user-access-not-kept", rule("ipmi.user.access.kept"),
                       "Set User Access is passed over", not_done(app(cmd::set_user_access))});
    mutants.push_back(
        {"enabled-users-not-counted", rule("ipmi.user.access.counts"), "Get User Access tells 1 enabled user",
         octet_changed(app(cmd::get_user_access), 2, [](unsigned octet) { return (octet & 0xC0U) | 1U; })});
    mutants.push_back({"any-user-limit-will-do", rule("ipmi.user.access.range"),
                       "Set User Access accepts reserved privilege limits",
                       refused_otherwise(app(cmd::set_user_access), Completion::invalid_field, ok)});
    mutants.push_back({"any-password-is-right", rule("ipmi.user.password.test"),
                       "Set User Password's test finds any password right",
                       refused_otherwise(app(cmd::set_user_password), static_cast<Completion>(0x80), ok)});
    mutants.push_back({"password-size-not-told", rule("ipmi.user.password.size"),
                       "A password of the other size is told as a wrong one",
                       refused_otherwise(app(cmd::set_user_password), static_cast<Completion>(0x81), 0x80)});
    mutants.push_back({"passwords-of-any-length", rule("ipmi.user.password.length"),
                       "Set User Password accepts passwords of any length",
                       refused_otherwise(app(cmd::set_user_password), Completion::wrong_length, ok)});
    mutants.push_back({"disabled-users-log-in", rule("ipmi.user.password.used"),
                       "A user who was disabled stays enabled",
                       not_done(app(cmd::set_user_password), {}, [](base::OctetView data) {
                           constexpr unsigned disable = 0;
                           return data.size() >= 2 && (data[1] & 0x03U) == disable;
                       })});
    mutants.push_back({"user-limits-do-not-count", rule("ipmi.user.privilege-limits-login"),
                       "A user logs on above the privilege limit",
                       on_asked(PayloadType::rakp3, [](const Inside& inside, Octets& payload) {
                           if (bmc::HalfOpen* const opening = half_open_of(inside, payload))
                               opening->verdict = ipmi_wire::RakpStatus::ok;
                       })});
    mutants.push_back({"two-users-of-one-name", rule("ipmi.agree.user-names"), "Users 2 and 3 have one name",
                       taken_for(app(cmd::get_user_name), [](Octets& data) {
                           if (data == Octets{3}) data = {2};
                       })});
    mutants.push_back({"last-user-id-refused", rule("ipmi.agree.max-users"), "The last user id is refused",
                       around_commands([](const bmc::Seams::Inside& inside, bmc::Session* session,
                                          const ipmi_wire::LanMessage& message,
                                          const bmc::Seams::Execute& honest, Octets& reply) {
                           honest(session, message, reply);
                           const bool asks =
                               app(cmd::get_user_access).is(message) && message.data.size() == 2;
                           if (asks && (message.data[1] & 0x3FU) == inside.chassis.users().slots())
                               reply.assign(1, static_cast<std::uint8_t>(Completion::out_of_range));
                       })});
}

void die_of_an_unused_channel(const bmc::Seams::Inside&, bmc::Session* session,
                              const ipmi_wire::LanMessage& message, const bmc::Seams::Execute& honest,
                              Octets& reply) {
    honest(session, message, reply);
    const bool refused = app(cmd::get_payload_support).is(message) && reply.front() != ok;
    if (refused) std::_Exit(EXIT_FAILURE);
}

void add_payload_mutants(Mutants& mutants) {
    mutants.push_back({"dies-of-an-unused-channel", rule("bmc.survives"),
                       "Get Channel Payload Support for a channel that there is not ends the BMC",
                       around_commands(die_of_an_unused_channel)});
    mutants.push_back({"payloads-without-sessions", rule("ipmi.payload.support"),
                       "Get Channel Payload Support does not tell the session setup payloads",
                       octet_changed(app(cmd::get_payload_support), 3, [](unsigned) { return 0U; })});
    mutants.push_back(
        {"every-payload-has-a-version", rule("ipmi.payload.version"),
         "Get Channel Payload Version tells a version of payloads that there are not",
         on_answer(app(cmd::get_payload_version), [](const ipmi_wire::LanMessage&, Octets& reply) {
             if (reply.front() != ok) reply = {ok, 0x10};
         })});
    mutants.push_back({"activation-not-told", rule("ipmi.payload.activate"),
                       "Get Payload Activation Status tells no active instance",
                       octet_changed(app(cmd::get_payload_status), 2, [](unsigned) { return 0U; })});
    mutants.push_back({"activated-twice", rule("ipmi.payload.activated-twice"),
                       "An instance that is active is activated again",
                       on_answer(app(cmd::activate_payload), [](const ipmi_wire::LanMessage&, Octets& reply) {
                           if (reply.front() == 0x80)
                               reply = {ok, 0, 0, 0, 0, 0xFF, 0, 0xFF, 0, 0x6F, 0x02, 0xFF, 0xFF};
                       })});
    mutants.push_back({"idle-payload-deactivated", rule("ipmi.payload.deactivate-idle"),
                       "Deactivating what is not active is granted",
                       refused_otherwise(app(cmd::deactivate_payload), static_cast<Completion>(0x80), ok)});
    mutants.push_back(
        {"unknown-payload-is-there-already", rule("ipmi.payload.unknown"),
         "A payload type that there is not is said to be active already",
         on_answer(app(cmd::activate_payload), [](const ipmi_wire::LanMessage& message, Octets& reply) {
             if (!message.data.empty() && message.data[0] != 0x01 && reply.front() != ok)
                 reply.assign(1, 0x80);
         })});
    mutants.push_back({"payload-access-not-kept", rule("ipmi.payload.user-access"),
                       "Set User Payload Access is passed over",
                       not_done(app(cmd::set_user_payload_access))});
    mutants.push_back(
        {"idle-encryption-suspended", rule("ipmi.payload.encryption"),
         "Suspending the encryption of what is not active is granted",
         refused_otherwise(app(cmd::suspend_payload_encryption), static_cast<Completion>(0x83), ok)});
    mutants.push_back(
        {"every-oem-payload-is-there", rule("ipmi.payload.oem"),
         "Get Channel OEM Payload Info tells of payloads that there are not",
         on_answer(app(cmd::get_oem_payload_info), [](const ipmi_wire::LanMessage& message, Octets& reply) {
             if (message.data.size() != 7) return;
             reply.assign(1, ok);
             const auto told = message.data.subspan(1);
             reply.insert(reply.end(), told.begin(), told.end());
             reply.push_back(0x10);
         })});
    mutants.push_back(
        {"payload-without-port", rule("ipmi.payload.port"), "Activate Payload tells port 0",
         on_success(app(cmd::activate_payload), [](Octets& reply) { reply[9] = reply[10] = 0; })});
}

}  // namespace

void add_channel_mutants(Mutants& mutants) {
    add_channel_access_mutants(mutants);
    add_user_mutants(mutants);
    add_payload_mutants(mutants);
}

}  // namespace assay::bmc_mutants
