// Faults against the master table (DSP0226 §14.6).
#include <algorithm>
#include <array>

#include "chapters.hpp"
#include "fault_table.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace ns = vocab::ns;
using observe::FaultReading;

/// WS-Enumeration §3.3 defines it for Renew, which DSP0226 leaves optional and its table leaves out.
constexpr QName unable_to_renew{ns::wsen, "UnableToRenew"};

std::optional<FaultReading> fault_with_subcode(const View& view) {
    auto found = view.is_soap() ? view.fault() : std::nullopt;
    if (!found || found->subcode_value == nullptr || !found->subcode.bound) return std::nullopt;
    return found;
}

/// Other actions may have faults of their own.
bool is_of_this_specification(std::string_view action) {
    constexpr std::array<std::string_view, 4> prefixes{ns::wxf.uri, ns::wsen.uri, ns::wse.uri, ns::wsman.uri};
    return action.empty() ||
           std::ranges::any_of(prefixes, [&](auto each) { return action.starts_with(each); });
}

Outcome from_table(const View& view) {
    const auto found = fault_with_subcode(view);
    if (!found || !is_of_this_specification(view.requested_action())) return not_examined();
    const auto& [uri, local, bound] = found->subcode;
    return expect(fault_row(uri, local) != nullptr || found->subcode.is(unable_to_renew),
                  view.at(*found->subcode_value), "the fault is not in the master table",
                  "a fault of the table", observe::customary_name(uri, local));
}

Outcome code_of(const View& view, const FaultRow& row) {
    const auto found = fault_with_subcode(view);
    if (!found || !found->subcode.is(row.subcode) || found->code_value == nullptr) return not_examined();
    return expect(found->code.is(row.code), view.at(*found->code_value),
                  observe::customary_name(row.subcode) + " is sent with another code than the table has",
                  observe::customary_name(row.code),
                  observe::customary_name(found->code.uri, found->code.local));
}

std::string spelt(std::span<const std::string_view> details) {
    std::string all;
    for (const std::string_view detail : details) {
        if (!all.empty()) all += ", ";
        all += detail;
    }
    return all;
}

bool is_detail_of(const FaultRow& row, std::string_view uri) {
    if (!uri.starts_with(vocab::fault_detail_base)) return false;
    uri.remove_prefix(vocab::fault_detail_base.size());
    return std::ranges::find(row.details, uri) != row.details.end();
}

Outcome detail(const View& view) {
    const auto found = fault_with_subcode(view);
    const FaultRow* row = found ? fault_row(found->subcode.uri, found->subcode.local) : nullptr;
    if (row == nullptr || row->use == DetailUse::never) return not_examined();
    const std::string wanted = "wsman:FaultDetail with one of " + spelt(row->details);
    if (found->fault_detail == nullptr) {
        if (row->use == DetailUse::sometimes) return not_examined();
        return broken(view.at(*found->fault), "the fault has no wsman:FaultDetail", wanted, "none");
    }
    if (found->detail->children_named(name::FaultDetail).size() > 1) {
        return broken(view.at(*found->detail), "the fault has several wsman:FaultDetail elements", "one",
                      "several");
    }
    return expect(is_detail_of(*row, found->fault_detail_uri), view.at(*found->fault_detail),
                  "wsman:FaultDetail is none that the table has for this fault", wanted,
                  shortened(found->fault_detail_uri));
}

}  // namespace

void add_fault_table_rules(RuleBook& book) {
    judge_response(book, rule("fault.from-table"), from_table);
    judge_response(book, rule("fault.detail-element"), detail);
    for (const FaultRow& row : fault_table()) {
        judge_response(book, row.rule, [&row](const View& view) { return code_of(view, row); });
    }
}

}  // namespace assay::rules
