// XPath 1.0 over a message, with the place of what it selects.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "assay/observe/envelope_reading.hpp"

namespace assay::observe {

using Prefixes = std::map<std::string, std::string, std::less<>>;

/// The customary prefixes: s wsa wxf wsen wse wsman wsmid wsmb cim xs xsi xml.
[[nodiscard]] Prefixes customary_prefixes();

/// One node of a node set.
struct XPathNode {
    std::string value;                 ///< its string value (XPath 1.0 §5)
    const Element* element = nullptr;  ///< itself, or the element that holds the attribute or text
    bool is_element = false;
};

enum class XPathKind { nodes, text, number, boolean };

/// What an expression gave. `text` is the string value of any result (XPath 1.0 §4.2).
struct XPathResult {
    std::string error;  ///< "" unless the expression itself is wrong: a mistake of whoever wrote it
    XPathKind kind = XPathKind::nodes;
    std::vector<XPathNode> nodes;  ///< in document order
    std::string text;
    double number = 0;
    bool boolean = false;
};

/// Parsed a second time, lazily, by the first expression that needs it. A message that is not well-formed or
/// has a document type selects nothing.
class XPathDocument {
public:
    /// @param reading outlives this object; results point into it
    explicit XPathDocument(const EnvelopeReading& reading);
    ~XPathDocument();
    XPathDocument(XPathDocument&&) noexcept;
    XPathDocument& operator=(XPathDocument&&) noexcept;

    /// Evaluates an expression with the document as its context. Never throws.
    [[nodiscard]] XPathResult evaluate(const std::string& expression, const Prefixes& prefixes);

private:
    struct Tree;
    const EnvelopeReading* reading_;
    std::unique_ptr<Tree> tree_;
};

}  // namespace assay::observe
