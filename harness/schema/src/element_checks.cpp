#include "element_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "literals.hpp"
#include "value_map.hpp"

namespace assay::schema {
namespace {

using mof::DataType;

bool is_null(const mof::Constant& constant) { return std::holds_alternative<mof::Null>(constant.value); }

class Checker {
public:
    Checker(const Element& element, Diagnostics& diagnostics)
        : element_{element}, diagnostics_{diagnostics} {}

    void qualifiers(const std::string& bearer) {
        const bool text = !element_.type.is_reference() && element_.type.data == DataType::string;
        const bool number = !element_.type.is_reference() && is_integer(element_.type.data);
        for (const char* const name : {"MaxLen", "MinLen", "EmbeddedInstance"})
            expect(name, text, "string", bearer);
        if (element_.qualifiers.flag("EmbeddedObject")) expect("EmbeddedObject", text, "string", bearer);
        for (const char* const name : {"MinValue", "MaxValue"}) expect(name, number, "integer", bearer);
        expect("ValueMap", text || number, "string or integer", bearer);
        octet_string(bearer);
        limits(bearer);
        value_map(bearer);
        if (element_.is_key()) key(bearer);
    }

    void value(const mof::Value& value) {
        if (!value.array && is_null(value.constants.front())) return null(value.place);
        if (value.array != element_.array.has_value()) {
            tell(value.place, value.array
                                  ? fmt::format("{} is no array", element_.name)
                                  : fmt::format("{} is an array: expected values in braces", element_.name));
            return;
        }
        if (value.array && element_.array->size && value.constants.size() > *element_.array->size) {
            tell(value.place, fmt::format("{} values for {}, which holds at most {}", value.constants.size(),
                                          element_.name, *element_.array->size));
        }
        for (const mof::Constant& constant : value.constants) one(constant);
    }

private:
    void tell(const mof::Place& place, std::string message) { diagnostics_.add(place, std::move(message)); }

    void expect(const char* qualifier, bool fits, const char* wanted, const std::string& bearer) {
        if (fits || !element_.qualifiers.has(qualifier)) return;
        tell(element_.place, fmt::format("{} on {}, whose type is not {}", qualifier, bearer, wanted));
    }

    void octet_string(const std::string& bearer) {
        if (!element_.qualifiers.flag("OctetString")) return;
        const bool octets = !element_.type.is_reference() && element_.array &&
                            (element_.type.data == DataType::uint8 || element_.type.data == DataType::string);
        if (!octets)
            tell(element_.place,
                 fmt::format("OctetString on {}, which is no array of uint8 or string", bearer));
    }

    void limits(const std::string& bearer) {
        const auto ordered = [&](const char* low, const char* high) {
            const auto least = element_.qualifiers.number(low);
            const auto most = element_.qualifiers.number(high);
            if (!least || !most || !less(*most, *least)) return;
            tell(element_.place, fmt::format("{} {} of {} is above {} {}", low, to_text(*least), bearer, high,
                                             to_text(*most)));
        };
        ordered("MinLen", "MaxLen");
        ordered("MinValue", "MaxValue");
    }

    void value_map(const std::string& bearer) {
        const auto map = element_.qualifiers.texts("ValueMap");
        const auto values = element_.qualifiers.texts("Values");
        if (!map.empty() && !values.empty() && map.size() != values.size()) {
            tell(element_.place, fmt::format("ValueMap of {} has {} entries, Values has {}", bearer,
                                             map.size(), values.size()));
        }
        if (element_.type.is_reference() || !is_integer(element_.type.data)) return;
        for (const std::string& entry : map) {
            if (!read_range(entry, element_.type.data)) {
                tell(element_.place, fmt::format("\"{}\" in ValueMap of {} is no {} and no range of them",
                                                 entry, bearer, mof::to_text(element_.type.data)));
            }
        }
    }

    void key(const std::string& bearer) {
        if (element_.array) tell(element_.place, fmt::format("{} is a key and an array", bearer));
        if (element_.is_embedded())
            tell(element_.place, fmt::format("{} is a key and an embedded object", bearer));
    }

    void null(const mof::Place& place) {
        if (element_.is_key())
            tell(place, fmt::format("null for {}, which is a key", element_.name));
        else if (element_.is_required())
            tell(place, fmt::format("null for {}, which is required", element_.name));
    }

    void one(const mof::Constant& constant) {
        if (is_null(constant)) return;
        const bool alias = std::holds_alternative<mof::Alias>(constant.value);
        if (element_.type.is_reference()) {
            if (!alias && !std::holds_alternative<std::string>(constant.value)) {
                tell(constant.place,
                     fmt::format("expected an object path or an alias for the reference {}", element_.name));
            }
            return;
        }
        if (auto wrong = misfit(constant, element_.type.data)) return tell(constant.place, std::move(*wrong));
        if (const auto* text = std::get_if<std::string>(&constant.value)) length(constant.place, *text);
        if (const auto* integer = std::get_if<mof::Integer>(&constant.value)) range(constant.place, *integer);
    }

    void length(const mof::Place& place, const std::string& text) {
        const auto characters = static_cast<std::uint64_t>(std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
        const auto most = element_.qualifiers.number("MaxLen");
        const auto least = element_.qualifiers.number("MinLen");
        if (most && most->magnitude > 0 && characters > most->magnitude) {
            tell(place, fmt::format("a length of {} for {}, whose MaxLen is {}", characters, element_.name,
                                    most->magnitude));
        }
        if (least && characters < least->magnitude) {
            tell(place, fmt::format("a length of {} for {}, whose MinLen is {}", characters, element_.name,
                                    least->magnitude));
        }
        const auto map = element_.qualifiers.texts("ValueMap");
        if (!map.empty() && std::ranges::find(map, text) == map.end()) not_mapped(place, "\"" + text + "\"");
    }

    void range(const mof::Place& place, const mof::Integer& integer) {
        const auto least = element_.qualifiers.number("MinValue");
        const auto most = element_.qualifiers.number("MaxValue");
        if (least && less(integer, *least)) {
            tell(place, fmt::format("{} is below MinValue {} of {}", to_text(integer), to_text(*least),
                                    element_.name));
        }
        if (most && less(*most, integer)) {
            tell(place, fmt::format("{} is above MaxValue {} of {}", to_text(integer), to_text(*most),
                                    element_.name));
        }
        const auto map = element_.qualifiers.texts("ValueMap");
        if (!map.empty() && is_integer(element_.type.data) && !is_mapped(map, integer, element_.type.data)) {
            not_mapped(place, to_text(integer));
        }
    }

    void not_mapped(const mof::Place& place, const std::string& shown) {
        tell(place, fmt::format("{} is not in the ValueMap of {}", shown, element_.name));
    }

    const Element& element_;
    Diagnostics& diagnostics_;
};

}  // namespace

void check_element(const Element& element, const std::string& bearer, Diagnostics& diagnostics) {
    Checker checker{element, diagnostics};
    checker.qualifiers(bearer);
    if (element.initial &&
        !(element.initial->constants.size() == 1 && is_null(element.initial->constants.front()))) {
        checker.value(*element.initial);
    }
}

void check_value(const mof::Value& value, const Element& element, Diagnostics& diagnostics) {
    Checker{element, diagnostics}.value(value);
}

}  // namespace assay::schema
