// Comparing the named types of the schemas one by one: an element for each, and many contents for each
// element.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "corpus.hpp"

namespace assay::xml {

inline constexpr const char* type_probe_namespace = "urn:assay:type-probe";

/// An element of one named type, and what to try as its content.
struct TypeProbe {
    std::string element;  ///< "wsman.SelectorType"
    std::vector<std::string> contents;
};

/// The values of every xs:enumeration, by target namespace.
using Enumerations = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Adds the enumerated values of a schema; those of xs:QName as local parts.
void add_enumerations(const std::string& schema, Enumerations& enumerations);

/// A schema with one element for each named type of the set, and a type derived from one of each namespace.
[[nodiscard]] std::string type_probe_schema();

[[nodiscard]] std::vector<TypeProbe> type_probes(const Enumerations& enumerations);

/// The element with attributes, which stand before the content as they are.
[[nodiscard]] CorpusDocument probe_document(const std::string& element, const std::string& attributes,
                                            const std::string& content);

/// Attributes, one or more, that types may require, admit or refuse.
[[nodiscard]] const std::vector<std::string>& probe_attributes();

/// Elements of every namespace with the derived types in place of their own.
[[nodiscard]] std::vector<CorpusDocument> derivation_probes();

}  // namespace assay::xml
