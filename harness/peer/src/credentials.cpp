#include "credentials.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/drive/authentication.hpp"
#include "assay/observe/http_reading.hpp"
#include "assay/record/exchange.hpp"
#include "assay/script/ask.hpp"

namespace assay::peer {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 6> harmless{"realm", "nonce", "uri", "algorithm", "qop", "nc"};

std::string value_of(const Parameters& parameters, std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

bool shows_password(const Parameters& parameters, const drive::Credentials& credentials,
                    std::string_view method) {
    const drive::DigestChallenge challenge{.realm = value_of(parameters, "realm"),
                                           .nonce = value_of(parameters, "nonce"),
                                           .opaque = std::nullopt,
                                           .algorithm = value_of(parameters, "algorithm"),
                                           .has_qop = parameters.contains("qop")};
    const std::string count_text = value_of(parameters, "nc");
    std::uint32_t count = 0;
    std::from_chars(count_text.data(), count_text.data() + count_text.size(), count, 16);
    const std::string expected = drive::digest_response(
        challenge, credentials, method, value_of(parameters, "uri"), count, value_of(parameters, "cnonce"));
    return value_of(parameters, "username") == credentials.user &&
           base::equal_ignoring_case(value_of(parameters, "response"), expected);
}

/// What stands after the scheme in what is kept.
std::string kept_value(std::string_view scheme, std::string_view rest, const drive::Credentials& credentials,
                       std::string_view method) {
    const auto marked = [](bool right) {
        return right ? script::right_credentials : script::other_credentials;
    };
    if (base::equal_ignoring_case(scheme, "Basic"))
        return marked(fmt::format("Basic {}", rest) == credentials.authorization());
    if (!base::equal_ignoring_case(scheme, "Digest")) return script::right_credentials;
    const Parameters parameters = drive::parameters_of(rest);
    std::string kept;
    for (const std::string_view name : harmless) {
        if (parameters.contains(name)) kept += fmt::format("{}=\"{}\", ", name, value_of(parameters, name));
    }
    return kept + marked(shows_password(parameters, credentials, method));
}

}  // namespace

std::string kept_request(const std::string& octets, const drive::Credentials& credentials) {
    std::string kept = credentials.hidden_in(record::redacted(octets));
    const observe::HttpReading request = observe::read_request(octets);
    const observe::HttpField* field = request.field("Authorization");
    if (field == nullptr) return kept;
    const auto space = field->value.find(' ');
    if (space == std::string::npos) return kept;
    const std::string scheme = field->value.substr(0, space);
    const std::string hidden = fmt::format("{} {}", scheme, script::right_credentials);
    const auto at = kept.find(hidden, field->name_at.offset);
    if (at == std::string::npos) return kept;
    return kept.replace(at, hidden.size(),
                        fmt::format("{} {}", scheme,
                                    kept_value(scheme, base::trimmed(field->value.substr(space + 1)),
                                               credentials, request.method)));
}

}  // namespace assay::peer
