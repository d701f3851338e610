#include "assay/soap/writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "assay/soap/escape.hpp"

namespace assay::soap {
namespace {

using vocab::Namespace;
namespace ns = vocab::ns;

constexpr std::array customary{ns::s,     ns::wsa,  ns::wsman, ns::wxf, ns::wsen, ns::wse,
                               ns::wsmid, ns::wsmb, ns::cim,   ns::xsi, ns::xs};

class Scribe {
public:
    explicit Scribe(std::string& out) : out_{out} { bindings_.reserve(8); }

    void element(const Element& each);
    /// Makes sure that the namespace is declared.
    void bind(const Uri& uri) { prefix_of(uri); }
    /// All namespaces used so far, as attributes of the element that holds what was written.
    [[nodiscard]] std::string declarations() const;

private:
    struct Binding {
        Uri uri;
        std::string prefix;  ///< with its colon
    };

    std::string_view prefix_of(const Uri& uri);
    void name(const Name& name);
    void attribute(const Attribute& each);

    std::string& out_;
    std::vector<Binding> bindings_;
    std::size_t strangers_ = 0;  ///< namespaces without a customary prefix
};

std::string_view Scribe::prefix_of(const Uri& uri) {
    for (const Binding& each : bindings_) {
        if (each.uri == uri) return each.prefix;
    }
    const auto usual = std::ranges::find(customary, uri.view(), &Namespace::uri);
    Binding& binding = bindings_.emplace_back(Binding{.uri = uri, .prefix = {}});
    binding.prefix = usual != customary.end() ? usual->prefix : "n" + std::to_string(++strangers_);
    binding.prefix += ':';
    return binding.prefix;
}

void Scribe::name(const Name& name) {
    if (name.ns == ns::xml.uri) {
        out_ += "xml:";
    } else if (!name.ns.empty()) {
        out_ += prefix_of(name.ns);
    }
    out_ += name.local;
}

void Scribe::attribute(const Attribute& each) {
    out_ += ' ';
    name(each.name);
    out_ += "=\"";
    each.qname ? name(*each.qname) : append_escaped(out_, each.value, true);
    out_ += '"';
}

void Scribe::element(const Element& each) {
    if (each.is_written()) {
        out_ += each.text;
        return;
    }
    out_ += '<';
    const std::size_t begin = out_.size();
    name(each.name);
    const std::size_t length = out_.size() - begin;
    for (const Attribute& one : each.attributes) attribute(one);
    if (each.children.empty() && each.text.empty() && !each.qname) {
        out_ += " />";  // with a space: readers that split tags at spaces are in the field
        return;
    }
    out_ += '>';
    if (each.qname) {
        name(*each.qname);
    } else {
        append_escaped(out_, each.text);
        for (const Element& child : each.children) element(child);
    }
    out_ += "</";
    out_.append(out_, begin, length);
    out_ += '>';
}

std::string Scribe::declarations() const {
    std::string text;
    for (const Binding& each : bindings_) {
        text += " xmlns:";
        text.append(each.prefix, 0, each.prefix.size() - 1);
        text += "=\"";
        append_escaped(text, each.uri.view(), true);
        text += '"';
    }
    return text;
}

/// About as many octets as the element takes, so that a message grows in one piece.
std::size_t guessed_size(const Element& element) {
    std::size_t size =
        element.text.size() + 2 * element.name.local.size() + 16 + 32 * element.attributes.size();
    for (const Element& child : element.children) size += guessed_size(child);
    return size;
}

std::size_t guessed_size(const std::vector<Element>& elements) {
    std::size_t size = 0;
    for (const Element& each : elements) size += guessed_size(each);
    return size;
}

}  // namespace

std::string write(const Envelope& envelope) {
    std::string text;
    constexpr std::size_t around = 768;  // declarations and the envelope's own tags
    text.reserve(around + guessed_size(envelope.headers) + guessed_size(envelope.body));
    Scribe scribe{text};
    scribe.bind(Uri::constant(ns::s.uri));
    text += "<?xml version=\"1.0\" encoding=\"";
    text += charset_of(envelope.encoding);
    text += "\"?><s:Envelope";
    const std::size_t name_end = text.size();
    text += "><s:Header>";
    for (const Element& each : envelope.headers) scribe.element(each);
    text += "</s:Header><s:Body>";
    for (const Element& each : envelope.body) scribe.element(each);
    text += "</s:Body></s:Envelope>";
    text.insert(name_end, scribe.declarations());
    return encode(std::move(text), envelope.encoding);
}

std::string write_element(const Element& element) {
    if (element.is_written()) return element.text;
    std::string text;
    text.reserve(256 + guessed_size(element));
    Scribe scribe{text};
    scribe.element(element);
    // The declarations belong behind the name of the outermost element, the first thing written.
    text.insert(text.find_first_of(" >", 1), scribe.declarations());
    return text;
}

std::string write_element(Element&& element) {
    if (element.is_written()) return std::move(element.text);
    return write_element(std::as_const(element));
}

std::size_t written_size(const Element& element) {
    std::string text;
    text.reserve(guessed_size(element));
    Scribe{text}.element(element);
    return text.size();
}

}  // namespace assay::soap
