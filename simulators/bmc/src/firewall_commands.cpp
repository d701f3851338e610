// Command discovery and firmware firewall (IPMI 2.0 §21), told from the command table itself.
#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "assay/bmc/command_table.hpp"
#include "assay/bmc/oem_script.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr auto not_configurable = static_cast<Completion>(0x80);  // §21.7, §21.9
constexpr std::size_t mask_octets = 16;                           // 128 commands
using CommandMask = std::array<base::Octet, mask_octets>;

/// Which commands a request is about: §21.3 octets 1 to 3, with more for group and OEM network functions.
struct Subject {
    std::uint8_t channel = 0;
    std::uint8_t netfn = 0;
    std::uint8_t lun = 0;
    unsigned first = 0;  ///< 00h or 80h: the half of the commands
    base::Octets body;   ///< of group extensions, where it was named
};

std::size_t octets_after_lun(std::uint8_t netfn) {
    constexpr std::uint8_t oem_group = 0x2E;
    if (netfn == wire::netfn::group_extension) return 1;  // the defining body
    return netfn == oem_group ? 3 : 0;                    // the enterprise number
}

bool is_channel(std::uint8_t channel) {
    return channel == lan_channel || channel == system_interface_channel;
}

/// @param more octets that have to follow the ones that name the subject
/// @return nothing, with the reason in `refusal`, when there is no such subject
std::optional<Subject> read_subject(Call& call, std::size_t more, Completion& refusal) {
    constexpr unsigned upper_half = 1;
    Subject subject;
    subject.channel = channel_of(call.request.u8());
    const unsigned function = call.request.u8();
    subject.netfn = static_cast<std::uint8_t>(function & 0x3EU);  // a pair is named by either of its two
    const unsigned operation = function >> 6U;
    subject.first = operation == upper_half ? 0x80U : 0U;
    subject.lun = call.request.u8() & 0x03U;
    const std::size_t left = call.request.left();
    const std::size_t body = octets_after_lun(subject.netfn);
    if (left == body + more) {
        wire::Reader behind = call.request;
        behind.take(more);
        const auto octets = behind.rest();
        subject.body.assign(octets.begin(), octets.end());
    }
    refusal = Completion::wrong_length;
    if (left != more && left != body + more) return std::nullopt;  // ipmitool names no body
    refusal = Completion::invalid_field;
    if (!is_channel(subject.channel) || operation > upper_half) return std::nullopt;
    return subject;
}

/// Of the chassis' own commands; of a group extension whose body was not named, any body's.
bool is_oem(const OemCommand& command, const Subject& subject, unsigned number) {
    const bool same_body = subject.body.empty() || subject.body == command.prefix;
    return command.netfn == subject.netfn && command.number == number && same_body;
}

/// Of one of the table's own.
bool is_of(const Command& command, const Subject& subject) {
    return !command.body || subject.body.empty() || subject.body.front() == *command.body;
}

std::optional<Command> find(const Call& call, const Subject& subject, unsigned number) {
    if (subject.lun != 0) return std::nullopt;  // every command is the BMC's own, on LUN 0
    if (call.chassis.oem() != nullptr) {
        for (const OemCommand& command : call.chassis.oem()->commands()) {
            if (is_oem(command, subject, number))
                return Command{
                    .netfn = command.netfn, .number = command.number, .privilege = command.privilege};
        }
    }
    const Command* const found = call.table.find(subject.netfn, static_cast<std::uint8_t>(number));
    if (found == nullptr || !is_of(*found, subject)) return std::nullopt;
    return *found;
}

Firewall::Place place_of(const Subject& subject, unsigned number) {
    return {subject.channel, subject.netfn, static_cast<std::uint8_t>(number)};
}

/// What changes nothing can always be asked, and the firewall's own commands stay reachable.
bool is_configurable(const Command& command) {
    const bool is_own = command.netfn == wire::netfn::app && command.number >= cmd::set_command_enables &&
                        command.number <= cmd::get_sub_function_enables;
    return command.privilege >= Privilege::operator_ && !is_own;
}

