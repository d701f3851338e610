// DSP0226 §7, DSP0230 §9.
#include <algorithm>
#include <memory>

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

/// Twists the item in a Put, or in a Create.
Install on_item(std::string_view verb, std::function<void(Element& item)> twist) {
    return on_request([verb, twist = std::move(twist)](Envelope& request) {
        Element* item = representation(request, "Assay_Item");
        if (item != nullptr && asks(request, verb)) twist(*item);
    });
}

void add_stored(Mutants& mutants) {
    mutants.push_back({"create-stores-something-else", rule("cim.create"),
                       "Create stores another value than it was given",
                       on_item(action::Create, [](Element& item) {
                           if (Element* label = property(item, "Label")) label->text += "!";
                       })});
    mutants.push_back({"delete-deletes-nothing", rule("cim.delete"),
                       "Delete shows the instance and leaves it there", on_request([](Envelope& request) {
                           if (asks(request, action::Delete))
                               set_header(request, names::Action, std::string{action::Get});
                       })});
    mutants.push_back({"arrays-in-reverse", rule("cim.property.array"), "Put stores arrays in reverse",
                       on_item(action::Put, [](Element& item) {
                           std::vector<std::string> texts;
                           for (const Element& each : item.children) {
                               if (each.name.local == "Note") texts.push_back(each.text);
                           }
                           for (Element& each : item.children) {
                               if (each.name.local != "Note") continue;
                               each.text = texts.back();
                               texts.pop_back();
                           }
                       })});
    mutants.push_back({"booleans-in-capitals", rule("cim.property.boolean-lexical"),
                       "Booleans are shown in capitals", on_reply([](const Envelope&, Envelope& reply) {
                           Element* item = representation(reply, "Assay_Item");
                           Element* enabled = item == nullptr ? nullptr : property(*item, "Enabled");
                           if (enabled != nullptr && !enabled->text.empty())
                               enabled->text = enabled->text == "true" ? "TRUE" : "FALSE";
                       })});
    mutants.push_back({"null-is-nought", rule("cim.property.null"), "NULL is stored as 0",
                       on_item(action::Put, [](Element& item) {
                           Element* count = property(item, "Count");
                           if (count == nullptr || !count->text.empty()) return;
                           count->attributes.clear();
                           count->text = "0";
                       })});
    mutants.push_back({"missing-values-guessed", rule("cim.put.missing-property"),
                       "A value that a Put leaves out is guessed", on_item(action::Put, [](Element& item) {
                           const auto label = std::ranges::find_if(
                               item.children, [](const Element& each) { return each.name.local == "Label"; });
                           if (label == item.children.end() || property(item, "Count") != nullptr) return;
                           item.children.insert(label + 1, Element{{label->name.ns, "Count"}, "12345"});
                       })});
}

/// What holds the time of Created, or nullptr.
Element* created_in(Element* item) {
    Element* created = item == nullptr ? nullptr : property(*item, "Created");
    return created == nullptr || created->children.empty() ? nullptr : &created->children.front();
}

void add_shown(Mutants& mutants) {
    mutants.push_back(
        {"put-changes-what-is-read-only", rule("cim.put"), "A Put changes a read-only value",
         on_reply([put = std::make_shared<bool>(false)](const Envelope& request, Envelope& reply) {
             *put = *put || asks(request, action::Put);
             Element* item = representation(reply, "Assay_Item");
             Element* created = created_in(item);
             if (created != nullptr && *put) created->text = "1999-12-31T23:59:59Z";
         })});
    mutants.push_back(
        {"put-with-read-only-values-refused", rule("transfer.put.readonly-values"),
         "A Put with a read-only value is refused as misdirected", on_request([](Envelope& request) {
             Element* item = representation(request, "Assay_Item");
             if (item != nullptr && asks(request, action::Put) && property(*item, "Created") != nullptr)
                 misdirect(request);
         })});
    mutants.push_back(
        {"create-takes-read-only-values", rule("transfer.create.readonly-ignored"),
         "Create takes read-only values over",
         on_reply([taken = std::make_shared<std::string>()](const Envelope& request, Envelope& reply) {
             Envelope copy = request;
             Element* sent = asks(request, action::Create) ? representation(copy, "Assay_Item") : nullptr;
             const Element* given = created_in(sent);
             if (given != nullptr) *taken = given->text;
             Element* item = representation(reply, "Assay_Item");
             Element* created = created_in(item);
             if (created != nullptr && !taken->empty()) created->text = *taken;
         })});
    mutants.push_back({"reading-wears-out", rule("transfer.get.no-side-effect"),
                       "Each Get changes what the next one shows",
                       on_reply([reads = std::make_shared<int>(0)](const Envelope& request, Envelope& reply) {
                           Element* item = representation(reply, "Assay_Item");
                           if (item == nullptr || !asks(request, action::Get)) return;
                           if (Element* label = property(*item, "Label"))
                               label->text += std::to_string(++*reads);
                       })});
    mutants.push_back({"another-instance-by-the-same-reference", rule("transfer.uniform-addressing"),
                       "Get by the EPR of an enumeration shows another instance",
                       on_reply([](const Envelope& request, Envelope& reply) {
                           Element* item = representation(reply, "Assay_Item");
                           if (item == nullptr || !asks(request, action::Get)) return;
                           if (Element* name = property(*item, "Name")) name->text += "-other";
                       })});
}

}  // namespace

void add_transfer_mutants(Mutants& mutants) {
    add_stored(mutants);
    add_shown(mutants);
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
