// Who is at the other end of a connection, as far as the connection tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay::wire {

/// A client certificate whose chain was verified up to one of the configured CAs.
struct ClientCertificate {
    std::string subject = {};                   ///< RFC 2253, "CN=operator,O=Example"
    std::vector<std::string> names = {};        ///< common names, then alternative names: DNS, e-mail, UPN
    std::vector<std::string> thumbprints = {};  ///< SHA-1 and SHA-256 in lower-case hexadecimal
    std::vector<std::string> issuer_thumbprints = {};  ///< likewise, of every CA in the verified chain
};

struct Peer {
    std::string address = {};  ///< "192.0.2.1:4711"
    bool loopback = false;
    bool secure = false;  ///< TLS
    std::optional<ClientCertificate> certificate = {};
};

}  // namespace assay::wire
