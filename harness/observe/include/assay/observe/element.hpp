// A node of a message as it was written: names, attributes, text, and where its start tag stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/vocab/names.hpp"

namespace assay::observe {

/// A place in a message's text. Offset and length count octets of UTF-8; line and column count from 1, and
/// the column counts characters.
struct Position {
    std::size_t offset = 0;
    std::size_t length = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

struct Attribute {
    std::string_view uri;  ///< "" for an attribute without prefix; owned as those of elements are
    std::string prefix;
    std::string local;
    std::string value;
};

struct NamespaceDeclaration {
    std::string prefix;  ///< "" for the default namespace
    std::string uri;
};

/// Owned by the EnvelopeReading it came from, and valid as long as that lives, also after a move.
struct Element {
    std::string_view uri;  ///< owned by the reading: one copy for all elements
    std::string prefix;    ///< as written; never to be compared
    std::string local;
    std::vector<Attribute> attributes;
    std::vector<NamespaceDeclaration> declarations;
    std::string text;  ///< the character data directly within, joined
    std::vector<const Element*> children;
    const Element* parent = nullptr;
    Position at;                 ///< of the start tag
    std::size_t end = 0;         ///< offset after the end tag; after the start tag when the end is missing
    std::uint32_t ordinal = 1;   ///< from 1, among the siblings of its name
    bool has_namesakes = false;  ///< among its siblings

    [[nodiscard]] bool is(const vocab::QName& name) const;
    /// The first child of this name; nullptr when there is none.
    [[nodiscard]] const Element* child(const vocab::QName& name) const;
    [[nodiscard]] std::vector<const Element*> children_named(const vocab::QName& name) const;
    /// The attribute's value; nullptr when it is absent. Attributes without prefix have the namespace "".
    [[nodiscard]] const std::string* attribute(std::string_view attribute_uri,
                                               std::string_view attribute_local) const;
    /// The text without white space around it.
    [[nodiscard]] std::string_view value() const;
};

/// A QName written in text or in an attribute's value, with its prefix resolved.
struct ResolvedName {
    std::string uri;
    std::string local;
    bool bound = false;  ///< is its prefix declared in scope?

    [[nodiscard]] bool is(const vocab::QName& name) const;
};

/// Resolves `text` ("wsman:AccessDenied", white space around it allowed) where `scope` stands. A name without
/// prefix is in the default namespace.
[[nodiscard]] ResolvedName resolve(const Element& scope, std::string_view text);

/// The namespace URI that `prefix` ("" for the default) stands for at `scope`; nullptr when it is not
/// declared.
[[nodiscard]] const std::string* namespace_of(const Element& scope, std::string_view prefix);

/// "wsman:AccessDenied" with the customary prefix, "{uri}local" for a namespace that has none.
[[nodiscard]] std::string customary_name(std::string_view uri, std::string_view local);
[[nodiscard]] std::string customary_name(const vocab::QName& name);

/// "/s:Envelope/s:Header/wsa:To": customary prefixes, else the element's own; "[2]" where siblings share a
/// name.
[[nodiscard]] std::string path_of(const Element& element);

}  // namespace assay::observe
