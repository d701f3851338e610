#include "assay/cim/name.hpp"

#include <algorithm>
#include <cstdint>

#include "assay/base/text.hpp"

namespace assay::cim {

bool same_name(std::string_view left, std::string_view right) {
    return base::equal_ignoring_case(left, right);
}

bool name_before(std::string_view left, std::string_view right) {
    return std::ranges::lexicographical_compare(left, right, [](char a, char b) {
        return static_cast<unsigned char>(lower(a)) < static_cast<unsigned char>(lower(b));
    });
}

std::size_t NameHash::operator()(std::string_view name) const {
    std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
    for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(lower(letter))) * 0x100000001B3U;
    return hash;
}

}  // namespace assay::cim
