// Data center management (DCMI 1.5).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

using ipmi_wire::LanMessage;
using vocab::rule;

constexpr std::uint8_t dcmi_group = 0xDC;
constexpr std::uint8_t get_capabilities = 0x01, get_power = 0x02, get_limit = 0x03, set_limit = 0x04,
                       activate_limit = 0x05, get_tag = 0x06, get_sensors = 0x07, set_tag = 0x08,
                       set_controller_id = 0x0A, set_thermal_limit = 0x0B, get_temperatures = 0x10,
                       set_configuration = 0x12;

constexpr Which dcmi(std::uint8_t command) { return {ipmi_wire::netfn::group_extension, command}; }

void dcmi_of_any_group(const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                       const bmc::Seams::Execute& honest, Octets& reply) {
    Octets data{message.data.begin(), message.data.end()};
    if (dcmi(get_capabilities).is(message) && !data.empty()) data[0] = dcmi_group;
    execute_with(honest, session, message, data, reply);
}

}  // namespace

void add_dcmi_mutants(Mutants& mutants) {
    mutants.push_back({"dcmi-answers-without-group", rule("dcmi.group"), "Responses begin with another group",
                       octet_changed(dcmi(get_capabilities), 1, [](unsigned) { return 0U; })});
    mutants.push_back({"dcmi-of-any-group", rule("dcmi.group.required"),
                       "Requests of any group are taken for DCMI", around_commands(dcmi_of_any_group)});
    mutants.push_back({"dcmi-of-another-version", rule("dcmi.capabilities"), "DCMI is of version 9.9",
                       octet_changed(dcmi(get_capabilities), 2, [](unsigned) { return 9U; })});
    mutants.push_back({"any-dcmi-capability", rule("dcmi.capabilities.unknown"),
                       "A capability parameter that there is not is answered",
                       on_answer(dcmi(get_capabilities), [](const LanMessage&, Octets& reply) {
                           if (reply.front() != ok) reply = {ok, dcmi_group, 1, 5, 2, 0};
                       })});
    mutants.push_back({"asset-tag-too-long", rule("dcmi.asset-tag"),
                       "The asset tag is told as 200 octets long",
                       octet_changed(dcmi(get_tag), 2, [](unsigned) { return 200U; })});
    mutants.push_back({"asset-tag-not-kept", rule("dcmi.asset-tag.kept"), "Set Asset Tag is passed over",
                       not_done(dcmi(set_tag), {dcmi_group, 12})});
    mutants.push_back({"asset-tag-of-any-length", rule("dcmi.asset-tag.range"),
                       "More octets of the asset tag are given than may be asked for",
                       on_answer(dcmi(get_tag), [](const LanMessage& message, Octets& reply) {
                           if (message.data.size() == 3 && message.data[2] > 16) reply = {ok, dcmi_group, 0};
                       })});
    mutants.push_back({"controller-id-not-kept", rule("dcmi.controller-id"),
                       "Set Management Controller Identifier String is passed over",
                       not_done(dcmi(set_controller_id), {dcmi_group, 10})});
    mutants.push_back({"dcmi-records-that-are-not-there", rule("dcmi.sensors"),
                       "Get DCMI Sensor Info gives records that there are not",
                       on_success(dcmi(get_sensors), [](Octets& reply) {
                           for (std::size_t at = 4; at < reply.size(); ++at) reply[at] = 0x7E;
                       })});
    mutants.push_back({"processors-are-told-as-inlets", rule("dcmi.sensors.entity"),
                       "Get DCMI Sensor Info gives the records of processors for inlets",
                       taken_for(dcmi(get_sensors), [](Octets& data) {
                           constexpr base::Octet inlet = 0x40, processor = 0x41;
                           if (data.size() > 2 && data[2] == inlet) data[2] = processor;
                       })});
    mutants.push_back({"least-power-is-the-most", rule("dcmi.power.reading"),
                       "The least power is above the present", on_success(dcmi(get_power), [](Octets& reply) {
                           if (reply.size() > 5) reply[4] = reply[5] = 0xFF;
                       })});
    mutants.push_back({"any-power-mode", rule("dcmi.power.mode"), "A mode that there is not is answered",
                       taken_for(dcmi(get_power), [](Octets& data) {
                           if (data.size() > 1 && data[0] == dcmi_group) data[1] = 1;
                       })});
    mutants.push_back({"power-limit-not-kept", rule("dcmi.power.limit"), "Set Power Limit is passed over",
                       not_done(dcmi(set_limit), {dcmi_group})});
    mutants.push_back({"power-limit-not-activated", rule("dcmi.power.activate"),
                       "Activate Power Limit is passed over", not_done(dcmi(activate_limit), {dcmi_group})});
    mutants.push_back({"thermal-limit-not-kept", rule("dcmi.thermal.limit"),
                       "Set Thermal Limit is passed over", not_done(dcmi(set_thermal_limit), {dcmi_group})});
    mutants.push_back({"dcmi-configuration-not-kept", rule("dcmi.configuration"),
                       "Set DCMI Configuration Parameters is passed over",
                       not_done(dcmi(set_configuration), {dcmi_group})});
    mutants.push_back({"temperatures-miscounted", rule("dcmi.thermal.readings"),
                       "Get Temperature Readings tells more than it gives",
                       octet_changed(dcmi(get_temperatures), 3, [](unsigned count) { return count + 1; })});
}

}  // namespace assay::bmc_mutants
