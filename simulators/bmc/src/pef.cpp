#include "assay/bmc/pef.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

/// §30.3 Table 30-5.
namespace parameter {
constexpr std::uint8_t control = 1, action_control = 2, startup_delay = 3, alert_startup_delay = 4,
                       filter_count = 5, filter = 6, filter_configuration = 7, policy_count = 8, policy = 9,
                       system_guid = 10, string_count = 11, string_key = 12, string = 13;
}

// parameter 1
constexpr unsigned filtering_enabled = 0x01, actions_are_logged = 0x02, startup_delay_enabled = 0x04,
                   alert_delay_enabled = 0x08;
constexpr unsigned any = 0xFF;

template <unsigned Reserved>
bool without(base::OctetView value) {
    return (value[0] & Reserved) == 0;
}

/// §17.7 Table 17-2: no reserved bits, and no OEM action.
bool is_filter(base::OctetView value) {
    return (value[0] & 0x1FU) == 0 && (value[1] & 0x7FU & ~pef_action::all) == 0 && (value[2] & 0x70U) == 0;
}

constexpr unsigned event_specific = 0x80;  // octet 4 of a policy: the rest is a set of strings, not a string

/// §17.11 Table 17-4.
bool is_policy(base::OctetView value) {
    const bool has_string = (value[2] & event_specific) != 0 || value[2] <= alert_strings;
    return (value[0] & 0x07U) <= 4 && has_string;
}

/// Parameter 12: event filter, set of strings.
bool is_string_key(base::OctetView value) { return value[0] <= event_filters && value[1] <= 0x7F; }

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
    Parameter{parameter::string_key, 2, Access::read_write, is_string_key, true, 0, alert_strings + 1},
    // set and got block by block
    Parameter{parameter::string, alert_string_blocks* alert_string_block, Access::read_write, nullptr, true,
              0, alert_strings + 1},
};

void put(ParameterBlock& parameters, std::uint8_t number, base::Octet value) {
    parameters.put(number, {&value, 1});
}

/// §17.7: where `exactly` has a one, data has to be as `wanted` says; of the other bits under `mask`, one has
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

/// §17.6: power off goes before power cycle, that before reset, that before the interrupt.
unsigned without_lesser_actions(unsigned actions) {
    for (const unsigned power : {pef_action::power_off, pef_action::power_cycle, pef_action::reset,
                                 pef_action::diagnostic_interrupt}) {
        if ((actions & power) != 0) return (actions & pef_action::alert) | power;
    }
    return actions;
}

bool is_block(std::uint8_t block) { return block >= 1 && block <= alert_string_blocks; }
std::size_t place_of_block(std::uint8_t block) { return (block - 1U) * std::size_t{alert_string_block}; }

}  // namespace

Pef::Pef(const std::array<base::Octet, 16>& guid) : parameters_{rows} {
    put(parameters_, parameter::control, filtering_enabled | actions_are_logged);
    put(parameters_, parameter::action_control, pef_action::all);
    put(parameters_, parameter::filter_count, event_filters);
    put(parameters_, parameter::policy_count, alert_policies);
    put(parameters_, parameter::string_count, alert_strings);
    base::Octets system_guid(1);
    system_guid.insert(system_guid.end(), guid.begin(), guid.end());
    parameters_.put(parameter::system_guid, system_guid);
}

bool Pef::has(std::uint8_t number) const {
    return number == parameter::filter_configuration || parameters_.has(number);
}

