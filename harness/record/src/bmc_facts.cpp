#include "assay/record/bmc_facts.hpp"

#include <stdexcept>

#include "bmc_facts_json.hpp"
#include "names.hpp"

namespace assay::record {
namespace {

constexpr Names<Integrity, 3> integrities{
    {{Integrity::unchecked, "unchecked"}, {Integrity::verified, "verified"}, {Integrity::wrong, "wrong"}}};

std::optional<std::string> optional_octets(const Json& value, const char* key) {
    const auto found = value.find(key);
    if (found == value.end()) return std::nullopt;
    return to_octets(*found);
}

}  // namespace

std::string_view to_text(Integrity integrity) { return name_of(integrities, integrity); }
std::optional<Integrity> integrity_from(std::string_view text) { return value_of(integrities, text); }

Json from_facts(const BmcFacts& facts) {
    Json json{{"asked", facts.asked}, {"integrity", to_text(facts.integrity)}};
    if (facts.clear_request) json["clear_request"] = from_octets(*facts.clear_request);
    if (facts.clear_response) json["clear_response"] = from_octets(*facts.clear_response);
    for (const OtherDatagram& other : facts.others) {
        json["others"].push_back(
            {{"at", other.at.count()}, {"sent", other.sent}, {"octets", from_octets(other.octets)}});
    }
    return json;
}

BmcFacts to_facts(const Json& value) {
    const auto integrity = integrity_from(value.at("integrity").get<std::string>());
    if (!integrity) throw std::invalid_argument{"unknown integrity " + value.at("integrity").dump()};
    BmcFacts facts{.asked = value.at("asked"), .integrity = *integrity};
    facts.clear_request = optional_octets(value, "clear_request");
    facts.clear_response = optional_octets(value, "clear_response");
    for (const Json& other : value.value("others", Json::array())) {
        facts.others.push_back({std::chrono::nanoseconds{other.at("at").get<std::int64_t>()},
                                other.at("sent").get<bool>(), to_octets(other.at("octets"))});
    }
    return facts;
}

}  // namespace assay::record
