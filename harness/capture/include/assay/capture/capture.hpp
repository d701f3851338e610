// Reads what a network recorder wrote: the HTTP exchanges in it, as a journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>

#include "assay/capture/key_log.hpp"
#include "assay/record/journal.hpp"

namespace assay::capture {

struct CaptureOptions {
    KeyLog keys;                               ///< for TLS; those in the capture itself are added
    std::set<std::uint16_t> ports;             ///< of services; empty: whatever looks like HTTP or TLS
    std::size_t connections = 4096;            ///< followed at once; those that were silent longest go
    std::size_t octets = 256UL * 1024 * 1024;  ///< of exchanges and segments under way, together
};

/// Does the file begin like a pcap or pcapng?
[[nodiscard]] bool is_capture(const std::filesystem::path& file);

/// The exchanges of a pcap or pcapng, of every connection that is HTTP/1, in the clear or in TLS with known
/// keys. Memory is bounded but for the exchanges themselves. What is in it and is not judged is in the
/// journal's notes: nothing is passed over in silence.
/// @return a complete journal that says it was observed; tool_version is left to the caller
/// @throws base::SetupError with the file, and the packet where there is one, for what is no capture
[[nodiscard]] record::Journal read_capture(const std::filesystem::path& file, CaptureOptions options);

}  // namespace assay::capture
