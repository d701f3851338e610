// The ways in which a good message is changed in one place.
#pragma once

#include <libxml/tree.h>

#include <cstddef>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace assay::xml {

using Random = std::mt19937;

/// One of `count`; std::uniform_int_distribution would differ between standard libraries.
[[nodiscard]] inline std::size_t pick(Random& random, std::size_t count) { return random() % count; }

struct Mutation {
    std::string_view name;
    /// Changes the element or what is around it.
    /// @return what exactly, e.g. " = 'maybe'"; nothing when the element gives no occasion
    std::optional<std::string> (*apply)(xmlNode* element, Random& random);
};

[[nodiscard]] std::span<const Mutation> mutations();

}  // namespace assay::xml
