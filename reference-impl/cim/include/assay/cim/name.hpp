// Names of classes, properties, methods and namespaces: CIM compares them without regard to case (DSP0004).
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace assay::cim {

/// The letter in lower case; only A to Z have one.
[[nodiscard]] constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Are the names the same but for case?
[[nodiscard]] bool same_name(std::string_view left, std::string_view right);

/// Does `left` stand before `right` when case is ignored?
[[nodiscard]] bool name_before(std::string_view left, std::string_view right);

/// Order, equality and hash for containers keyed by name.
struct NameLess {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const { return name_before(left, right); }
};
struct NameEqual {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const { return same_name(left, right); }
};
struct NameHash {
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view name) const;
};

}  // namespace assay::cim
