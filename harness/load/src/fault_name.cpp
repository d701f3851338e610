#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/load/answer_check.hpp"
#include "assay/load/failure.hpp"
#include "assay/vocab/names.hpp"

namespace assay::load {
namespace {

/// Names are shown and kept by the thousand: a peer's fancy has to end somewhere.
constexpr std::size_t longest = 64;

std::string as_name(std::string_view text) {
    std::string name{base::trimmed(text).substr(0, longest)};
    std::ranges::replace_if(
        name,
        [](char c) {
            const bool belongs = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 c == ':' || c == '.' || c == '_' || c == '-';
            return !belongs;
        },
        '?');
    return name;
}

/// What the prefix stands for: the nearest declaration before, which is in scope but for odd documents.
std::string_view namespace_of(std::string_view prefix, std::string_view before) {
    const std::string attribute = fmt::format("xmlns:{}=", prefix);
    const auto at = before.rfind(attribute);
    if (at == std::string_view::npos || at + attribute.size() >= before.size()) return {};
    std::string_view value = before.substr(at + attribute.size());
    const char quote = value.front();
    value.remove_prefix(1);
    return value.substr(0, value.find(quote));
}

/// A QName that is the content of an element in the body, with the customary prefix of its namespace.
std::string qname(std::string_view content, std::string_view body) {
    namespace ns = vocab::ns;
    static constexpr std::array known{ns::s,    ns::soap11, ns::wsa,   ns::wsa10, ns::wxf,
                                      ns::wsen, ns::wse,    ns::wsman, ns::wsmb};
    const std::string_view text = base::trimmed(content);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return as_name(text);
    const auto place = static_cast<std::size_t>(content.data() - body.data());
    const std::string_view uri = namespace_of(text.substr(0, colon), body.substr(0, place));
    const auto* const found = std::ranges::find(known, uri, &vocab::Namespace::uri);
    if (found == known.end()) return as_name(text);
    return as_name(fmt::format("{}:{}", found->prefix, text.substr(colon + 1)));
}

}  // namespace

std::string FaultName::text() const {
    std::string name = subcode.empty() ? code : subcode;
    if (name.empty()) name = "without a code";
    return provider.empty() ? name : fmt::format("{} ({})", name, provider);
}

FaultName fault_name_in(std::string_view body) {
    FaultName name;
    // SOAP 1.2 Part 1 §5.4.1: a Code has a Value, and perhaps a Subcode, which has a Value again.
    const std::string_view fault = element_content(body, "Fault").value_or(std::string_view{});
    const std::string_view code = element_content(fault, "Code").value_or(std::string_view{});
    if (const auto value = element_content(code, "Value")) {
        name.code = qname(*value, body);
        const auto end = static_cast<std::size_t>(value->data() + value->size() - code.data());
        if (const auto sub = element_content(code.substr(std::min(end + 1, code.size())), "Value"))
            name.subcode = qname(*sub, body);
    }
    if (const auto windows = attribute_of(fault, "WSManFault", "Code")) {
        name.provider = as_name(*windows);
    } else if (const auto wmi = element_content(fault, "error_Code")) {
        name.provider = as_name(*wmi);
    }
    return name;
}

}  // namespace assay::load
