// Completion codes that any command can have (IPMI 2.0 §5.2) and who may execute what (Appendix G).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

using bmc::Seams;
using bmc::Session;
using ipmi_wire::LanMessage;
using vocab::rule;
using wire_completion = ipmi_wire::Completion;

constexpr std::uint8_t code_of(wire_completion completion) { return static_cast<std::uint8_t>(completion); }

/// Refusals of any command with `honest` become `other`.
Install any_refused_otherwise(wire_completion honest, std::uint8_t other) {
    return around_commands([=](const Seams::Inside&, Session* session, const LanMessage& message,
                               const Seams::Execute& execute, Octets& reply) {
        execute(session, message, reply);
        if (reply.front() == code_of(honest)) reply.assign(1, other);
    });
}

/// A request that is too long is cut until it fits.
void cut_until_it_fits(const Seams::Inside&, Session* session, const LanMessage& message,
                       const Seams::Execute& honest, Octets& reply) {
    for (Octets data{message.data.begin(), message.data.end()};; data.pop_back()) {
        execute_with(honest, session, message, data, reply);
        if (data.empty() || reply.front() != code_of(wire_completion::wrong_length)) return;
    }
}

/// A request that is too short is filled up with zeros.
void fill_until_it_fits(const Seams::Inside&, Session* session, const LanMessage& message,
                        const Seams::Execute& honest, Octets& reply) {
    Octets data{message.data.begin(), message.data.end()};
    for (int added = 0; added < 8; ++added, data.push_back(0)) {
        execute_with(honest, session, message, data, reply);
        if (reply.front() != code_of(wire_completion::wrong_length)) return;
    }
}

void unknown_netfns_are_app(const Seams::Inside&, Session* session, const LanMessage& message,
                            const Seams::Execute& honest, Octets& reply) {
    constexpr std::uint8_t last_known = ipmi_wire::netfn::transport, first_of_groups = 0x2C;
    LanMessage taken = message;
    if (message.netfn > last_known && message.netfn < first_of_groups) taken.netfn = ipmi_wire::netfn::app;
    honest(session, taken, reply);
}

void every_unit_is_one(const Seams::Inside&, Session* session, const LanMessage& message,
                       const Seams::Execute& honest, Octets& reply) {
    LanMessage taken = message;
    taken.to_lun = 0;
    honest(session, taken, reply);
}

void host_unit_is_the_bmcs(const Seams::Inside&, Session* session, const LanMessage& message,
                           const Seams::Execute& honest, Octets& reply) {
    constexpr std::uint8_t host_unit = 2;
    LanMessage taken = message;
    if (message.to_lun == host_unit) taken.to_lun = 0;
    honest(session, taken, reply);
}

void errors_have_data(const Seams::Inside&, Session* session, const LanMessage& message,
                      const Seams::Execute& honest, Octets& reply) {
    honest(session, message, reply);
    if (reply.front() >= code_of(wire_completion::node_busy)) reply.push_back(0x00);
}

void responses_go_on(const Seams::Inside&, Session* session, const LanMessage& message,
                     const Seams::Execute& honest, Octets& reply) {
    constexpr std::size_t buffer = 36;
    honest(session, message, reply);
    const bool of_sessions = session == nullptr || message.command == ipmi_wire::cmd::app::close_session;
    if (!of_sessions && reply.front() == ok && reply.size() < buffer) reply.resize(buffer, 0x5A);
}

void everybody_is_administrator(const Seams::Inside&, Session* session, const LanMessage& message,
                                const Seams::Execute& honest, Octets& reply) {
    // what a session may have itself is another rule's
    const bool of_sessions = message.netfn == ipmi_wire::netfn::app && message.command >= 0x39 &&
                             message.command <= ipmi_wire::cmd::app::get_session_info;
    if (session == nullptr || of_sessions) return honest(session, message, reply);
    const auto granted = std::exchange(session->current, ipmi_wire::Privilege::administrator);
    honest(session, message, reply);
    session->current = granted;
}

}  // namespace

void add_completion_mutants(Mutants& mutants) {
    using enum wire_completion;
    mutants.push_back({"unknown-commands-are-not-executable", rule("ipmi.completion.unknown-command"),
                       "An unknown command is refused with D5h",
                       any_refused_otherwise(invalid_command, 0xD5)});
    mutants.push_back({"unknown-netfns-are-app", rule("ipmi.completion.unknown-netfn"),
                       "An unknown network function is taken for App",
                       around_commands(unknown_netfns_are_app)});
    mutants.push_back({"every-unit-is-one", rule("ipmi.completion.unknown-lun"),
                       "A command to any logical unit is executed", around_commands(every_unit_is_one)});
    mutants.push_back({"host-unit-is-the-bmcs", rule("ipmi.messaging.host-unit"),
                       "The BMC executes what is for the host's software",
                       around_commands(host_unit_is_the_bmcs)});
    mutants.push_back({"short-requests-are-filled-up", rule("ipmi.completion.too-short"),
                       "A request that is too short is executed with zeros for the rest",
                       around_commands(fill_until_it_fits)});
    mutants.push_back({"short-requests-are-unspecified-errors", rule("ipmi.completion.too-short"),
                       "A request of a wrong length is refused with FFh",
                       any_refused_otherwise(wrong_length, code_of(unspecified))});
    mutants.push_back({"long-requests-are-cut", rule("ipmi.completion.too-long"),
                       "What a request has too much is passed over", around_commands(cut_until_it_fits)});
    mutants.push_back({"errors-have-data", rule("ipmi.completion.no-data-with-errors"),
                       "A refusal is followed by data", around_commands(errors_have_data)});
    mutants.push_back({"responses-go-on", rule("ipmi.completion.response-length"),
                       "Each response that succeeds is filled up to 36 octets",
                       around_commands(responses_go_on)});
    mutants.push_back({"ranges-are-unspecified-errors", rule("ipmi.completion.parameter-range"),
                       "A value out of range is refused with FFh",
                       any_refused_otherwise(invalid_field, code_of(unspecified))});
    mutants.push_back(
        {"reserved-bits-count", rule("ipmi.completion.reserved-bits"),
         "A reserved bit of Set Session Privilege Level makes an administrator",
         taken_for({ipmi_wire::netfn::app, ipmi_wire::cmd::app::set_session_privilege}, [](Octets& data) {
             if (!data.empty() && (data[0] & 0x40U) != 0) data[0] = 4;
         })});
    mutants.push_back({"everybody-is-administrator", rule("ipmi.privilege.limits-commands"),
                       "Commands are executed whatever the session's privilege is",
                       around_commands(everybody_is_administrator)});
}

}  // namespace assay::bmc_mutants
