// From the secrets of a key log to the keys of records (RFC 5246 §6.3, RFC 8446 §7).
#pragma once

#include <cstddef>
#include <string_view>

#include "assay/base/octets.hpp"
#include "tls_suite.hpp"

namespace assay::capture {

/// What protects the records of one direction.
struct RecordKeys {
    base::Octets key;
    base::Octets iv;   ///< GCM of TLS 1.2: its fixed part; CBC: none
    base::Octets mac;  ///< of CBC
};

struct KeyBlock {
    RecordKeys client;
    RecordKeys service;
};

/// TLS 1.2: PRF(master_secret, "key expansion", server_random + client_random).
[[nodiscard]] KeyBlock key_block(const TlsSuite& suite, base::OctetView master_secret,
                                 base::OctetView client_random, base::OctetView server_random);

/// TLS 1.3: of a traffic secret.
[[nodiscard]] RecordKeys traffic_keys(const TlsSuite& suite, base::OctetView secret);

/// TLS 1.3: the traffic secret after a KeyUpdate.
[[nodiscard]] base::Octets next_traffic_secret(const TlsSuite& suite, base::OctetView secret);

}  // namespace assay::capture
