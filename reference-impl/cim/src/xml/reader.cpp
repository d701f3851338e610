#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/cim/class_uri.hpp"
#include "assay/cim/name.hpp"
#include "assay/cim/xml.hpp"
#include "assay/model/faults.hpp"
#include "xml/reference.hpp"
#include "xml/text.hpp"

namespace assay::cim {
namespace {

using model::Outcome;
using soap::Element;
namespace faults = model::faults;
namespace ns = vocab::ns;
using faults::Representation;

constexpr vocab::QName nil{ns::xsi, "nil"};

/// Why an element is not the value of a property or parameter: words for people.
struct Unfit {
    std::string message;
};
template <class T>
using Read = std::variant<T, Unfit>;

Unfit unfit(const TypedElement& element) {
    return {"the value of " + element.name + " is no " + std::string{to_string(element.type)} +
            " or not within its bounds"};
}

bool is_nil(const Element& element) {
    const std::string* value = element.attribute(nil);
    return value != nullptr && (base::trimmed(*value) == "true" || base::trimmed(*value) == "1");
}

Read<Value> read_scalar(const ReadContext& context, const TypedElement& element, const Element& xml);

/// Collects the values of the elements of one class's namespace, in any order.
class Properties {
public:
    Properties(const ReadContext& context, ClassPtr of)
        : context_{context}, of_{std::move(of)}, values_(of_->properties().size()), given_(values_.size()) {}

