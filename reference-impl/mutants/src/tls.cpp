// RFC 8996, RFC 9325; DSP0226 §12.3 and Annex C: what TLS lets through, and who is let in over it.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdlib>

#include "assay/mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"
#include "http_fields.hpp"
#include "seams.hpp"

namespace assay::mutants {
namespace {

using vocab::rule;
using wire::Reply;
using wire::Request;

/// Listeners that greet with old versions or weak suites.
Install on_tls(int oldest, const char* suites) {
    return [=](server::Seams& seams) {
        seams.tls = [=](void* ssl_ctx) {
            auto* context = static_cast<SSL_CTX*>(ssl_ctx);
            SSL_CTX_set_security_level(context, 0);
            SSL_CTX_set_min_proto_version(context, oldest);
            SSL_CTX_set_cipher_list(context, suites);
        };
    };
}

/// Takes the challenges of a scheme away.
Install without_scheme(std::string_view scheme) {
    return on_http_reply([scheme](const Request&, Reply& reply) {
        std::erase_if(reply.headers, [scheme](const auto& each) {
            return each.first == "WWW-Authenticate" && each.second.starts_with(scheme);
        });
    });
}

/// Does the client offer signatures with RSA and SHA-1 (RFC 5246 §7.4.1.4.1)? Old versions need them.
bool knows_sha1(SSL* connection) {
    const unsigned char* schemes = nullptr;
    std::size_t size = 0;
    if (SSL_client_hello_get0_ext(connection, TLSEXT_TYPE_signature_algorithms, &schemes, &size) != 1)
        return false;
    for (std::size_t at = 2; at + 1 < size; at += 2) {
        if (schemes[at] == TLSEXT_hash_sha1 && schemes[at + 1] == TLSEXT_signature_rsa) return true;
    }
    return false;
}

int choose_the_older(SSL* connection, int* /*alert*/, void* /*nothing*/) {
    if (knows_sha1(connection)) SSL_set_max_proto_version(connection, TLS1_1_VERSION);
    return SSL_CLIENT_HELLO_SUCCESS;
}

int die_without_a_name(SSL* connection, int* /*alert*/, void* /*nothing*/) {
    if (SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name) == nullptr) std::_Exit(EXIT_FAILURE);
    return SSL_TLSEXT_ERR_OK;
}

int die_of_another_name(SSL* connection, int* /*alert*/, void* /*nothing*/) {
    const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    X509* own = SSL_get_certificate(connection);
    if (name != nullptr && X509_check_ip_asc(own, name, 0) != 1 &&
        X509_check_host(own, name, 0, 0, nullptr) != 1)
        std::_Exit(EXIT_FAILURE);
    return SSL_TLSEXT_ERR_OK;
}

void die_of_clear_text(const SSL* /*connection*/, int /*where*/, int /*result*/) {
    if (ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_HTTP_REQUEST) std::_Exit(EXIT_FAILURE);
}

/// Whose server-name callback, which may end the process, is called with or without a name.
Install on_server_name(int (*look)(SSL*, int*, void*)) {
    return [look](server::Seams& seams) {
        seams.tls = [look](void* ssl_ctx) {
            SSL_CTX_set_tlsext_servername_callback(static_cast<SSL_CTX*>(ssl_ctx), look);
        };
    };
}

void add_greetings(Mutants& mutants) {
    mutants.push_back({"the-older-version-wins", rule("https.version"),
                       "TLS 1.1 is chosen where the client knows it", [](server::Seams& seams) {
                           seams.tls = [](void* ssl_ctx) {
                               auto* context = static_cast<SSL_CTX*>(ssl_ctx);
                               SSL_CTX_set_security_level(context, 0);
                               SSL_CTX_set_min_proto_version(context, TLS1_1_VERSION);
                               SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
                               SSL_CTX_set_client_hello_cb(context, choose_the_older, nullptr);
                           };
                       }});
    mutants.push_back({"dies-without-a-server-name", rule("service.survives"),
                       "A client that names no server ends the process", on_server_name(die_without_a_name)});
    mutants.push_back({"dies-of-an-unknown-server-name", rule("service.survives"),
                       "A client that names another server ends the process",
                       on_server_name(die_of_another_name)});
    mutants.push_back({"dies-of-clear-text", rule("service.survives"),
                       "A request in clear text to the port of TLS ends the process",
                       [](server::Seams& seams) {
                           seams.tls = [](void* ssl_ctx) {
                               SSL_CTX_set_info_callback(static_cast<SSL_CTX*>(ssl_ctx), die_of_clear_text);
                           };
                       }});
}

}  // namespace

void add_tls_mutants(Mutants& mutants) {
    add_greetings(mutants);
    constexpr const char* all = "ALL:@SECLEVEL=0";
    mutants.push_back(
        {"tls-1-0-is-spoken", rule("https.version"), "TLS 1.0 is spoken", on_tls(TLS1_VERSION, all)});
    mutants.push_back({"tls-1-1-is-spoken", rule("transport.http.tls-ciphers"), "TLS 1.1 is spoken",
                       on_tls(TLS1_1_VERSION, all)});
    mutants.push_back({"suites-without-encryption", rule("https.cipher"),
                       "Suites without encryption are negotiated",
                       on_tls(TLS1_2_VERSION, "ALL:eNULL:@SECLEVEL=0")});
    mutants.push_back({"no-profile-over-tls", rule("security.profile.https-required"),
                       "No predefined way to log on is offered",
                       on_http_reply([](const Request&, Reply& reply) {
                           for (auto& [name, value] : reply.headers) {
                               if (name == "WWW-Authenticate") value = "Lantern realm=\"WSMAN\"";
                           }
                       })});
    mutants.push_back({"basic-not-offered-over-tls", rule("secprofile.https-basic"),
                       "Identify names the profile of Basic, which no challenge offers",
                       without_scheme("Basic")});
    mutants.push_back({"digest-not-offered-over-tls", rule("secprofile.https-digest"),
                       "Identify names the profile of Digest, which no challenge offers",
                       without_scheme("Digest")});
    mutants.push_back({"certificates-not-looked-at", rule("secprofile.https-mutual"),
                       "A client's certificate lets nobody in", on_http_request([](Request& request) {
                           auto peer = std::make_shared<wire::Peer>(*request.peer);
                           peer->certificate.reset();
                           request.peer = std::move(peer);
                       })});
}

}  // namespace assay::mutants
