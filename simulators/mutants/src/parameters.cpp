// LAN, SOL and PEF parameters, and statistics (IPMI 2.0 §23, §26, §30).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

using ipmi_wire::Completion;
using vocab::rule;

namespace transport = ipmi_wire::cmd::transport;
namespace event = ipmi_wire::cmd::sensor_event;
constexpr Which get_lan{ipmi_wire::netfn::transport, transport::get_lan_config};
constexpr Which set_lan{ipmi_wire::netfn::transport, transport::set_lan_config};
constexpr Which lan_statistics{ipmi_wire::netfn::transport, transport::get_lan_statistics};
constexpr Which get_sol{ipmi_wire::netfn::transport, transport::get_sol_config};
constexpr Which set_sol{ipmi_wire::netfn::transport, transport::set_sol_config};
constexpr Which get_pef{ipmi_wire::netfn::sensor_event, event::get_pef_config};
constexpr Which set_pef{ipmi_wire::netfn::sensor_event, event::set_pef_config};

constexpr auto set_in_progress = static_cast<Completion>(0x81);
constexpr auto read_only = static_cast<Completion>(0x82);
constexpr std::uint8_t invalid_field = 0xCC;

/// Changes the answers about one LAN parameter.
Install on_lan_parameter(std::uint8_t number, std::function<void(Octets& reply)> twist) {
    return on_answer(get_lan,
                     [number, twist = std::move(twist)](const ipmi_wire::LanMessage& message, Octets& reply) {
                         if (message.data.size() >= 2 && message.data[1] == number && reply.front() == ok)
                             twist(reply);
                     });
}

Install other_revision(Which which) {
    return octet_changed(which, 1, [](unsigned) { return 0x21U; });
}

void add_lan_mutants(Mutants& mutants) {
    mutants.push_back({"lan-parameters-of-another-revision", rule("ipmi.lan.parameter.get"),
                       "LAN parameters are of revision 21h", other_revision(get_lan)});
    mutants.push_back({"mac-address-cut", rule("ipmi.lan.parameter.length"), "The MAC address has 5 octets",
                       on_lan_parameter(5, [](Octets& reply) { reply.pop_back(); })});
    mutants.push_back({"revision-and-data", rule("ipmi.lan.parameter.revision-only"),
                       "The data come along where only the revision was asked for",
                       taken_for(get_lan, [](Octets& data) {
                           if (!data.empty()) data[0] &= 0x7FU;
                       })});
    mutants.push_back({"unknown-lan-parameter-is-invalid", rule("ipmi.lan.parameter.unknown"),
                       "An unknown LAN parameter is refused with CCh",
                       refused_otherwise(get_lan, Completion::parameter_not_supported, invalid_field)});
    mutants.push_back({"every-channel-is-the-lan", rule("ipmi.lan.parameter.channel"),
                       "LAN parameters of any channel are told", taken_for(get_lan, [](Octets& data) {
                           if (!data.empty()) data[0] = static_cast<base::Octet>((data[0] & 0x80U) | 0x0EU);
                       })});
    mutants.push_back({"lan-parameters-not-kept", rule("ipmi.lan.parameter.set"),
                       "LAN parameters are passed over", not_done(set_lan)});
    mutants.push_back({"read-only-lan-parameters-set", rule("ipmi.lan.parameter.read-only"),
                       "Setting a LAN parameter that can only be read is acknowledged",
                       refused_otherwise(set_lan, read_only, ok)});
    mutants.push_back({"lan-set-twice", rule("ipmi.lan.parameter.in-progress"),
                       "Set in progress is granted while it is in progress",
                       refused_otherwise(set_lan, set_in_progress, ok)});
    mutants.push_back({"short-lan-parameters", rule("ipmi.lan.parameter.short"),
                       "A LAN parameter with too little data is acknowledged",
                       refused_otherwise(set_lan, Completion::wrong_length, ok)});
    mutants.push_back({"one-suite-fewer", rule("ipmi.lan.suites-agree"),
                       "LAN parameter 22 counts one cipher suite too few",
                       on_lan_parameter(22, [](Octets& reply) { --reply[2]; })});
    mutants.push_back({"suites-without-limit", rule("ipmi.lan.suite-limit"),
                       "Privilege limits of cipher suites are passed over",
                       not_done(set_lan, {}, [](base::OctetView data) {
                           constexpr std::uint8_t suite_limits = 24;
                           return data.size() > 1 && data[1] == suite_limits;
                       })});
    mutants.push_back({"statistics-not-cleared", rule("ipmi.lan.statistics"),
                       "Clearing the LAN statistics does nothing",
                       taken_for(lan_statistics, [](Octets& data) {
                           if (data.size() == 2) data[1] = 0;
                       })});
    mutants.push_back(
        {"mac-address-of-zeros", rule("ipmi.agree.mac"), "The MAC address is nothing but zeros",
         on_lan_parameter(5, [](Octets& reply) { std::fill(reply.begin() + 2, reply.end(), 0); })});
    mutants.push_back({"arps-go-on", rule("ipmi.lan.arps"), "Suspending ARPs is passed over",
                       taken_for({ipmi_wire::netfn::transport, transport::suspend_arps}, [](Octets& data) {
                           if (data.size() == 2) data[1] = 0;
                       })});
}

