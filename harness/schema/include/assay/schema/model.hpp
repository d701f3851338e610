// The classes of a MOF document as the oracle understands them: inheritance resolved, qualifiers propagated.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/mof/diagnostic.hpp"
#include "assay/mof/syntax.hpp"

namespace assay::schema {

/// CIM names: equal without regard to the case of ASCII letters.
struct NameLess {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const;
};

/// A qualifier in force on something, with its declared default where none was written.
struct AppliedQualifier {
    std::optional<mof::Value> value;  ///< nothing is null
    bool overridable = true;
    bool to_subclass = true;
    bool inherited = false;
};

class AppliedQualifiers {
public:
    std::map<std::string, AppliedQualifier, NameLess> by_name;

    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    [[nodiscard]] std::optional<mof::Integer> number(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return by_name.contains(name); }
};

/// A property, a reference, a parameter or a return value.
struct Element {
    mof::Place place;
    std::string name;
    mof::Type type;
    std::optional<mof::ArrayMark> array;
    AppliedQualifiers qualifiers;
    std::optional<mof::Value> initial;
    std::string origin;  ///< the class that declares it last; empty for a parameter

    [[nodiscard]] bool is_key() const { return qualifiers.flag("Key"); }
    [[nodiscard]] bool is_required() const { return is_key() || qualifiers.flag("Required"); }
    [[nodiscard]] bool is_embedded() const {
        return qualifiers.flag("EmbeddedObject") || qualifiers.text("EmbeddedInstance").has_value();
    }
};

struct Method {
    mof::Place place;
    std::string name;
    std::optional<mof::DataType> returns;
    AppliedQualifiers qualifiers;
    std::vector<Element> parameters;
    std::string origin;
};

struct Class {
    mof::Place place;
    std::string name_space;
    std::string name;
    std::string uri;  ///< its ResourceURI, which is the XML namespace of its instances (DSP0230 §9)
    std::shared_ptr<const Class> superclass;
    AppliedQualifiers qualifiers;
    std::map<std::string, Element, NameLess> properties;  ///< own and inherited
    std::map<std::string, Method, NameLess> methods;      ///< own and inherited

    [[nodiscard]] bool is_a(std::string_view class_name) const;
    [[nodiscard]] bool is_association() const { return qualifiers.flag("Association"); }
};

using ClassPtr = std::shared_ptr<const Class>;

/// Classes by namespace and name.
using Classes = std::map<std::string, std::map<std::string, ClassPtr, NameLess>, NameLess>;

/// The class, or nullptr.
[[nodiscard]] ClassPtr find(const Classes& classes, std::string_view name_space, std::string_view name);

}  // namespace assay::schema
