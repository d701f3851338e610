#include "assay/schema/xsd.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "literals.hpp"
#include "xsd_type.hpp"

namespace assay::schema {
namespace {

constexpr std::string_view open_attributes = "<xs:anyAttribute namespace=\"##any\" processContents=\"lax\"/>";
constexpr std::string_view common = "http://schemas.dmtf.org/wbem/wscim/1/common";

struct SpellDefault {
    std::string operator()(const mof::Null&) const { return {}; }
    std::string operator()(const mof::Alias&) const { return {}; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const mof::Char16& c) const {
        return fmt::format("&#{};", static_cast<unsigned>(c.unit));
    }
    std::string operator()(const std::string& text) const { return base::xml_escaped(text); }
    std::string operator()(const mof::Integer& integer) const { return to_text(integer); }
    std::string operator()(double real) const { return fmt::format("{}", real); }
};

class Writer {
public:
    explicit Writer(const Class& of) : of_{of} {
        for (const auto& [name, property] : of.properties) properties_.push_back(&property);
        std::ranges::sort(properties_, {}, &Element::name);
    }

    std::string write(const std::string& common_location) {
        begin(common_location);
        for (const Element* property : properties_) write_property(*property);
        write_class();
        for (const auto& [name, method] : of_.methods) write_method(method);
        out_ += types_;
        out_ += "</xs:schema>\n";
        return std::move(out_);
    }

private:
    template <class... Args>
    void line(fmt::format_string<Args...> text, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), text, std::forward<Args>(args)...);
        out_ += '\n';
    }

    void begin(const std::string& common_location) {
        line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        line("<!-- Class {} of {}, mapped as DSP0230 maps classes. Made by `assay schema`. -->", of_.name,
             of_.name_space);
        line("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:cim=\"{}\"", common);
        line("           xmlns:class=\"{0}\" targetNamespace=\"{0}\"", base::xml_escaped(of_.uri));
        line("           elementFormDefault=\"qualified\">");
        const std::string location =
            common_location.empty()
                ? std::string{}
                : fmt::format(" schemaLocation=\"{}\"", base::xml_escaped(common_location));
        line("  <xs:import namespace=\"{}\"{}/>", common, location);
    }

    void write_property(const Element& property) {
        const bool nillable = property.array.has_value() || !property.is_required();
        declare(property.name, property, nillable ? " nillable=\"true\"" : "", property.name, "  ");
    }

    void write_class() {
        line("  <xs:complexType name=\"{}_Type\">", of_.name);
        if (const auto text = of_.qualifiers.text("Description")) out_ += annotation(*text, {}, "    ");
        line("    <xs:sequence>");
        for (const Element* property : properties_) {
            line("      <xs:element ref=\"class:{}\"{}/>", property->name,
                 occurrence(*property, property->is_required()));
        }
        line(
            "      <xs:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" "
            "maxOccurs=\"unbounded\"/>");
        line("    </xs:sequence>\n    {}\n  </xs:complexType>", open_attributes);
        line("  <xs:element name=\"{0}\" type=\"class:{0}_Type\"/>", of_.name);
    }

    void write_method(const Method& method) {
        begin_message(method.name + "_INPUT");
        for (const Element& parameter : method.parameters) {
            const bool in = !parameter.qualifiers.has("In") || parameter.qualifiers.flag("In");
            if (in) write_parameter(method, parameter);
        }
        end_message();
        begin_message(method.name + "_OUTPUT");
        for (const Element& parameter : method.parameters) {
            if (parameter.qualifiers.flag("Out")) write_parameter(method, parameter);
        }
        if (method.returns) {
            Element value{
                .place = {}, .name = "ReturnValue", .type = {}, .array = {}, .qualifiers = method.qualifiers};
            value.type.data = *method.returns;
            declare(value.name, value, " nillable=\"true\"", method.name + "_ReturnValue", "      ");
        }
        end_message();
    }

