// What event filters and alerts wait for (IPMI 2.0 §30.2, §30.4, §30.7).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::sensor_event;
using ipmi_wire::LanMessage;
using vocab::rule;

constexpr Which event(std::uint8_t command) { return {ipmi_wire::netfn::sensor_event, command}; }
constexpr Which set_lan{ipmi_wire::netfn::transport, ipmi_wire::cmd::transport::set_lan_config};

constexpr base::Octet at_once = 0x00, for_ever = 0xFE, ask = 0xFF;  // Arm PEF Postpone Timer

bool arms(base::OctetView data) { return data.size() == 1 && data[0] != at_once && data[0] < for_ever; }

/// Once told "for ever", the timer is told so until it is set otherwise, whatever the host does.
class StaysForEver {
public:
    void operator()(const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                    const bmc::Seams::Execute& honest, Octets& reply) {
        honest(session, message, reply);
        if (!event(cmd::arm_pef_postpone_timer).is(message) || reply.front() != ok) return;
        if (message.data[0] != ask) is_for_ever_ = message.data[0] == for_ever;
        if (is_for_ever_) reply = {ok, for_ever};
    }

private:
    bool is_for_ever_ = false;
};

void add_postponement_mutants(Mutants& mutants) {
    mutants.push_back(
        {"postponement-passed-over", rule("ipmi.pef.postponed"),
         "Events are looked at though the postpone timer was armed",
         taken_for(
             event(cmd::arm_pef_postpone_timer), [](Octets& data) { data[0] = at_once; }, arms)});
    mutants.push_back(
        {"postponed-events-forgotten", rule("ipmi.pef.catch-up"), "The postpone timer never ends",
         taken_for(
             event(cmd::arm_pef_postpone_timer), [](Octets& data) { data[0] = for_ever; }, arms)});
    mutants.push_back({"postponement-outlives-a-reset", rule("ipmi.pef.postponement-ends"),
                       "Filters that were turned off for the time being stay so after a reset",
                       around_commands(StaysForEver{})});
    constexpr base::Octet startup_delay = 3;
    mutants.push_back({"startup-delay-passed-over", rule("ipmi.pef.startup-delay"),
                       "The startup delay of the filters is acknowledged only",
                       not_done(event(cmd::set_pef_config), {}, beginning_with({startup_delay}))});
    mutants.push_back({"startup-delay-for-ever", rule("ipmi.pef.startup-delay"),
                       "The startup delay of the filters is the longest that there is",
                       taken_for(
                           event(cmd::set_pef_config), [](Octets& data) { data.back() = 0xFF; },
                           beginning_with({startup_delay}))});
}

void add_retry_mutants(Mutants& mutants) {
    constexpr base::Octet destination_type = 18;
    constexpr std::size_t timeout = 4;  // octet of Set LAN Configuration Parameters, in seconds, 0-based
    mutants.push_back(
        {"retries-come-too-soon", rule("ipmi.pef.alert-retries"),
         "Alerts are repeated every second, whatever the destination's timeout is",
         taken_for(
             set_lan, [](Octets& data) { data[timeout] = 0; },
             [](base::OctetView data) { return data.size() > timeout && data[1] == destination_type; })});
    mutants.push_back({"nobody-waits-for-acknowledgements", rule("ipmi.pef.alert-retries"),
                       "An alert that nobody acknowledged is told as ended well",
                       on_success(event(cmd::alert_immediate), [](Octets& reply) {
                           constexpr base::Octet ended = 0x01, unacknowledged = 0x03;
                           if (reply.size() == 2 && reply[1] == unacknowledged) reply[1] = ended;
                       })});
}

}  // namespace

void add_filter_mutants(Mutants& mutants) {
    add_postponement_mutants(mutants);
    add_retry_mutants(mutants);
}

}  // namespace assay::bmc_mutants
