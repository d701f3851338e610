#include "assay/soap/envelope.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::soap {

const Element* Envelope::header(const vocab::QName& of) const {
    const auto found = std::ranges::find_if(headers, [&](const Element& each) { return each.name == of; });
    return found == headers.end() ? nullptr : &*found;
}

Element* Envelope::header(const vocab::QName& of) {
    const auto found = std::ranges::find_if(headers, [&](const Element& each) { return each.name == of; });
    return found == headers.end() ? nullptr : &*found;
}

std::optional<bool> must_understand(const Element& header) {
    const std::string* value = header.attribute(names::mustUnderstand);
    if (value == nullptr) return false;
    const std::string_view word = base::trimmed(*value);
    if (word == "true" || word == "1") return true;
    if (word == "false" || word == "0") return false;
    return std::nullopt;
}

bool is_for_us(const Element& header) {
    const std::string* value = header.attribute(names::role);
    if (value == nullptr) return true;
    const std::string_view role = base::trimmed(*value);
    return role.empty() || role == "http://www.w3.org/2003/05/soap-envelope/role/next" ||
           role == "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
}

std::optional<std::vector<Name>> not_understood(const Envelope& envelope,
                                                std::span<const vocab::QName> known) {
    std::vector<Name> missing;
    for (const Element& header : envelope.headers) {
        const auto mandatory = must_understand(header);
        if (!mandatory) return std::nullopt;
        const auto is_its_name = [&](const vocab::QName& name) { return header.name == name; };
        if (!*mandatory || std::ranges::any_of(known, is_its_name) || !is_for_us(header)) continue;
        if (std::ranges::find(missing, header.name) == missing.end()) missing.push_back(header.name);
    }
    return missing;
}

}  // namespace assay::soap