/// The mask with a bit for each command of the subject for which `holds`.
template <class Predicate>
CommandMask mask_of(const Call& call, const Subject& subject, Predicate holds) {
    CommandMask mask{};
    for (unsigned i = 0; i < mask_octets * 8; ++i) {
        const auto command = find(call, subject, subject.first + i);
        if (holds(command ? &*command : nullptr))
            mask[i / 8] = static_cast<base::Octet>(mask[i / 8] | 1U << i % 8);
    }
    return mask;
}

Completion get_netfn_support(Call& call) {
    constexpr unsigned commands_as_specified = 1, commands_restricted = 2;  // §21.2 octet 2
    const auto channel = channel_of(call.request.u8());
    if (!is_channel(channel)) return Completion::invalid_field;
    std::uint32_t pairs = 0;
    for (const Command& command : call.table.all()) pairs |= 1U << command.netfn / 2U;
    if (call.chassis.oem() != nullptr) {
        for (const OemCommand& command : call.chassis.oem()->commands()) pairs |= 1U << command.netfn / 2U;
    }
    const bool restricted = call.chassis.firewall().restricts(channel);
    call.reply.u8(restricted ? commands_restricted : commands_as_specified).u32(pairs).fill(12);
    return Completion::ok;
}

template <class Predicate>
Completion reply_with_mask(Call& call, Predicate holds) {
    Completion refusal = Completion::ok;
    const auto subject = read_subject(call, 0, refusal);
    if (!subject) return refusal;
    call.reply.put(mask_of(call, *subject, [&](const Command* command) { return holds(*subject, command); }));
    return Completion::ok;
}

/// §21.3: here, unlike elsewhere, a bit that is set says no.
Completion get_command_support(Call& call) {
    return reply_with_mask(call, [](const Subject&, const Command* command) { return command == nullptr; });
}

Completion get_configurable_commands(Call& call) {
    return reply_with_mask(call, [](const Subject&, const Command* command) {
        return command != nullptr && is_configurable(*command);
    });
}

Completion get_command_enables(Call& call) {
    const Firewall& firewall = call.chassis.firewall();
    return reply_with_mask(call, [&](const Subject& subject, const Command* command) {
        return command != nullptr && firewall.allows(place_of(subject, command->number));
    });
}

Completion set_command_enables(Call& call) {
    Completion refusal = Completion::ok;
    const auto subject = read_subject(call, mask_octets, refusal);
    if (!subject) return refusal;
    const base::OctetView wanted = call.request.take(mask_octets);
    Firewall& firewall = call.chassis.firewall();
    const auto wants = [&](unsigned i) { return (wanted[i / 8] >> i % 8 & 1U) != 0; };
    for (unsigned i = 0; i < mask_octets * 8; ++i) {
        const auto command = find(call, *subject, subject->first + i);
        const bool enabled = command && firewall.allows(place_of(*subject, command->number));
        const bool can_change = command && is_configurable(*command);
        if (wants(i) != enabled && !can_change) return not_configurable;
    }
    for (unsigned i = 0; i < mask_octets * 8; ++i) {
        const auto command = find(call, *subject, subject->first + i);
        if (command) firewall.turn(place_of(*subject, command->number), wants(i));
    }
    return Completion::ok;
}

/// Reads the subject, its command, and the defining body after it. @return nothing, with the reason in
/// `refusal`, when there is no such command
std::optional<Command> read_command(Call& call, Subject& subject, std::size_t more, Completion& refusal) {
    const auto read = read_subject(call, 1 + more, refusal);
    if (!read) return std::nullopt;
    subject = *read;
    const auto command = find(call, subject, call.request.u8());
    call.request.take(call.request.left() - more);
    if (!command) refusal = Completion::not_present;
    return command;
}

Completion get_sub_function_support(Call& call) {
    constexpr unsigned ipmi = 0x00, errata_7 = 0x07, version_2_0 = 0x20, revision_1_1 = 0x11;  // §21.4
    Subject subject;
    Completion refusal = Completion::ok;
    const auto command = read_command(call, subject, 0, refusal);
    if (!command) return refusal;
    call.reply.u8(ipmi << 4U | errata_7).u8(version_2_0).u8(revision_1_1).u32(~command->sub_functions);
    return Completion::ok;
}

