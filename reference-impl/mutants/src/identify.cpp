// DSP0226 §11.
#include <memory>
#include <string>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace wsmid = names::wsmid;

Install on_identify_response(std::function<void(Element& response)> twist) {
    return on_reply([twist = std::move(twist)](const Envelope&, Envelope& reply) {
        if (Element* response = body_child(reply, wsmid::IdentifyResponse)) twist(*response);
    });
}

void add_identities(Mutants& mutants) {
    mutants.push_back(
        {"no-predefined-security-profile", rule("security.profile.http-required"),
         "Identify lists no predefined security profile", on_reply([](const Envelope&, Envelope& reply) {
             Element* response = body_child(reply, names::wsmid::IdentifyResponse);
             Element* all = response == nullptr ? nullptr : response->child(names::wsmid::SecurityProfiles);
             if (all == nullptr) return;
             for (Element& each : all->children) each.text = "http://schemas.assay.example/elsewhere";
         })});
    mutants.push_back({"identify-not-known", rule("identify.message"), "Identify is refused",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (body_child(request, names::wsmid::Identify) != nullptr)
                               refuse(reply, vocab::fault::ActionNotSupported);
                       })});
}

}  // namespace

void add_identify_mutants(Mutants& mutants) {
    add_identities(mutants);
    mutants.push_back({"identify-of-another-protocol", rule("identify.protocolversion"),
                       "ProtocolVersion is that of the 2005 draft",
                       on_identify_response([](Element& response) {
                           response.child(wsmid::ProtocolVersion)->text =
                               "http://schemas.xmlsoap.org/ws/2005/06/management";
                       })});
    mutants.push_back({"product-version-counts", rule("identify.response-content"),
                       "ProductVersion is another one each time",
                       on_identify_response([times = std::make_shared<int>(0)](Element& response) {
                           response.child(wsmid::ProductVersion)->text += "." + std::to_string(++*times);
                       })});
    mutants.push_back({"identify-without-version", rule("identify.response-content"),
                       "IdentifyResponse has no ProtocolVersion", on_identify_response([](Element& response) {
                           drop_child(response, wsmid::ProtocolVersion);
                       })});
    mutants.push_back({"identify-needs-addressing", rule("identify.no-addressing"),
                       "Identify without addressing is refused", on_request([](Envelope& request) {
                           if (body_child(request, wsmid::Identify) != nullptr) {
                               request.body.front().name = {"urn:nothing", "Identify"};
                           }
                       })});
}

}  // namespace assay::mutants
