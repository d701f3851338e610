// Firmware upgrade (PICMG HPM.1).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

using ipmi_wire::Completion;
using vocab::rule;

namespace picmg = ipmi_wire::cmd::picmg;

constexpr Which upgrade(std::uint8_t command) { return {ipmi_wire::netfn::group_extension, command}; }

}  // namespace

void add_upgrade_mutants(Mutants& mutants) {
    mutants.push_back(
        {"upgrade-answers-without-identifier", rule("hpm.group"), "Responses begin with another identifier",
         octet_changed(upgrade(picmg::get_upgrade_capabilities), 1, [](unsigned) { return 1U; })});
    mutants.push_back(
        {"no-component-to-upgrade", rule("hpm.capabilities"), "No component can be upgraded",
         octet_changed(upgrade(picmg::get_upgrade_capabilities), 8, [](unsigned) { return 0U; })});
    mutants.push_back(
        {"component-names-cut", rule("hpm.component.property"), "Properties of components are cut",
         on_success(upgrade(picmg::get_component_property), [](Octets& reply) { reply.pop_back(); })});
    mutants.push_back(
        {"every-component-is-there", rule("hpm.component.absent"),
         "A component that there is not tells properties",
         refused_otherwise(upgrade(picmg::get_component_property), static_cast<Completion>(0x82), ok)});
    mutants.push_back({"no-upgrade-status", rule("hpm.status"),
                       "The upgrade status tells a command that there is not",
                       octet_changed(upgrade(picmg::get_upgrade_status), 2, [](unsigned) { return 0U; })});
    mutants.push_back({"blocks-without-start", rule("hpm.upload.order"),
                       "A block without Initiate Upgrade Action is acknowledged",
                       refused_otherwise(upgrade(picmg::upload_block), Completion::not_executable_now, ok)});
    mutants.push_back({"uploads-of-any-length", rule("hpm.finish.length"),
                       "An upload is finished with any length",
                       refused_otherwise(upgrade(picmg::finish_upload), static_cast<Completion>(0x81), ok)});
    mutants.push_back({"abort-acknowledged-only", rule("hpm.abort"),
                       "Abort Firmware Upgrade is acknowledged only",
                       not_done(upgrade(picmg::abort_upgrade), {0x00})});
}

}  // namespace assay::bmc_mutants
