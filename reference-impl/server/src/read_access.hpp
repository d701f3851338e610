// The part of the configuration that says who may do what.
#pragma once

#include <string>

#include "assay/server/access.hpp"
#include "table.hpp"

namespace assay::server {

/// Reads [auth], [[user]] and [[certificate]].
/// @throws base::SetupError with file and line.
[[nodiscard]] AccessSettings read_access(const Table& root);

/// A user who may log on with the password in every way there is.
[[nodiscard]] auth::User user_with(std::string name, const std::string& password, const std::string& realm);

/// One who may log on with Digest only: hashing a password for Basic takes its time.
[[nodiscard]] auth::User digest_user_with(std::string name, const std::string& password,
                                          const std::string& realm);

}  // namespace assay::server