/// Parameter 7 is the first octet of parameter 6; parameter 13 comes in blocks.
wire::Completion Pef::get(std::uint8_t number, std::uint8_t set, std::uint8_t block,
                          wire::Writer& reply) const {
    const auto chosen = static_cast<std::uint8_t>(set & 0x7FU);
    if (number == parameter::string) {
        if (chosen > alert_strings || !is_block(block)) return wire::Completion::out_of_range;
        const auto whole = parameters_.value(number, chosen);
        reply.u8(chosen).u8(block).put(whole.subspan(place_of_block(block), alert_string_block));
        return wire::Completion::ok;
    }
    if (number != parameter::filter_configuration) return parameters_.get(number, chosen, reply);
    if (chosen == 0 || chosen > event_filters) return wire::Completion::out_of_range;
    reply.u8(chosen).u8(parameters_.value(parameter::filter, chosen)[0]);
    return wire::Completion::ok;
}

wire::Completion Pef::set(std::uint8_t number, base::OctetView data) {
    if (number == parameter::string) return set_string_block(data);
    if (number == parameter::filter_configuration) return set_filter_configuration(data);
    return parameters_.set(number, data);
}

wire::Completion Pef::set_filter_configuration(base::OctetView data) {
    if (data.size() != 2) return wire::Completion::wrong_length;
    if (data[0] == 0 || data[0] > event_filters) return wire::Completion::out_of_range;
    const auto old = parameters_.value(parameter::filter, data[0]);
    base::Octets changed{old.begin(), old.end()};
    changed[0] = data[1];
    if (!is_filter(changed)) return wire::Completion::invalid_field;
    parameters_.put(parameter::filter, changed, data[0]);
    return wire::Completion::ok;
}

/// Selector, block, and at most 16 octets; what a shorter block leaves is empty.
wire::Completion Pef::set_string_block(base::OctetView data) {
    if (data.size() < 3 || data.size() > 2U + alert_string_block) return wire::Completion::wrong_length;
    if (data[0] > alert_strings || !is_block(data[1])) return wire::Completion::out_of_range;
    const auto old = parameters_.value(parameter::string, data[0]);
    base::Octets changed{old.begin(), old.end()};
    const auto place = changed.begin() + static_cast<std::ptrdiff_t>(place_of_block(data[1]));
    std::fill_n(place, alert_string_block, base::Octet{0});
    std::ranges::copy(data.subspan(2), place);
    parameters_.put(parameter::string, changed, data[0]);
    return wire::Completion::ok;
}

wire::Completion Pef::restore(std::uint8_t number, base::OctetView data) {
    if (number != parameter::string) return set(number, data);
    if (data.size() != 1U + alert_string_blocks * alert_string_block) return wire::Completion::wrong_length;
    if (data[0] > alert_strings) return wire::Completion::out_of_range;
    parameters_.put(number, data.subspan(1), data[0]);
    return wire::Completion::ok;
}

bool Pef::is_volatile(std::uint8_t number, std::uint8_t set) {
    return (number == parameter::string_key || number == parameter::string) && set == 0;
}

std::string_view Pef::alert_string(std::uint8_t selector) const {
    if (selector > alert_strings) return {};
    const std::string_view whole = base::text_of(parameters_.value(parameter::string, selector));
    return whole.substr(0, whole.find('\0'));
}

bool Pef::logs_actions() const {
    return (parameters_.value(parameter::control)[0] & actions_are_logged) != 0;
}

std::optional<base::OctetView> Pef::trap_guid() const {
    const auto value = parameters_.value(parameter::system_guid);
    if ((value[0] & 1U) == 0) return std::nullopt;
    return value.subspan(1);
}

/// Parameters 3 and 4: seconds since the host was started, where control has the delay on.
base::Instant Pef::after_start(std::uint8_t number, unsigned enable) const {
    const bool enabled = (parameters_.value(parameter::control)[0] & enable) != 0;
    if (!enabled || host_start_ == base::Instant::min()) return base::Instant::min();
    return host_start_ + std::chrono::seconds{parameters_.value(number)[0]};
}

base::Instant Pef::alerts_from() const {
    return after_start(parameter::alert_startup_delay, alert_delay_enabled);
}

bool Pef::is_awake(base::Instant now) const {
    return now >= postponed_until_ && now >= after_start(parameter::startup_delay, startup_delay_enabled);
}

