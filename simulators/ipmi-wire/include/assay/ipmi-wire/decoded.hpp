// The result of decoding a peer's octets: a value, or why they are not one.
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string_view>

namespace assay::ipmi_wire {

/// Why octets could not be decoded.
enum class Broken : std::uint8_t {
    truncated,      ///< fewer octets than the fixed part or the stated length needs
    overlong,       ///< octets after the end of the structure
    bad_checksum,   ///< IPMI 2.0 §13.8: a two's-complement checksum is not zero
    bad_version,    ///< not RMCP version 06h, or a format byte that the clause fixes differs
    unsupported,    ///< lawful, but an authentication type, payload or record that is not decoded here
    not_protected,  ///< a packet whose protection is not the one of the session's suite
    bad_integrity,  ///< the AuthCode does not match (IPMI 2.0 §13.28.4)
    bad_padding,    ///< the confidentiality or integrity pad is not what the clause fixes
};

/// A few words for a log line.
[[nodiscard]] std::string_view to_text(Broken broken);

template <class T>
using Decoded = boost::system::result<T, Broken>;

}  // namespace assay::ipmi_wire
