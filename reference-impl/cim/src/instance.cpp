#include "assay/cim/instance.hpp"

#include <algorithm>
#include <cassert>

#include "assay/cim/name.hpp"

namespace assay::cim {
namespace {

/// Code points of well-formed UTF-8.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool scalar_fits(const TypedElement& element, const Value& value) {
    if (value.is_null()) return true;
    if (!fits(element.type, value)) return false;
    if (!element.least.is_null() && compare(value, element.least) == std::partial_ordering::less)
        return false;
    if (!element.most.is_null() && compare(value, element.most) == std::partial_ordering::greater)
        return false;
    const auto* text = value.get<std::string>();
    if (text == nullptr || (element.max_length == SIZE_MAX && element.min_length == 0)) return true;
    const std::size_t length = characters(*text);
    return length >= element.min_length && length <= element.max_length;
}

/// Integers in the sign of their type, as everybody who reads an instance expects them.
Value normal(Type type, Value value) {
    if (value.is_array()) {
        Value::Array elements;
        elements.reserve(value.elements().size());
        for (const Value& each : value.elements()) elements.push_back(normal(type, each));
        return elements;
    }
    if (const auto* number = value.get<std::int64_t>(); number != nullptr && is_unsigned(type)) {
        return static_cast<std::uint64_t>(*number);
    }
    if (const auto* number = value.get<std::uint64_t>(); number != nullptr && is_signed(type)) {
        return static_cast<std::int64_t>(*number);
    }
    return value;
}

}  // namespace

bool fits(const TypedElement& element, const Value& value) {
    if (value.is_null()) return true;
    if (value.is_array() != element.array) return false;
    if (!element.array) return scalar_fits(element, value);
    const Value::Array& elements = value.elements();
    return (element.array_size == 0 || elements.size() <= element.array_size) &&
           std::ranges::all_of(elements, [&](const Value& each) { return scalar_fits(element, each); });
}

Instance::Instance(ClassPtr of) : class_{std::move(of)}, values_(class_->properties().size()) {}

Instance::Instance(ClassPtr of, std::vector<Value> values)
    : class_{std::move(of)}, values_(std::move(values)) {
    assert(values_.size() == class_->properties().size());
}

Instance Instance::initial(ClassPtr of) {
    Instance made{std::move(of)};
    for (std::size_t i = 0; i < made.values_.size(); ++i)
        made.values_[i] = made.class_->properties()[i].initial;
    return made;
}

const Value* Instance::find(std::string_view property) const {
    const auto index = class_->find(property);
    return index ? &values_[*index] : nullptr;
}

void Instance::set(std::string_view property, Value value) {
    const auto index = class_->find(property);
    assert(index.has_value());
    set(*index, std::move(value));
}

void Instance::set(std::size_t property, Value value) {
    const Property& of = class_->properties()[property];
    assert(fits(of, value));
    values_[property] = normal(of.type, std::move(value));
}

ObjectPath Instance::path() const {
    ObjectPath path{.name_space = class_->name_space(), .class_name = class_->name()};
    for (const std::size_t key : class_->keys()) path.set(class_->properties()[key].name, values_[key]);
    return path;
}

bool operator==(const Instance& left, const Instance& right) {
    return (left.class_ == right.class_ || (same_name(left.of().name(), right.of().name()) &&
                                            same_name(left.of().name_space(), right.of().name_space()))) &&
           left.values_ == right.values_;
}

}  // namespace assay::cim