    void begin_message(const std::string& name) {
        line("  <xs:element name=\"{0}\" type=\"class:{0}_Type\"/>", name);
        line("  <xs:complexType name=\"{}_Type\">\n    <xs:sequence>", name);
    }

    void end_message() {
        line(
            "      <xs:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" "
            "maxOccurs=\"unbounded\"/>");
        line("    </xs:sequence>\n    {}\n  </xs:complexType>", open_attributes);
    }

    void write_parameter(const Method& method, const Element& parameter) {
        const bool required = parameter.qualifiers.flag("Required");
        const bool nillable = parameter.array.has_value() || !required;
        declare(parameter.name, parameter,
                occurrence(parameter, required) + (nillable ? " nillable=\"true\"" : ""),
                method.name + "_" + parameter.name, "      ");
    }

    static std::string occurrence(const Element& element, bool required) {
        const XsdType type = xsd_type(element);
        std::string result = required && !type.repeated ? "" : " minOccurs=\"0\"";
        if (type.repeated) result += fmt::format(" maxOccurs=\"{}\"", type.most);
        return result;
    }

    static std::string annotation(const std::string& text, const std::string& initial,
                                  std::string_view indent) {
        std::string result = fmt::format("{}<xs:annotation>", indent);
        if (!text.empty())
            result += fmt::format("<xs:documentation>{}</xs:documentation>", base::xml_escaped(text));
        if (!initial.empty()) {
            result +=
                fmt::format("<xs:appinfo><cim:DefaultValue>{}</cim:DefaultValue></xs:appinfo>", initial);
        }
        return result + "</xs:annotation>\n";
    }

    /// @param attributes of the element declaration
    /// @param unique     what a named type for it is called
    void declare(const std::string& name, const Element& element, const std::string& attributes,
                 const std::string& unique, std::string_view indent) {
        const XsdType type = xsd_type(element);
        const std::string text = element.qualifiers.text("Description").value_or("");
        const bool scalar = element.initial && !element.initial->array && !element.initial->constants.empty();
        const std::string initial =
            scalar ? std::visit(SpellDefault{}, element.initial->constants.front().value) : "";
        const bool has_type = !type.facets.empty() || !type.unioned.empty();
        const std::string type_attribute = has_type ? "" : fmt::format(" type=\"{}\"", type.name);
        const bool annotated = !text.empty() || !initial.empty();
        const bool has_content = has_type || annotated;
        line("{}<xs:element name=\"{}\"{}{}{}>", indent, name, type_attribute, attributes,
             has_content ? "" : "/");
        if (!has_content) return;
        if (annotated) out_ += annotation(text, initial, std::string{indent} + "  ");
        if (has_type) write_type(type, unique, std::string{indent} + "  ");
        line("{}</xs:element>", indent);
    }

    void write_type(const XsdType& type, const std::string& unique, const std::string& indent) {
        line("{}<xs:complexType><xs:simpleContent>", indent);
        if (!type.unioned.empty()) {
            types_ +=
                fmt::format("  <xs:simpleType name=\"{}_Values\"><xs:union>{}</xs:union></xs:simpleType>\n",
                            unique, type.unioned);
            line("{}  <xs:extension base=\"class:{}_Values\">{}</xs:extension>", indent, unique,
                 open_attributes);
        } else {
            line("{}  <xs:restriction base=\"{}\">", indent, type.name);
            for (const std::string& facet : type.facets) line("{}    {}", indent, facet);
            line("{}    {}\n{}  </xs:restriction>", indent, open_attributes, indent);
        }
        line("{}</xs:simpleContent></xs:complexType>", indent);
    }

    const Class& of_;
    std::vector<const Element*> properties_;
    std::string out_;
    std::string types_;  ///< named types, which follow at the end
};

}  // namespace

std::string to_xsd(const Class& of, const std::string& common_location) {
    return Writer{of}.write(common_location);
}

}  // namespace assay::schema
