#include "assay/model/epr.hpp"

#include <algorithm>
#include <iterator>

#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"

namespace assay::model {

soap::Element to_element(const Epr& epr, const vocab::QName& as) {
    soap::Element element{as};
    element.add(names::Address, epr.address);
    soap::Element& parameters = element.add(soap::Element{names::ReferenceParameters});
    parameters.add(names::ResourceURI, epr.resource_uri);
    if (!epr.selectors.empty()) parameters.add(to_element(epr.selectors));
    return element;
}

Outcome<Epr> read_epr(const soap::Element& element) {
    const soap::Element* parameters = element.child(names::ReferenceParameters);
    const soap::Element* uri = parameters == nullptr ? nullptr : parameters->child(names::ResourceURI);
    if (uri == nullptr) {
        return faults::invalid_selectors(faults::Selectors::InvalidValue,
                                         "a nested reference names no resource");
    }
    Epr read{.address = {}, .resource_uri = std::string{uri->value()}};
    if (const soap::Element* address = element.child(names::Address)) read.address = address->value();
    if (const soap::Element* set = parameters->child(names::SelectorSet)) {
        auto selectors = read_selectors(*set);
        if (!selectors) return selectors.error();
        read.selectors = std::move(*selectors);
    }
    return read;
}

Outcome<ReplyAddress> read_reply_address(const soap::Element& element) {
    const soap::Element* address = element.child(names::Address);
    if (address == nullptr || address->value().empty()) {
        return faults::invalid_message_information_header("wsa:" + element.name.local +
                                                          " has no wsa:Address");
    }
    ReplyAddress read{.address = std::string{address->value()}};
    for (const auto& part : {names::ReferenceProperties, names::ReferenceParameters}) {
        if (const soap::Element* parameters = element.child(part)) {
            // Addressing headers of our own stay ours: a parameter cannot pass for one.
            std::ranges::copy_if(
                parameters->children, std::back_inserter(read.parameters),
                [](const soap::Element& each) { return each.name.ns != vocab::ns::wsa.uri; });
        }
    }
    return read;
}

}  // namespace assay::model
