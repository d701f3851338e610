#include "assay/auth/password.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <charconv>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::auth {
namespace {

constexpr std::size_t hash_octets = 32;
constexpr std::size_t salt_octets = 16;
constexpr std::uint64_t most_memory = 256ULL * 1024 * 1024;
constexpr std::uint64_t most_effort = 64ULL * (1U << 14U) * 8;

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::string> octets_in(std::string_view base64) {
    const auto octets = base::from_base64(base64);
    if (!octets) return std::nullopt;
    return std::string{base::text_of(*octets)};
}

/// As OpenSSL reckons before it begins (RFC 7914 §5, §6: the blocks B and V, and two of scratch).
std::uint64_t memory_of(const PasswordHash::Cost& cost) {
    constexpr std::uint64_t block = 128;
    return block * cost.r * cost.p + block * cost.r * (std::uint64_t{cost.n} + 2);
}

std::string random_octets(std::size_t count) {
    base::Octets made(count);
    if (RAND_bytes(made.data(), static_cast<int>(made.size())) != 1) {
        throw base::SetupError{"no random numbers", "OpenSSL", "check the machine's entropy source"};
    }
    return std::string{base::text_of(made)};
}

}  // namespace

std::string PasswordHash::derive(std::string_view password, std::string_view salt, const Cost& cost) {
    base::Octets hash(hash_octets);
    const int done =
        EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                       salt.size(), cost.n, cost.r, cost.p, most_memory, hash.data(), hash.size());
    if (done != 1) {
        throw base::SetupError{"cannot compute a password hash", "OpenSSL scrypt",
                               "check that OpenSSL's default provider is there and memory is left"};
    }
    return std::string{base::text_of(hash)};
}

PasswordHash PasswordHash::of(std::string_view password) {
    PasswordHash made;
    made.salt_ = random_octets(salt_octets);
    made.hash_ = derive(password, made.salt_, made.cost_);
    return made;
}

PasswordHash PasswordHash::of_nobody(const Cost& cost) {
    PasswordHash made;
    made.cost_ = cost;
    made.salt_ = random_octets(salt_octets);
    made.hash_ = random_octets(hash_octets);
    return made;
}

std::optional<PasswordHash> PasswordHash::parse(std::string_view text) {
    const auto parts = split(text, '$');
    if (parts.size() != 6 || parts[0] != "scrypt") return std::nullopt;
    const auto n = number(parts[1]);
    const auto r = number(parts[2]);
    const auto p = number(parts[3]);
    const auto salt = octets_in(parts[4]);
    const auto hash = octets_in(parts[5]);
    if (!n || !r || !p || !salt || !hash || hash->size() != hash_octets) return std::nullopt;
    const bool power_of_two = *n > 1 && (*n & (*n - 1)) == 0;
    if (!power_of_two || *n > 1U << 20U || *r == 0 || *r > 32 || *p == 0 || *p > 16) return std::nullopt;
    PasswordHash read;
    read.cost_ = {.n = *n, .r = *r, .p = *p};
    if (memory_of(read.cost_) > most_memory || read.effort() > most_effort) return std::nullopt;
    read.salt_ = *salt;
    read.hash_ = *hash;
    return read;
}

bool PasswordHash::matches(std::string_view password) const {
    const std::string derived = derive(password, salt_, cost_);
    return base::equal_in_constant_time(base::octets_of(derived), base::octets_of(hash_));
}

std::string PasswordHash::text() const {
    return "scrypt$" + std::to_string(cost_.n) + '$' + std::to_string(cost_.r) + '$' +
           std::to_string(cost_.p) + '$' + base::to_base64(base::octets_of(salt_)) + '$' +
           base::to_base64(base::octets_of(hash_));
}

}  // namespace assay::auth
