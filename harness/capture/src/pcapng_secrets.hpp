// The TLS secrets that a pcapng may carry (Decryption Secrets Blocks), which libpcap does not hand over.
#pragma once

#include <filesystem>

#include "assay/capture/key_log.hpp"

namespace assay::capture {

/// Adds them to `keys`. A file that is no pcapng, or whose blocks cannot be walked, gives none: telling what
/// is wrong with it is left to who reads the packets.
/// @throws base::SetupError for secrets that are no key log
void add_secrets_of(const std::filesystem::path& file, KeyLog& keys);

}  // namespace assay::capture
