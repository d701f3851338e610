// What the TLS connections of one worker have in common, and the session that one of them may take up.
#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "assay/base/http_url.hpp"
#include "assay/load/tls_options.hpp"

namespace assay::load {

struct TlsFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* connection) const { SSL_free(connection); }
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using TlsConnection = std::unique_ptr<SSL, TlsFree>;

/// The session of a user's last connection.
class TlsMemory {
public:
    void keep(SSL_SESSION* session) { session_.reset(session); }
    [[nodiscard]] SSL_SESSION* session() const { return session_.get(); }

private:
    std::unique_ptr<SSL_SESSION, TlsFree> session_;
};

class TlsClient {
public:
    /// @throws base::SetupError that names the file which cannot be used
    TlsClient(const TlsOptions& options, const base::HttpEndpoint& target);

    /// A connection on a connected socket, before its handshake.
    /// @param memory of its user; what it holds is taken up, what the service gives is kept; outlives it
    [[nodiscard]] TlsConnection connection(int socket, TlsMemory& memory) const;

private:
    std::unique_ptr<SSL_CTX, TlsFree> context_;
    std::string host_;
    bool reuse_sessions_;
    bool is_address_;
};

}  // namespace assay::load