Completion get_configurable_sub_functions(Call& call) {
    Subject subject;
    Completion refusal = Completion::ok;
    const auto command = read_command(call, subject, 0, refusal);
    if (!command) return refusal;
    call.reply.u32(is_configurable(*command) ? command->sub_functions : 0U);
    return Completion::ok;
}

Completion get_sub_function_enables(Call& call) {
    Subject subject;
    Completion refusal = Completion::ok;
    const auto command = read_command(call, subject, 0, refusal);
    if (!command) return refusal;
    const auto place = place_of(subject, command->number);
    call.reply.u32(command->sub_functions & ~call.chassis.firewall().sub_functions_off(place));
    return Completion::ok;
}

Completion set_sub_function_enables(Call& call) {
    Subject subject;
    Completion refusal = Completion::ok;
    const auto command = read_command(call, subject, sizeof(std::uint32_t), refusal);
    if (!command) return refusal;
    const std::uint32_t wanted = call.request.u32();
    const std::uint32_t configurable = is_configurable(*command) ? command->sub_functions : 0U;
    Firewall& firewall = call.chassis.firewall();
    const auto place = place_of(subject, command->number);
    const std::uint32_t enabled = command->sub_functions & ~firewall.sub_functions_off(place);
    if (((wanted ^ enabled) & ~configurable) != 0) return not_configurable;
    firewall.turn_sub_functions_off(place, command->sub_functions & ~wanted);
    return Completion::ok;
}

/// The bodies and makers whose commands there are under a network function, each once: a defining body has
/// one octet, an enterprise number three (§5.1 Table 5-1).
std::vector<base::Octets> definers_of(const Call& call, std::uint8_t netfn) {
    std::vector<base::Octets> definers;
    if (netfn == wire::netfn::group_extension) definers = {{wire::body::picmg}, {wire::body::dcmi}};
    if (call.chassis.oem() == nullptr) return definers;
    for (const OemCommand& command : call.chassis.oem()->commands()) {
        const bool is_new = std::ranges::find(definers, command.prefix) == definers.end();
        if (command.netfn == netfn && !command.prefix.empty() && is_new) definers.push_back(command.prefix);
    }
    return definers;
}

/// §21.11: one after the other, by an index; the last is marked as such.
Completion get_oem_netfn_support(Call& call) {
    constexpr unsigned last = 0x80, lun_0_as_specified = 1;
    const auto channel = channel_of(call.request.u8());
    const auto netfn = static_cast<std::uint8_t>(call.request.u8() & 0x3EU);
    const std::size_t index = call.request.u8() & 0x3FU;
    const auto definers = definers_of(call, netfn);
    if (!is_channel(channel) || index >= definers.size()) return Completion::invalid_field;
    call.reply.u8(index + 1 == definers.size() ? last : 0U).u8(lun_0_as_specified).put(definers[index]);
    return Completion::ok;
}

constexpr auto app = wire::netfn::app;
constexpr std::array commands{
    Command{app, cmd::get_netfn_support, Privilege::user, 1, get_netfn_support},
    Command{app, cmd::get_command_support, Privilege::user, {3, 6}, get_command_support},
    Command{app, cmd::get_sub_function_support, Privilege::user, {4, 7}, get_sub_function_support},
    Command{app, cmd::get_configurable_commands, Privilege::user, {3, 6}, get_configurable_commands},
    Command{
        app, cmd::get_configurable_sub_functions, Privilege::user, {4, 7}, get_configurable_sub_functions},
    Command{app, cmd::set_command_enables, Privilege::administrator, {19, 22}, set_command_enables},
    Command{app, cmd::get_command_enables, Privilege::user, {3, 6}, get_command_enables},
    Command{app, cmd::set_sub_function_enables, Privilege::administrator, {8, 11}, set_sub_function_enables},
    Command{app, cmd::get_sub_function_enables, Privilege::user, {4, 7}, get_sub_function_enables},
    Command{app, cmd::get_oem_netfn_support, Privilege::user, 3, get_oem_netfn_support},
};

}  // namespace

void add_firewall_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
