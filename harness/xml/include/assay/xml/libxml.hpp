// libxml2 with owners for its objects, and the XML policy: no document type, no entities, no network, limits.
// Mechanism only: what an envelope is, each side knows by itself.
#pragma once

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assay::xml {

struct LibxmlDeleter {
    void operator()(xmlDoc* document) const noexcept { xmlFreeDoc(document); }
    void operator()(xmlNode* node) const noexcept { xmlFreeNode(node); }
    void operator()(xmlParserCtxt* context) const noexcept { xmlFreeParserCtxt(context); }
    void operator()(xmlXPathContext* context) const noexcept { xmlXPathFreeContext(context); }
    void operator()(xmlXPathObject* object) const noexcept { xmlXPathFreeObject(object); }
    void operator()(xmlXPathCompExpr* expression) const noexcept { xmlXPathFreeCompExpr(expression); }
    void operator()(xmlBuffer* buffer) const noexcept { xmlBufferFree(buffer); }
    void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};

using DocumentPtr = std::unique_ptr<xmlDoc, LibxmlDeleter>;
using NodePtr = std::unique_ptr<xmlNode, LibxmlDeleter>;  ///< only for a node that is in no document
using ParserContextPtr = std::unique_ptr<xmlParserCtxt, LibxmlDeleter>;
using XPathContextPtr = std::unique_ptr<xmlXPathContext, LibxmlDeleter>;
using XPathObjectPtr = std::unique_ptr<xmlXPathObject, LibxmlDeleter>;
using XPathExpressionPtr = std::unique_ptr<xmlXPathCompExpr, LibxmlDeleter>;
using BufferPtr = std::unique_ptr<xmlBuffer, LibxmlDeleter>;
using TextPtr = std::unique_ptr<xmlChar, LibxmlDeleter>;

/// libxml2's characters (UTF-8) as a view; empty for a null pointer. Valid as long as the text is.
[[nodiscard]] inline std::string_view view_of(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

/// A zero-terminated string for libxml2; not copied.
[[nodiscard]] inline const xmlChar* xml_text(const char* text) {
    return reinterpret_cast<const xmlChar*>(text);
}

/// What a document may at most be. Depth counts the root as 1; libxml2's own bound of 256 stays in force.
struct ParseLimits {
    std::size_t octets = 4U << 20U;
    std::uint32_t depth = 200;
    std::uint32_t attributes = 200;  ///< of one element, namespace declarations counted too
};

enum class ParseTrouble { malformed, document_type, too_large, too_deep, too_many_attributes };

/// Why a document was refused, and where: line and column count from 1, 0 where no place is known.
struct ParseError {
    ParseTrouble trouble = ParseTrouble::malformed;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string message;
};

/// Either a document or the first error.
struct ParseResult {
    DocumentPtr document;
    std::optional<ParseError> error;
};

/// Parses a whole document under the policy; writes to no stream and never throws for what the octets say.
/// @param octets   the document; its encoding is found as XML 1.0 Appendix F says
/// @param encoding an encoding name that overrides it, e.g. "UTF-8" or "UTF-16LE"; nullptr for none
/// @return the tree with line numbers (also above 65535), CDATA as text, no entity nodes; else the error
[[nodiscard]] ParseResult parse(std::string_view octets, const ParseLimits& limits = {},
                                const char* encoding = nullptr);

}  // namespace assay::xml
