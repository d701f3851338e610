// DCMI: capabilities and configuration (DCMI 1.5 §6.1), asset tag and controller id (§6.4), power (§6.6).
#include <algorithm>
#include <array>

#include "channels.hpp"
#include "dcmi_group.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::dcmi;
using std::chrono::seconds;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t major_version = 1, minor_version = 5;

/// §6.1.1.5: a rolling average's period as a client names it, unit in bits 7:6, and how long it is.
struct AveragePeriod {
    std::uint8_t octet;
    seconds length;
};
constexpr std::array average_periods{
    AveragePeriod{0x05, seconds{5}},   AveragePeriod{0x0F, seconds{15}},   AveragePeriod{0x1E, seconds{30}},
    AveragePeriod{0x41, seconds{60}},  AveragePeriod{0x43, seconds{180}},  AveragePeriod{0x47, seconds{420}},
    AveragePeriod{0x4F, seconds{900}}, AveragePeriod{0x5E, seconds{1800}}, AveragePeriod{0x81, seconds{3600}},
};

bool manages_power(Call& call) { return call.chassis.dcmi().power_sensor().has_value(); }

/// §6.1.1 parameter 2: how the SEL rolls over, and how often temperatures are sampled.
void tell_mandatory_attributes(Call& call) {
    constexpr unsigned automatic_rollover = 0x8000, record_level_flush = 0x2000, most_told = 0x0FFF;
    constexpr unsigned sampled_every_second = 1;
    constexpr unsigned dhcp_host_name = 0x02, asset_tag = 0x04;
    const EventLog& log = call.chassis.log();
    const auto entries = static_cast<unsigned>(std::min<std::size_t>(log.capacity(), most_told));
    call.reply.u16(entries | (log.overwrites() ? automatic_rollover | record_level_flush : 0U));
    call.reply.u8(dhcp_host_name | asset_tag).u8(0).u8(sampled_every_second);
}

Completion get_capabilities(Call& call) {
    constexpr std::uint8_t revision = 2, none = 0xFF;
    constexpr unsigned power_management = 0x01, by_the_bmc = wire::bmc_address << 1U, device_revision = 1;
    enum class Parameter : std::uint8_t { supported = 1, mandatory = 2, optional = 3, access = 4, power = 5 };
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto parameter = static_cast<Parameter>(call.request.u8());
    call.reply.u8(major_version).u8(minor_version).u8(revision);
    switch (parameter) {
        case Parameter::supported:
            call.reply.u8(0).u8(manages_power(call) ? power_management : 0U).u8(0);
            return Completion::ok;
        case Parameter::mandatory: tell_mandatory_attributes(call); return Completion::ok;
        case Parameter::optional: call.reply.u8(by_the_bmc).u8(device_revision); return Completion::ok;
        case Parameter::access: call.reply.u8(lan_channel).u8(none).u8(none); return Completion::ok;
        case Parameter::power:
            if (!manages_power(call)) return Completion::invalid_field;
            call.reply.u8(average_periods.size());
            for (const AveragePeriod& one : average_periods) call.reply.u8(one.octet);
            return Completion::ok;
    }
    return Completion::invalid_field;
}

/// §6.6.1: mode 1 tells of the sampling period that Set Power Limit chose, mode 2 of a rolling average.
Completion get_power_reading(Call& call) {
    constexpr unsigned statistics = 1, enhanced = 2, measuring = 0x40;
    if (!is_dcmi(call) || !manages_power(call)) return Completion::invalid_command;
    const unsigned mode = call.request.u8();
    const auto attributes = call.request.u8();
    const auto period = std::ranges::find(average_periods, attributes, &AveragePeriod::octet);
    const bool is_known = mode == statistics || (mode == enhanced && period != average_periods.end());
    if (!is_known) return Completion::invalid_field;
    Dcmi& dcmi = call.chassis.dcmi();
    const seconds length = mode == enhanced ? period->length : seconds{dcmi.power_limit().sampling_s};
    const auto now = call.chassis.power_drawn();
    PowerSpan span = now ? dcmi.power().over(length) : PowerSpan{.least = 0};
    if (now) {
        // a change of power is measured at once, and may be beyond what was sampled once a second
        if (span.samples == 0) span.include(*now);
        span.least = std::min(span.least, *now);
        span.most = std::max(span.most, *now);
    }
    call.reply.u16(now.value_or(0)).u16(span.least).u16(span.most);
    call.reply.u16(span.average()).u32(call.chassis.log_time(call.now));
    call.reply.u32(mode == enhanced ? attributes : static_cast<std::uint32_t>(length.count()) * 1000U);
    call.reply.u8(now ? measuring : 0U);
    return Completion::ok;
}

