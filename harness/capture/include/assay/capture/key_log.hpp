// The secrets of TLS connections, as clients and services write them down when asked to.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "assay/base/octets.hpp"

namespace assay::capture {

/// The NSS key log format: "LABEL client-random secret" a line, in hexadecimal. Secrets are never printed.
class KeyLog {
public:
    /// Adds what `text` holds. Empty lines and comments (#) are passed over, and labels that are not known
    /// kept.
    /// @param where the file, for messages
    /// @throws base::SetupError with file:line for a line that is none, without repeating it
    void add(std::string_view text, const std::string& where);

    [[nodiscard]] bool empty() const { return secrets_.empty(); }
    /// @return nullptr when there is none
    [[nodiscard]] const base::Octets* find(std::string_view label, base::OctetView client_random) const;

private:
    std::map<std::pair<std::string, std::string>, base::Octets> secrets_;  ///< by label and client random
};

}  // namespace assay::capture
