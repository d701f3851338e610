#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "assay/base/octets.hpp"
#include "tls_context.hpp"

namespace assay::wire {
namespace {

struct FreeX509 {
    void operator()(BIO* text) const { BIO_free(text); }
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

std::string thumbprint(const X509& certificate, const EVP_MD* digest) {
    base::Octets made(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    if (X509_digest(&certificate, digest, made.data(), &length) != 1) return {};
    made.resize(length);
    return base::to_hex(made);
}

void add_thumbprints(std::vector<std::string>& to, const X509& certificate) {
    to.push_back(thumbprint(certificate, EVP_sha1()));
    to.push_back(thumbprint(certificate, EVP_sha256()));
}

std::string subject_of(const X509& certificate) {
    const std::unique_ptr<BIO, FreeX509> text{BIO_new(BIO_s_mem())};
    if (!text) return {};
    X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0,
                       XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char* from = nullptr;
    const long length = BIO_get_mem_data(text.get(), &from);
    return {from, static_cast<std::size_t>(length)};
}

void add_text(std::vector<std::string>& to, const ASN1_STRING* string) {
    unsigned char* utf8 = nullptr;
    const int length = string == nullptr ? -1 : ASN1_STRING_to_UTF8(&utf8, string);
    if (length < 0) return;
    std::string text{reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length)};
    OPENSSL_free(utf8);
    // A name with a NUL in it is written to look like another.
    if (text.find('\0') == std::string::npos) to.push_back(std::move(text));
}

void add_common_names(std::vector<std::string>& to, const X509& certificate) {
    const X509_NAME* subject = X509_get_subject_name(&certificate);
    for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;) {
        add_text(to, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    }
}

void add_alternative_name(std::vector<std::string>& to, const GENERAL_NAME& name) {
    if (name.type == GEN_DNS || name.type == GEN_EMAIL) return add_text(to, name.d.ia5);
    if (name.type != GEN_OTHERNAME || OBJ_obj2nid(name.d.otherName->type_id) != NID_ms_upn) return;
    const ASN1_TYPE* upn = name.d.otherName->value;
    if (upn->type == V_ASN1_UTF8STRING) add_text(to, upn->value.utf8string);
}

void add_alternative_names(std::vector<std::string>& to, const X509& certificate) {
    const std::unique_ptr<GENERAL_NAMES, FreeX509> names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        add_alternative_name(to, *sk_GENERAL_NAME_value(names.get(), i));
    }
}

}  // namespace

std::optional<ClientCertificate> client_certificate_of(const SSL& connection) {
    const X509* certificate = SSL_get0_peer_certificate(&connection);
    if (certificate == nullptr || SSL_get_verify_result(&connection) != X509_V_OK) return std::nullopt;
    ClientCertificate read{.subject = subject_of(*certificate)};
    add_thumbprints(read.thumbprints, *certificate);
    add_common_names(read.names, *certificate);
    add_alternative_names(read.names, *certificate);
    const STACK_OF(X509)* chain = SSL_get0_verified_chain(&connection);
    for (int i = 1; chain != nullptr && i < sk_X509_num(chain); ++i) {
        add_thumbprints(read.issuer_thumbprints, *sk_X509_value(chain, i));
    }
    return read;
}

}  // namespace assay::wire
