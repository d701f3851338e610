#include "assay/suite/canary.hpp"

#include <fmt/format.h>

#include "assay/observe/reading.hpp"
#include "assay/vocab/names.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::suite {
namespace {

std::string text_of(const observe::Element& parent, const char* local) {
    const observe::Element* child = parent.child({vocab::ns::wsmid, local});
    return child == nullptr ? std::string{} : std::string{child->value()};
}

}  // namespace

script::Send canary_request(const script::Destination& to) {
    script::Send send;
    send.pieces = {script::identify_message(to).octets()};
    send.label = canary_label;
    send.fresh = true;
    return send;
}

std::optional<Product> product_of(const record::Exchange& exchange) {
    const observe::Reading reading = observe::read(exchange);
    const observe::Element* response = reading.response.envelope.body_child();
    if (response == nullptr || !response->is({vocab::ns::wsmid, "IdentifyResponse"})) return std::nullopt;
    return Product{text_of(*response, "ProductVendor"), text_of(*response, "ProductVersion")};
}

std::optional<record::Finding> canary_finding(const record::Exchange& canary, const record::Exchange* first) {
    const bool answers = canary.ending == record::Ending::answered;
    const bool knows_identify = first == nullptr || product_of(*first).has_value();
    if (answers && (!knows_identify || product_of(canary))) return std::nullopt;
    const std::string what =
        answers ? "an answer that is no IdentifyResponse"
                : fmt::format("no answer: {} {}", record::to_text(canary.ending), canary.trouble);
    record::Place place;
    place.exchange = canary.id;
    place.part = answers ? record::Part::response_body : record::Part::connection;
    return record::Finding{std::string{vocab::rule("service.survives")},
                           "the service does not answer Identify after this case", "IdentifyResponse", what,
                           place};
}

}  // namespace assay::suite
