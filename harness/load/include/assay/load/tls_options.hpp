// How a load speaks TLS.
#pragma once

#include <string>

namespace assay::load {

struct TlsOptions {
    std::string ca_file;         ///< PEM; empty: what the system trusts
    bool verify = true;          ///< false: any certificate of the service is taken
    std::string certificate;     ///< of the client, PEM, with its chain; empty: none is shown
    std::string key;             ///< its key, PEM
    bool reuse_sessions = true;  ///< a new connection takes up the session of the former one (RFC 8446 §2.2)
};

}  // namespace assay::load
