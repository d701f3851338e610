// wsa:EndpointReference in the default addressing model (DSP0226 §5.1.2).
#pragma once

#include <string>
#include <vector>

#include "assay/model/selectors.hpp"

namespace assay::model {

/// Names one instance of a resource.
struct Epr {
    std::string address;
    std::string resource_uri;
    SelectorSet selectors = {};

    friend bool operator==(const Epr&, const Epr&) = default;
};

/// Reads the content of an element of type wsa:EndpointReferenceType that names a resource. Faults:
/// InvalidSelectors with InvalidValue when it names none, and those of read_selectors.
[[nodiscard]] Outcome<Epr> read_epr(const soap::Element& element);

/// The reference as content of an element of the given name: wsa:EndpointReference or wxf:ResourceCreated.
[[nodiscard]] soap::Element to_element(const Epr& epr, const vocab::QName& as);

/// Where a reply goes: wsa:ReplyTo or wsa:FaultTo.
struct ReplyAddress {
    std::string address;
    std::vector<soap::Element> parameters = {};  ///< become header blocks of the reply
};

/// @return the address and reference parameters of an element of type wsa:EndpointReferenceType, or the
/// fault InvalidMessageInformationHeader when it has no address.
[[nodiscard]] Outcome<ReplyAddress> read_reply_address(const soap::Element& element);

}  // namespace assay::model
