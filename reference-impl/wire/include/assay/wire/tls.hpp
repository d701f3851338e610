// TLS as configured: certificate, key, and whose client certificates count.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace assay::wire {

enum class ClientCertificates : std::uint8_t { none, optional, required };

struct TlsSettings {
    std::filesystem::path certificate = {};  ///< PEM: the service's certificate, then its chain
    std::filesystem::path key = {};          ///< PEM, not encrypted; empty when it stands in `certificate`
    std::filesystem::path client_ca = {};    ///< PEM: the CAs whose client certificates count
    ClientCertificates client_certificates = ClientCertificates::none;
    bool only_tls13 = false;  ///< else TLS 1.2 is spoken too
};

/// Has the last word about a listener's SSL_CTX; empty in the honest service.
using TlsTwist = std::function<void(void* ssl_ctx)>;

/// What the connections of a listener share. Constant once made; may be used by several threads.
class TlsContext;

/// @throws base::SetupError naming the file that is missing, not readable or does not fit the others.
[[nodiscard]] std::shared_ptr<const TlsContext> load_tls(const TlsSettings& settings,
                                                         const TlsTwist& twist = {});

}  // namespace assay::wire
