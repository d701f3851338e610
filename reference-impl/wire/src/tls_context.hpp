// OpenSSL's side of TLS: one context a listener, one SSL a connection.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>

#include "assay/wire/peer.hpp"
#include "assay/wire/tls.hpp"

namespace assay::wire {

struct FreeTls {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* connection) const { SSL_free(connection); }
};
using SslHandle = std::unique_ptr<SSL, FreeTls>;

class TlsContext {
public:
    TlsContext(const TlsSettings& settings, const TlsTwist& twist);

    /// The server's side of a connection over a non-blocking socket, which has to outlive it.
    /// @return nothing when there is no memory.
    [[nodiscard]] SslHandle connection(int socket) const;

private:
    void load_own(const TlsSettings& settings);
    void trust_clients(const TlsSettings& settings);

    std::unique_ptr<SSL_CTX, FreeTls> context_;
};

/// The verified certificate of the other end, or nothing when there is none.
[[nodiscard]] std::optional<ClientCertificate> client_certificate_of(const SSL& connection);

/// The oldest error in OpenSSL's queue as text, e.g. "no shared cipher".
[[nodiscard]] std::string last_tls_error();

}  // namespace assay::wire
