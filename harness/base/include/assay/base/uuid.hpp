// UUIDs: random ones for a process's own messages, derived ones where a run has to be repeatable.
#pragma once

#include <string>
#include <string_view>

namespace assay::base {

/// A version 4 UUID from OpenSSL's CSPRNG, lower case: "2f1c…-…".
/// @throws SetupError when the machine has no entropy.
[[nodiscard]] std::string random_uuid();

/// A version 8 UUID (RFC 9562 §5.8) that is a SHA-256 of `name`: the same name gives the same UUID.
[[nodiscard]] std::string uuid_from_name(std::string_view name);

}  // namespace assay::base
