// The body of a message read as an envelope, leniently: whatever the octets are, there is a reading.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "assay/observe/element.hpp"
#include "assay/vocab/names.hpp"

namespace assay::observe {

enum class Encoding { utf8, utf16_little, utf16_big, other };
enum class SoapVersion { none, soap11, soap12 };

[[nodiscard]] std::string_view to_text(Encoding encoding);

/// How the octets became characters, and what the message said about it.
struct EncodingReading {
    Encoding used = Encoding::utf8;  ///< by byte-order mark, else by the first octets, else by the charset
    bool byte_order_mark = false;
    std::string charset;   ///< the Content-Type's parameter, as written; "" when absent
    std::string declared;  ///< the XML declaration's encoding; "" when absent
};

/// What keeps the text from being one well-formed document with namespaces.
struct XmlTrouble {
    std::string message;
    Position at;
};

/// Move-only, because the elements point at each other.
struct EnvelopeReading {
    EnvelopeReading() = default;
    EnvelopeReading(EnvelopeReading&&) = default;
    EnvelopeReading& operator=(EnvelopeReading&&) = default;
    EnvelopeReading(const EnvelopeReading&) = delete;
    EnvelopeReading& operator=(const EnvelopeReading&) = delete;
    ~EnvelopeReading() = default;

    bool present = false;  ///< was there any octet?
    EncodingReading encoding;
    std::string text;                  ///< in UTF-8, without the byte-order mark
    std::vector<XmlTrouble> troubles;  ///< empty means well-formed as far as it was read
    std::string excess;                ///< which of `limits` ended the reading, in words; else ""
    std::optional<Position> document_type;
    std::vector<Position> processing_instructions;  ///< the XML declaration is none
    std::vector<Position> comments;
    std::deque<Element> elements;             ///< in document order; all that came before the first trouble
    std::set<std::string, std::less<>> uris;  ///< what the elements' and attributes' `uri` point at

    /// Read to its end and without trouble?
    [[nodiscard]] bool well_formed() const { return present && troubles.empty() && excess.empty(); }
    [[nodiscard]] SoapVersion soap() const;
    /// The root element, whatever it is; nullptr when there is none.
    [[nodiscard]] const Element* root() const;
    /// The SOAP 1.2 parts; nullptr when they are missing or the message is something else.
    [[nodiscard]] const Element* header() const;
    [[nodiscard]] const Element* body() const;
    /// The first element in the body.
    [[nodiscard]] const Element* body_child() const;
    /// The first header block of this name; nullptr when there is none.
    [[nodiscard]] const Element* header_block(const vocab::QName& name) const;
    [[nodiscard]] std::vector<const Element*> header_blocks(const vocab::QName& name) const;
    /// The trimmed text of the header block that stands there exactly once.
    [[nodiscard]] std::optional<std::string_view> header_value(const vocab::QName& name) const;
    /// The place of an offset in the text.
    [[nodiscard]] Position position_at(std::size_t offset) const;
};

/// Reads a body. Never throws; expands no entity, fetches nothing, and stops where it crosses one of
/// `limits`.
/// @param octets  the body as decoded from its transfer coding
/// @param charset the Content-Type's charset parameter, "" for none
[[nodiscard]] EnvelopeReading read_envelope(std::string_view octets, std::string_view charset = {});

/// The element as text that stands alone: as it was written, with the namespace declarations that it
/// inherits added to its start tag.
[[nodiscard]] std::string standalone_xml(const EnvelopeReading& reading, const Element& element);

}  // namespace assay::observe
