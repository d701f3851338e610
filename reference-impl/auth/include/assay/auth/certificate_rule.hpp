// Which client certificates are which users (like WinRM's winrm/config/service/certmapping).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace assay::auth {

/// What is known of a verified client certificate; views into what the caller keeps.
struct CertificateFacts {
    std::span<const std::string> names = {};               ///< common and alternative names
    std::span<const std::string> thumbprints = {};         ///< lower-case hexadecimal, of any digest
    std::span<const std::string> issuer_thumbprints = {};  ///< of every CA above it
};

/// All that a rule says has to fit; what it leaves empty fits everything.
struct CertificateRule {
    std::string issuer = {};      ///< thumbprint of a CA in the chain
    std::string thumbprint = {};  ///< of the certificate itself
    std::string subject = {};     ///< a name without regard to case; a leading "*" stands for anything
    std::string uri = {};         ///< only resources whose URI begins so
    std::string user = {};

    [[nodiscard]] bool fits(const CertificateFacts& facts) const;
};

/// A thumbprint as people copy it, with colons, spaces and letters of either case, in the form of
/// CertificateFacts. @return an empty text unless it has the digits of SHA-1 or SHA-256.
[[nodiscard]] std::string normal_thumbprint(std::string_view text);

}  // namespace assay::auth
