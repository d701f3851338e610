// Numbers in as few octets as they need: seven bits each, the lowest first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::repository {

inline void put_varint(std::string& into, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7U) into += static_cast<char>(number | 0x80U);
    into += static_cast<char>(number);
}

/// Takes one off the front; what is cut short ends where it is cut.
inline std::uint64_t take_varint(std::string_view& from) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; !from.empty() && shift < 64; shift += 7) {
        const auto octet = static_cast<unsigned char>(from.front());
        from.remove_prefix(1);
        number |= std::uint64_t{octet & 0x7FU} << shift;
        if (octet < 0x80) break;
    }
    return number;
}

}  // namespace assay::repository
