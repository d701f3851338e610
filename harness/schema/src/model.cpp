#include "assay/schema/model.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::schema {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The only constant of the qualifier's value, or nullptr.
const mof::Constant* constant_of(const AppliedQualifiers& qualifiers, std::string_view name) {
    const auto found = qualifiers.by_name.find(name);
    if (found == qualifiers.by_name.end() || !found->second.value) return nullptr;
    const mof::Value& value = *found->second.value;
    return value.array || value.constants.empty() ? nullptr : &value.constants.front();
}

template <class Held>
std::optional<Held> held(const mof::Constant* constant) {
    const auto* value = constant == nullptr ? nullptr : std::get_if<Held>(&constant->value);
    return value == nullptr ? std::nullopt : std::optional{*value};
}

}  // namespace

bool NameLess::operator()(std::string_view left, std::string_view right) const {
    return std::ranges::lexicographical_compare(left, right, {}, lower, lower);
}

bool AppliedQualifiers::flag(std::string_view name) const {
    return held<bool>(constant_of(*this, name)).value_or(false);
}

std::optional<std::string> AppliedQualifiers::text(std::string_view name) const {
    return held<std::string>(constant_of(*this, name));
}

std::optional<mof::Integer> AppliedQualifiers::number(std::string_view name) const {
    return held<mof::Integer>(constant_of(*this, name));
}

std::vector<std::string> AppliedQualifiers::texts(std::string_view name) const {
    std::vector<std::string> result;
    const auto found = by_name.find(name);
    if (found == by_name.end() || !found->second.value) return result;
    for (const mof::Constant& constant : found->second.value->constants) {
        if (const auto* text = std::get_if<std::string>(&constant.value)) result.push_back(*text);
    }
    return result;
}

bool Class::is_a(std::string_view class_name) const {
    for (const Class* at = this; at != nullptr; at = at->superclass.get()) {
        if (base::equal_ignoring_case(at->name, class_name)) return true;
    }
    return false;
}

ClassPtr find(const Classes& classes, std::string_view name_space, std::string_view name) {
    const auto space = classes.find(name_space);
    if (space == classes.end()) return nullptr;
    const auto found = space->second.find(name);
    return found == space->second.end() ? nullptr : found->second;
}

}  // namespace assay::schema
