#include "assay/cim/class.hpp"

#include <algorithm>
#include <numeric>

#include "assay/cim/name.hpp"

namespace assay::cim {
namespace {

/// The inherited ones that are not declared anew, and the own ones, sorted by name.
template <class T>
std::vector<T> merged(std::span<const T> inherited, std::vector<T> own) {
    for (const T& each : inherited) {
        const auto same = [&](const T& other) { return same_name(other.name, each.name); };
        if (std::ranges::none_of(own, same)) own.push_back(each);
    }
    std::ranges::sort(own, {}, &T::name);
    return own;
}

}  // namespace

const Parameter* Method::find(std::string_view parameter) const {
    const auto found = std::ranges::find_if(
        parameters, [&](const Parameter& each) { return same_name(each.name, parameter); });
    return found == parameters.end() ? nullptr : &*found;
}

Class::Class(ClassDraft draft) : draft_{std::move(draft)} {
    const Class* super = draft_.super.get();
    const std::span<const Property> properties = super ? super->properties() : std::span<const Property>{};
    const std::span<const Method> methods = super ? super->methods() : std::span<const Method>{};
    for (Property& each : draft_.properties) {
        if (each.origin.empty()) each.origin = draft_.name;
    }
    for (Method& each : draft_.methods) {
        each.declared_in = draft_.name;
        if (each.origin.empty()) each.origin = draft_.name;
    }
    draft_.properties = merged(properties, std::move(draft_.properties));
    draft_.methods = merged(methods, std::move(draft_.methods));
    for (std::size_t i = 0; i < draft_.properties.size(); ++i) {
        if (draft_.properties[i].key) keys_.push_back(i);
    }
    by_name_.resize(draft_.properties.size());
    std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
    std::ranges::sort(by_name_, NameLess{},
                      [this](std::size_t i) -> std::string_view { return draft_.properties[i].name; });
}

std::optional<std::size_t> Class::find(std::string_view property) const {
    const auto name_at = [this](std::size_t i) -> std::string_view { return draft_.properties[i].name; };
    const auto found = std::ranges::lower_bound(by_name_, property, NameLess{}, name_at);
    if (found == by_name_.end() || !same_name(name_at(*found), property)) return std::nullopt;
    return *found;
}

const Property* Class::property(std::string_view name) const {
    const auto index = find(name);
    return index ? &draft_.properties[*index] : nullptr;
}

const Method* Class::method(std::string_view name) const {
    const auto found =
        std::ranges::find_if(draft_.methods, [&](const Method& each) { return same_name(each.name, name); });
    return found == draft_.methods.end() ? nullptr : &*found;
}

bool Class::is_a(std::string_view class_name) const {
    for (const Class* each = this; each != nullptr; each = each->super().get()) {
        if (same_name(each->name(), class_name)) return true;
    }
    return false;
}

}  // namespace assay::cim
