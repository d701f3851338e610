#include "assay/base/http_digest.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"

namespace assay::base {
namespace {

constexpr std::string_view space = " \t";

/// Takes "name=value" or "name="quoted value"" off the front of a challenge's parameters.
class Parameters {
public:
    explicit Parameters(std::string_view text) : rest_{text} {}

    bool next() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t,"), rest_.size()));
        const auto equals = rest_.find('=');
        if (equals == std::string_view::npos) return false;
        name_ = trimmed(rest_.substr(0, equals));
        rest_.remove_prefix(equals + 1);
        rest_.remove_prefix(std::min(rest_.find_first_not_of(space), rest_.size()));
        rest_.starts_with('"') ? take_quoted() : take_token();
        return true;
    }

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] const std::string& value() const { return value_; }

private:
    void take_token() {
        const auto end = std::min(rest_.find_first_of(", \t"), rest_.size());
        value_ = rest_.substr(0, end);
        rest_.remove_prefix(end);
    }

    void take_quoted() {
        value_.clear();
        std::size_t at = 1;
        for (; at < rest_.size() && rest_[at] != '"'; ++at) {
            if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
            value_ += rest_[at];
        }
        rest_.remove_prefix(std::min(at + 1, rest_.size()));
    }

    std::string_view rest_;
    std::string_view name_;
    std::string value_;
};

bool is_sha256(const DigestChallenge& challenge) {
    return equal_ignoring_case(challenge.algorithm, "SHA-256");
}

bool is_understood(const DigestChallenge& challenge) {
    return challenge.algorithm.empty() || equal_ignoring_case(challenge.algorithm, "MD5") ||
           is_sha256(challenge);
}

/// Does the list of qualities of protection hold "auth"?
bool offers_auth(std::string_view list) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (equal_ignoring_case(trimmed(list.substr(0, comma)), "auth")) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

std::optional<DigestChallenge> read_challenge(std::string_view parameters) {
    DigestChallenge challenge;
    bool can_be_answered = true;
    for (Parameters each{parameters}; each.next();) {
        if (equal_ignoring_case(each.name(), "realm")) challenge.realm = each.value();
        if (equal_ignoring_case(each.name(), "nonce")) challenge.nonce = each.value();
        if (equal_ignoring_case(each.name(), "opaque")) challenge.opaque = each.value();
        if (equal_ignoring_case(each.name(), "algorithm")) challenge.algorithm = each.value();
        if (equal_ignoring_case(each.name(), "qop")) {
            challenge.has_qop = true;
            can_be_answered = offers_auth(each.value());
        }
    }
    if (!can_be_answered || challenge.nonce.empty() || !is_understood(challenge)) return std::nullopt;
    return challenge;
}

std::string hash(const DigestChallenge& challenge, const std::string& text) {
    std::array<Octet, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length,
               is_sha256(challenge) ? EVP_sha256() : EVP_md5(), nullptr);
    return to_hex({digest.data(), length});
}

}  // namespace

bool has_scheme(std::string_view field, std::string_view scheme) {
    return equal_ignoring_case(field.substr(0, std::min(field.find(' '), field.size())), scheme);
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\') result += '\\';
        result += each;
    }
    return result + '"';
}

std::map<std::string, std::string, std::less<>> parameters_of(std::string_view parameters) {
    std::map<std::string, std::string, std::less<>> found;
    for (Parameters each{parameters}; each.next();) {
        std::string name{each.name()};
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        found.emplace(std::move(name), each.value());
    }
    return found;
}

std::optional<DigestChallenge> DigestChallenge::strongest(const std::vector<std::string>& fields) {
    std::optional<DigestChallenge> best;
    for (const std::string_view field : fields) {
        if (!has_scheme(field, "Digest")) continue;
        auto challenge = read_challenge(field.substr(std::min(field.find(' '), field.size())));
        if (challenge && (!best || (is_sha256(*challenge) && !is_sha256(*best)))) best = std::move(challenge);
    }
    return best;
}

std::string digest_response(const DigestChallenge& challenge, std::string_view user,
                            std::string_view password, const DigestUse& use) {
    const std::string who = hash(challenge, fmt::format("{}:{}:{}", user, challenge.realm, password));
    const std::string what = hash(challenge, fmt::format("{}:{}", use.method, use.request_target));
    if (!challenge.has_qop) return hash(challenge, fmt::format("{}:{}:{}", who, challenge.nonce, what));
    return hash(challenge, fmt::format("{}:{}:{:08x}:{}:auth:{}", who, challenge.nonce, use.count,
                                       use.client_nonce, what));
}

std::string digest_value(const DigestChallenge& challenge, std::string_view user, const DigestUse& use,
                         std::string_view response) {
    std::string value =
        fmt::format("Digest username={}, realm={}, nonce={}, uri={}, response=\"{}\"", quoted(user),
                    quoted(challenge.realm), quoted(challenge.nonce), quoted(use.request_target), response);
    if (!challenge.algorithm.empty()) value += ", algorithm=" + challenge.algorithm;
    if (challenge.has_qop)
        value += fmt::format(", qop=auth, nc={:08x}, cnonce=\"{}\"", use.count, use.client_nonce);
    if (challenge.opaque) value += ", opaque=" + quoted(*challenge.opaque);
    return value;
}

std::string fresh_client_nonce() {
    std::array<Octet, 16> octets{};
    RAND_bytes(octets.data(), static_cast<int>(octets.size()));
    return to_hex(octets);
}

}  // namespace assay::base
