#include "assay/ipmi-wire/secret.hpp"

#include <algorithm>
#include <cassert>

#include <openssl/crypto.h>

namespace assay::ipmi_wire {

Secret::Secret(OctetView octets) : length_{octets.size()} {
    assert(octets.size() <= longest);
    std::ranges::copy(octets, octets_.begin());
}

Secret::Secret(Secret&& other) noexcept : octets_{other.octets_}, length_{other.length_} { other.cleanse(); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    octets_ = other.octets_;
    length_ = other.length_;
    other.cleanse();
    return *this;
}

Secret Secret::of_length(std::size_t length) {
    assert(length <= longest);
    Secret secret;
    secret.length_ = length;
    return secret;
}

void Secret::cleanse() noexcept {
    OPENSSL_cleanse(octets_.data(), octets_.size());
    length_ = 0;
}

}  // namespace assay::ipmi_wire
