#include "assay/soap/writer.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/soap/escape.hpp"

namespace assay::soap {
namespace {

using vocab::Namespace;
namespace ns = vocab::ns;

constexpr std::array customary{ns::s,     ns::wsa,  ns::wsman, ns::wxf, ns::wsen, ns::wse,
                               ns::wsmid, ns::wsmb, ns::cim,   ns::xsi, ns::xs};

class Scribe {
public:
    explicit Scribe(std::string& out) : out_{out} {}

    void element(const Element& each);
    void open_tag(const Element& each);
    void content(const Element& each);
    void close_tag(const Name& name);
    void declarations(std::string& into) const;

private:
    struct Binding {
        std::string ns;
        std::string prefix;
    };

    std::string_view prefix_of(std::string_view uri);
    void name(const Name& name);

    std::string& out_;
    std::vector<Binding> bindings_;
    std::size_t strangers_ = 0;  ///< namespaces without a customary prefix
};

std::string_view Scribe::prefix_of(std::string_view uri) {
    for (const Binding& each : bindings_) {
        if (each.ns == uri) return each.prefix;
    }
    const auto usual = std::ranges::find(customary, uri, &Namespace::uri);
    Binding binding{.ns = std::string{uri}, .prefix = {}};
    binding.prefix = usual != customary.end() ? usual->prefix : "n" + std::to_string(++strangers_);
    bindings_.push_back(std::move(binding));
    return bindings_.back().prefix;
}

void Scribe::name(const Name& name) {
    if (name.ns == ns::xml.uri) {
        out_ += "xml:";
    } else if (!name.ns.empty()) {
        out_ += prefix_of(name.ns);
        out_ += ':';
    }
    out_ += name.local;
}

void Scribe::open_tag(const Element& each) {
    out_ += '<';
    name(each.name);
    for (const Attribute& attribute : each.attributes) {
        out_ += ' ';
        name(attribute.name);
        out_ += "=\"";
        attribute.qname ? name(*attribute.qname) : append_escaped(out_, attribute.value, true);
        out_ += '"';
    }
}

void Scribe::content(const Element& each) {
    if (each.qname) return name(*each.qname);
    append_escaped(out_, each.text);
    for (const Element& child : each.children) element(child);
}

void Scribe::close_tag(const Name& of) {
    out_ += "</";
    name(of);
    out_ += '>';
}

void Scribe::element(const Element& each) {
    if (each.is_written()) {
        out_ += each.text;
        return;
    }
    open_tag(each);
    if (each.children.empty() && each.text.empty() && !each.qname) {
        out_ += "/>";
        return;
    }
    out_ += '>';
    content(each);
    close_tag(each.name);
}

void Scribe::declarations(std::string& into) const {
    for (const Binding& each : bindings_) {
        into += " xmlns:";
        into += each.prefix;
        into += "=\"";
        into += base::xml_escaped(each.ns);
        into += '"';
    }
}

}  // namespace

std::string write(const Envelope& envelope) {
    std::string inner;
    inner.reserve(2048);
    Scribe scribe{inner};
    inner += "<s:Header>";
    scribe.open_tag(Element{names::Envelope});  // binds s before anything else
    inner.resize(sizeof "<s:Header>" - 1);
    for (const Element& each : envelope.headers) scribe.element(each);
    inner += "</s:Header><s:Body>";
    for (const Element& each : envelope.body) scribe.element(each);
    inner += "</s:Body></s:Envelope>";

    std::string text = "<?xml version=\"1.0\" encoding=\"";
    text.reserve(inner.size() + 1024);
    text += charset_of(envelope.encoding);
    text += "\"?><s:Envelope";
    scribe.declarations(text);
    text += '>';
    text += inner;
    return encode(std::move(text), envelope.encoding);
}

std::string write_element(const Element& element) {
    if (element.is_written()) return element.text;
    std::string inner;
    inner.reserve(1024);
    Scribe scribe{inner};
    scribe.element(element);
    // The declarations belong behind the name of the outermost element, the first thing written.
    const std::size_t name_end = inner.find_first_of(" />", 1);
    std::string text;
    text.reserve(inner.size() + 256);
    text.append(inner, 0, name_end);
    scribe.declarations(text);
    text.append(inner, name_end);
    return text;
}

std::size_t written_size(const Element& element) {
    std::string text;
    Scribe{text}.element(element);
    return text.size();
}

}  // namespace assay::soap
