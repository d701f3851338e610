#include "assay/auth/digest_response.hpp"

#include <charconv>
#include <map>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"

namespace assay::auth {
namespace {

constexpr std::string_view scheme = "Digest ";

std::string lower(std::string_view text) {
    std::string made{text};
    for (char& c : made) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return made;
}

/// RFC 9110 §11.2: name = token or quoted-string, with commas between.
class Parameters {
public:
    [[nodiscard]] bool read(std::string_view text) {
        rest_ = text;
        skip(" \t,");
        while (!rest_.empty()) {
            if (!read_one()) return false;
            skip(" \t");
            if (!rest_.empty() && rest_.front() != ',') return false;
            skip(" \t,");
        }
        return true;
    }
    /// Takes a parameter away. @return nothing when it was not there.
    [[nodiscard]] std::optional<std::string> take(const std::string& name) {
        const auto node = values_.extract(name);
        if (node.empty()) return std::nullopt;
        return node.mapped();
    }

private:
    void skip(std::string_view characters) {
        const auto end = rest_.find_first_not_of(characters);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
    }
    [[nodiscard]] bool read_one() {
        const auto equals = rest_.find('=');
        if (equals == std::string_view::npos) return false;
        std::string name = lower(base::trimmed(rest_.substr(0, equals)));
        rest_.remove_prefix(equals + 1);
        skip(" \t");
        auto value = rest_.starts_with('"') ? quoted() : token();
        return value && !name.empty() && values_.emplace(std::move(name), std::move(*value)).second;
    }
    [[nodiscard]] std::optional<std::string> token() {
        const std::string_view text = rest_.substr(0, rest_.find_first_of(", \t"));
        rest_.remove_prefix(text.size());
        if (text.empty()) return std::nullopt;
        return std::string{text};
    }
    [[nodiscard]] std::optional<std::string> quoted() {
        std::string text;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '"') {
                rest_.remove_prefix(at + 1);
                return text;
            }
            if (rest_[at] == '\\' && ++at == rest_.size()) break;
            text += rest_[at];
        }
        return std::nullopt;
    }

    std::string_view rest_;
    std::map<std::string, std::string> values_;
};

/// RFC 8187 §3.2, as username* is written: UTF-8''with%20percents.
std::optional<std::string> extended(std::string_view text) {
    constexpr std::string_view charset = "utf-8'";
    if (!base::equal_ignoring_case(text.substr(0, charset.size()), charset)) return std::nullopt;
    const auto quote = text.find('\'', charset.size());
    if (quote == std::string_view::npos) return std::nullopt;
    std::string made;
    for (std::size_t at = quote + 1; at < text.size(); ++at) {
        if (text[at] != '%') {
            made += text[at];
            continue;
        }
        const auto octet = base::from_hex(text.substr(at + 1, 2));
        if (!octet || octet->size() != 1) return std::nullopt;
        made += static_cast<char>(octet->front());
        at += 2;
    }
    if (!base::is_utf8(made)) return std::nullopt;
    return made;
}

bool read_user(Parameters& parameters, DigestResponse& into) {
    auto name = parameters.take("username");
    const auto other = parameters.take("username*");
    into.user_is_hashed = base::equal_ignoring_case(parameters.take("userhash").value_or("false"), "true");
    if (name.has_value() == other.has_value()) return false;
    if (other) name = extended(*other);
    if (!name || (other && into.user_is_hashed)) return false;  // RFC 7616 §3.4.4
    into.user = into.user_is_hashed ? lower(*name) : std::move(*name);
    return true;
}

bool read_algorithm(Parameters& parameters, DigestResponse& into) {
    const std::string name = parameters.take("algorithm").value_or("MD5");
    for (const Algorithm each : {Algorithm::sha256, Algorithm::md5}) {
        if (!base::equal_ignoring_case(name, name_of(each))) continue;
        into.algorithm = each;
        return true;
    }
    return false;
}

bool read_count(Parameters& parameters, DigestResponse& into) {
    into.count_text = parameters.take("nc").value_or("");
    const char* end = into.count_text.data() + into.count_text.size();
    const auto [stop, error] = std::from_chars(into.count_text.data(), end, into.count, 16);
    return into.count_text.size() == 8 && error == std::errc{} && stop == end;
}

}  // namespace

bool is_digest(std::string_view authorization) {
    return base::equal_ignoring_case(authorization.substr(0, scheme.size()), scheme);
}

std::optional<DigestResponse> parse_digest(std::string_view authorization) {
    Parameters parameters;
    DigestResponse read;
    if (!is_digest(authorization) || !parameters.read(authorization.substr(scheme.size())))
        return std::nullopt;
    if (!base::equal_ignoring_case(parameters.take("qop").value_or(""), "auth")) return std::nullopt;
    const bool fits =
        read_user(parameters, read) && read_algorithm(parameters, read) && read_count(parameters, read);
    if (!fits) return std::nullopt;
    for (const auto& [name, value] : {std::pair{"realm", &read.realm},
                                      {"nonce", &read.nonce},
                                      {"uri", &read.uri},
                                      {"response", &read.response},
                                      {"cnonce", &read.cnonce}}) {
        auto given = parameters.take(name);
        if (!given) return std::nullopt;
        *value = std::move(*given);
    }
    read.opaque = parameters.take("opaque").value_or("");
    read.response = lower(read.response);
    return read;
}

}  // namespace assay::auth
