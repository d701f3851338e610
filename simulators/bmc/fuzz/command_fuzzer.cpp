// A BMC under what a logged-in administrator sends: each part is a network function, a command and its data,
// or a payload of any type; time passes in between.
#include "../tests/console.hpp"
#include "assay/base/home.hpp"
#include "parts.hpp"

using namespace assay;
using namespace assay::bmc;

namespace {

void send(Console& console, Spoken& session, base::OctetView part) {
    constexpr unsigned is_payload = 0x80;
    if (part.size() < 2) return;
    if ((part[0] & is_payload) == 0) {
        const base::Octets data{part.begin() + 2, part.end()};
        console.exchange(console.seal(session, part[0] & 0x3EU, part[1], data));
        return;
    }
    base::Octets datagram;
    session.cipher->seal(session.exchange.managed_session, ++session.sequence,
                         static_cast<wire::PayloadType>(part[1] & 0x3FU), part.subspan(2), console.random,
                         datagram);
    console.exchange(datagram);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ChassisModel model = read_chassis(base::home() / "fixtures/chassis/demo.toml");
    Console console{1, model};
    Spoken session = console.log_in("assay", "assay-demo", 4, *wire::suite_of(std::uint8_t{1}));
    ipmi_wire::Reader in{{data, size}};
    while (in.left() > 0) {
        send(console, session, next_part(in));
        static_cast<void>(console.bmc.take_outgoing());
        console.now += 300ms;
        console.bmc.tick(console.now);
    }
    return 0;
}