Completion get_power_limit(Call& call) {
    if (!is_dcmi(call) || !manages_power(call)) return Completion::invalid_command;
    const PowerLimit& limit = call.chassis.dcmi().power_limit();
    call.reply.u16(0).u8(static_cast<unsigned>(limit.exception)).u16(limit.watts).u32(limit.correction_ms);
    call.reply.u16(0).u16(limit.sampling_s);
    call.answers_in_full = true;  // §6.6.2: a limit that is not active is told, too
    return limit.active ? Completion::ok : Completion::no_power_limit;
}

Completion set_power_limit(Call& call) {
    if (!is_dcmi(call) || !manages_power(call)) return Completion::invalid_command;
    Dcmi& dcmi = call.chassis.dcmi();
    PowerLimit limit = dcmi.power_limit();
    call.request.u24();
    limit.exception = static_cast<PowerException>(call.request.u8());
    limit.watts = call.request.u16();
    limit.correction_ms = call.request.u32();
    call.request.u16();
    limit.sampling_s = call.request.u16();
    const bool is_exception = limit.exception == PowerException::none ||
                              limit.exception == PowerException::power_off ||
                              limit.exception == PowerException::log;
    if (!is_exception) return Completion::invalid_field;
    if (!dcmi.is_possible_limit(limit.watts)) return Completion::power_limit_out_of_range;
    if (limit.correction_ms < PowerLimit::least_correction_ms ||
        limit.correction_ms > PowerLimit::most_correction_ms)
        return Completion::correction_time_out_of_range;
    if (limit.sampling_s == 0 || limit.sampling_s > PowerLimit::most_sampling_s)
        return Completion::sampling_period_out_of_range;
    dcmi.set_power_limit(limit);
    call.chassis.throttle();
    return Completion::ok;
}

Completion activate_power_limit(Call& call) {
    constexpr unsigned deactivate = 0, activate = 1;
    if (!is_dcmi(call) || !manages_power(call)) return Completion::invalid_command;
    const unsigned operation = call.request.u8();
    if (operation != deactivate && operation != activate) return Completion::invalid_field;
    PowerLimit limit = call.chassis.dcmi().power_limit();
    if (limit.watts == 0 && operation == activate) return Completion::not_executable_now;
    limit.active = operation == activate;
    call.chassis.dcmi().set_power_limit(limit);
    call.chassis.throttle();
    return Completion::ok;
}

Completion get_part(Call& call, const DcmiText& text) {
    const std::size_t offset = call.request.u8();
    const std::size_t count = call.request.u8();
    if (count > DcmiText::longest_part) return Completion::invalid_field;
    if (offset > DcmiText::longest) return Completion::out_of_range;
    call.reply.u8(static_cast<unsigned>(text.whole().size())).put(text.part(offset, count));
    return Completion::ok;
}

Completion set_part(Call& call, DcmiText& text) {
    const std::size_t offset = call.request.u8();
    const std::size_t count = call.request.u8();
    const auto part = call.request.rest();
    if (count > DcmiText::longest_part) return Completion::invalid_field;
    if (part.size() != count) return Completion::wrong_length;
    if (!text.write(offset, part)) return Completion::out_of_range;
    call.reply.u8(static_cast<unsigned>(offset + count));
    return Completion::ok;
}

Completion get_asset_tag(Call& call) {
    return is_dcmi(call) ? get_part(call, call.chassis.dcmi().asset_tag) : Completion::invalid_command;
}

Completion set_asset_tag(Call& call) {
    return is_dcmi(call) ? set_part(call, call.chassis.dcmi().asset_tag) : Completion::invalid_command;
}

Completion get_controller_id(Call& call) {
    return is_dcmi(call) ? get_part(call, call.chassis.dcmi().controller_id) : Completion::invalid_command;
}

Completion set_controller_id(Call& call) {
    return is_dcmi(call) ? set_part(call, call.chassis.dcmi().controller_id) : Completion::invalid_command;
}

