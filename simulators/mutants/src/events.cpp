// Events, PEF, and the firmware firewall (IPMI 2.0 §21, §29, §30).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::sensor_event;
using ipmi_wire::Completion;
using ipmi_wire::LanMessage;
using vocab::rule;

constexpr Which event(std::uint8_t command) { return {ipmi_wire::netfn::sensor_event, command}; }
constexpr Which app(std::uint8_t command) { return {ipmi_wire::netfn::app, command}; }
constexpr Which get_sel_entry{ipmi_wire::netfn::storage, ipmi_wire::cmd::storage::get_sel_entry};

constexpr std::uint8_t system_event = 0x02;
constexpr std::size_t type = 5, timestamp = 6, sensor_type = 13,
                      sensor_number = 14;  // of Get SEL Entry's answer

/// Changes an octet of each system event of the BMC's own that is given back whole.
Install system_event_changed(std::size_t place, std::function<unsigned(unsigned)> change) {
    return on_success(get_sel_entry, [place, change = std::move(change)](Octets& reply) {
        constexpr std::size_t whole = 19, generator = 10, bmc = 0x20;
        const bool own = reply.size() == whole && reply[type] == system_event && reply[generator] == bmc;
        if (own) reply[place] = static_cast<base::Octet>(change(reply[place]));
    });
}

void add_event_log_mutants(Mutants& mutants) {
    mutants.push_back({"event-receiver-not-kept", rule("ipmi.event.receiver"),
                       "Set Event Receiver is passed over", not_done(event(cmd::set_event_receiver))});
    mutants.push_back({"platform-events-not-logged", rule("ipmi.event.platform"),
                       "A Platform Event Message is acknowledged only",
                       not_done(event(cmd::platform_event))});
    mutants.push_back({"events-logged-though-disabled", rule("ipmi.sensor.events.disabled"),
                       "Disabling the event messages of a sensor leaves them enabled",
                       not_done(event(cmd::set_event_enable))});
    mutants.push_back(
        {"crossings-not-logged", rule("ipmi.sensor.events.logged"),
         "No event tells that a threshold was crossed",
         around_commands([](const bmc::Seams::Inside& inside, bmc::Session* session,
                            const LanMessage& message, const bmc::Seams::Execute& honest, Octets& reply) {
             honest(session, message, reply);
             if (!event(cmd::set_thresholds).is(message) || message.data.empty()) return;
             bmc::Sensor* const sensor = inside.chassis.sensor(message.data[0]);
             if (sensor != nullptr) sensor->set_enables({.assertion = 0, .deassertion = 0});
         })});
    mutants.push_back({"events-of-no-sensor", rule("ipmi.agree.event-sensors"),
                       "Events come from a sensor that there is not",
                       system_event_changed(sensor_number, [](unsigned) { return 0xEEU; })});
    mutants.push_back({"events-of-another-type", rule("ipmi.agree.event-types"),
                       "Events tell another sensor type than the SDR",
                       system_event_changed(sensor_type, [](unsigned octet) { return octet ^ 0x10U; })});
    mutants.push_back({"events-of-the-future", rule("ipmi.agree.event-times"),
                       "Time stamps of events are later than the SEL's time",
                       system_event_changed(timestamp + 3, [](unsigned) { return 0xF0U; })});
    mutants.push_back(
        {"events-out-of-order", rule("ipmi.agree.event-order"), "Time stamps of events run backwards",
         system_event_changed(timestamp + 2,
                              [latest = 0xF0U](unsigned) mutable { return latest = (latest - 1) & 0xFFU; })});
}

void add_filtering_mutants(Mutants& mutants) {
    mutants.push_back({"pef-of-another-version", rule("ipmi.pef.capabilities"), "PEF is of version 15h",
                       octet_changed(event(cmd::get_pef_capabilities), 1, [](unsigned) { return 0x15U; })});
    mutants.push_back({"last-event-not-kept", rule("ipmi.pef.last-event"),
                       "Set Last Processed Event ID is passed over",
                       not_done(event(cmd::set_last_processed_event))});
    mutants.push_back({"postpone-timer-not-told", rule("ipmi.pef.postpone"),
                       "The postpone timer is always told as expired",
                       octet_changed(event(cmd::arm_pef_postpone_timer), 1, [](unsigned) { return 0U; })});
}

