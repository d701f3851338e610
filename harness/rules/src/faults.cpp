// The form of faults (DSP0226 §14.2, §14.3; SOAP 1.2 part 1, §5.4).
#include <algorithm>
#include <array>
#include <utility>

#include "chapters.hpp"
#include "fault_table.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace fault = vocab::fault;
namespace ns = vocab::ns;

constexpr QName encoding_unknown{ns::s, "DataEncodingUnknown"};

bool is_any(const observe::ResolvedName& name, std::initializer_list<QName> names) {
    return std::ranges::any_of(names, [&](const QName& each) { return name.is(each); });
}

std::string said(const observe::ResolvedName& name) { return observe::customary_name(name.uri, name.local); }

/// Its place among the children of s:Fault.
std::size_t rank(const Element* child) {
    constexpr std::array<std::string_view, 5> order{"Code", "Reason", "Node", "Role", "Detail"};
    const bool soap = child->uri == ns::s.uri;
    return soap ? static_cast<std::size_t>(std::ranges::find(order, child->local) - order.begin())
                : order.size();
}

Outcome form(const View& view) {
    const auto found = view.is_soap() ? view.fault() : std::nullopt;
    if (!found) return not_examined();
    const Element& element = *found->fault;
    if (element.parent->children.size() != 1) {
        return broken(view.at_body(), "s:Fault is not alone in the body", "one s:Fault",
                      std::to_string(element.parent->children.size()) + " elements");
    }
    if (found->code_value == nullptr) {
        return broken(view.at(element), "the fault has no code", "s:Code with s:Value", "none");
    }
    if (found->reasons.empty()) {
        return broken(view.at(element), "the fault has no reason", "s:Reason with s:Text", "none");
    }
    const bool in_order = std::ranges::is_sorted(element.children, {}, rank);
    const bool known =
        std::ranges::all_of(element.children, [](const Element* each) { return rank(each) < 5; });
    return expect(in_order && known, view.at(element), "the children of s:Fault are not those of SOAP 1.2",
                  "s:Code, s:Reason, s:Node, s:Role, s:Detail in this order",
                  "another order or other elements");
}

Outcome constraints(const View& view) {
    const auto found = view.is_soap() ? view.fault() : std::nullopt;
    if (!found || found->code_value == nullptr) return not_examined();
    if (is_any(found->code, {fault::MustUnderstand, fault::VersionMismatch, encoding_unknown})) return kept();
    if (!is_any(found->code, {fault::Sender, fault::Receiver})) {
        return broken(view.at(*found->code_value), "the code of the fault is none of SOAP 1.2",
                      "s:Sender or s:Receiver", said(found->code));
    }
    return expect(found->subcode_value != nullptr && !found->subcode.local.empty() && found->subcode.bound,
                  view.at(*found->code_value), "the fault has no subcode", "s:Subcode with a qualified name",
                  found->subcode_value == nullptr ? "none" : shortened(found->subcode_value->value()));
}

constexpr std::array fault_actions{
    std::pair{ns::wsman.uri, vocab::action::ManagementFault},
    std::pair{ns::wsa.uri, vocab::action::AddressingFault},
    std::pair{ns::wxf.uri, vocab::action::TransferFault},
    std::pair{ns::wsen.uri, vocab::action::EnumerationFault},
    std::pair{ns::wse.uri, std::string_view{"http://schemas.xmlsoap.org/ws/2004/08/eventing/fault"}}};

Outcome has_action(const View& view, std::string_view wanted) {
    const Element* block = view.envelope().header_block(name::Action);
    if (block == nullptr) {
        return broken(view.at_header(), "the fault has no wsa:Action", std::string{wanted}, "none");
    }
    return expect(block->value() == wanted, view.at(*block),
                  "wsa:Action of the fault is not that of the specification which defines it",
                  std::string{wanted}, shortened(block->value()));
}

Outcome action_uri(const View& view) {
    const auto found = view.is_addressed() ? view.fault() : std::nullopt;
    if (!found) return not_examined();
    const auto row = std::ranges::find(fault_actions, std::string_view{found->subcode.uri},
                                       &std::pair<std::string_view, std::string_view>::first);
    if (found->subcode_value == nullptr || row == fault_actions.end()) return not_examined();
    return has_action(view, row->second);
}

Outcome reason_language(const View& view) {
    const auto found = view.is_soap() ? view.fault() : std::nullopt;
    if (!found || found->reasons.empty()) return not_examined();
    for (const observe::FaultReason& reason : found->reasons) {
        if (!reason.lang.empty()) continue;
        return broken(view.at(*reason.element), "a reason does not say its language", "xml:lang", "none");
    }
    return kept();
}

Outcome not_understood(const View& view) {
    const auto found = view.is_soap() ? view.fault() : std::nullopt;
    if (!found || !found->code.is(fault::MustUnderstand)) return not_examined();
    const auto blocks = view.envelope().header_blocks(name::soap::NotUnderstood);
    if (blocks.empty()) {
        return broken(view.at_header(), "a MustUnderstand fault does not say which header it means",
                      "s:NotUnderstood with a qname", "none");
    }
    for (const Element* block : blocks) {
        const std::string* qname = block->attribute("", "qname");
        if (qname != nullptr && observe::resolve(*block, *qname).bound) continue;
        return broken(view.at(*block), "s:NotUnderstood has no qname that can be resolved",
                      "a qualified name with its prefix declared",
                      qname == nullptr ? "none" : shortened(*qname));
    }
    return view.is_addressed() ? has_action(view, vocab::action::AddressingFault) : kept();
}

}  // namespace

void add_fault_rules(RuleBook& book) {
    judge_response(book, rule("fault.envelope-format"), form);
    judge_response(book, rule("fault.constraints"), constraints);
    judge_response(book, rule("fault.action-uri"), action_uri);
    judge_response(book, rule("fault.reason-lang"), reason_language);
    judge_response(book, rule("fault.notunderstood.format"), not_understood);
}

}  // namespace assay::rules
