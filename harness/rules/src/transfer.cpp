// WS-Transfer, fragments, and the shape of CIM instances (DSP0226 §7, DSP0230 §9).
#include <fmt/format.h>

#include <algorithm>

#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

Outcome empty_body(const View& view) {
    const Element& body = *view.envelope().body();
    return expect(body.children.empty() && body.value().empty(), view.at(body), "the body is not empty",
                  "an empty s:Body", fmt::format("{} elements", body.children.size()));
}

Outcome get_request(const View& view) {
    if (!view.is_soap() || view.requested_action() != action::Get) return not_examined();
    return empty_body(view);
}

Outcome get_response(const View& view) {
    if (!view.answers(action::Get)) return not_examined();
    const std::size_t count = view.envelope().body()->children.size();
    return expect(count == 1, view.at_body(), "GetResponse does not hold one representation", "one element",
                  fmt::format("{} elements", count));
}

Outcome delete_request(const View& view) {
    // A fragment to delete is named in the header, so the body stays empty then too.
    if (!view.is_soap() || view.requested_action() != action::Delete) return not_examined();
    return empty_body(view);
}

Outcome delete_response(const View& view) {
    if (!view.answers(action::Delete)) return not_examined();
    return empty_body(view);
}

bool has_header(const View& view, const QName& name) { return view.request().header_block(name) != nullptr; }

/// Reference parameters with a SelectorSet, found at any depth: wsman:SelectorSet is what names an instance.
const Element* selectors_of(const Element& epr) {
    const Element* parameters = epr.child(name::ReferenceParameters);
    return parameters == nullptr ? nullptr : parameters->child(name::SelectorSet);
}

/// In a fragment transfer the answer to Create is another (§7.11).
bool answers_create(const View& view) {
    return view.answers(action::Create) && !has_header(view, name::FragmentTransfer);
}

Outcome created(const View& view) {
    if (!answers_create(view)) return not_examined();
    const Element* epr = view.envelope().body()->child(name::ResourceCreated);
    if (epr == nullptr) {
        return broken(view.at_body(), "CreateResponse has no wxf:ResourceCreated", "wxf:ResourceCreated",
                      "none");
    }
    if (epr->child(name::Address) == nullptr) {
        return broken(view.at(*epr), "wxf:ResourceCreated is no endpoint reference", "wsa:Address", "none");
    }
    return expect(selectors_of(*epr) != nullptr, view.at(*epr),
                  "the endpoint reference of the new resource has no selectors",
                  "wsman:SelectorSet in its wsa:ReferenceParameters", "none");
}

Outcome address_of_created(const View& view) {
    if (!answers_create(view)) return not_examined();
    const Element* epr = view.envelope().body()->child(name::ResourceCreated);
    const Element* address = epr == nullptr ? nullptr : epr->child(name::Address);
    const auto to = view.request().header_value(name::To);
    if (address == nullptr || !to) return not_examined();
    return expect(address->value() == *to || address->value() == vocab::anonymous_address, view.at(*address),
                  "the address of the new resource is neither the request's wsa:To nor anonymous",
                  std::string{*to}, shortened(address->value()));
}

Outcome only_created(const View& view) {
    if (!answers_create(view)) return not_examined();
    // Windows shells come with rsp:Shell, which their own protocol says ([MS-WSMV] 3.1.4.5.2).
    const auto uri = view.request().header_value(name::ResourceURI).value_or("");
    if (uri.find("/windows/shell") != std::string_view::npos) return not_examined();
    const auto& children = view.envelope().body()->children;
    const auto other =
        std::ranges::find_if(children, [](const Element* each) { return !each->is(name::ResourceCreated); });
    if (other == children.end()) return kept();
    return broken(view.at(**other), "CreateResponse holds more than wxf:ResourceCreated",
                  "wxf:ResourceCreated alone", observe::customary_name((*other)->uri, (*other)->local));
}

Outcome fragment_request(const View& view) {
    const Element* block = view.envelope().header_block(name::FragmentTransfer);
    if (!view.is_soap() || block == nullptr) return not_examined();
    return expect(must_understand(*block), view.at(*block), "wsman:FragmentTransfer is not mustUnderstand",
                  "s:mustUnderstand=\"true\"", "none");
}

Outcome fragment_response(const View& view) {
    if (!view.is_addressed() || view.fault()) return not_examined();
    if (view.envelope().body()->child(name::XmlFragment) == nullptr) return not_examined();
    return expect(view.envelope().header_block(name::FragmentTransfer) != nullptr, view.at_header(),
                  "a response with a fragment does not repeat wsman:FragmentTransfer",
                  "wsman:FragmentTransfer", "none");
}

Outcome fragment_wrapper(const View& view) {
    const bool carries = view.answers(action::Get);
    if (!carries || !has_header(view, name::FragmentTransfer)) return not_examined();
    const auto& children = view.envelope().body()->children;
    const bool wrapped = children.size() == 1 && children.front()->is(name::XmlFragment);
    return expect(wrapped, view.at_body(), "a fragment is not in wsman:XmlFragment", "one wsman:XmlFragment",
                  children.empty() ? "nothing"
                                   : observe::customary_name(children.front()->uri, children.front()->local));
}

bool is_class_uri(std::string_view uri) {
    return uri.starts_with(vocab::cim_uri::dmtf_class_base) ||
           uri.starts_with(vocab::cim_uri::wmi_class_base);
}

/// DSP0230: the namespace of an instance is its class's ResourceURI, so it ends in the element's name.
Outcome class_namespace(const View& view) {
    const auto uri = view.request().header_value(name::ResourceURI).value_or("");
    if (!view.answers(action::Get) || !is_class_uri(uri) || has_header(view, name::FragmentTransfer)) {
        return not_examined();
    }
    const Element* instance = view.envelope().body_child();
    if (instance == nullptr) return not_examined();
    return expect(instance->uri.ends_with("/" + instance->local) && is_class_uri(instance->uri),
                  view.at(*instance), "a CIM instance is not named after its class",
                  "an element {<class URI>}<class name>",
                  observe::customary_name(instance->uri, instance->local));
}

}  // namespace

void add_transfer_rules(RuleBook& book) {
    judge_request(book, rule("transfer.get.empty-body"), get_request);
    judge_response(book, rule("transfer.get.empty-body"), get_response);
    judge_request(book, rule("transfer.delete.empty-body"), delete_request);
    judge_response(book, rule("transfer.delete.empty-body"), delete_response);
    judge_response(book, rule("transfer.create.resourcecreated-epr"), created);
    judge_response(book, rule("transfer.create.address-of-epr"), address_of_created);
    judge_response(book, rule("transfer.create.no-representation-in-response"), only_created);
    judge_request(book, rule("fragment.header-both-ways"), fragment_request);
    judge_response(book, rule("fragment.header-both-ways"), fragment_response);
    judge_response(book, rule("fragment.xmlfragment-wrapper"), fragment_wrapper);
    judge_response(book, rule("cim.ns.class-namespace"), class_namespace);
}

}  // namespace assay::rules
