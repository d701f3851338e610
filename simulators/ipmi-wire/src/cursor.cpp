#include "assay/ipmi-wire/cursor.hpp"

namespace assay::ipmi_wire {

std::uint8_t Reader::u8() {
    const OctetView one = take(1);
    return one.empty() ? std::uint8_t{0} : one[0];
}

std::uint16_t Reader::u16() {
    const OctetView two = take(2);
    return two.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(two[0] | two[1] << 8U);
}

std::uint32_t Reader::u24() {
    const OctetView three = take(3);
    if (three.empty()) return 0;
    return static_cast<std::uint32_t>(three[0] | three[1] << 8U | three[2] << 16U);
}

std::uint32_t Reader::u32() {
    const OctetView four = take(4);
    if (four.empty()) return 0;
    return static_cast<std::uint32_t>(four[0] | four[1] << 8U | four[2] << 16U) |
           static_cast<std::uint32_t>(four[3]) << 24U;
}

OctetView Reader::take(std::size_t count) {
    if (count > in_.size()) {
        ok_ = false;
        in_ = {};
        return {};
    }
    const OctetView taken = in_.first(count);
    in_ = in_.subspan(count);
    return taken;
}

Writer& Writer::u8(unsigned value) {
    out_.push_back(static_cast<Octet>(value));
    return *this;
}

Writer& Writer::u16(unsigned value) { return u8(value & 0xFFU).u8(value >> 8U & 0xFFU); }

Writer& Writer::u24(std::uint32_t value) { return u16(value & 0xFFFFU).u8(value >> 16U & 0xFFU); }

Writer& Writer::u32(std::uint32_t value) { return u16(value & 0xFFFFU).u16(value >> 16U); }

Writer& Writer::put(OctetView octets) {
    out_.insert(out_.end(), octets.begin(), octets.end());
    return *this;
}

Writer& Writer::fill(std::size_t count, Octet value) {
    out_.insert(out_.end(), count, value);
    return *this;
}

}  // namespace assay::ipmi_wire
