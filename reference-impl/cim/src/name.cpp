#include "assay/cim/name.hpp"

#include <algorithm>
#include <cstdint>

#include "assay/base/text.hpp"

namespace assay::cim {

bool same_name(std::string_view left, std::string_view right) {
    return base::equal_ignoring_case(left, right);
}

bool name_before(std::string_view left, std::string_view right) {
    const std::size_t shared = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < shared; ++i) {
        if (left[i] == right[i]) continue;
        const auto a = static_cast<unsigned char>(lower(left[i])),
                   b = static_cast<unsigned char>(lower(right[i]));
        if (a != b) return a < b;
    }
    return left.size() < right.size();
}

std::size_t NameHash::operator()(std::string_view name) const {
    std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
    for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(lower(letter))) * 0x100000001B3U;
    return hash;
}

}  // namespace assay::cim
