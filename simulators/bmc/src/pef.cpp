#include "assay/bmc/pef.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

/// §30.3 Table 30-5.
namespace parameter {
constexpr std::uint8_t control = 1, action_control = 2, startup_delay = 3, alert_startup_delay = 4,
                       filter_count = 5, filter = 6, filter_configuration = 7, policy_count = 8, policy = 9,
                       system_guid = 10, string_count = 11;
}

// parameter 1
constexpr unsigned filtering_enabled = 0x01, actions_are_logged = 0x02, startup_delay_enabled = 0x04;
constexpr unsigned any = 0xFF;

template <unsigned Reserved>
bool without(base::OctetView value) {
    return (value[0] & Reserved) == 0;
}

/// §17.7 Table 17-2: no reserved bits, and no OEM action.
bool is_filter(base::OctetView value) {
    return (value[0] & 0x1FU) == 0 && (value[1] & 0x7FU & ~pef_action::all) == 0 && (value[2] & 0x70U) == 0;
}

/// §17.11 Table 17-4.
bool is_policy(base::OctetView value) { return (value[0] & 0x07U) <= 4; }

constexpr std::array rows{
    Parameter{set_in_progress, 1},
    Parameter{parameter::control, 1, Access::read_write, without<0xF0>},
    Parameter{parameter::action_control, 1, Access::read_write, without<0xD0>},
    Parameter{parameter::startup_delay, 1},
    Parameter{parameter::alert_startup_delay, 1},
    Parameter{parameter::filter_count, 1, Access::read_only},
    Parameter{parameter::filter, 20, Access::read_write, is_filter, true, 1, event_filters},
    Parameter{parameter::policy_count, 1, Access::read_only},
    Parameter{parameter::policy, 3, Access::read_write, is_policy, true, 1, alert_policies},
    Parameter{parameter::system_guid, 17, Access::read_write, without<0xFE>},
    Parameter{parameter::string_count, 1, Access::read_only},
};

void put(ParameterBlock& parameters, std::uint8_t number, base::Octet value) {
    parameters.put(number, {&value, 1});
}

/// §17.8: where `exactly` has a one, data has to be as `wanted` says; of the other bits under `mask`, one has
/// to.
bool data_matches(base::Octet data, base::OctetView mask_exactly_wanted) {
    const unsigned mask = mask_exactly_wanted[0], exactly = mask_exactly_wanted[1];
    const unsigned alike = ~(data ^ unsigned{mask_exactly_wanted[2]}) & mask;
    const unsigned choice = mask & ~exactly;
    return (alike & exactly) == (mask & exactly) && (choice == 0 || (alike & choice) != 0);
}

bool matches(base::OctetView filter, const wire::SystemEvent& event) {
    constexpr unsigned enabled = 0x80;
    const unsigned direction_and_type = event.event_type | (event.deassertion ? 0x80U : 0U);
    const auto is = [](unsigned wanted, unsigned found) { return wanted == any || wanted == found; };
    const unsigned offsets = filter[9] | unsigned{filter[10]} << 8U;
    return (filter[0] & enabled) != 0 && is(filter[4], event.generator & 0xFFU) &&
           is(filter[5], event.generator >> 8U) && is(filter[6], event.sensor_type) &&
           is(filter[7], event.sensor_number) && is(filter[8], direction_and_type) &&
           (offsets >> event.offset() & 1U) != 0 && data_matches(event.data[0], filter.subspan(11, 3)) &&
           data_matches(event.data[1], filter.subspan(14, 3)) &&
           data_matches(event.data[2], filter.subspan(17, 3));
}

/// §17.4: power off goes before power cycle, that before reset, that before the interrupt.
unsigned without_lesser_actions(unsigned actions) {
    for (const unsigned power : {pef_action::power_off, pef_action::power_cycle, pef_action::reset,
                                 pef_action::diagnostic_interrupt}) {
        if ((actions & power) != 0) return (actions & pef_action::alert) | power;
    }
    return actions;
}

}  // namespace

Pef::Pef(const std::array<base::Octet, 16>& guid) : parameters_{rows} {
    put(parameters_, parameter::control, filtering_enabled | actions_are_logged);
    put(parameters_, parameter::action_control, pef_action::all);
    put(parameters_, parameter::filter_count, event_filters);
    put(parameters_, parameter::policy_count, alert_policies);
    base::Octets system_guid(1);
    system_guid.insert(system_guid.end(), guid.begin(), guid.end());
    parameters_.put(parameter::system_guid, system_guid);
}

