// RFC 8996, RFC 9325; DSP0226 §12.3 and Annex C: what TLS lets through, and who is let in over it.
#include <openssl/ssl.h>

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

}  // namespace

void add_tls_mutants(Mutants& mutants) {
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
