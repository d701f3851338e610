// DSP0226 §5.1.2.2.
#include <algorithm>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "seams.hpp"
#include "surgery.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;

bool is_named(const Element& selector, std::string_view name) {
    const std::string* said = selector.attribute("Name");
    return said != nullptr && *said == name;
}

Element selector(const std::string& name, const std::string& value) {
    Element made{names::Selector, value};
    made.set({"", "Name"}, name);
    return made;
}

/// Looks into every endpoint reference of a reply.
void each_reference(Element& element, void (*cut)(Element& parameters)) {
    if (element.name == names::ReferenceParameters) cut(element);
    for (Element& child : element.children) each_reference(child, cut);
}

void keep_first_of_each_name(Element& set) {
    std::vector<Element> kept;
    for (const Element& each : set.children) {
        const std::string* name = each.attribute("Name");
        const bool known = std::ranges::any_of(
            kept, [&](const Element& other) { return name != nullptr && is_named(other, *name); });
        if (!known) kept.push_back(each);
    }
    set.children = std::move(kept);
}

}  // namespace

void add_selector_mutants(Mutants& mutants) {
    mutants.push_back({"unknown-selectors-passed-over", rule("selectors.unexpected"),
                       "Selectors of unknown names are passed over", on_request([](Envelope& request) {
                           Element* set = request.header(names::SelectorSet);
                           if (set == nullptr) return;
                           std::erase_if(set->children, [](const Element& each) {
                               return !is_named(each, "Name") && !is_named(each, "Slot");
                           });
                           if (set->children.empty()) drop_header(request, names::SelectorSet);
                       })});
    mutants.push_back(
        {"first-of-several", rule("selectors.ambiguous"),
         "Of several instances that match the first is taken", on_request([](Envelope& request) {
             Element* set = request.header(names::SelectorSet);
             if (set != nullptr && set->children.size() == 1 && set->children[0].value() == "twin") {
                 set->add(selector("Slot", "1"));
             }
         })});
    mutants.push_back({"some-instance-without-selectors", rule("selectors.insufficient"),
                       "Without selectors some instance is taken", on_request([](Envelope& request) {
                           if (!asks(request, vocab::action::Get) || !is_for(request, "Assay_Item")) return;
                           if (request.header(names::SelectorSet) != nullptr) return;
                           request.headers.emplace_back(names::SelectorSet).add(selector("Name", "item-01"));
                       })});
    mutants.push_back({"wrong-type-is-an-invalid-value", rule("selectors.type-mismatch"),
                       "A selector of the wrong type is reported as an invalid value",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (has_subcode(reply, vocab::fault::InvalidSelectors)) {
                               swap_detail(reply, "TypeMismatch", "InvalidValue");
                           }
                       })});
    mutants.push_back({"invalid-value-is-a-wrong-type", rule("selectors.invalid-value"),
                       "A selector out of range is reported as one of the wrong type",
                       on_reply([](const Envelope&, Envelope& reply) {
                           if (has_subcode(reply, vocab::fault::InvalidSelectors)) {
                               swap_detail(reply, "InvalidValue", "TypeMismatch");
                           }
                       })});
    mutants.push_back({"repeated-selectors-passed-over", rule("selectors.duplicate-name"),
                       "Of selectors of one name the first counts", on_request([](Envelope& request) {
                           if (Element* set = request.header(names::SelectorSet))
                               keep_first_of_each_name(*set);
                       })});
    mutants.push_back({"two-selector-sets-in-a-reference", rule("selectors.single-refparam"),
                       "Endpoint references come with a SelectorSet for each selector",
                       on_reply([](const Envelope&, Envelope& reply) {
                           for (Element& each : reply.body) {
                               each_reference(each, [](Element& parameters) {
                                   if (const Element* set = parameters.child(names::SelectorSet)) {
                                       parameters.add(Element{*set});
                                   }
                               });
                           }
                       })});
}

}  // namespace assay::mutants
