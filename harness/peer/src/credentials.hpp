// What is kept of the credentials in a client's request: whether they are those that it was given.
#pragma once

#include <string>

#include "assay/drive/target.hpp"

namespace assay::peer {

/// The request as it is kept: what its Authorization field says is replaced by script::right_credentials, or
/// by script::other_credentials when a Basic or Digest field does not show the credentials that the client
/// was given. Of Digest, the parameters that give nothing away stay (RFC 7616 §3.4: realm, nonce, uri,
/// algorithm, qop, nc).
[[nodiscard]] std::string kept_request(const std::string& octets, const drive::Credentials& credentials);

}  // namespace assay::peer