void Pef::note(const LoggedEvent& logged) {
    if ((parameters_.value(parameter::control)[0] & filtering_enabled) == 0) return;
    if (waiting_.size() >= most_waiting) waiting_.pop_front();
    waiting_.push_back(logged);
}

void Pef::postpone(base::Duration wait) {
    wait_ = wait;
    postponed_until_ = wait == base::Duration::zero() ? base::Instant::min() : base::Instant::max();
}

base::Duration Pef::postponed_for(base::Instant now) const {
    if (postponed_until_ == base::Instant::max()) return wait_;
    return postponed_until_ <= now ? base::Duration::zero() : postponed_until_ - now;
}

/// §30.5: what software has processed is done, and so is all that was logged before it.
void Pef::set_latest_by_software(std::uint16_t record) {
    latest_by_software_ = record;
    const auto found = std::ranges::find(waiting_, record, &LoggedEvent::record);
    if (found == waiting_.end()) return;
    waiting_.erase(waiting_.begin(), found + 1);
    if (waiting_.empty() && postponed_until_ != base::Instant::min()) postpone(wait_);
}

std::optional<LoggedEvent> Pef::take_due(base::Instant now) {
    if (waiting_.empty()) return std::nullopt;
    if (postponed_until_ == base::Instant::max() && wait_ != base::Duration::max())
        postponed_until_ = now + wait_;
    if (!is_awake(now)) return std::nullopt;
    postpone(base::Duration::zero());
    const LoggedEvent logged = waiting_.front();
    waiting_.pop_front();
    return logged;
}

/// §17.11: the string of a policy entry itself, or the one with the key for this filter and the entry's set.
std::optional<std::uint8_t> Pef::string_of(base::Octet key, std::uint8_t filter) const {
    if ((key & event_specific) == 0) return key;
    for (std::uint8_t selector = 0; selector <= alert_strings; ++selector) {
        const auto candidate = parameters_.value(parameter::string_key, selector);
        if (candidate[0] == filter && candidate[1] == (key & 0x7FU)) return selector;
    }
    return std::nullopt;
}

std::vector<AlertStep> Pef::steps_of(std::uint8_t policy, std::uint8_t filter) const {
    constexpr unsigned enabled = 0x08, lan = 1;
    std::vector<AlertStep> steps;
    for (std::uint8_t entry = 1; entry <= alert_policies; ++entry) {
        const auto row = parameters_.value(parameter::policy, entry);
        if ((row[0] & enabled) == 0 || row[0] >> 4U != policy || row[1] >> 4U != lan) continue;
        const auto destination = static_cast<std::uint8_t>(row[1] & 0x0FU);
        if (destination > alert_destinations) continue;
        steps.push_back({static_cast<PolicyRule>(row[0] & 0x07U), destination, string_of(row[2], filter)});
    }
    return steps;
}

PefReaction Pef::consider(const LoggedEvent& logged) {
    PefReaction reaction;
    unsigned policies = 0;  // one bit for each whose set is in the reaction
    latest_by_bmc_ = logged.record;
    for (std::uint8_t number = 1; number <= event_filters; ++number) {
        const auto filter = parameters_.value(parameter::filter, number);
        if (!matches(filter, logged.event)) continue;
        reaction.actions |= filter[1] & parameters_.value(parameter::action_control)[0] & pef_action::all;
        reaction.severity = std::max(reaction.severity, filter[3]);
        const auto policy = static_cast<std::uint8_t>(filter[2] & 0x0FU);
        if ((filter[1] & pef_action::alert) == 0 || (policies >> policy & 1U) != 0) continue;
        policies |= 1U << policy;
        reaction.alerts.push_back(steps_of(policy, number));
    }
    reaction.actions = without_lesser_actions(reaction.actions);
    if ((reaction.actions & pef_action::alert) == 0) reaction.alerts.clear();
    return reaction;
}

}  // namespace assay::bmc
