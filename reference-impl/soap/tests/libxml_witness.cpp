#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <optional>
#include <span>

#include "assay/base/text.hpp"
#include "libxml_witness.hpp"

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

Name name_of(const xmlChar* ns, const xmlChar* local) { return {view(ns), std::string{view(local)}}; }

struct ContextDeleter {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

/// What the SAX callbacks build; lives as long as one parse.
class Builder {
public:
    explicit Builder(const ReadLimits& limits) : limits_{limits} {}

    /// Namespace bindings that the next element brings.
    void declare(std::span<const xmlChar*> prefixes_and_uris);
    void begin(const xmlChar* local, const xmlChar* ns, std::size_t count, const xmlChar** attributes);
    void end();
    void characters(std::string_view text);
    void fail(Kind kind, std::string message);

    void attach(xmlParserCtxt* context) { context_ = context; }
    std::optional<ReadError>& error() { return error_; }
    Element& root() { return root_; }

private:
    void keep_bindings(Element& element) const;

    const ReadLimits& limits_;
    xmlParserCtxt* context_ = nullptr;
    std::optional<ReadError> error_;
    Element root_;
    // Stable: while an element is open, the vector that holds it does not grow.
    std::vector<Element*> open_;
    struct Declaration {
        std::size_t depth;
        std::string prefix;
        std::string uri;
    };
    std::vector<Declaration> declared_;  ///< of the open elements, outermost first
    std::size_t elements_ = 0;
};

/// The headers and elements whose content is an expression that may use prefixes.
bool holds_expression(const Name& name) {
    if (name.local == "FragmentTransfer") return name.ns == vocab::ns::wsman.uri;
    return name.local == "Filter" && (name.ns == vocab::ns::wsman.uri || name.ns == vocab::ns::wsen.uri ||
                                      name.ns == vocab::ns::wse.uri);
}

void Builder::fail(Kind kind, std::string message) {
    if (!error_) error_ = ReadError{.kind = kind, .message = std::move(message)};
    xmlStopParser(context_);
}

void Builder::declare(std::span<const xmlChar*> prefixes_and_uris) {
    for (std::size_t i = 0; i + 1 < prefixes_and_uris.size(); i += 2) {
        declared_.push_back({.depth = open_.size(),
                             .prefix = std::string{view(prefixes_and_uris[i])},
                             .uri = std::string{view(prefixes_and_uris[i + 1])}});
    }
}

/// Each binding in scope once: the innermost one of a prefix hides the others.
void Builder::keep_bindings(Element& element) const {
    for (auto each = declared_.rbegin(); each != declared_.rend(); ++each) {
        const auto hides = [&](const Declaration& inner) { return inner.prefix == each->prefix; };
        if (each->uri.empty() || std::any_of(declared_.rbegin(), each, hides)) continue;
        element.attributes.push_back(
            {.name = {std::string{vocab::ns::xmlns.uri}, each->prefix.empty() ? "xmlns" : each->prefix},
             .value = each->uri});
    }
}

void Builder::begin(const xmlChar* local, const xmlChar* ns, std::size_t count, const xmlChar** attributes) {
    if (open_.size() >= limits_.depth) return fail(Kind::too_large, "elements are nested too deeply");
    if (++elements_ > limits_.elements) return fail(Kind::too_large, "too many elements");
    const auto own = [&](const Declaration& each) { return each.depth == open_.size(); };
    const auto declarations = static_cast<std::size_t>(std::ranges::count_if(declared_, own));
    if (count + declarations > limits_.attributes) {
        return fail(Kind::too_large, "an element has too many attributes");
    }
    Element& element = open_.empty() ? root_ : open_.back()->add(Element{});
    element.name = name_of(ns, local);
    element.attributes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const xmlChar** part = attributes + i * 5;  // local, prefix, URI, value, end of value
        element.attributes.push_back(
            {.name = name_of(part[2], part[0]),
             .value = {reinterpret_cast<const char*>(part[3]), reinterpret_cast<const char*>(part[4])}});
    }
    if (holds_expression(element.name)) keep_bindings(element);
    open_.push_back(&element);
}

void Builder::end() {
    Element& element = *open_.back();
    if (!element.children.empty() && element.value().empty()) element.text.clear();
    open_.pop_back();
    while (!declared_.empty() && declared_.back().depth >= open_.size()) declared_.pop_back();
}

void Builder::characters(std::string_view text) {
    if (!open_.empty()) open_.back()->text += text;
}

Builder& of(void* user) { return *static_cast<Builder*>(user); }

void on_start(void* user, const xmlChar* local, const xmlChar*, const xmlChar* ns, int declarations,
              const xmlChar** namespaces, int count, int, const xmlChar** attributes) {
    of(user).declare({namespaces, static_cast<std::size_t>(declarations) * 2});
    of(user).begin(local, ns, static_cast<std::size_t>(count), attributes);
}

void on_end(void* user, const xmlChar*, const xmlChar*, const xmlChar*) { of(user).end(); }

void on_characters(void* user, const xmlChar* text, int length) {
    of(user).characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

void on_instruction(void* user, const xmlChar*, const xmlChar*) {
    of(user).fail(Kind::forbidden, "the message holds a processing instruction");
}

void on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
    of(user).fail(Kind::forbidden, "the message holds a document type declaration");
}

void on_error(void* user, xmlErrorPtr error) {
    if (error->level < XML_ERR_ERROR) return;
    const std::string message = error->message == nullptr ? "unknown" : error->message;
    of(user).fail(Kind::not_well_formed,
                  "line " + std::to_string(error->line) + ": " + std::string{base::trimmed(message)});
}

xmlSAXHandler make_handler() {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_characters;
    handler.ignorableWhitespace = on_characters;
    handler.cdataBlock = on_characters;
    handler.processingInstruction = on_instruction;
    handler.internalSubset = on_doctype;
    handler.serror = on_error;
    return handler;
}

}  // namespace

std::variant<Element, ReadError> libxml_tree(const std::string& text, const ReadLimits& limits) {
    static const xmlSAXHandler handler = make_handler();
    if (text.empty()) return ReadError{.kind = Kind::not_well_formed, .message = "the message is empty"};
    std::unique_ptr<xmlParserCtxt, ContextDeleter> context{
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size()))};
    if (!context) return ReadError{.kind = Kind::too_large, .message = "no memory to parse the message"};
    Builder builder{limits};
    builder.attach(context.get());
    *context->sax = handler;
    context->userData = &builder;
    // NOENT only makes &amp; and its kin arrive resolved in attributes: there is no DTD to declare more.
    xmlCtxtUseOptions(context.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(context.get());
    if (builder.error()) return std::move(*builder.error());
    if (context->wellFormed == 0 || context->nsWellFormed == 0) {
        return ReadError{.kind = Kind::not_well_formed, .message = "the message is not well-formed XML"};
    }
    return std::move(builder.root());
}

}  // namespace assay::soap
