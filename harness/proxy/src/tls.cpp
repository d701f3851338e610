#include "tls.hpp"

#include <array>

#include "assay/base/setup_error.hpp"

namespace assay::proxy {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

void check(const error_code& error, const std::string& file, const char* remedy) {
    if (error) throw base::SetupError{error.message(), file, remedy};
}

}  // namespace

std::unique_ptr<ssl::context> towards_service(const ProxyJob& job) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    if (!job.verify) {
        context->set_verify_mode(ssl::verify_none);
        return context;
    }
    error_code error;
    if (job.ca_file.empty()) {
        context->set_default_verify_paths(error);
    } else {
        context->load_verify_file(job.ca_file, error);
    }
    check(error, job.ca_file, "give a PEM file of the authorities to trust with --ca");
    context->set_verify_mode(ssl::verify_peer);
    return context;
}

std::unique_ptr<ssl::context> towards_clients(const ProxyJob& job) {
    if (job.certificate.empty()) return nullptr;
    constexpr const char* remedy = "give a certificate with --certificate and its key with --key, both PEM";
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    error_code error;
    context->use_certificate_chain_file(job.certificate, error);
    check(error, job.certificate, remedy);
    context->use_private_key_file(job.key, ssl::context::pem, error);
    check(error, job.key, remedy);
    return context;
}

void expect_name(TlsStream& stream, const ProxyJob& job) {
    SSL_set_tlsext_host_name(stream.native_handle(), job.service.host.c_str());
    if (job.verify) stream.set_verify_callback(ssl::host_name_verification{job.service.host});
}

record::TlsFacts facts_of(TlsStream& stream) {
    SSL* const tls = stream.native_handle();
    record::TlsFacts facts{SSL_get_version(tls), SSL_get_cipher_name(tls), {}};
    if (X509* peer = SSL_get0_peer_certificate(tls)) {
        std::array<char, 256> name{};
        X509_NAME_oneline(X509_get_subject_name(peer), name.data(), static_cast<int>(name.size()));
        facts.peer_subject = name.data();
    }
    return facts;
}

}  // namespace assay::proxy
