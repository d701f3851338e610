#include "compile/value_map.hpp"

#include <algorithm>
#include <optional>

namespace assay::cim {
namespace {

/// The ends of an entry; null is open.
struct Range {
    Value first;
    Value last;
};

std::optional<Value> end_of(Type type, std::string_view text) {
    if (text.empty()) return Value{};
    auto read = read_text(type, text);
    if (!std::holds_alternative<Value>(read)) return std::nullopt;
    return std::get<Value>(std::move(read));
}

std::optional<Range> range_of(Type type, std::string_view entry) {
    const std::size_t dots = is_integer(type) ? entry.find("..") : entry.npos;
    if (dots == entry.npos) {
        const auto only = entry.empty() && is_integer(type) ? std::nullopt : end_of(type, entry);
        if (!only) return std::nullopt;
        return Range{.first = *only, .last = *only};
    }
    auto first = end_of(type, entry.substr(0, dots));
    auto last = end_of(type, entry.substr(dots + 2));
    if (!first || !last || compare(*first, *last) == std::partial_ordering::greater) return std::nullopt;
    return Range{.first = std::move(*first), .last = std::move(*last)};
}

}  // namespace

bool is_entry(const TypedElement& element, std::string_view entry) {
    return element.type == Type::string || range_of(element.type, entry).has_value();
}

bool has_value(const TypedElement& element, const Value& value) {
    if (element.value_map.empty() || value.is_null()) return true;
    if (const auto* text = value.get<std::string>()) {
        return std::ranges::find(element.value_map, *text) != element.value_map.end();
    }
    return std::ranges::any_of(element.value_map, [&](const std::string& entry) {
        const auto range = range_of(element.type, entry);
        return range && compare(value, range->first) != std::partial_ordering::less &&
               compare(value, range->last) != std::partial_ordering::greater;
    });
}

}  // namespace assay::cim
