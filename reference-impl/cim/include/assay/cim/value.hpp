// One value of a property or parameter: null, a scalar or an array.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assay/cim/datetime.hpp"
#include "assay/cim/type.hpp"

namespace assay::cim {

class Instance;
struct ObjectPath;

/// Integers are held as the widest of their sign and reals as double: the property knows the exact type.
/// Embedded objects and paths are shared and never changed.
class Value {
public:
    using Array = std::vector<Value>;
    using Reference = std::shared_ptr<const ObjectPath>;
    using Object = std::shared_ptr<const Instance>;
    using Held = std::variant<std::monostate, bool, std::uint64_t, std::int64_t, double, char16_t, Datetime,
                              std::string, Reference, Object, Array>;

    /// Null.
    Value() = default;
    // Implicit on purpose: a value is made of what it holds.
    template <std::same_as<bool> T>
    Value(T of) : held_{of} {}
    template <std::unsigned_integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char16_t>) Value(T of)
        : held_{static_cast<std::uint64_t>(of)} {}
    template <std::signed_integral T>
    Value(T of) : held_{static_cast<std::int64_t>(of)} {}
    template <std::same_as<char16_t> T>
    Value(T of) : held_{of} {}
    Value(double of) : held_{of} {}
    Value(Datetime of) : held_{of} {}
    Value(std::string of) : held_{std::move(of)} {}
    Value(std::string_view of) : held_{std::string{of}} {}
    Value(const char* of) : held_{std::string{of}} {}
    Value(Reference of) : held_{std::move(of)} {}
    Value(Object of) : held_{std::move(of)} {}
    Value(Array of) : held_{std::move(of)} {}
    Value(const ObjectPath& of);
    Value(const Instance& of);

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
    [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(held_); }

    /// What is held when it is of that kind, or nullptr: bool, std::uint64_t, std::int64_t, double, char16_t,
    /// Datetime, std::string, Array.
    template <class T>
    [[nodiscard]] const T* get() const {
        return std::get_if<T>(&held_);
    }
    /// The path or the embedded instance held, or nullptr.
    [[nodiscard]] const ObjectPath* reference() const;
    [[nodiscard]] const Instance* object() const;
    /// The elements of an array; none for anything else.
    [[nodiscard]] const Array& elements() const;

    [[nodiscard]] const Held& held() const { return held_; }

    /// Deep; an integer equals one of the other sign of the same number.
    friend bool operator==(const Value& left, const Value& right);

private:
    Held held_;
};

/// Numbers by number, strings by octets, false before true, datetimes by time; anything else, null included,
/// is equal or unordered.
[[nodiscard]] std::partial_ordering compare(const Value& left, const Value& right);

/// The value as text in the form of XML Schema, datetimes in that of DSP0004; empty for null, arrays,
/// references and objects.
[[nodiscard]] std::string to_text(const Value& value);

/// Why text is no value of a type.
enum class Misfit { type, range };

/// Reads the lexical form of XML Schema (white space around it trimmed; strings as they are), datetimes in
/// that of DSP0004. Not for references and objects, which have no text.
[[nodiscard]] std::variant<Value, Misfit> read_text(Type type, std::string_view text);

/// Is the scalar `value` one that `type` can hold? Null is.
[[nodiscard]] bool fits(Type type, const Value& value);

}  // namespace assay::cim
