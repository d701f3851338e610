// One instance: its class and a value for each property.
#pragma once

#include <string_view>
#include <vector>

#include "assay/cim/class.hpp"
#include "assay/cim/object_path.hpp"

namespace assay::cim {

class Instance {
public:
    /// All properties null. @param of  not nullptr
    explicit Instance(ClassPtr of);
    /// @param values  one for each property of the class, in its order, each fitting its property
    Instance(ClassPtr of, std::vector<Value> values);

    /// With each property's default value.
    [[nodiscard]] static Instance initial(ClassPtr of);

    [[nodiscard]] const Class& of() const { return *class_; }
    [[nodiscard]] const ClassPtr& class_ptr() const { return class_; }
    [[nodiscard]] const std::vector<Value>& values() const { return values_; }
    [[nodiscard]] const Value& operator[](std::size_t property) const { return values_[property]; }
    /// The value of the property of that name without regard to case, or nullptr when there is no such.
    [[nodiscard]] const Value* find(std::string_view property) const;

    /// Sets a property; a number of the other sign is converted. The value fits the property: giving one that
    /// does not, or a name the class does not have, is a mistake of ours.
    void set(std::string_view property, Value value);
    void set(std::size_t property, Value value);

    /// Namespace and class are those of the class, keys those of the values.
    [[nodiscard]] ObjectPath path() const;

    /// The same class by name and namespace and equal values.
    friend bool operator==(const Instance& left, const Instance& right);

private:
    ClassPtr class_;
    std::vector<Value> values_;
};

/// May `value` be the value of that property, parameter or return value? Numbers of either sign, lengths and
/// array sizes are looked at; null always may.
[[nodiscard]] bool fits(const TypedElement& element, const Value& value);

}  // namespace assay::cim
