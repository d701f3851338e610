#include <bit>

#include "assay/cim/name.hpp"
#include "record.hpp"

namespace assay::repository {
namespace {

using cim::Value;

void put_big_endian(std::string& into, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) into += static_cast<char>(number >> unsigned(shift));
}

/// Ends with an octet pair that is less than any that a text can have, so that "a" stands before "ab".
void put_text(std::string& into, std::string_view text) {
    for (const char each : text) {
        into += each;
        if (each == '\0') into += '\xFF';
    }
    into.append(1, '\0').append(1, '\x01');
}

void put_signed(std::string& into, std::int64_t number) {
    put_big_endian(into, static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63U));
}

/// IEEE 754: the magnitude is in order as it is, negative ones the other way round.
void put_real(std::string& into, double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
    const bool negative = bits >> 63U != 0;
    put_big_endian(into, negative ? ~bits : bits | std::uint64_t{1} << 63U);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (char& each : lower) each = cim::lower(each);
    return lower;
}

/// A number stands as its property's type says, whatever sign it was read with.
void put_number(std::string& into, cim::Type type, const Value& value) {
    const auto* const positive = value.get<std::uint64_t>();
    const auto* const either = value.get<std::int64_t>();
    if (cim::is_signed(type)) {
        put_signed(into, positive != nullptr ? static_cast<std::int64_t>(*positive) : *either);
    } else {
        put_big_endian(into, positive != nullptr ? *positive : static_cast<std::uint64_t>(*either));
    }
}

void put_key(std::string& into, const cim::Class& of, const cim::Property& property, const Value& value) {
    if (value.get<std::uint64_t>() != nullptr || value.get<std::int64_t>() != nullptr) {
        put_number(into, property.type, value);
    } else if (const double* const real = value.get<double>()) {
        put_real(into, *real);
    } else if (const cim::ObjectPath* const path = value.reference()) {
        into += target_of(*path, of.name_space());
    } else {
        put_text(into, cim::to_text(value));
    }
}

}  // namespace

std::optional<std::string> key_of(const cim::Instance& instance) {
    const cim::Class& of = instance.of();
    std::string key;
    for (const std::size_t index : of.keys()) {
        if (instance[index].is_null()) return std::nullopt;
        put_key(key, of, of.properties()[index], instance[index]);
    }
    return key;
}

std::optional<std::string> key_of(const cim::Class& of, const cim::ObjectPath& path) {
    std::string key;
    for (const std::size_t index : of.keys()) {
        const cim::Property& property = of.properties()[index];
        const Value* const value = path.find(property.name);
        if (value == nullptr || value->is_null()) return std::nullopt;
        put_key(key, of, property, *value);
    }
    return key;
}

std::string target_of(const cim::ObjectPath& path, std::string_view name_space) {
    std::string target;
    put_text(target, lower_case(path.name_space.empty() ? name_space : path.name_space));
    put_text(target, lower_case(path.class_name));
    for (const cim::Key& key : path.keys) {
        put_text(target, lower_case(key.name));
        const cim::ObjectPath* const nested = key.value.reference();
        put_text(target, nested != nullptr ? target_of(*nested, name_space) : cim::to_text(key.value));
    }
    return target.append(1, '\0').append(1, '\0');  // less than any text's end or beginning
}

std::string layout_of(const cim::Class& of) {
    std::string layout;
    for (const cim::Property& each : of.properties()) {
        layout.append(each.name).append(":").append(cim::to_string(each.type));
        layout.append(each.array ? "[]" : "").append(each.key ? " key;" : ";");
    }
    return layout;
}

}  // namespace assay::repository
