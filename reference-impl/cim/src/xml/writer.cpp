#include <array>

#include "assay/cim/class_uri.hpp"
#include "assay/cim/xml.hpp"
#include "assay/model/names.hpp"
#include "assay/soap/escape.hpp"
#include "assay/soap/writer.hpp"
#include "xml/text.hpp"

namespace assay::cim {
namespace {

/// Writes elements of one class's namespace, all with the same prefix; embedded objects get prefixes of their
/// own.
class InstanceWriter {
public:
    InstanceWriter(soap::Sink& out, std::string_view prefix, const XmlForm& form)
        : out_{out},
          open_{'<' + std::string{prefix} + ':'},
          close_{"</" + std::string{prefix} + ':'},
          form_{form} {}

    [[nodiscard]] std::string_view prefix() const {
        return std::string_view{open_}.substr(1, open_.size() - 2);
    }
    void declare(std::string_view uri) {
        out_.put(" xmlns:");
        out_.put(prefix());
        out_.put("=\"");
        soap::put_escaped(out_, uri, true);
        out_.put('"');
    }
    void properties(const Instance& instance);
    void element(const TypedElement& element, const Value& value);
    void open(std::string_view name) {
        out_.put(open_);
        out_.put(name);
    }
    void close(std::string_view name) {
        out_.put(close_);
        out_.put(name);
        out_.put('>');
    }

private:
    void scalar(const TypedElement& element, const Value& value);
    void datetime(const Datetime& value);
    void object(std::string_view name, const Instance& value);

    soap::Sink& out_;
    std::string open_;   ///< "<p:", what a tag begins with
    std::string close_;  ///< "</p:"
    const XmlForm& form_;
};

/// The prefix of what is embedded in an element of that prefix.
std::string inner_prefix(std::string_view outer) { return std::string{outer} + 'e'; }

void InstanceWriter::properties(const Instance& instance) {
    const auto properties = instance.of().properties();
    static const Value null;
    for (std::size_t i = 0; i < properties.size(); ++i) {
        element(properties[i], properties[i].read ? instance[i] : null);
    }
}

void InstanceWriter::element(const TypedElement& element, const Value& value) {
    if (!value.is_array()) return scalar(element, value);
    if (element.octet_string && element.type == Type::uint8) {
        open(element.name);
        out_.put('>');
        out_.put(base64_of(value.elements()));
        return close(element.name);
    }
    for (const Value& each : value.elements()) {
        if (form_.null_elements || !each.is_null()) scalar(element, each);
    }
}

void InstanceWriter::scalar(const TypedElement& element, const Value& value) {
    if (value.is_null()) {
        open(element.name);
        out_.put(" xsi:nil=\"true\" />");
        return;
    }
    if (const Instance* embedded = value.object()) return object(element.name, *embedded);
    open(element.name);
    out_.put('>');
    if (const auto* time = value.get<Datetime>()) {
        datetime(*time);
    } else if (const ObjectPath* path = value.reference()) {
        const soap::Element epr =
            model::to_element(epr_of(*path, form_.address), model::names::EndpointReference);
        for (const soap::Element& child : epr.children) out_.put(soap::write_element(child));
    } else if (element.octet_string) {
        const auto* text = value.get<std::string>();
        soap::put_escaped(out_, std::string_view{*text}.substr(text->starts_with("0x") ? 2 : 0));
    } else {
        put_text(out_, element.type, value);
    }
    close(element.name);
}

void InstanceWriter::datetime(const Datetime& value) {
    const std::string_view form = name_of_form(value);
    out_.put("<cim:");
    out_.put(form);
    out_.put('>');
    put_form(out_, value);
    out_.put("</cim:");
    out_.put(form);
    out_.put('>');
}

/// The property element carries the type of what is embedded and holds its properties (DSP0230 §9.2.5).
void InstanceWriter::object(std::string_view name, const Instance& value) {
    InstanceWriter inner{out_, inner_prefix(prefix()), form_};
    open(name);
    inner.declare(value.of().uri());
    out_.put(" xsi:type=\"");
    out_.put(inner.prefix());
    out_.put(':');
    out_.put(value.of().name());
    out_.put("_Type\">");
    inner.properties(value);
    close(name);
}

constexpr std::string_view common_declarations =
    " xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

constexpr std::string_view prefix = "p";
constexpr std::size_t usual_output = 512;  // octets

}  // namespace

std::string to_octets(const Instance& instance, const XmlForm& form) {
    const Class& of = instance.of();
    soap::Sink out{256 + 64 * of.properties().size()};
    InstanceWriter writer{out, prefix, form};
    writer.open(of.name());
    writer.declare(form.uri.empty() ? of.uri() : form.uri);
    out.put(common_declarations);
    out.put('>');
    writer.properties(instance);
    writer.close(of.name());
    return std::move(out).take();
}

std::string output_octets(const Class& of, const Method& method, const MethodResult& result,
                          const XmlForm& form) {
    const std::string name = method.name + "_OUTPUT";
    soap::Sink out{usual_output};
    InstanceWriter writer{out, prefix, form};
    writer.open(name);
    writer.declare(form.uri.empty() ? of.uri() : form.uri);
    out.put(common_declarations);
    out.put('>');
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
        if (method.parameters[i].out) writer.element(method.parameters[i], result.parameters[i]);
    }
    if (!method.is_void) writer.element(method.result, result.return_value);
    writer.close(name);
    return std::move(out).take();
}

}  // namespace assay::cim
