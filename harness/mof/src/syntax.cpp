#include "assay/mof/syntax.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"

namespace assay::mof {
namespace {

/// In the order of DataType.
constexpr std::array<std::string_view, 14> type_names{"boolean", "uint8",  "uint16", "uint32",  "uint64",
                                                      "sint8",   "sint16", "sint32", "sint64",  "real32",
                                                      "real64",  "char16", "string", "datetime"};

}  // namespace

std::string_view to_text(DataType type) { return type_names.at(static_cast<std::size_t>(type)); }

std::optional<DataType> data_type(std::string_view word) {
    const auto* const found = std::ranges::find_if(
        type_names, [&](std::string_view name) { return base::equal_ignoring_case(name, word); });
    if (found == type_names.end()) return std::nullopt;
    return static_cast<DataType>(found - type_names.begin());
}

const Qualifier* find(const Qualifiers& qualifiers, std::string_view name) {
    const auto found = std::ranges::find_if(qualifiers, [&](const Qualifier& qualifier) {
        return base::equal_ignoring_case(qualifier.name, name);
    });
    return found == qualifiers.end() ? nullptr : &*found;
}

}  // namespace assay::mof