    /// @return why the child is none, or nothing
    std::optional<Unfit> take(const Element& child);
    [[nodiscard]] bool given(std::size_t property) const { return given_[property]; }
    [[nodiscard]] Value& operator[](std::size_t property) { return values_[property]; }
    [[nodiscard]] const Class& of() const { return *of_; }
    [[nodiscard]] Instance instance() && { return Instance{std::move(of_), std::move(values_)}; }
    void finished();

private:
    const ReadContext& context_;
    ClassPtr of_;
    std::vector<Value> values_;
    std::vector<bool> given_;
};

/// Adds an element to what was read of it already. @return why it cannot be, or nothing
std::optional<Unfit> take_value(const ReadContext& context, const TypedElement& element, const Element& xml,
                                bool again, Value& into) {
    const bool single = !element.array || (element.octet_string && element.type == Type::uint8);
    if (again && single) return Unfit{element.name + " is given twice"};
    if (single && element.array && !is_nil(xml)) {
        auto octets = octets_of_base64(xml.text);
        if (!octets || !xml.children.empty()) return unfit(element);
        into = std::move(*octets);
        return std::nullopt;
    }
    auto read = read_scalar(context, element, xml);
    if (auto* bad = std::get_if<Unfit>(&read)) return std::move(*bad);
    Value value = std::get<Value>(std::move(read));
    if (element.array) {
        Value::Array elements = into.elements();
        elements.push_back(std::move(value));
        into = std::move(elements);
    } else {
        into = std::move(value);
    }
    return std::nullopt;
}

/// One element that is nil is a null array; among others it is a null in its place (DSP0230 §9.2.2).
void finish(Value& value) {
    if (value.elements().size() == 1 && value.elements().front().is_null()) value = Value{};
}

std::optional<Unfit> Properties::take(const Element& child) {
    const auto index = of_->find(child.name.local);
    if (!index || of_->properties()[*index].name != child.name.local)
        return Unfit{of_->name() + " has no property " + child.name.local};
    auto bad = take_value(context_, of_->properties()[*index], child, given_[*index], values_[*index]);
    given_[*index] = true;
    return bad;
}

void Properties::finished() {
    for (Value& each : values_) finish(each);
}

/// Which class an embedded object is of: that of its xsi:type, whose prefix is forgotten, in the namespace of
/// its properties; or the declared one.
ClassPtr embedded_class(const ReadContext& context, const TypedElement& element, const Element& xml) {
    std::string name = element.embedded_class;
    if (!xml.children.empty()) {
        if (const auto uri = parse_class_uri(xml.children.front().name.ns)) name = uri->class_name;
    }
    if (const std::string* type = xml.attribute(vocab::QName{ns::xsi, "type"})) {
        std::string_view said = base::trimmed(*type);
        said = said.substr(said.find(':') + 1);
        if (said.ends_with("_Type")) name = said.substr(0, said.size() - 5);
    }
    return context.classes.find(context.name_space, name);
}

Read<Value> read_object(const ReadContext& context, const TypedElement& element, const Element& xml) {
    ClassPtr of = embedded_class(context, element, xml);
    if (of == nullptr || (!element.embedded_class.empty() && !of->is_a(element.embedded_class))) {
        return Unfit{element.name + " holds no object of a class that it can hold"};
    }
    Properties properties{context, std::move(of)};
    for (const Element& child : xml.children) {
        if (auto bad = properties.take(child)) return std::move(*bad);
    }
    properties.finished();
    return Value{std::move(properties).instance()};
}

Read<Value> read_scalar(const ReadContext& context, const TypedElement& element, const Element& xml) {
    if (is_nil(xml)) {
        if (!xml.children.empty() || !xml.value().empty())
            return Unfit{element.name + " is nil and not empty"};
        return Value{};
    }
    if (element.type == Type::object) return read_object(context, element, xml);
    if (element.type == Type::reference) {
        const auto path = read_reference(context, xml);
        const ClassPtr of = path ? context.classes.find(path->name_space, path->class_name) : nullptr;
        if (of == nullptr || !of->is_a(element.reference_class)) return unfit(element);
        return Value{*path};
    }
    if (element.type == Type::datetime && xml.children.size() == 1 &&
        xml.children.front().name.ns == ns::cim.uri) {
        const auto read = read_datetime(xml.children.front().name.local, xml.children.front().text);
        if (!read) return unfit(element);
        return Value{*read};
    }
    if (!xml.children.empty()) return unfit(element);
    if (element.octet_string) {
        const std::string_view digits = xml.value();
        if (digits.size() % 2 != 0 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos)
            return unfit(element);
        return Value{"0x" + std::string{digits}};
    }
    auto read = read_text(element.type, xml.text);
    if (std::holds_alternative<Misfit>(read)) return unfit(element);
    return std::get<Value>(std::move(read));
}

Outcome<> check_root(const ReadContext& context, const Class& of, const Element& element) {
    if (element.name.ns != context.uri) {
        return faults::invalid_representation(Representation::InvalidNamespace,
                                              "the representation is not in the class's namespace");
    }
    if (element.name.local != of.name()) {
        return faults::invalid_representation(Representation::InvalidValues,
                                              "the representation has to be one " + of.name());
    }
    return boost::system::in_place_value;
}

/// What a client may not change, or leaves out, is as it was; only what is required has to be said.
Outcome<> settle(Properties& properties, std::size_t i, const Instance& before, Purpose purpose) {
    const Property& property = properties.of().properties()[i];
    const bool changeable = purpose == Purpose::create || property.key || property.write;
    const bool has_to_be_said = property.required && property.write && !property.key;
    if (!changeable || (!properties.given(i) && !has_to_be_said)) properties[i] = before[i];
    if ((has_to_be_said || property.key) && properties[i].is_null()) {
        return faults::invalid_representation(Representation::MissingValues, property.name + " is required");
    }
    if (!fits(property, properties[i])) {
        return faults::invalid_representation(Representation::InvalidValues, unfit(property).message);
    }
    return boost::system::in_place_value;
}

}  // namespace

Outcome<Instance> read_instance(const ReadContext& context, const Element& element, const Instance& before,
                                Purpose purpose) {
    const Class& of = before.of();
    if (auto root = check_root(context, of, element); !root) return root.error();
    Properties properties{context, before.class_ptr()};
    for (const Element& child : element.children) {
        // cim:Location and other common elements may stand at the end of an instance (MS-WSMAN §3.1.4.1.27).
        if (child.name.ns == ns::cim.uri) continue;
        if (child.name.ns != context.uri) {
            return faults::invalid_representation(Representation::InvalidNamespace,
                                                  child.name.local + " is not in the class's namespace");
        }
        if (auto bad = properties.take(child)) {
            return faults::invalid_representation(Representation::InvalidValues, bad->message);
        }
    }
    properties.finished();
    for (std::size_t i = 0; i < of.properties().size(); ++i) {
        if (auto settled = settle(properties, i, before, purpose); !settled) return settled.error();
    }
    return std::move(properties).instance();
}

Outcome<std::vector<Value>> read_input(const ReadContext& context, const Method& method,
                                       const Element& element) {
    const auto bad_name = [](std::string why) {
        return faults::invalid_parameter(faults::Parameter::InvalidName, std::move(why));
    };
    if (element.name.ns != context.uri || element.name.local != method.name + "_INPUT") {
        return bad_name("the parameters of " + method.name + " stand in an element " + method.name +
                        "_INPUT of the class's namespace");
    }
    std::vector<Value> values(method.parameters.size());
    std::vector<bool> given(values.size());
    std::size_t last = 0;
    for (const Element& child : element.children) {
        const auto parameter = std::ranges::find(method.parameters, child.name.local, &Parameter::name);
        if (parameter == method.parameters.end() || !parameter->in || child.name.ns != context.uri) {
            return bad_name(method.name + " takes no parameter " + child.name.local);
        }
        const auto index = static_cast<std::size_t>(parameter - method.parameters.begin());
        // The schema of the input is a sequence (DSP0230 §10).
        if (index < last)
            return bad_name("the parameter " + child.name.local + " stands behind one that it comes before");
        last = index;
        if (given[index] && !parameter->array)
            return bad_name("the parameter " + child.name.local + " is given twice");
        if (auto bad = take_value(context, *parameter, child, given[index], values[index])) {
            return faults::invalid_parameter(faults::Parameter::TypeMismatch, bad->message);
        }
        given[index] = true;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Parameter& parameter = method.parameters[i];
        finish(values[i]);
        if (parameter.in && parameter.required && values[i].is_null())
            return bad_name("the parameter " + parameter.name + " is required");
        if (!fits(parameter, values[i])) {
            return faults::invalid_parameter(faults::Parameter::TypeMismatch, unfit(parameter).message);
        }
    }
    return values;
}

}  // namespace assay::cim
