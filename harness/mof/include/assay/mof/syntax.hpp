// The syntax tree of MOF (DSP0004 2.x, Annex A): what a text says, not what it means. Whether a superclass
// exists or a value fits its type, each side's own class compiler tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace assay::mof {

/// Where something begins. Line and column (in characters) count from 1.
struct Place {
    std::uint32_t file = 0;  ///< index into Document::files
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(const Place&) const = default;
};

enum class DataType {
    boolean,
    uint8,
    uint16,
    uint32,
    uint64,
    sint8,
    sint16,
    sint32,
    sint64,
    real32,
    real64,
    char16,
    string,
    datetime
};

/// "uint8", as MOF writes it.
[[nodiscard]] std::string_view to_text(DataType type);
/// Keywords match without regard to case.
[[nodiscard]] std::optional<DataType> data_type(std::string_view word);

/// A whole number of up to 64 bits and a sign, as written: -0 is negative.
struct Integer {
    bool negative = false;
    std::uint64_t magnitude = 0;
    bool operator==(const Integer&) const = default;
};

/// One UTF-16 code unit.
struct Char16 {
    char16_t unit = 0;
    bool operator==(const Char16&) const = default;
};

/// $Name: stands for an instance that was given this alias. Without the dollar sign.
struct Alias {
    std::string name;
    bool operator==(const Alias&) const = default;
};

struct Null {
    bool operator==(const Null&) const = default;
};

/// One literal. Strings are UTF-8, escapes undone, adjacent ones joined; datetimes, object paths and embedded
/// objects are strings in MOF.
struct Constant {
    Place place;
    std::variant<Null, bool, Integer, double, Char16, std::string, Alias> value;
};

/// What stands after "=": one constant, or an array of any number in braces.
struct Value {
    Place place;
    bool array = false;
    std::vector<Constant> constants;  ///< exactly one unless `array`
};

enum class Flavor { enable_override, disable_override, restricted, to_subclass, translatable };

/// A qualifier as it is put on something. [Key] has no value; its declaration tells what that means.
struct Qualifier {
    Place place;
    std::string name;
    std::optional<Value> value;
    std::vector<Flavor> flavors;
};

using Qualifiers = std::vector<Qualifier>;

/// The first of this name, without regard to case; nullptr for none.
[[nodiscard]] const Qualifier* find(const Qualifiers& qualifiers, std::string_view name);

/// A data type, or a reference to instances of a class.
struct Type {
    Place place;
    DataType data = DataType::string;
    std::string reference_class;  ///< not empty: "Class REF"; `data` means nothing then
    [[nodiscard]] bool is_reference() const { return !reference_class.empty(); }
};

/// [] or [10] after a name.
struct ArrayMark {
    std::optional<std::uint64_t> size;
};

/// A property, or a reference when its type is one.
struct Property {
    Place place;  ///< of the name
    Qualifiers qualifiers;
    Type type;
    std::string name;
    std::optional<ArrayMark> array;
    std::optional<Value> value;
};

struct Parameter {
    Place place;
    Qualifiers qualifiers;
    Type type;
    std::string name;
    std::optional<ArrayMark> array;
};

struct Method {
    Place place;
    Qualifiers qualifiers;
    std::optional<DataType> returns;  ///< nothing for "void", which DSP0004 has not but WMI has
    std::string name;
    std::vector<Parameter> parameters;
};

/// A class, an association or an indication: the qualifiers tell.
struct Class {
    Place place;
    Qualifiers qualifiers;
    std::string name;
    std::string alias;       ///< empty for none
    std::string superclass;  ///< empty for none
    Place superclass_place;
    std::vector<Property> properties;  ///< and references, in their order
    std::vector<Method> methods;
};

struct PropertyValue {
    Place place;
    Qualifiers qualifiers;
    std::string name;
    Value value;
};

struct Instance {
    Place place;  ///< of the class name
    Qualifiers qualifiers;
    std::string class_name;
    std::string alias;
    std::vector<PropertyValue> values;
};

enum class Scope { class_, association, indication, qualifier, property, reference, method, parameter, any };

struct QualifierDeclaration {
    Place place;
    std::string name;
    DataType type = DataType::boolean;
    std::optional<ArrayMark> array;
    std::optional<Value> value;
    std::vector<Scope> scopes;
    std::vector<Flavor> flavors;
};

/// Any directive, also those that the parser itself follows (include, namespace).
struct Pragma {
    Place place;
    std::string name;
    std::vector<Constant> parameters;  ///< a bare word counts as a string
};

struct Production {
    /// What #pragma namespace says for this place; an included file starts with that of its #pragma include,
    /// and what it sets ends with it. Empty when nothing is set.
    std::string name_space;
    std::variant<Pragma, QualifierDeclaration, Class, Instance> what;
};

struct Document {
    std::vector<std::string> files;       ///< the file that was parsed, then the included ones
    std::vector<Production> productions;  ///< in order; those of an included file follow its #pragma include
};

}  // namespace assay::mof
