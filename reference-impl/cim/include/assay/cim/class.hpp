// A class with all that it inherits.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/cim/property.hpp"

namespace assay::cim {

class Class;
using ClassPtr = std::shared_ptr<const Class>;

/// What a class says of itself; what it inherits is not repeated.
struct ClassDraft {
    std::string name_space;
    std::string name;
    std::string uri;  ///< its ResourceURI and the XML namespace of its instances
    ClassPtr super = {};
    std::vector<Property> properties = {};  ///< one of an inherited name takes its place
    std::vector<Method> methods = {};       ///< likewise
    bool is_association = false;
    bool is_abstract = false;
    bool is_indication = false;
    bool is_singleton = false;  ///< said to have one instance at most
    std::string version = {};
};

/// Never changed once made; shared by all its instances and subclasses.
class Class {
public:
    explicit Class(ClassDraft draft);

    [[nodiscard]] const std::string& name() const { return draft_.name; }
    [[nodiscard]] const std::string& name_space() const { return draft_.name_space; }
    [[nodiscard]] const std::string& uri() const { return draft_.uri; }
    [[nodiscard]] const std::string& version() const { return draft_.version; }
    [[nodiscard]] const ClassPtr& super() const { return draft_.super; }
    [[nodiscard]] bool is_association() const { return draft_.is_association; }
    [[nodiscard]] bool is_abstract() const { return draft_.is_abstract; }
    [[nodiscard]] bool is_indication() const { return draft_.is_indication; }
    [[nodiscard]] bool is_singleton() const { return draft_.is_singleton; }

    /// Own and inherited ones sorted by name, which is the order of a WS-CIM schema (DSP0230 §9).
    [[nodiscard]] std::span<const Property> properties() const { return draft_.properties; }
    /// Own and inherited ones sorted by name.
    [[nodiscard]] std::span<const Method> methods() const { return draft_.methods; }
    /// Indices of the key properties, ascending; none for a singleton.
    [[nodiscard]] std::span<const std::size_t> keys() const { return keys_; }

    /// The index of the property of that name without regard to case.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view property) const;
    /// The property of that name without regard to case, or nullptr.
    [[nodiscard]] const Property* property(std::string_view name) const;
    /// The method of that name without regard to case, or nullptr.
    [[nodiscard]] const Method* method(std::string_view name) const;

    /// Is this the class of that name or one below it?
    [[nodiscard]] bool is_a(std::string_view class_name) const;

private:
    ClassDraft draft_;
    std::vector<std::size_t> keys_;
    std::vector<std::size_t> by_name_;  ///< indices of properties, sorted without regard to case
};

}  // namespace assay::cim
