#include "tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <fstream>

#include "assay/base/setup_error.hpp"

namespace assay::wire {
namespace {

using base::SetupError;

/// RFC 9325 §4.2: only ephemeral key exchange and authenticated encryption. TLS 1.3 knows no others.
constexpr const char* ciphers_of_tls12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

void check_readable(const std::filesystem::path& file, const std::string& what) {
    if (file.empty())
        throw SetupError{what + " is not named", "tls", "name it in the configuration under [tls]"};
    if (!std::ifstream{file}) {
        throw SetupError{"cannot read " + what, file.string(), "check its name, and who may read it"};
    }
}

SetupError refused(const std::string& what, const std::filesystem::path& file, const std::string& remedy) {
    SetupError error{what + ": " + last_tls_error(), file.string(), remedy};
    ERR_clear_error();
    return error;
}

/// An encrypted key must not make the service ask the terminal for a password.
int no_password(char*, int, int, void*) { return 0; }

}  // namespace

std::string last_tls_error() {
    const unsigned long error = ERR_peek_error();
    const char* reason = error == 0 ? nullptr : ERR_reason_error_string(error);
    return reason == nullptr ? "unknown reason" : reason;
}

TlsContext::TlsContext(const TlsSettings& settings, const TlsTwist& twist)
    : context_{SSL_CTX_new(TLS_server_method())} {
    ERR_clear_error();
    if (!context_) throw refused("cannot set up TLS", "OpenSSL", "check OpenSSL's own configuration");
    SSL_CTX* context = context_.get();
    SSL_CTX_set_min_proto_version(context, settings.only_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    // An idle connection holds no record buffers.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    if (SSL_CTX_set_cipher_list(context, ciphers_of_tls12) != 1) {
        throw refused("cannot set the cipher list", "OpenSSL", "check OpenSSL's own configuration");
    }
    load_own(settings);
    trust_clients(settings);
    if (twist) twist(context);
}

void TlsContext::load_own(const TlsSettings& settings) {
    const std::filesystem::path& key = settings.key.empty() ? settings.certificate : settings.key;
    check_readable(settings.certificate, "the certificate");
    check_readable(key, "the private key");
    SSL_CTX* context = context_.get();
    SSL_CTX_set_default_passwd_cb(context, no_password);
    if (SSL_CTX_use_certificate_chain_file(context, settings.certificate.c_str()) != 1) {
        throw refused("cannot use the certificate", settings.certificate,
                      "give a PEM file with the service's certificate first and its chain behind it");
    }
    // SSL_CTX_use_PrivateKey_file itself compares the key with the certificate; the two mistakes need
    // different remedies.
    const bool loaded = SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1;
    const int reason = ERR_GET_REASON(ERR_peek_error());
    if (!loaded && (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH)) {
        ERR_clear_error();
        throw SetupError{
            "the private key does not belong to the certificate " + settings.certificate.string(),
            key.string(), "give the key that the certificate was made for"};
    }
    if (!loaded) throw refused("cannot use the private key", key, "give an unencrypted key in PEM");
}

void TlsContext::trust_clients(const TlsSettings& settings) {
    SSL_CTX* context = context_.get();
    if (settings.client_certificates == ClientCertificates::none) return;
    check_readable(settings.client_ca, "the CA file for client certificates");
    if (SSL_CTX_load_verify_file(context, settings.client_ca.c_str()) != 1) {
        throw refused("cannot use the CA file for client certificates", settings.client_ca,
                      "give a PEM file with the CAs' certificates");
    }
    SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(settings.client_ca.c_str()));
    const bool required = settings.client_certificates == ClientCertificates::required;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
    // A resumed session no longer knows the chain above the client's certificate, by which users are
    // found; so that nobody is somebody else the second time, sessions are not resumed here.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
}

SslHandle TlsContext::connection(int socket) const {
    SslHandle made{SSL_new(context_.get())};
    if (made && SSL_set_fd(made.get(), socket) != 1) made.reset();
    if (made) SSL_set_accept_state(made.get());
    return made;
}

std::shared_ptr<const TlsContext> load_tls(const TlsSettings& settings, const TlsTwist& twist) {
    return std::make_shared<const TlsContext>(settings, twist);
}

}  // namespace assay::wire
