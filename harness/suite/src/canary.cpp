#include "assay/suite/canary.hpp"

#include <fmt/format.h>

#include "assay/observe/reading.hpp"
#include "assay/suite/subject.hpp"
#include "assay/vocab/names.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::suite {
namespace {

std::string text_of(const observe::Element& parent, const char* local) {
    const observe::Element* child = parent.child({vocab::ns::wsmid, local});
    return child == nullptr ? std::string{} : std::string{child->value()};
}

}  // namespace

namespace {

script::BmcSend bmc_canary() {
    script::BmcSend send;
    send.label = canary_label;
    send.fields = {{"netfn", script::Value{std::int64_t{0x06}}},
                   {"command", script::Value{std::int64_t{0x38}}},
                   {"data", script::Value{std::string{"\x8E\x04"}}}};
    return send;
}

std::optional<record::Finding> bmc_finding(const record::Exchange& canary) {
    if (canary.ending == record::Ending::answered) return std::nullopt;
    record::Place place;
    place.exchange = canary.id;
    place.part = record::Part::connection;
    return record::Finding{
        std::string{vocab::rule("bmc.survives")},
        "the BMC does not answer Get Channel Authentication Capabilities after this case", "an answer",
        fmt::format("no answer: {} {}", record::to_text(canary.ending), canary.trouble), place};
}

}  // namespace

script::Ask canary_request(const script::Destination& to) {
    if (subject_of(to.url) == script::Subject::bmc) return bmc_canary();
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
    if (canary.bmc) return bmc_finding(canary);
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
