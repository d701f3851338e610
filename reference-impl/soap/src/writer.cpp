#include "assay/soap/writer.hpp"

#include <algorithm>
#include <array>
#include <forward_list>
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
    explicit Scribe(Sink& out) : out_{out} { bindings_.reserve(customary.size()); }

    void element(const Element& each);
    /// Makes sure that the namespace is declared.
    void bind(const Uri& uri) { prefix_of(uri); }
    /// All namespaces used so far, as attributes of the element that holds what was written.
    [[nodiscard]] std::string declarations() const;

private:
    /// Refers to what is written and to `strangers_`.
    struct Binding {
        std::string_view uri;
        std::string_view prefix;
    };

    std::string_view prefix_of(const Uri& uri);
    std::string_view bind_anew(std::string_view uri);
    void name(const Name& name);
    void attribute(const Attribute& each);

    Sink& out_;
    std::vector<Binding> bindings_;
    std::forward_list<std::string> strangers_;  ///< prefixes of namespaces without a customary one
    std::size_t stranger_count_ = 0;
};

std::string_view Scribe::prefix_of(const Uri& uri) {
    for (const Binding& each : bindings_) {
        if (uri == each.uri) return each.prefix;
    }
    return bind_anew(uri.view());
}

std::string_view Scribe::bind_anew(std::string_view uri) {
    const auto usual = std::ranges::find(customary, uri, &Namespace::uri);
    const std::string_view prefix = usual != customary.end()
                                        ? usual->prefix
                                        : strangers_.emplace_front("n" + std::to_string(++stranger_count_));
    bindings_.push_back({.uri = uri, .prefix = prefix});
    return prefix;
}

void Scribe::name(const Name& name) {
    if (name.ns == ns::xml.uri) {
        out_.put("xml:");
    } else if (!name.ns.empty()) {
        out_.put(prefix_of(name.ns));
        out_.put(':');
    }
    out_.put(name.local);
}

void Scribe::attribute(const Attribute& each) {
    out_.put(' ');
    name(each.name);
    out_.put("=\"");
    each.qname ? name(*each.qname) : put_escaped(out_, each.value, true);
    out_.put('"');
}

void Scribe::element(const Element& each) {
    if (each.is_written()) {
        out_.put(each.text);
        return;
    }
    out_.put('<');
    const std::size_t begin = out_.size();
    name(each.name);
    const std::size_t length = out_.size() - begin;
    for (const Attribute& one : each.attributes) attribute(one);
    if (each.children.empty() && each.text.empty() && !each.qname) {
        out_.put(" />");  // with a space: readers that split tags at spaces are in the field
        return;
    }
    out_.put('>');
    if (each.qname) {
        name(*each.qname);
    } else {
        put_escaped(out_, each.text);
        for (const Element& child : each.children) element(child);
    }
    out_.put("</");
    out_.repeat(begin, length);
    out_.put('>');
}

std::string Scribe::declarations() const {
    constexpr std::size_t usual = 64;  // octets
    Sink text{usual * bindings_.size()};
    for (const Binding& each : bindings_) {
        text.put(" xmlns:");
        text.put(each.prefix);
        text.put("=\"");
        put_escaped(text, each.uri, true);
        text.put('"');
    }
    return std::move(text).take();
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
    constexpr std::size_t around = 768;  // declarations and the envelope's own tags
    Sink sink{around + guessed_size(envelope.headers) + guessed_size(envelope.body)};
    Scribe scribe{sink};
    scribe.bind(Uri::constant(ns::s.uri));
    sink.put("<?xml version=\"1.0\" encoding=\"");
    sink.put(charset_of(envelope.encoding));
    sink.put("\"?><s:Envelope");
    const std::size_t name_end = sink.size();
    sink.put("><s:Header>");
    for (const Element& each : envelope.headers) scribe.element(each);
    sink.put("</s:Header><s:Body>");
    for (const Element& each : envelope.body) scribe.element(each);
    sink.put("</s:Body></s:Envelope>");
    std::string text = std::move(sink).take();
    text.insert(name_end, scribe.declarations());
    return encode(std::move(text), envelope.encoding);
}

std::string write_element(const Element& element) {
    if (element.is_written()) return element.text;
    Sink sink{256 + guessed_size(element)};
    Scribe scribe{sink};
    scribe.element(element);
    std::string text = std::move(sink).take();
    // The declarations belong behind the name of the outermost element, the first thing written.
    text.insert(text.find_first_of(" >", 1), scribe.declarations());
    return text;
}

std::string write_element(Element&& element) {
    if (element.is_written()) return std::move(element.text);
    return write_element(std::as_const(element));
}

std::size_t written_size(const Element& element) {
    Sink sink{guessed_size(element)};
    Scribe{sink}.element(element);
    return sink.size();
}

}  // namespace assay::soap
