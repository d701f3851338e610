#include "compile/elements.hpp"

#include "assay/cim/instance.hpp"
#include "compile/constants.hpp"
#include "compile/value_map.hpp"

namespace assay::cim {
namespace {

Type type_of(mof::DataType type) { return *type_of_name(mof::to_text(type)); }

/// Qualifiers that mean nothing at an element of that type.
void check_applicable(const Site& site, const mof::Place& place, const QualifierSet& qualifiers,
                      const TypedElement& made) {
    const auto check = [&](std::string_view qualifier, bool applicable) {
        if (applicable || !qualifiers.has(qualifier)) return;
        site.error(place, std::string{qualifier} + " means nothing for " + made.name + ", which is of type " +
                              std::string{to_string(made.type)});
    };
    const bool text = made.type == Type::string;
    check("MaxLen", text);
    check("MinLen", text);
    check("MinValue", is_integer(made.type));
    check("MaxValue", is_integer(made.type));
    check("ValueMap", text || is_integer(made.type));
}

void take_limits(const Site& site, const mof::Place& place, const QualifierSet& qualifiers,
                 TypedElement& made) {
    if (const auto most = qualifiers.number("MaxLen")) made.max_length = static_cast<std::size_t>(*most);
    if (const auto least = qualifiers.number("MinLen")) made.min_length = static_cast<std::size_t>(*least);
    if (is_integer(made.type)) {
        if (const auto least = qualifiers.number("MinValue")) made.least = *least;
        if (const auto most = qualifiers.number("MaxValue")) made.most = *most;
    }
    if (compare(made.least, made.most) == std::partial_ordering::greater) {
        site.error(place, made.name + " has a MinValue above its MaxValue");
    }
    if (made.min_length > made.max_length) site.error(place, made.name + " has a MinLen above its MaxLen");
}

void take_value_map(const Site& site, const mof::Place& place, const QualifierSet& qualifiers,
                    TypedElement& made) {
    made.value_map = qualifiers.texts("ValueMap");
    const std::size_t names = qualifiers.texts("Values").size();
    if (!made.value_map.empty() && names != 0 && names != made.value_map.size()) {
        site.error(place, made.name + " has a ValueMap and Values of different lengths");
    }
    if (!is_integer(made.type)) return;
    for (const std::string& entry : made.value_map) {
        if (is_entry(made, entry)) continue;
        site.error(place, "\"" + entry + "\" in the ValueMap of " + made.name + " is no " +
                              std::string{to_string(made.type)} + " and no range of them");
    }
}

void take_embedding(const Site& site, const mof::Place& place, const QualifierSet& qualifiers,
                    TypedElement& made) {
    const auto instance_of = qualifiers.text("EmbeddedInstance");
    if (!instance_of && !qualifiers.flag("EmbeddedObject")) return;
    if (made.type != Type::string) {
        site.error(place, made.name + " holds embedded objects and has to be a string");
        return;
    }
    made.type = Type::object;
    made.embedded_class = instance_of.value_or("");
}

TypedElement element_of(const Site& site, const mof::Place& place, std::string name, const mof::Type& type,
                        const std::optional<mof::ArrayMark>& array, const QualifierSet& qualifiers) {
    TypedElement made{.name = std::move(name),
                      .type = type.is_reference() ? Type::reference : type_of(type.data),
                      .array = array.has_value(),
                      .array_size = array ? array->size.value_or(0) : 0,
                      .required = qualifiers.flag("Required"),
                      .octet_string = qualifiers.flag("OctetString"),
                      .reference_class = type.reference_class};
    take_embedding(site, place, qualifiers, made);
    check_applicable(site, place, qualifiers, made);
    take_limits(site, place, qualifiers, made);
    take_value_map(site, place, qualifiers, made);
    if (made.octet_string && !(made.array && (made.type == Type::uint8 || made.type == Type::string))) {
        site.error(place, made.name + " is an OctetString and has to be an array of uint8 or of string");
    }
    return made;
}

}  // namespace

Property property_of(const Site& site, const mof::Property& said, const QualifierSet& qualifiers,
                     bool in_association) {
    Property made{element_of(site, said.place, said.name, said.type, said.array, qualifiers)};
    made.key = qualifiers.flag("Key");
    made.read = qualifiers.flag("Read", true);
    made.write = qualifiers.flag("Write");
    if (made.type == Type::reference && !in_association) {
        site.error(said.place, "the reference " + made.name + " stands outside an association");
    }
    if (made.type == Type::reference && made.array) {
        site.error(said.place, "the reference " + made.name + " may not be an array");
    }
    if (made.key && (made.array || made.type == Type::object)) {
        site.error(said.place, "the key " + made.name + " may be neither an array nor an embedded object");
    }
    if (said.value) {
        auto value = read_value(made, *said.value);
        if (const auto* bad = std::get_if<BadConstant>(&value)) {
            site.error(bad->place, bad->message);
        } else {
            made.initial = std::move(std::get<Value>(value));
        }
    }
    return made;
}

Parameter parameter_of(const Site& site, const mof::Parameter& said, const QualifierSet& qualifiers) {
    Parameter made{element_of(site, said.place, said.name, said.type, said.array, qualifiers)};
    made.out = qualifiers.flag("Out");
    made.in = qualifiers.flag("In", true);
    if (!made.in && !made.out)
        site.error(said.place, "the parameter " + made.name + " is neither In nor Out");
    return made;
}

Method method_of(const Site& site, const mof::Method& said, const QualifierSet& qualifiers) {
    Method made{.name = said.name, .is_void = !said.returns, .is_static = qualifiers.flag("Static")};
    if (!said.returns) return made;
    const mof::Type returns{.place = said.place, .data = *said.returns};
    made.result = element_of(site, said.place, "ReturnValue", returns, std::nullopt, qualifiers);
    return made;
}

bool same_shape(const TypedElement& left, const TypedElement& right) {
    return left.type == right.type && left.array == right.array;
}

std::string shape_text(const TypedElement& element) {
    std::string text = element.type == Type::reference ? element.reference_class + " REF"
                                                       : std::string{to_string(element.type)};
    return element.array ? text + "[]" : text;
}

}  // namespace assay::cim
