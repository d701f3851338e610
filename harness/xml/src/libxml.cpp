#include "assay/xml/libxml.hpp"

#include <libxml/SAX2.h>

#include <algorithm>
#include <climits>
#include <new>
#include <utility>

#include "assay/base/text.hpp"

namespace assay::xml {
namespace {

// No XML_PARSE_HUGE, NOENT, DTDLOAD, DTDATTR or XINCLUDE: libxml2's own bounds stay in force and nothing is
// expanded.
constexpr int policy_options =
    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES;

struct Watch {
    ParseLimits limits;
    std::uint32_t depth = 0;
    std::optional<ParseError> error;
};

// The context's userData stays the context itself, as libxml2's tree building wants it; our state hangs
// beside it.
xmlParserCtxt* context_of(void* user_data) { return static_cast<xmlParserCtxt*>(user_data); }
Watch& watch_of(void* user_data) { return *static_cast<Watch*>(context_of(user_data)->_private); }

void refuse(void* user_data, ParseTrouble trouble, std::string message) {
    Watch& watch = watch_of(user_data);
    if (!watch.error) {
        watch.error =
            ParseError{trouble, static_cast<std::uint32_t>(xmlSAX2GetLineNumber(user_data)),
                       static_cast<std::uint32_t>(xmlSAX2GetColumnNumber(user_data)), std::move(message)};
    }
    xmlStopParser(context_of(user_data));
}

void refuse_document_type(void* user_data, const xmlChar*, const xmlChar*, const xmlChar*) {
    refuse(user_data, ParseTrouble::document_type, "a document type declaration is not allowed");
}

void start_element(void* user_data, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespace_count, const xmlChar** namespaces, int attribute_count, int defaulted_count,
                   const xmlChar** attributes) {
    Watch& watch = watch_of(user_data);
    if (++watch.depth > watch.limits.depth) {
        return refuse(user_data, ParseTrouble::too_deep,
                      "elements are nested deeper than " + std::to_string(watch.limits.depth));
    }
    if (static_cast<std::uint32_t>(attribute_count + namespace_count) > watch.limits.attributes) {
        return refuse(user_data, ParseTrouble::too_many_attributes,
                      "an element has more than " + std::to_string(watch.limits.attributes) + " attributes");
    }
    xmlSAX2StartElementNs(user_data, name, prefix, uri, namespace_count, namespaces, attribute_count,
                          defaulted_count, attributes);
}

void end_element(void* user_data, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri) {
    --watch_of(user_data).depth;
    xmlSAX2EndElementNs(user_data, name, prefix, uri);
}

void note_error(void* user_data, xmlError* error) {
    if (error->level < XML_ERR_ERROR || watch_of(user_data).error) return;
    watch_of(user_data).error = ParseError{
        ParseTrouble::malformed, static_cast<std::uint32_t>(std::max(error->line, 0)),
        static_cast<std::uint32_t>(std::max(error->int2, 0)),
        std::string{base::trimmed(error->message == nullptr ? "not well-formed" : error->message)}};
}

ParserContextPtr watching_context(Watch& watch) {
    ParserContextPtr context{xmlNewParserCtxt()};
    if (!context) throw std::bad_alloc{};
    context->_private = &watch;
    context->sax->internalSubset = refuse_document_type;
    context->sax->startElementNs = start_element;
    context->sax->endElementNs = end_element;
    context->sax->serror = note_error;
    return context;
}

ParseResult failed(ParseTrouble trouble, std::string message) {
    return {nullptr, ParseError{trouble, 0, 0, std::move(message)}};
}

}  // namespace

ParseResult parse(std::string_view octets, const ParseLimits& limits, const char* encoding) {
    if (octets.size() > limits.octets || octets.size() > INT_MAX) {
        return failed(ParseTrouble::too_large,
                      "the document has more than " + std::to_string(limits.octets) + " octets");
    }
    if (octets.empty()) return failed(ParseTrouble::malformed, "the document is empty");
    Watch watch{limits, 0, std::nullopt};
    const ParserContextPtr context = watching_context(watch);
    DocumentPtr document{xmlCtxtReadMemory(context.get(), octets.data(), static_cast<int>(octets.size()),
                                           nullptr, encoding, policy_options)};
    if (watch.error) return {nullptr, std::move(watch.error)};
    // A namespace error (an undeclared prefix) leaves a tree but is no namespace-well-formed document.
    if (!document || context->wellFormed == 0 || context->nsWellFormed == 0) {
        return failed(ParseTrouble::malformed, "the document is not well-formed");
    }
    return {std::move(document), std::nullopt};
}

}  // namespace assay::xml
