// DSP0226 §7.
#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
namespace action = vocab::action;

Element* created(Envelope& reply) { return body_child(reply, names::ResourceCreated); }

/// The representation in a Put to the items, or nullptr.
Element* put_item(Envelope& request) {
    const bool puts = asks(request, action::Put) && is_for(request, "Assay_Item") && !request.body.empty();
    return puts ? &request.body.front() : nullptr;
}

Element* property(Element& item, std::string_view name) {
    for (Element& child : item.children) {
        if (child.name.local == name) return &child;
    }
    return nullptr;
}

}  // namespace

void add_transfer_mutants(Mutants& mutants) {
    mutants.push_back({"get-with-two-representations", rule("transfer.get.empty-body"),
                       "GetResponse holds the representation twice",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks(request, action::Get) && fault_in(reply) == nullptr) {
                               reply.body.push_back(Element{reply.body.front()});
                           }
                       })});
    mutants.push_back({"put-response-shows-the-old", rule("transfer.put.return-representation"),
                       "PutResponse does not show what is stored",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           if (!asks(request, action::Put) || fault_in(reply) != nullptr) return;
                           if (Element* label = property(reply.body.front(), "Label"))
                               label->text = "as it was";
                       })});
    mutants.push_back({"create-response-without-selectors", rule("transfer.create.resourcecreated-epr"),
                       "The reference of a new resource has no selectors",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (Element* epr = created(reply)) {
                               drop_child(*epr->child(names::ReferenceParameters), names::SelectorSet);
                           }
                       })});
    mutants.push_back({"create-response-elsewhere", rule("transfer.create.address-of-epr"),
                       "The reference of a new resource has another address",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (Element* epr = created(reply)) {
                               epr->child(names::Address)->text = "http://schemas.assay.example/elsewhere";
                           }
                       })});
    mutants.push_back(
        {"create-response-with-representation", rule("transfer.create.no-representation-in-response"),
         "CreateResponse repeats the representation", on_reply([](const Envelope& request, Envelope& reply) {
             if (created(reply) != nullptr && !request.body.empty()) {
                 reply.body.push_back(Element{request.body.front()});
             }
         })});
    mutants.push_back({"existing-is-an-internal-error", rule("transfer.create.no-update"),
                       "A Create of what exists is answered with InternalError",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (has_subcode(reply, vocab::fault::AlreadyExists)) {
                               subcode_of(*fault_in(reply))->qname = vocab::fault::InternalError;
                           }
                       })});
    mutants.push_back({"delete-response-with-body", rule("transfer.delete.empty-body"),
                       "DeleteResponse has a body", on_reply([](const Envelope& request, Envelope& reply) {
                           if (asks(request, action::Delete) && reply.body.empty()) {
                               reply.body.emplace_back(QName{vocab::ns::wxf, "DeleteResponse"});
                           }
                       })});
    mutants.push_back({"missing-values-made-up", rule("transfer.put.missing-values"),
                       "A Put without a required value is completed", on_request([](Envelope& request) {
                           Element* item = put_item(request);
                           if (item != nullptr && property(*item, "Label") == nullptr) {
                               item->add({item->name.ns, "Label"}, "made up");
                           }
                       })});
    mutants.push_back({"invalid-values-passed-over", rule("transfer.put.invalid-values"),
                       "Values of a Put that are none are passed over", on_request([](Envelope& request) {
                           Element* item = put_item(request);
                           const Element* count = item == nullptr ? nullptr : property(*item, "Count");
                           if (count != nullptr &&
                               count->text.find_first_not_of("0123456789") != std::string::npos) {
                               std::erase_if(item->children,
                                             [](const Element& each) { return each.name.local == "Count"; });
                           }
                       })});
    mutants.push_back({"any-namespace-will-do", rule("transfer.put.invalid-namespace"),
                       "The namespace of a Put's representation does not matter",
                       on_request([](Envelope& request) {
                           Element* item = put_item(request);
                           if (item == nullptr) return;
                           item->name.ns = header_text(request, names::ResourceURI);
                           for (Element& child : item->children) child.name.ns = item->name.ns;
                       })});
}

}  // namespace assay::mutants
