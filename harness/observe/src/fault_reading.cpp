#include "assay/observe/fault_reading.hpp"

namespace assay::observe {
namespace {

namespace ns = vocab::ns;

constexpr vocab::QName fault_name{ns::s, "Fault"};
constexpr vocab::QName code_name{ns::s, "Code"};
constexpr vocab::QName subcode_name{ns::s, "Subcode"};
constexpr vocab::QName value_name{ns::s, "Value"};
constexpr vocab::QName reason_name{ns::s, "Reason"};
constexpr vocab::QName text_name{ns::s, "Text"};
constexpr vocab::QName detail_name{ns::s, "Detail"};
constexpr vocab::QName fault_detail_name{ns::wsman, "FaultDetail"};

const Element* child_of(const Element* parent, const vocab::QName& name) {
    return parent == nullptr ? nullptr : parent->child(name);
}

std::vector<FaultReason> reasons_of(const Element& fault) {
    std::vector<FaultReason> reasons;
    const Element* reason = fault.child(reason_name);
    if (reason == nullptr) return reasons;
    for (const Element* text : reason->children_named(text_name)) {
        const std::string* lang = text->attribute(ns::xml.uri, "lang");
        reasons.push_back({text, lang == nullptr ? std::string{} : *lang, std::string{text->value()}});
    }
    return reasons;
}

}  // namespace

std::optional<FaultReading> fault_of(const EnvelopeReading& reading) {
    const Element* fault = child_of(reading.body(), fault_name);
    if (fault == nullptr) return std::nullopt;
    FaultReading view;
    view.fault = fault;
    const Element* code = fault->child(code_name);
    view.code_value = child_of(code, value_name);
    view.subcode_value = child_of(child_of(code, subcode_name), value_name);
    view.detail = fault->child(detail_name);
    view.fault_detail = child_of(view.detail, fault_detail_name);
    if (view.code_value != nullptr) view.code = resolve(*view.code_value, view.code_value->text);
    if (view.subcode_value != nullptr) view.subcode = resolve(*view.subcode_value, view.subcode_value->text);
    view.reasons = reasons_of(*fault);
    if (view.fault_detail != nullptr) view.fault_detail_uri = view.fault_detail->value();
    return view;
}

}  // namespace assay::observe
