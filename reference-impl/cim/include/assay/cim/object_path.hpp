// The name of an instance: namespace, class and key values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/cim/value.hpp"

namespace assay::cim {

struct Key {
    std::string name;
    Value value;

    friend bool operator==(const Key& left, const Key& right);
};

/// Two are equal when they name the same instance: names without regard to case.
struct ObjectPath {
    std::string name_space;
    std::string class_name;
    std::vector<Key> keys = {};  ///< sorted by name without regard to case; none for a class or singleton

    /// The value of that key, or nullptr.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// Adds a key or replaces its value, keeping the order.
    void set(std::string_view key, Value value);

    /// `root/cimv2:Class.Key="text",Number=1`, for people and for WQL (DSP0004 §8.2 and its untyped form).
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const ObjectPath& left, const ObjectPath& right);
};

}  // namespace assay::cim
