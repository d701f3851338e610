#include "assay/observe/bmc_reading.hpp"

#include <algorithm>

namespace assay::observe {
namespace {

constexpr std::uint32_t auth_type_rmcp_plus = 6;
constexpr std::size_t auth_code_octets = 16;

/// Reads forward, little endian; what is not there is nothing.
class Cursor {
public:
    explicit Cursor(std::string_view octets) : left_{octets} {}

    Number take(std::size_t octets) {
        if (left_.size() < octets) {
            left_ = {};
            ok_ = false;
            return std::nullopt;
        }
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < octets; ++i)
            value |= std::uint32_t{static_cast<unsigned char>(left_[i])} << 8U * i;
        left_.remove_prefix(octets);
        return value;
    }

    /// As many octets as there are of those that are asked for.
    std::string text(std::size_t octets) {
        ok_ = ok_ && octets <= left_.size();
        std::string found{left_.substr(0, octets)};
        left_.remove_prefix(found.size());
        return found;
    }

    std::string rest() { return text(left_.size()); }
    [[nodiscard]] std::size_t left() const { return left_.size(); }
    [[nodiscard]] bool ok() const { return ok_; }

private:
    std::string_view left_;
    bool ok_ = true;
};

Number part(const Number& octet, std::uint32_t shift, std::uint32_t mask) {
    return octet ? Number{*octet >> shift & mask} : std::nullopt;
}

/// Octets that are followed by their checksum sum to zero (§13.8).
bool sums_to_zero(std::string_view octets) {
    std::uint8_t sum = 0;
    for (const char octet : octets) sum = static_cast<std::uint8_t>(sum + static_cast<unsigned char>(octet));
    return sum == 0;
}

void read_rmcp_plus(Cursor& in, DatagramReading& reading) {
    const Number type = in.take(1);
    reading.payload_type = part(type, 0, 0x3F);
    reading.encrypted = part(type, 7, 1) == 1U;
    reading.authenticated = part(type, 6, 1) == 1U;
    reading.session_id = in.take(4);
    reading.sequence = in.take(4);
    reading.length = in.take(2);
}

void read_lan_header(Cursor& in, DatagramReading& reading) {
    reading.payload_type = 0;
    reading.sequence = in.take(4);
    reading.session_id = in.take(4);
    if (reading.auth_type != 0U) reading.code = in.text(auth_code_octets);
    reading.length = in.take(1);
}

Number algorithm_of(Cursor& in) {
    (void)in.take(4);
    const Number algorithm = part(in.take(1), 0, 0x3F);
    (void)in.take(3);
    return algorithm;
}

}  // namespace

DatagramReading read_datagram(std::string_view datagram) {
    Cursor in{datagram};
    DatagramReading reading;
    reading.rmcp_version = in.take(1);
    (void)in.take(1);
    reading.rmcp_sequence = in.take(1);
    reading.rmcp_class = in.take(1);
    constexpr std::uint32_t class_of_ipmi = 7;
    if (reading.rmcp_class != class_of_ipmi) {
        reading.payload = in.rest();
        reading.whole = reading.rmcp_class.has_value();
        return reading;
    }
    reading.auth_type = in.take(1);
    reading.is_rmcp_plus = reading.auth_type == auth_type_rmcp_plus;
    reading.is_rmcp_plus ? read_rmcp_plus(in, reading) : read_lan_header(in, reading);
    reading.payload = in.text(reading.length.value_or(0));
    reading.whole = in.ok();
    reading.rest = in.rest();
    return reading;
}

LanReading read_lan_message(std::string_view payload) {
    Cursor in{payload};
    LanReading reading;
    reading.to = in.take(1);
    const Number netfn = in.take(1);
    (void)in.take(1);
    reading.from = in.take(1);
    const Number sequence = in.take(1);
    reading.command = in.take(1);
    reading.completion = in.take(1);
    reading.netfn = part(netfn, 2, 0x3F);
    reading.to_lun = part(netfn, 0, 3);
    reading.request_sequence = part(sequence, 2, 0x3F);
    reading.from_lun = part(sequence, 0, 3);
    if (in.left() > 0) reading.data = in.text(in.left() - 1);
    (void)in.take(1);
    reading.whole = in.ok();
    reading.checksums_fit =
        reading.whole && sums_to_zero(payload.substr(0, 3)) && sums_to_zero(payload.substr(3));
    return reading;
}

SetupReading read_setup(std::uint32_t payload_type, std::string_view payload) {
    Cursor in{payload};
    SetupReading reading;
    reading.tag = in.take(1);
    reading.status = in.take(1);
    const Number third = in.take(1);
    (void)in.take(1);
    reading.console_session = in.take(4);
    reading.whole = in.ok();
    if (reading.status != 0U) return reading;
    if (payload_type == open_session_response) {
        reading.privilege = part(third, 0, 0x0F);
        reading.managed_session = in.take(4);
        reading.authentication = algorithm_of(in);
        reading.integrity = algorithm_of(in);
        reading.confidentiality = algorithm_of(in);
    } else if (payload_type == rakp_2) {
        reading.random = in.text(16);
        reading.guid = in.text(16);
    }
    reading.whole = in.ok();
    reading.code = in.rest();
    return reading;
}

}  // namespace assay::observe
