// A BMC under arbitrary datagrams, and under arbitrary commands from a logged-in administrator.
#include "assay/bmc/bmc.hpp"
#include "assay/ipmi-wire/lan_message.hpp"

using namespace assay;

namespace {

bmc::ChassisModel model() {
    bmc::ChassisModel chassis;
    bmc::SensorModel analog, discrete;
    ipmi_wire::FullSensorRecord full;
    full.sensor.number = 1;
    full.sensor.reading_mask = 0x3F3F;
    analog.record = full;
    ipmi_wire::CompactSensorRecord compact;
    compact.sensor.number = 2;
    discrete.record = compact;
    chassis.sensors = {analog, discrete};
    chassis.log_capacity = 8;
    return chassis;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bmc::ChassisModel chassis_model = model();
    static const bmc::CommandTable commands = bmc::every_command();
    static ipmi_wire::SystemRandom random;
    const base::OctetView in{data, size};
    bmc::Bmc simulated{chassis_model, commands, random, 1, base::Instant{}, base::WallTime{}};
    static_cast<void>(simulated.receive(in, {}, base::Instant{}));

    // the same octets as netfn, command and data, past the session layer
    if (size < 2) return 0;
    bmc::SessionTable sessions{random};
    bmc::Session admin;
    admin.console_id = 1;
    admin.managed_id = 2;
    admin.cipher = {ipmi_wire::suite_3, base::Octets(20, 1)};
    admin.user_id = 2;
    admin.limit = admin.current = ipmi_wire::Privilege::administrator;
    bmc::Session& session = sessions.establish(std::move(admin));
    base::Octets reply;
    commands.execute(
        {.netfn = static_cast<std::uint8_t>(in[0] & 0x3EU), .command = in[1], .data = in.subspan(2)},
        simulated.chassis(), sessions, &session, base::Instant{}, reply);
    return reply.empty() ? -1 : 0;
}
