#include "tls_client.hpp"

#include <new>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <boost/asio/ip/address.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

[[noreturn]] void refuse(const char* option, const std::string& file, const char* remedy) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    throw base::SetupError{fmt::format("{} cannot be used: {}", file, reason != nullptr ? reason : "no PEM"),
                           option, remedy};
}

int keep_session(SSL* connection, SSL_SESSION* session) {
    static_cast<TlsMemory*>(SSL_get_app_data(connection))->keep(session);
    return 1;  // it is ours now
}

}  // namespace

TlsClient::TlsClient(const TlsOptions& options, const base::HttpEndpoint& target)
    : context_{SSL_CTX_new(TLS_client_method())},
      host_{target.host},
      reuse_sessions_{options.reuse_sessions} {
    if (!context_) throw std::bad_alloc{};
    ERR_clear_error();
    boost::system::error_code no_address;
    static_cast<void>(boost::asio::ip::make_address(host_, no_address));
    is_address_ = !no_address;
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                         SSL_MODE_RELEASE_BUFFERS);
    if (reuse_sessions_) {
        SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context_.get(), keep_session);
    } else {
        SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
    }
    if (options.verify) {
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        const bool trusts = options.ca_file.empty()
                                ? SSL_CTX_set_default_verify_paths(context_.get()) == 1
                                : SSL_CTX_load_verify_file(context_.get(), options.ca_file.c_str()) == 1;
        if (!trusts) refuse("--ca", options.ca_file, "give the authorities' certificates, PEM");
    }
    if (options.certificate.empty()) return;
    if (SSL_CTX_use_certificate_chain_file(context_.get(), options.certificate.c_str()) != 1)
        refuse("--certificate", options.certificate, "give a certificate, PEM, with its chain");
    if (SSL_CTX_use_PrivateKey_file(context_.get(), options.key.c_str(), SSL_FILETYPE_PEM) != 1)
        refuse("--key", options.key, "give the certificate's own key, PEM");
}

TlsConnection TlsClient::connection(int socket, TlsMemory& memory) const {
    TlsConnection connection{SSL_new(context_.get())};
    if (!connection || SSL_set_fd(connection.get(), socket) != 1) throw std::bad_alloc{};
    SSL_set_app_data(connection.get(), &memory);
    // RFC 6066 §3: a server name is no address. RFC 9110 §4.3.4: the certificate has to name the host.
    if (is_address_) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection.get()), host_.c_str());
    } else {
        SSL_set_tlsext_host_name(connection.get(), host_.c_str());
        SSL_set1_host(connection.get(), host_.c_str());
    }
    if (reuse_sessions_ && memory.session() != nullptr) SSL_set_session(connection.get(), memory.session());
    SSL_set_connect_state(connection.get());
    return connection;
}

}  // namespace assay::load
