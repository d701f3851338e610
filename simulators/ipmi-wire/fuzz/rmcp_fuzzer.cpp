// Any octets through every decoder, and as a datagram through a whole session's cipher.
#include <cstdlib>

#include "assay/ipmi-wire/fru.hpp"
#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "assay/ipmi-wire/sel.hpp"

using namespace assay::ipmi_wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static SessionCipher sha1{suite_3, Octets(20, 1)};
    static SessionCipher sha256{suite_17, Octets(32, 1)};
    const OctetView in{data, size};
    static_cast<void>(decode_open_session_request(in));
    static_cast<void>(decode_open_session_response(in));
    static_cast<void>(decode_rakp1(in));
    static_cast<void>(decode_rakp2(in));
    static_cast<void>(decode_rakp3(in));
    static_cast<void>(decode_rakp4(in));
    static_cast<void>(decode_sel_record(in));
    static_cast<void>(fru_defect(in));
    static_cast<void>(sdr_length_fits(in) && is_known_sdr(in));
    if (const auto record = decode_sensor_record(in))
        std::visit([](const auto& one) { static_cast<void>(encode(one)); }, *record);

    const auto message = decode_rmcp(in);
    if (!message) return 0;
    static_cast<void>(decode_ping(message->body));
    if (const auto inner = decode_sessionless_15(message->body))
        static_cast<void>(decode_lan_message(*inner));
    const auto packet = decode_rmcp_plus(message->body);
    if (!packet) return 0;
    Octets clear;
    static_cast<void>(sha1.open(*packet, clear));
    static_cast<void>(sha256.open(*packet, clear));
    if (const auto lan = decode_lan_message(packet->payload)) {
        Octets again;
        encode_lan_message(*lan, again);
        if (again != Octets(packet->payload.begin(), packet->payload.end())) std::abort();
    }
    return 0;
}
