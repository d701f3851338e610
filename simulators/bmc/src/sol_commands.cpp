// SOL configuration (IPMI 2.0 §26.2, §26.3).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::transport;
using wire::Completion;
using wire::Privilege;

Completion set_sol_config(Call& call) {
    const auto channel = channel_of(call.request.u8());
    const auto parameter = call.request.u8();
    if (channel != lan_channel) return Completion::invalid_field;
    return call.chassis.sol().parameters().set(parameter, call.request.rest());
}

Completion get_sol_config(Call& call) {
    const auto channel = call.request.u8();
    const auto parameter = call.request.u8();
    const auto set = call.request.u8();
    if (channel_of(channel) != lan_channel) return Completion::invalid_field;
    const ParameterBlock& parameters = call.chassis.sol().parameters();
    call.reply.u8(parameter_revision);
    const bool revision_only = (channel & 0x80U) != 0;
    if (!revision_only) return parameters.get(parameter, set, call.reply);
    return parameters.has(parameter) ? Completion::ok : Completion::parameter_not_supported;
}

constexpr std::array commands{
    Command{wire::netfn::transport, cmd::set_sol_config, Privilege::administrator, {3, 16}, set_sol_config},
    Command{wire::netfn::transport, cmd::get_sol_config, Privilege::user, 4, get_sol_config},
};

}  // namespace

void add_sol_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
