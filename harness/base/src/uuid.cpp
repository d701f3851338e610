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
    std::string text = to_hex(raw);
    for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) text.insert(hyphen, 1, '-');
    return text;
}

}  // namespace

std::string random_uuid() {
    Raw raw{};
    if (RAND_bytes(raw.data(), static_cast<int>(raw.size())) != 1) {
        throw SetupError{"no random octets", "OpenSSL RAND_bytes",
                         "check that the machine has an entropy source"};
    }
    return printed(raw, 4);
}

std::string uuid_from_name(std::string_view name) {
    std::array<Octet, SHA256_DIGEST_LENGTH> digest{};
    SHA256(octets_of(name).data(), name.size(), digest.data());
    Raw raw{};
    std::copy_n(digest.begin(), raw.size(), raw.begin());
    return printed(raw, 8);
}

}  // namespace assay::base
