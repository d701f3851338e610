// What a witness tells of a document, event by event → the tree that the service's reader has to give for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assay/soap/reader.hpp"

namespace assay::soap {

using Tree = std::variant<Element, ReadError>;

/// The tree of one document under the service's rules: its limits, white space between elements dropped, the
/// namespaces of expressions kept. Knows nothing of how a document is written.
class TreeBuilder {
public:
    explicit TreeBuilder(const ReadLimits& limits) : limits_{limits} {}

    /// A namespace that the next element declares.
    /// @param prefix  empty for the default namespace
    void declare(std::string_view prefix, std::string_view uri);
    /// @param attributes  without namespace declarations, in the order of the document
    /// @return false when a limit is passed: there is an error then
    bool begin(Name name, std::vector<Attribute> attributes);
    void end();
    void characters(std::string_view text);
    /// The first error stays.
    void fail(ReadError::Kind kind, std::string message);

    [[nodiscard]] bool has_failed() const { return error_.has_value(); }
    /// The error, else the root element; ends the building.
    [[nodiscard]] Tree finished();

private:
    struct Declaration {
        std::size_t depth;
        std::string prefix;
        std::string uri;
    };

    bool is_within_limits(std::size_t attributes);
    void keep_bindings(Element& element) const;

    const ReadLimits& limits_;
    std::optional<ReadError> error_;
    Element root_;
    // Stable: while an element is open, the vector that holds it does not grow.
    std::vector<Element*> open_;
    std::vector<Declaration> declared_;  ///< of the open elements, outermost first
    std::size_t elements_ = 0;
};

}  // namespace assay::soap
