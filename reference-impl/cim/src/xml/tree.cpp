#include "assay/cim/xml.hpp"
#include "assay/model/names.hpp"
#include "xml/text.hpp"

namespace assay::cim {
namespace {

namespace ns = vocab::ns;

constexpr vocab::QName nil{ns::xsi, "nil"};
constexpr vocab::QName type{ns::xsi, "type"};
constexpr std::size_t usual_text = 32;  // octets

void add_properties(soap::Element& to, const soap::Uri& uri, const Instance& instance, const XmlForm& form);

/// Text as the reader of a message would find it: put_text escapes, a tree does not.
std::string plain_text(const TypedElement& element, const Value& value) {
    if (const auto* text = value.get<std::string>()) {
        return element.octet_string && text->starts_with("0x") ? text->substr(2) : *text;
    }
    if (value.get<char16_t>() != nullptr) return to_text(value);
    soap::Sink out{usual_text};
    put_text(out, element.type, value);
    return std::move(out).take();
}

soap::Element scalar(const soap::Uri& uri, const TypedElement& element, const Value& value,
                     const XmlForm& form) {
    soap::Element made{{uri, element.name}};
    if (value.is_null()) {
        made.set(nil, "true");
    } else if (const Instance* embedded = value.object()) {
        const soap::Uri inner{embedded->of().uri()};
        made.attributes.push_back(
            {.name = type, .value = {}, .qname = soap::Name{inner, embedded->of().name() + "_Type"}});
        add_properties(made, inner, *embedded, form);
    } else if (const auto* time = value.get<Datetime>()) {
        made.add({soap::Uri::constant(ns::cim.uri), std::string{name_of_form(*time)}}, form_text(*time));
    } else if (const ObjectPath* path = value.reference()) {
        made.children =
            model::to_element(epr_of(*path, form.address), model::names::EndpointReference).children;
    } else {
        made.text = plain_text(element, value);
    }
    return made;
}

void add_properties(soap::Element& to, const soap::Uri& uri, const Instance& instance, const XmlForm& form) {
    const auto properties = instance.of().properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        const Property& property = properties[i];
        const Value value = property.read ? instance[i] : Value{};
        if (!value.is_array()) {
            to.add(scalar(uri, property, value, form));
        } else if (property.octet_string && property.type == Type::uint8) {
            to.add({uri, property.name}, base64_of(value.elements()));
        } else {
            for (const Value& each : value.elements()) {
                if (form.null_elements || !each.is_null()) to.add(scalar(uri, property, each, form));
            }
        }
    }
}

}  // namespace

soap::Element to_element(const Instance& instance, const XmlForm& form) {
    const soap::Uri uri{form.uri.empty() ? std::string_view{instance.of().uri()} : form.uri};
    soap::Element made{{uri, instance.of().name()}};
    add_properties(made, uri, instance, form);
    return made;
}

Instance cast(const Instance& instance, const ClassPtr& super) {
    if (instance.class_ptr() == super) return instance;
    std::vector<Value> values;
    values.reserve(super->properties().size());
    for (const Property& each : super->properties()) values.push_back(*instance.find(each.name));
    return Instance{super, std::move(values)};
}

}  // namespace assay::cim
