#include "octets_json.hpp"

#include <algorithm>
#include <stdexcept>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"

namespace assay::record {
namespace {

/// Nobody reads these, and JSON writes each of them as six octets.
bool is_control(char octet) {
    return static_cast<unsigned char>(octet) < 0x20 && octet != '\t' && octet != '\r' && octet != '\n';
}

}  // namespace

Json from_octets(const std::string& octets) {
    if (base::is_utf8(octets) && std::ranges::none_of(octets, is_control)) return {{"text", octets}};
    return {{"base64", base::to_base64(base::octets_of(octets))}};
}

std::string to_octets(const Json& value) {
    if (value.contains("text")) return value.at("text").get<std::string>();
    const auto octets = base::from_base64(value.at("base64").get<std::string>());
    if (!octets) throw std::invalid_argument{"'base64' is not base64"};
    return std::string{base::text_of(*octets)};
}

}  // namespace assay::record
