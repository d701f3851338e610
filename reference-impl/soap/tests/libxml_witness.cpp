#include "libxml_witness.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <memory>

#include "assay/base/text.hpp"
#include "tree_builder.hpp"

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

/// What the SAX callbacks are given; lives as long as one parse.
struct Parse {
    TreeBuilder builder;
    xmlParserCtxt* context;

    void stop_if_failed() const {
        if (builder.has_failed()) xmlStopParser(context);
    }
    void fail(Kind kind, std::string message) {
        builder.fail(kind, std::move(message));
        stop_if_failed();
    }
};

Parse& of(void* user) { return *static_cast<Parse*>(user); }

void on_start(void* user, const xmlChar* local, const xmlChar*, const xmlChar* ns, int declarations,
              const xmlChar** namespaces, int count, int, const xmlChar** attributes) {
    for (int i = 0; i < declarations; ++i) {
        of(user).builder.declare(view(namespaces[2 * i]), view(namespaces[2 * i + 1]));
    }
    std::vector<Attribute> list;
    for (int i = 0; i < count; ++i) {
        const xmlChar** part = attributes + i * 5;  // local, prefix, URI, value, end of value
        list.push_back(
            {.name = name_of(part[2], part[0]),
             .value = {reinterpret_cast<const char*>(part[3]), reinterpret_cast<const char*>(part[4])}});
    }
    of(user).builder.begin(name_of(ns, local), std::move(list));
    of(user).stop_if_failed();
}

void on_end(void* user, const xmlChar*, const xmlChar*, const xmlChar*) { of(user).builder.end(); }

void on_characters(void* user, const xmlChar* text, int length) {
    of(user).builder.characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
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

Tree libxml_tree(const std::string& text, const ReadLimits& limits) {
    static const xmlSAXHandler handler = make_handler();
    if (text.empty()) return ReadError{.kind = Kind::not_well_formed, .message = "the message is empty"};
    const std::unique_ptr<xmlParserCtxt, ContextDeleter> context{
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size()))};
    if (!context) return ReadError{.kind = Kind::too_large, .message = "no memory to parse the message"};
    Parse parse{.builder = TreeBuilder{limits}, .context = context.get()};
    *context->sax = handler;
    context->userData = &parse;
    // NOENT only makes &amp; and its kin arrive resolved in attributes: there is no DTD to declare more.
    xmlCtxtUseOptions(context.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(context.get());
    if (context->wellFormed == 0 || context->nsWellFormed == 0) {
        parse.builder.fail(Kind::not_well_formed, "the message is not well-formed XML");
    }
    return parse.builder.finished();
}

}  // namespace assay::soap
