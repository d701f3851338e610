// A BMC under any datagrams before a login: each part is one. Session ids and nonces are the same each time,
// so that what is found once can get further.
#include "assay/base/home.hpp"
#include "assay/bmc/bmc.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "parts.hpp"

using namespace assay;

namespace {

class CountingRandom : public ipmi_wire::RandomSource {
public:
    void fill(std::span<base::Octet> out) override {
        for (base::Octet& octet : out) octet = ++next_;
    }

private:
    base::Octet next_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    static const bmc::ChassisModel model = bmc::read_chassis(base::home() / "fixtures/chassis/demo.toml");
    static const bmc::CommandTable commands = bmc::every_command();
    CountingRandom random;
    base::Instant now{};
    bmc::Bmc simulated{model, commands, random, 1, now, base::WallTime{}};
    ipmi_wire::Reader in{{data, size}};
    while (in.left() > 0) {
        const bmc::Peer from{0x7F000001, in.u8()};
        static_cast<void>(simulated.receive(bmc::next_part(in), from, now));
        static_cast<void>(simulated.take_outgoing());
        now += 100ms;
    }
    simulated.tick(now);
    return 0;
}
