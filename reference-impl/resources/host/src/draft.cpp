#include "draft.hpp"

#include "assay/base/text.hpp"

namespace assay::host {
namespace {

/// Octets of the well-formed character that `text` begins with; 0 when it begins with none.
std::size_t character_length(std::string_view text) {
    for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length) {
        if (base::is_utf8(text.substr(0, length))) return length;
    }
    return 0;
}

bool is_xml(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (first < 0x20) return first == '\t' || first == '\n' || first == '\r';
    return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

}  // namespace

std::string clean(std::string_view text, std::size_t most) {
    std::string result;
    for (std::size_t at = 0, count = 0; at < text.size() && count < most; ++count) {
        const std::size_t length = character_length(text.substr(at, 4));
        const std::string_view character = text.substr(at, length);
        if (length == 0 || !is_xml(character)) {
            result += '?';
        } else {
            result += character;
        }
        at += length == 0 ? 1 : length;
    }
    return result;
}

Draft::Draft(const cim::ClassPtr& of) : instance_{cim::Instance::initial(of)} {
    text("CreationClassName", of->name());
}

Draft& Draft::text(std::string_view property, std::string_view value) {
    const cim::Property* declared = instance_.of().property(property);
    if (declared != nullptr && !value.empty()) set(property, clean(value, declared->max_length));
    return *this;
}

Draft& Draft::texts(std::string_view property, const std::vector<std::string>& values) {
    if (values.empty()) return *this;
    cim::Value::Array array;
    for (const std::string& value : values) array.emplace_back(clean(value));
    return set(property, std::move(array));
}

Draft& Draft::number(std::string_view property, std::optional<std::uint64_t> value) {
    return value ? set(property, *value) : *this;
}

Draft& Draft::set(std::string_view property, cim::Value value) {
    const cim::Property* declared = instance_.of().property(property);
    if (declared != nullptr && cim::fits(*declared, value)) instance_.set(property, std::move(value));
    return *this;
}

}  // namespace assay::host