bool Pef::has(std::uint8_t number) const {
    return number == parameter::filter_configuration || parameters_.has(number);
}

/// Parameter 7 is the first octet of parameter 6.
wire::Completion Pef::get(std::uint8_t number, std::uint8_t set, wire::Writer& reply) const {
    if (number != parameter::filter_configuration) return parameters_.get(number, set & 0x7FU, reply);
    const auto chosen = static_cast<std::uint8_t>(set & 0x7FU);
    if (chosen == 0 || chosen > event_filters) return wire::Completion::out_of_range;
    reply.u8(chosen).u8(parameters_.value(parameter::filter, chosen)[0]);
    return wire::Completion::ok;
}

wire::Completion Pef::set(std::uint8_t number, base::OctetView data) {
    if (number != parameter::filter_configuration) return parameters_.set(number, data);
    if (data.size() != 2) return wire::Completion::wrong_length;
    if (data[0] == 0 || data[0] > event_filters) return wire::Completion::out_of_range;
    const auto old = parameters_.value(parameter::filter, data[0]);
    base::Octets changed{old.begin(), old.end()};
    changed[0] = data[1];
    if (!is_filter(changed)) return wire::Completion::invalid_field;
    parameters_.put(parameter::filter, changed, data[0]);
    return wire::Completion::ok;
}

bool Pef::logs_actions() const {
    return (parameters_.value(parameter::control)[0] & actions_are_logged) != 0;
}

std::optional<base::OctetView> Pef::trap_guid() const {
    const auto value = parameters_.value(parameter::system_guid);
    if ((value[0] & 1U) == 0) return std::nullopt;
    return value.subspan(1);
}

bool Pef::is_awake(base::Instant now) const {
    const unsigned control = parameters_.value(parameter::control)[0];
    if ((control & filtering_enabled) == 0 || now < postponed_until_) return false;
    if ((control & startup_delay_enabled) == 0 || host_start_ == base::Instant::min()) return true;
    return now >= host_start_ + std::chrono::seconds{parameters_.value(parameter::startup_delay)[0]};
}

std::vector<std::uint8_t> Pef::destinations_of(std::uint8_t policy) const {
    constexpr unsigned enabled = 0x08, lan = 1;
    enum class Rule : std::uint8_t { always = 0, unless_sent = 1, stop_when_sent = 2 };  // 3 and 4: §17.11
    std::vector<std::uint8_t> destinations;
    for (std::uint8_t entry = 1; entry <= alert_policies; ++entry) {
        const auto row = parameters_.value(parameter::policy, entry);
        if ((row[0] & enabled) == 0 || row[0] >> 4U != policy || row[1] >> 4U != lan) continue;
        const auto rule = static_cast<Rule>(row[0] & 0x07U);
        if (rule == Rule::stop_when_sent && !destinations.empty()) break;
        // "another channel" and "another type of destination" find only this channel and PET traps here
        if (rule != Rule::always && !destinations.empty()) continue;
        destinations.push_back(row[1] & 0x0FU);
    }
    return destinations;
}

PefReaction Pef::consider(const wire::SystemEvent& event, std::uint16_t record, base::Instant now) {
    PefReaction reaction;
    if (!is_awake(now)) return reaction;
    latest_by_bmc = record;
    for (std::uint8_t number = 1; number <= event_filters; ++number) {
        const auto filter = parameters_.value(parameter::filter, number);
        if (!matches(filter, event)) continue;
        reaction.actions |= filter[1] & parameters_.value(parameter::action_control)[0] & pef_action::all;
        reaction.severity = std::max(reaction.severity, filter[3]);
        if ((filter[1] & pef_action::alert) == 0) continue;
        for (const std::uint8_t one : destinations_of(filter[2] & 0x0FU)) {
            if (std::ranges::find(reaction.destinations, one) == reaction.destinations.end()) {
                reaction.destinations.push_back(one);
            }
        }
    }
    reaction.actions = without_lesser_actions(reaction.actions);
    if ((reaction.actions & pef_action::alert) == 0) reaction.destinations.clear();
    return reaction;
}

}  // namespace assay::bmc