/// §6.1.3 Table 6-6.
namespace configuration {
enum class Parameter : std::uint8_t {
    activate_dhcp = 1,
    discovery = 2,
    initial_timeout = 3,
    contact_timeout = 4,
    retry_interval = 5,
};

Completion set(DhcpDiscovery& discovery, Parameter parameter, wire::Reader& data) {
    constexpr unsigned known_options =
        DhcpDiscovery::option_12 | DhcpDiscovery::options_60_and_43 | DhcpDiscovery::random_back_off;
    const std::size_t length = parameter >= Parameter::contact_timeout ? 2 : 1;
    if (parameter < Parameter::activate_dhcp || parameter > Parameter::retry_interval)
        return Completion::parameter_not_supported;
    if (data.left() != length) return Completion::wrong_length;
    const unsigned value = length == 2 ? data.u16() : data.u8();
    if (parameter == Parameter::activate_dhcp) {
        // the address that the BMC is reached at is its host's, whatever a DHCP server might say
        return value == 1 ? Completion::ok : Completion::invalid_field;
    }
    if (parameter == Parameter::discovery ? (value & ~known_options) != 0 : value == 0)
        return Completion::invalid_field;
    if (parameter == Parameter::discovery) discovery.options = static_cast<std::uint8_t>(value);
    if (parameter == Parameter::initial_timeout)
        discovery.initial_timeout_s = static_cast<std::uint8_t>(value);
    if (parameter == Parameter::contact_timeout)
        discovery.contact_timeout_s = static_cast<std::uint16_t>(value);
    if (parameter == Parameter::retry_interval)
        discovery.retry_interval_s = static_cast<std::uint16_t>(value);
    return Completion::ok;
}

Completion tell(const DhcpDiscovery& discovery, Parameter parameter, wire::Writer& reply) {
    switch (parameter) {
        case Parameter::activate_dhcp: reply.u8(0); return Completion::ok;  // write-only, reads as 0
        case Parameter::discovery: reply.u8(discovery.options); return Completion::ok;
        case Parameter::initial_timeout: reply.u8(discovery.initial_timeout_s); return Completion::ok;
        case Parameter::contact_timeout: reply.u16(discovery.contact_timeout_s); return Completion::ok;
        case Parameter::retry_interval: reply.u16(discovery.retry_interval_s); return Completion::ok;
    }
    return Completion::parameter_not_supported;
}
}  // namespace configuration

Completion set_configuration(Call& call) {
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto parameter = static_cast<configuration::Parameter>(call.request.u8());
    if (call.request.u8() != 0) return Completion::invalid_field;  // no parameter has sets
    return configuration::set(call.chassis.dcmi().discovery, parameter, call.request);
}

Completion get_configuration(Call& call) {
    constexpr std::uint8_t revision = 1;
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto parameter = static_cast<configuration::Parameter>(call.request.u8());
    if (call.request.u8() != 0) return Completion::invalid_field;
    call.reply.u8(major_version).u8(minor_version).u8(revision);
    return configuration::tell(call.chassis.dcmi().discovery, parameter, call.reply);
}

constexpr auto netfn = wire::netfn::group_extension;
constexpr std::size_t most_written = 3 + 0xFF;
constexpr std::array commands{
    Command{netfn, cmd::get_capabilities, Privilege::user, 2, get_capabilities},
    Command{netfn, cmd::get_power_reading, Privilege::user, 4, get_power_reading},
    Command{netfn, cmd::get_power_limit, Privilege::user, 3, get_power_limit},
    Command{netfn, cmd::set_power_limit, Privilege::operator_, 15, set_power_limit},
    Command{netfn, cmd::activate_power_limit, Privilege::operator_, 4, activate_power_limit},
    Command{netfn, cmd::get_asset_tag, Privilege::user, 3, get_asset_tag},
    Command{netfn, cmd::set_asset_tag, Privilege::operator_, {3, most_written}, set_asset_tag},
    Command{netfn, cmd::get_controller_id, Privilege::user, 3, get_controller_id},
    Command{netfn, cmd::set_controller_id, Privilege::administrator, {3, most_written}, set_controller_id},
    Command{netfn, cmd::set_configuration, Privilege::administrator, {4, 5}, set_configuration},
    Command{netfn, cmd::get_configuration, Privilege::user, 3, get_configuration},
};

}  // namespace

void add_dcmi_commands(CommandTable& table) { table.add(commands, wire::body::dcmi); }

}  // namespace assay::bmc
