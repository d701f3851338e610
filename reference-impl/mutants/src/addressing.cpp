// DSP0226 §5.1 to §5.4.
#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;

/// What is wrong with replies.
void add_replies(Mutants& mutants) {
    mutants.push_back(
        {"reply-without-relates-to", rule("addressing.relatesto.present"),
         "Replies do not say which request they answer",
         on_reply([](const Envelope&, Envelope& reply) { drop_header(reply, names::RelatesTo); })});
    mutants.push_back({"relates-to-in-capitals", rule("addressing.relatesto.case-preserved"),
                       "wsa:RelatesTo repeats the request's MessageID in capitals",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (Element* id = reply.header(names::RelatesTo)) {
                               std::ranges::transform(id->text, id->text.begin(), [](char c) {
                                   return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
                               });
                           }
                       })});
    mutants.push_back({"reply-without-message-id", rule("addressing.messageid.response-has-own"),
                       "Replies have no MessageID", on_reply([](const Envelope&, Envelope& reply) {
                           drop_header(reply, names::MessageID);
                       })});
    mutants.push_back({"one-message-id-for-all", rule("addressing.messageid.unique"),
                       "All replies have the same MessageID", on_reply([](const Envelope&, Envelope& reply) {
                           set_header(reply, names::MessageID, "uuid:00000000-0000-4000-8000-000000000000");
                       })});
    mutants.push_back({"reply-without-to", rule("addressing.to.present"), "Replies have no wsa:To",
                       on_reply([](const Envelope&, Envelope& reply) { drop_header(reply, names::To); })});
    mutants.push_back({"reply-to-elsewhere", rule("addressing.replyto.copy-address"),
                       "Replies are addressed to somebody else than ReplyTo",
                       on_reply([](const Envelope&, Envelope& reply) {
                           set_header(reply, names::To, "http://schemas.assay.example/somebody");
                       })});
    mutants.push_back({"reply-without-reference-parameters", rule("addressing.replyto.copy-refparams"),
                       "Reference parameters of ReplyTo are lost",
                       on_reply([](const Envelope&, Envelope& reply) {
                           std::erase_if(reply.headers, [](const Element& each) {
                               return each.name.ns.view().find("schemas.") == std::string_view::npos &&
                                      each.name.ns.view().find("www.w3.org") == std::string_view::npos;
                           });
                       })});
    mutants.push_back(
        {"reply-with-the-request-action", rule("addressing.action.response-naming"),
         "A reply's action is that of its request", on_reply([](const Envelope& request, Envelope& reply) {
             if (fault_in(reply) == nullptr) {
                 set_header(reply, names::Action, std::string{header_text(request, names::Action)});
             }
         })});
    mutants.push_back({"reply-with-resource-uri", rule("addressing.resourceuri.not-in-response"),
                       "Replies echo the ResourceURI", on_reply([](const Envelope& request, Envelope& reply) {
                           if (const Element* uri = request.header(names::ResourceURI))
                               reply.headers.push_back(*uri);
                       })});
}

/// What is overlooked in requests, or answered wrongly.
void add_requests(Mutants& mutants) {
    mutants.push_back({"mandatory-headers-passed-over", rule("addressing.mustunderstand.fault"),
                       "Unknown mandatory headers are passed over", on_request([](Envelope& request) {
                           for (Element& header : request.headers) {
                               std::erase_if(header.attributes, [](const soap::Attribute& each) {
                                   return each.name == soap::names::mustUnderstand;
                               });
                           }
                       })});
    mutants.push_back({"message-id-not-missed", rule("addressing.messageid.required"),
                       "A request without MessageID is served", on_request([](Envelope& request) {
                           if (!request.headers.empty() && request.header(names::MessageID) == nullptr) {
                               request.headers.emplace_back(names::MessageID, "uuid:made-up");
                           }
                       })});
    mutants.push_back({"resource-uri-not-missed", rule("addressing.resourceuri.missing"),
                       "A request without ResourceURI is served by the items",
                       on_request([](Envelope& request) {
                           if (!request.headers.empty() && request.header(names::ResourceURI) == nullptr) {
                               request.headers.emplace_back(names::ResourceURI,
                                                            "http://schemas.assay.example/wbem/1/Assay_Item");
                           }
                       })});
    mutants.push_back({"unknown-resource-is-an-internal-error", rule("addressing.resourceuri.not-found"),
                       "An unknown resource is answered with InternalError",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (has_subcode(reply, vocab::fault::DestinationUnreachable)) {
                               subcode_of(*fault_in(reply))->qname = vocab::fault::InternalError;
                           }
                       })});
    mutants.push_back({"unknown-action-gets", rule("addressing.action.unsupported"),
                       "An unknown action is taken for Get", on_request([](Envelope& request) {
                           const auto said = header_text(request, names::Action);
                           if (!said.empty() && said.find("/transfer/") == std::string_view::npos &&
                               said.find("/enumeration/") == std::string_view::npos) {
                               set_header(request, names::Action, std::string{action::Get});
                           }
                       })});
    mutants.push_back({"action-in-any-case", rule("case.sensitivity"), "Actions are compared without case",
                       on_request([](Envelope& request) {
                           if (base::equal_ignoring_case(header_text(request, names::Action), action::Get)) {
                               set_header(request, names::Action, std::string{action::Get});
                           }
                       })});
    mutants.push_back({"another-action-in-http", rule("fault.table.wsa.actionnotsupported.actionmismatch"),
                       "An action in HTTP that differs is refused without saying why",
                       on_reply([](const Envelope&, Envelope& reply) {
                           swap_detail(reply, "ActionMismatch", "NotSupported");
                       })});
}

}  // namespace

void add_addressing_mutants(Mutants& mutants) {
    add_replies(mutants);
    add_requests(mutants);
}

}  // namespace assay::mutants
