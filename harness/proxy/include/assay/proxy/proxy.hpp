// Stands between clients and a service, passes octets on unchanged, and writes down the exchanges.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/base/http_url.hpp"
#include "assay/record/journal.hpp"

namespace assay::proxy {

struct Listening {
    std::string host;        ///< an address, IPv6 without brackets
    std::uint16_t port = 0;  ///< 0: any that is free
};

/// Reads "127.0.0.1:8080", "[::1]:0".
/// @throws base::UsageError
[[nodiscard]] Listening parse_listening(const std::string& text);

struct ProxyJob {
    Listening listen;
    base::HttpEndpoint service;
    std::string ca_file;      ///< whom to trust, PEM; empty: what the system trusts
    bool verify = true;       ///< false: any certificate of the service will do
    std::string certificate;  ///< shown to clients, PEM, with its chain; empty: clients speak without TLS
    std::string key;          ///< of the certificate, PEM
    std::optional<base::Duration> duration;             ///< then it stops by itself
    std::chrono::milliseconds connect_timeout{10'000};  ///< for TCP and TLS towards the service
    std::size_t connections = 1000;                     ///< at once; further ones wait
    std::size_t octets = 256UL * 1024 * 1024;           ///< of exchanges under way, together
};

/// Relays until it is stopped or `duration` has passed, with one thread. Each exchange is in the journal when
/// it has ended; what was seen and is no exchange is noted at the end. A service that is not to be reached is
/// answered for with 502, and its exchanges are `unreachable`.
/// @param journal,clock outlive the call
/// @param began    what times in the journal count from
/// @param on_ready called once, with the URL for clients
/// @throws base::SetupError when it cannot listen, or for certificates that are none
void run_proxy(const ProxyJob& job, record::JournalWriter& journal, const base::Clock& clock,
               base::Instant began, const std::stop_token& stop,
               const std::function<void(const std::string& url)>& on_ready);

}  // namespace assay::proxy
