#include "assay/base/uuid.hpp"

#include <algorithm>
#include <array>

#include <openssl/rand.h>
#include <openssl/sha.h>

#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

using Raw = std::array<Octet, 16>;

std::string printed(Raw raw, unsigned version) {
    raw[6] = static_cast<Octet>((raw[6] & 0x0FU) | version << 4U);
    raw[8] = static_cast<Octet>((raw[8] & 0x3FU) | 0x80U);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(36, '-');
    std::size_t to = 0;
    for (std::size_t from = 0; from < raw.size(); ++from) {
        if (from == 4 || from == 6 || from == 8 || from == 10) ++to;  // RFC 9562 §4: 8-4-4-4-12
        text[to++] = digits[raw[from] >> 4U];
        text[to++] = digits[raw[from] & 0x0FU];
    }
    return text;
}

/// Random octets of one thread, fetched many at a time: a fetch costs much more than its octets.
class Pool {
public:
    Raw take() {
        if (used_ == octets_.size()) refill();
        Raw raw{};
        const auto from = octets_.begin() + static_cast<std::ptrdiff_t>(used_);
        std::copy_n(from, raw.size(), raw.begin());
        std::fill_n(from, raw.size(), Octet{0});  // what was given away is not kept
        used_ += raw.size();
        return raw;
    }

private:
    void refill() {
        if (RAND_bytes(octets_.data(), static_cast<int>(octets_.size())) != 1) {
            throw SetupError{"no random octets", "OpenSSL RAND_bytes",
                             "check that the machine has an entropy source"};
        }
        used_ = 0;
    }

    std::array<Octet, 64 * sizeof(Raw)> octets_{};
    std::size_t used_ = octets_.size();
};

}  // namespace

std::string random_uuid() {
    thread_local Pool pool;
    return printed(pool.take(), 4);
}

std::string uuid_from_name(std::string_view name) {
    std::array<Octet, SHA256_DIGEST_LENGTH> digest{};
    SHA256(octets_of(name).data(), name.size(), digest.data());
    Raw raw{};
    std::copy_n(digest.begin(), raw.size(), raw.begin());
    return printed(raw, 8);
}

}  // namespace assay::base
