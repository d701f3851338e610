// Platform event filtering and alerting (IPMI 2.0 §30).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::sensor_event;
using wire::Completion;
using wire::Privilege;

Completion get_pef_capabilities(Call& call) {
    constexpr unsigned version = 0x51;  // 1.5, in BCD, least significant digit first
    call.reply.u8(version).u8(pef_action::all).u8(event_filters);
    return Completion::ok;
}

Completion arm_pef_postpone_timer(Call& call) {
    constexpr unsigned forever = 0xFE, ask = 0xFF;
    const unsigned seconds = call.request.u8();
    Pef& pef = call.chassis.pef();
    if (seconds != ask)
        pef.postpone(seconds == forever ? base::Duration::max() : std::chrono::seconds{seconds});
    call.chassis.process_events(call.now);
    const base::Duration left = pef.postponed_for(call.now);
    const auto whole = std::chrono::ceil<std::chrono::seconds>(left).count();
    call.reply.u8(left == base::Duration::max() ? forever : static_cast<unsigned>(whole));
    return Completion::ok;
}

Completion set_pef_config(Call& call) {
    const auto parameter = static_cast<std::uint8_t>(call.request.u8() & 0x7FU);
    return call.chassis.pef().set(parameter, call.request.rest());
}

Completion get_pef_config(Call& call) {
    const auto first = call.request.u8();
    const auto set = call.request.u8();
    const auto block = call.request.u8();
    const auto parameter = static_cast<std::uint8_t>(first & 0x7FU);
    call.reply.u8(parameter_revision);
    const bool revision_only = (first & 0x80U) != 0;
    if (!revision_only) return call.chassis.pef().get(parameter, set, block, call.reply);
    return call.chassis.pef().has(parameter) ? Completion::ok : Completion::parameter_not_supported;
}

Completion set_last_processed_event(Call& call) {
    const bool by_bmc = (call.request.u8() & 1U) != 0;
    Pef& pef = call.chassis.pef();
    const auto record = call.request.u16();
    by_bmc ? pef.set_latest_by_bmc(record) : pef.set_latest_by_software(record);
    return Completion::ok;
}

Completion get_last_processed_event(Call& call) {
    EventLog& log = call.chassis.log();
    const wire::SelRecord* const latest = log.find(wire::last_record);
    call.reply.u32(log.last_addition()).u16(latest == nullptr ? wire::last_record : latest->id);
    call.reply.u16(call.chassis.pef().latest_by_software()).u16(call.chassis.pef().latest_by_bmc());
    return Completion::ok;
}

/// The platform event parameters of an alert, octets 4 to 11 (§30.7).
wire::SystemEvent event_of(wire::Reader& in) {
    wire::SystemEvent event;
    event.generator = in.u8();
    event.event_message_revision = in.u8();
    event.sensor_type = in.u8();
    event.sensor_number = in.u8();
    const unsigned direction_and_type = in.u8();
    event.deassertion = (direction_and_type & 0x80U) != 0;
    event.event_type = direction_and_type & 0x7FU;
    for (base::Octet& octet : event.data) octet = in.u8();
    return event;
}

/// §30.7: an alert without an event is a test; one with an event tells of that.
Completion alert_immediate(Call& call) {
    enum class Operation : std::uint8_t { send = 0, get_status = 1, clear_status = 2 };
    constexpr unsigned sends_string = 0x80;
    const auto channel = channel_of(call.request.u8());
    const unsigned second = call.request.u8();
    const unsigned string = call.request.u8();
    const auto operation = static_cast<Operation>(second >> 6U);
    AlertStep step{.destination = static_cast<std::uint8_t>(second & 0x0FU)};
    if ((string & sends_string) != 0) step.string = static_cast<std::uint8_t>(string & 0x7FU);
    const std::size_t left = call.request.left();
    if (left != 0 && left != 8) return Completion::wrong_length;
    if (channel != lan_channel || operation > Operation::clear_status) return Completion::invalid_field;
    if (step.destination > alert_destinations || step.string.value_or(0) > alert_strings)
        return Completion::out_of_range;
    Alerting& alerting = call.chassis.alerting();
    if (operation == Operation::get_status) {
        call.reply.u8(static_cast<unsigned>(alerting.status()));
        return Completion::ok;
    }
    if (operation == Operation::clear_status) {
        alerting.clear_status();
        return Completion::ok;
    }
    if (alerting.is_busy()) return Completion::alert_in_progress;
    const wire::SystemEvent event = left == 0 ? wire::SystemEvent{} : event_of(call.request);
    call.chassis.alert({.event = event, .steps = {step}}, call.now);
    return Completion::ok;
}

/// §30.8: whoever got a trap says so, outside a session, with what it said. That nobody waits for it any more
/// is no mistake of his.
Completion pet_acknowledge(Call& call) {
    TrapIdentity identity;
    identity.sequence = call.request.u16();
    identity.timestamp = call.request.u32();
    identity.source_type = call.request.u8();
    identity.device = call.request.u8();
    identity.sensor = call.request.u8();
    for (base::Octet& octet : identity.data) octet = call.request.u8();
    static_cast<void>(call.chassis.alerting().acknowledge(identity));
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::sensor_event, cmd::get_pef_capabilities, Privilege::user, 0, get_pef_capabilities},
    Command{wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, Privilege::administrator, 1,
            arm_pef_postpone_timer},
    Command{
        wire::netfn::sensor_event, cmd::set_pef_config, Privilege::administrator, {2, 24}, set_pef_config},
    Command{wire::netfn::sensor_event, cmd::get_pef_config, Privilege::operator_, 3, get_pef_config},
    Command{wire::netfn::sensor_event, cmd::set_last_processed_event, Privilege::administrator, 3,
            set_last_processed_event},
    Command{wire::netfn::sensor_event, cmd::get_last_processed_event, Privilege::administrator, 0,
            get_last_processed_event},
    Command{
        wire::netfn::sensor_event, cmd::alert_immediate, Privilege::administrator, {3, 11}, alert_immediate},
    Command{wire::netfn::sensor_event, cmd::pet_acknowledge, Privilege::none, 12, pet_acknowledge},
};

}  // namespace

void add_pef_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