void add_alerting_mutants(Mutants& mutants) {
    constexpr base::Octet string_key = 12, string = 13;  // PEF parameters
    mutants.push_back({"second-string-blocks-not-kept", rule("ipmi.pef.string"),
                       "Only the first block of an alert string is kept",
                       not_done(event(cmd::set_pef_config), {}, [](base::OctetView data) {
                           return data.size() > 2 && data[0] == string && data[2] > 1;
                       })});
    mutants.push_back({"string-keys-not-kept", rule("ipmi.pef.string-key"),
                       "The keys of alert strings are passed over",
                       not_done(event(cmd::set_pef_config), {}, beginning_with({string_key}))});
    mutants.push_back({"alert-status-not-cleared", rule("ipmi.pef.alert-status"),
                       "Clearing the status of Alert Immediate is acknowledged only",
                       not_done(event(cmd::alert_immediate), {},
                                [](base::OctetView data) { return data.size() > 1 && data[1] >> 6U == 2; })});
    mutants.push_back(
        {"acknowledgements-in-sessions-only", rule("ipmi.pef.acknowledge"),
         "PET Acknowledge is refused outside a session",
         around_commands([](const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                            const bmc::Seams::Execute& honest, Octets& reply) {
             honest(session, message, reply);
             if (session == nullptr && event(cmd::pet_acknowledge).is(message))
                 reply.assign(1, static_cast<base::Octet>(Completion::insufficient_privilege));
         })});
}

/// Get Command Enables tells what Set Command Enables said last, whatever became of it.
class TellsWhatItWasTold {
public:
    void operator()(const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                    const bmc::Seams::Execute& honest, Octets& reply) {
        namespace firewall = ipmi_wire::cmd::app;
        constexpr std::size_t subject = 3, mask = 16;
        honest(session, message, reply);
        if (app(firewall::set_command_enables).is(message) && message.data.size() == subject + mask) {
            told_.assign(message.data.begin() + subject, message.data.end());
            reply.assign(1, ok);
        }
        if (app(firewall::get_command_enables).is(message) && !told_.empty()) {
            reply.assign(1, ok);
            reply.insert(reply.end(), told_.begin(), told_.end());
        }
    }

private:
    Octets told_;
};

void add_firewall_mutants(Mutants& mutants) {
    namespace app_cmd = ipmi_wire::cmd::app;
    mutants.push_back({"netfns-not-told", rule("ipmi.firewall.netfns"), "Get NetFn Support tells none",
                       on_success(app(app_cmd::get_netfn_support),
                                  [](Octets& reply) { std::fill(reply.begin() + 2, reply.end(), 0); })});
    mutants.push_back({"commands-stay-enabled", rule("ipmi.firewall.enables"),
                       "Set Command Enables is acknowledged only",
                       not_done(app(app_cmd::set_command_enables))});
    mutants.push_back({"anything-can-be-turned-off", rule("ipmi.firewall.configurable"),
                       "Turning off a command that cannot be turned off is acknowledged and told as done",
                       around_commands(TellsWhatItWasTold{})});
    mutants.push_back(
        {"sub-functions-not-known", rule("ipmi.firewall.sub-functions"),
         "Get Command Sub-function Support is not known",
         around_commands([](const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                            const bmc::Seams::Execute& honest, Octets& reply) {
             honest(session, message, reply);
             if (app(app_cmd::get_sub_function_support).is(message)) reply.assign(1, 0xFF);
         })});
    mutants.push_back({"last-definer-not-marked", rule("ipmi.firewall.definers"),
                       "Get OEM NetFn IANA Support never tells that it was the last",
                       octet_changed(app(app_cmd::get_oem_netfn_support), 1,
                                     [](unsigned octet) { return octet & 0x7FU; })});
    mutants.push_back(
        {"definers-without-commands", rule("ipmi.agree.definers"),
         "Get Command Support tells no command of bodies and makers",
         on_answer(app(app_cmd::get_command_support), [](const LanMessage& message, Octets& reply) {
             constexpr std::size_t without_definer = 3;
             if (message.data.size() > without_definer && reply.front() == ok)
                 std::fill(reply.begin() + 1, reply.end(), base::Octet{0xFF});
         })});
    mutants.push_back({"support-told-the-wrong-way-round", rule("ipmi.agree.firewall"),
                       "Get Command Support tells the contrary",
                       on_success(app(app_cmd::get_command_support), [](Octets& reply) {
                           for (std::size_t at = 1; at < reply.size(); ++at) reply[at] ^= 0xFFU;
                       })});
}

}  // namespace

void add_event_mutants(Mutants& mutants) {
    add_event_log_mutants(mutants);
    add_filtering_mutants(mutants);
    add_alerting_mutants(mutants);
    add_firewall_mutants(mutants);
}

}  // namespace assay::bmc_mutants
