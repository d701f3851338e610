#include "assay/observe/envelope_reading.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "encoding.hpp"
#include "excess.hpp"
#include "tree_builder.hpp"

namespace assay::observe {
namespace {

constexpr vocab::QName envelope_name{vocab::ns::s, "Envelope"};
constexpr vocab::QName old_envelope_name{vocab::ns::soap11, "Envelope"};
constexpr vocab::QName header_name{vocab::ns::s, "Header"};
constexpr vocab::QName body_name{vocab::ns::s, "Body"};

}  // namespace

SoapVersion EnvelopeReading::soap() const {
    const Element* first = root();
    if (first == nullptr) return SoapVersion::none;
    if (first->is(envelope_name)) return SoapVersion::soap12;
    return first->is(old_envelope_name) ? SoapVersion::soap11 : SoapVersion::none;
}

const Element* EnvelopeReading::root() const { return elements.empty() ? nullptr : &elements.front(); }

const Element* EnvelopeReading::header() const {
    return soap() == SoapVersion::soap12 ? root()->child(header_name) : nullptr;
}

const Element* EnvelopeReading::body() const {
    return soap() == SoapVersion::soap12 ? root()->child(body_name) : nullptr;
}

const Element* EnvelopeReading::body_child() const {
    const Element* holder = body();
    return holder == nullptr || holder->children.empty() ? nullptr : holder->children.front();
}

const Element* EnvelopeReading::header_block(const vocab::QName& name) const {
    const Element* holder = header();
    return holder == nullptr ? nullptr : holder->child(name);
}

std::vector<const Element*> EnvelopeReading::header_blocks(const vocab::QName& name) const {
    const Element* holder = header();
    return holder == nullptr ? std::vector<const Element*>{} : holder->children_named(name);
}

std::optional<std::string_view> EnvelopeReading::header_value(const vocab::QName& name) const {
    const auto blocks = header_blocks(name);
    if (blocks.size() != 1) return std::nullopt;
    return blocks.front()->value();
}

Position EnvelopeReading::position_at(std::size_t offset) const { return PlaceCounter{text}.at(offset); }

EnvelopeReading read_envelope(std::string_view octets, std::string_view charset) {
    EnvelopeReading reading;
    reading.present = !octets.empty();
    if (!reading.present) return reading;
    decode(octets, charset, reading);
    if (reading.troubles.empty()) reading.excess = excess_of_tags(reading.text);
    if (reading.troubles.empty() && reading.excess.empty()) TreeBuilder{reading}.build();
    return reading;
}

std::string standalone_xml(const EnvelopeReading& reading, const Element& element) {
    std::string declarations;
    std::vector<std::string_view> declared;
    for (const Element* at = &element; at != nullptr; at = at->parent) {
        for (const auto& [prefix, uri] : at->declarations) {
            if (std::ranges::find(declared, prefix) != declared.end()) continue;
            declared.push_back(prefix);
            if (at == &element) continue;
            declarations += prefix.empty() ? " xmlns" : " xmlns:" + prefix;
            declarations += "=\"" + base::xml_escaped(uri) + "\"";
        }
    }
    std::string text = reading.text.substr(element.at.offset, element.end - element.at.offset);
    const std::size_t name = element.prefix.empty() ? 0 : element.prefix.size() + 1;
    return text.insert(std::min(text.size(), 1 + name + element.local.size()), declarations);
}

}  // namespace assay::observe
