#include "compile/constants.hpp"

#include <optional>

#include "assay/cim/instance.hpp"
#include "compile/value_map.hpp"

namespace assay::cim {
namespace {

/// The constant as the kind of value that the type has; nothing when it is of another kind.
std::optional<Value> scalar_of(Type type, const mof::Constant& constant) {
    const auto& held = constant.value;
    if (const auto* number = std::get_if<mof::Integer>(&held)) {
        if (is_real(type))
            return Value{(number->negative ? -1.0 : 1.0) * static_cast<double>(number->magnitude)};
        if (!number->negative || number->magnitude == 0) return Value{number->magnitude};
        if (number->magnitude > 1ULL + INT64_MAX) return std::nullopt;
        return Value{static_cast<std::int64_t>(0 - number->magnitude)};
    }
    if (const auto* real = std::get_if<double>(&held)) return Value{*real};
    if (const auto* truth = std::get_if<bool>(&held)) return Value{*truth};
    if (const auto* character = std::get_if<mof::Char16>(&held)) return Value{character->unit};
    if (const auto* text = std::get_if<std::string>(&held)) {
        if (type != Type::datetime) return Value{*text};
        if (const auto read = Datetime::parse(*text)) return Value{*read};
    }
    return std::nullopt;
}

BadConstant misfit(const TypedElement& element, const mof::Constant& constant) {
    return {.place = constant.place,
            .message = "the value of " + element.name + " is no " + std::string{to_string(element.type)} +
                       " or not within its bounds"};
}

ReadConstant read_constant(const TypedElement& element, const mof::Constant& constant,
                           const ReadComplex& complex) {
    if (std::holds_alternative<mof::Null>(constant.value)) return Value{};
    if (element.type == Type::reference || element.type == Type::object) {
        if (complex) return complex(element, constant);
        return BadConstant{.place = constant.place,
                           .message = element.name + " can have no default but NULL"};
    }
    auto value = scalar_of(element.type, constant);
    TypedElement scalar = element;
    scalar.array = false;
    if (!value || !fits(scalar, *value) || !has_value(element, *value)) return misfit(element, constant);
    if (is_signed(element.type)) {
        if (const auto* number = value->get<std::uint64_t>())
            value = Value{static_cast<std::int64_t>(*number)};
    }
    return std::move(*value);
}

}  // namespace

ReadConstant read_value(const TypedElement& element, const mof::Value& text, const ReadComplex& complex) {
    const bool is_null = !text.array && std::holds_alternative<mof::Null>(text.constants.front().value);
    if (is_null) return Value{};
    if (text.array != element.array) {
        return BadConstant{
            .place = text.place,
            .message = element.name + (element.array ? " is an array: its values stand in braces"
                                                     : " is no array and has one value")};
    }
    if (!element.array) return read_constant(element, text.constants.front(), complex);
    if (element.array_size != 0 && text.constants.size() > element.array_size) {
        return BadConstant{
            .place = text.place,
            .message = element.name + " has only " + std::to_string(element.array_size) + " elements"};
    }
    Value::Array elements;
    for (const mof::Constant& each : text.constants) {
        auto value = read_constant(element, each, complex);
        if (auto* bad = std::get_if<BadConstant>(&value)) return std::move(*bad);
        elements.push_back(std::move(std::get<Value>(value)));
    }
    return Value{std::move(elements)};
}

}  // namespace assay::cim
