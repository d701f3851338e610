// One thing that is wrong with a document, and exactly where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace assay::xml {

enum class Severity {
    error,      ///< well-formed, but not what the schema allows
    fatal,      ///< not well-formed, or against the XML policy; nothing after it was looked at
    tolerated,  ///< an error that a named quirk of the schema set explains
};

struct SchemaError {
    std::uint32_t line = 0;    ///< from 1
    std::uint32_t column = 0;  ///< in characters, from 1
    std::size_t offset = 0;    ///< in octets, in the document as UTF-8 without a byte-order mark
    std::size_t length = 0;    ///< of the start tag in question; 0 when only a point is known
    std::string path;  ///< "/s:Envelope/s:Body/p:Item[2]" with the document's own prefixes; empty if fatal
    std::string message;
    Severity severity = Severity::error;
    std::string quirk;  ///< Quirk::id when tolerated, else empty
};

/// "message.xml:12:7: error: …", as compilers print it.
[[nodiscard]] std::string to_text(const std::string& file, const SchemaError& error);

}  // namespace assay::xml
