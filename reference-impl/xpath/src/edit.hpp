// Changes of a representation at selected nodes.
#pragma once

#include <span>
#include <string>

#include "assay/model/fault.hpp"
#include "assay/xpath/expression.hpp"

namespace assay::xpath {

/// What a wsman:XmlFragment holds.
struct Content {
    std::vector<soap::Element> elements = {};
    std::string text = {};
    bool nil = false;  ///< xsi:nil="true": no value
};

/// Does the element say xsi:nil="true": no value?
[[nodiscard]] bool is_nil(const soap::Element& element);

/// Reads the content of a request's wsman:XmlFragment. Faults: InvalidRepresentation/InvalidFragment.
[[nodiscard]] model::Outcome<Content> read_content(const soap::Element& body);

/// wsman:XmlFragment with what is selected. Faults: wsman:CannotProcessFilter for elements and text together,
/// which an element cannot hold in order.
[[nodiscard]] model::Outcome<soap::Element> fragment_of(const Selection& selection);

/// The nodes point into `whole`; there is at least one.
[[nodiscard]] model::Outcome<soap::Element> replaced(const soap::Element& whole, std::span<const Node> nodes,
                                                     const Content& content);
[[nodiscard]] model::Outcome<soap::Element> removed(const soap::Element& whole, std::span<const Node> nodes);

/// Adds what the path names, which is not there. Faults: InvalidRepresentation/InvalidFragment when there is
/// not exactly one place for it, or the content is something else.
[[nodiscard]] model::Outcome<soap::Element> inserted(const soap::Element& whole, const Path& path,
                                                     const Content& content);

}  // namespace assay::xpath
