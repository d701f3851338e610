// TLS towards the service and towards clients.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include "assay/proxy/proxy.hpp"
#include "assay/record/exchange.hpp"

namespace assay::proxy {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

/// A context that trusts whom the job says.
/// @throws base::SetupError when the file of authorities cannot be read
[[nodiscard]] std::unique_ptr<boost::asio::ssl::context> towards_service(const ProxyJob& job);

/// A context that shows the job's certificate; nullptr when it has none.
/// @throws base::SetupError when certificate and key cannot be used
[[nodiscard]] std::unique_ptr<boost::asio::ssl::context> towards_clients(const ProxyJob& job);

/// Whose name is asked for and has to be seen.
void expect_name(TlsStream& stream, const ProxyJob& job);

/// Of a stream whose handshake is done.
[[nodiscard]] record::TlsFacts facts_of(TlsStream& stream);

}  // namespace assay::proxy
