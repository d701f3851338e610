#include "assay/auth/nonces.hpp"

#include <algorithm>

#include "assay/base/octets.hpp"

namespace assay::auth {
namespace {

constexpr std::size_t proof_octets = 16;

void append(std::string& to, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 0xFFU);
}

std::uint64_t number_at(std::string_view text, std::size_t at) {
    std::uint64_t number = 0;
    for (const char c : text.substr(at, 8)) number = number << 8U | static_cast<unsigned char>(c);
    return number;
}

std::uint64_t nanoseconds(base::Instant instant) {
    return static_cast<std::uint64_t>(instant.time_since_epoch().count());
}

std::string_view proof_in(const KeyedHash::Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), proof_octets};
}

}  // namespace

std::string Nonces::make(base::Instant now) {
    std::string made;
    append(made, nanoseconds(now));
    {
        const std::lock_guard lock{mutex_};
        append(made, ++last_number_);
    }
    const KeyedHash::Digest proof = hash_.of(made);
    made += proof_in(proof);
    // No base64: there are clients that split parameters at every equals sign.
    return base::to_hex(base::octets_of(made));
}

bool Nonces::read(std::string_view nonce, Parts& parts) const {
    constexpr std::size_t claim_octets = 16;
    const auto octets = base::from_hex(nonce);
    if (!octets || octets->size() != claim_octets + proof_octets) return false;
    const std::string_view text = base::text_of(*octets);
    const std::string_view claim = text.substr(0, claim_octets);
    const KeyedHash::Digest proof = hash_.of(claim);
    if (!base::equal_in_constant_time(base::octets_of(proof_in(proof)),
                                      base::octets_of(text.substr(claim_octets)))) {
        return false;
    }
    parts = {.time = number_at(claim, 0), .number = number_at(claim, 8)};
    return true;
}

bool Nonces::is_late(std::uint64_t time, base::Instant now) const {
    return nanoseconds(now) - time > static_cast<std::uint64_t>(lifetime_.count());
}

Nonces::State Nonces::state_of(std::string_view nonce, base::Instant now) const {
    Parts parts;
    if (!read(nonce, parts)) return State::foreign;
    if (is_late(parts.time, now)) return State::stale;
    const std::lock_guard lock{mutex_};
    return parts.number > forgotten_ || used_.contains(parts.number) ? State::fresh : State::stale;
}

bool Nonces::use(std::string_view nonce, std::uint32_t count, base::Instant now) {
    Parts parts;
    if (!read(nonce, parts) || is_late(parts.time, now)) return false;
    const std::lock_guard lock{mutex_};
    forget_late(now);
    const auto known = used_.find(parts.number);
    if (known != used_.end()) return known->second.take(count);
    if (parts.number <= forgotten_) return false;
    const bool taken = used_[parts.number].take(count);
    used_[parts.number].time = parts.time;
    if (used_.size() > most_remembered_) {
        forgotten_ = std::max(forgotten_, used_.begin()->first);
        used_.erase(used_.begin());
    }
    return taken;
}

void Nonces::forget_late(base::Instant now) {
    while (!used_.empty() && is_late(used_.begin()->second.time, now)) used_.erase(used_.begin());
}

bool Nonces::Used::take(std::uint32_t count) {
    constexpr std::uint32_t width = 64;
    if (count == 0) return false;
    if (count > highest) {
        const std::uint32_t by = count - highest;
        window = by >= width ? 0 : window << by;
        window |= 1U;
        highest = count;
        return true;
    }
    if (highest - count >= width) return false;
    const std::uint64_t bit = std::uint64_t{1} << (highest - count);
    if ((window & bit) != 0) return false;
    window |= bit;
    return true;
}

}  // namespace assay::auth