void add_sol_mutants(Mutants& mutants) {
    mutants.push_back({"sol-parameters-of-another-revision", rule("ipmi.sol.parameter.get"),
                       "SOL parameters are of revision 21h", other_revision(get_sol)});
    mutants.push_back({"unknown-sol-parameter-is-invalid", rule("ipmi.sol.parameter.unknown"),
                       "An unknown SOL parameter is refused with CCh",
                       refused_otherwise(get_sol, Completion::parameter_not_supported, invalid_field)});
    mutants.push_back({"sol-parameters-not-kept", rule("ipmi.sol.parameter.set"),
                       "SOL parameters are passed over", not_done(set_sol)});
    mutants.push_back({"read-only-sol-parameters-set", rule("ipmi.sol.parameter.read-only"),
                       "Setting a SOL parameter that can only be read is acknowledged",
                       refused_otherwise(set_sol, read_only, ok)});
}

void add_pef_mutants(Mutants& mutants) {
    mutants.push_back({"pef-filters-have-other-numbers", rule("ipmi.pef.filters"),
                       "An event filter tells another number than its own",
                       on_answer(get_pef, [](const ipmi_wire::LanMessage& message, Octets& reply) {
                           constexpr unsigned filter_table = 6;
                           if (!message.data.empty() && message.data[0] == filter_table && reply.size() > 2)
                               ++reply[2];
                       })});
    mutants.push_back({"unknown-pef-parameter-is-invalid", rule("ipmi.pef.parameter.unknown"),
                       "An unknown PEF parameter is refused with CCh",
                       refused_otherwise(get_pef, Completion::parameter_not_supported, invalid_field)});
    mutants.push_back({"pef-parameters-not-kept", rule("ipmi.pef.parameter.set"),
                       "PEF parameters are passed over", not_done(set_pef)});
    mutants.push_back({"read-only-pef-parameters-set", rule("ipmi.pef.parameter.read-only"),
                       "Setting a PEF parameter that can only be read is acknowledged",
                       refused_otherwise(set_pef, read_only, ok)});
    mutants.push_back({"pef-set-twice", rule("ipmi.pef.parameter.in-progress"),
                       "Set in progress is granted while it is in progress",
                       refused_otherwise(set_pef, set_in_progress, ok)});
    mutants.push_back({"filters-beyond-the-table", rule("ipmi.pef.parameter.range"),
                       "An event filter beyond the table is acknowledged",
                       on_answer(set_pef, [](const ipmi_wire::LanMessage&, Octets& reply) {
                           const bool ranged = reply.front() == 0xC9 || reply.front() == invalid_field;
                           if (ranged) reply.assign(1, ok);
                       })});
    mutants.push_back({"short-pef-parameters", rule("ipmi.pef.parameter.length"),
                       "A PEF parameter with too little data is acknowledged",
                       refused_otherwise(set_pef, Completion::wrong_length, ok)});
}

}  // namespace

void add_parameter_mutants(Mutants& mutants) {
    add_lan_mutants(mutants);
    add_sol_mutants(mutants);
    add_pef_mutants(mutants);
}

}  // namespace assay::bmc_mutants
