// TLS connections made by OpenSSL in memory, and read again with the secrets that it wrote down.
#include "tls_session.hpp"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

namespace assay::capture {
namespace {

using observe::From;

template <auto Free>
struct Freer {
    void operator()(auto* object) const { Free(object); }
};
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Freer<SSL_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;

std::string key_lines;

Key make_key(bool rsa) { return Key{rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")}; }

Certificate make_certificate(EVP_PKEY* key) {
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

/// A server's context with a certificate of either kind.
const Context& server_context() {
    static const Context context = [] {
        Context made{SSL_CTX_new(TLS_server_method())};
        for (const bool rsa : {true, false}) {
            const Key key = make_key(rsa);
            const Certificate certificate = make_certificate(key.get());
            SSL_CTX_use_certificate(made.get(), certificate.get());
            SSL_CTX_use_PrivateKey(made.get(), key.get());
        }
        SSL_CTX_set_dh_auto(made.get(), 1);
        SSL_CTX_set_cipher_list(made.get(), "ALL:@SECLEVEL=0");
        SSL_CTX_set_options(made.get(), SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
        return made;
    }();
    return context;
}

Context client_context() {
    Context context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_set_keylog_callback(context.get(),
                                [](const SSL*, const char* line) { key_lines += std::string{line} + "\n"; });
    return context;
}

/// Both ends, and what went over the wire between them in order.
class Pair {
public:
    explicit Pair(SSL_CTX* client, SSL_CTX* server = server_context().get(), SSL_SESSION* session = nullptr)
        : client_{SSL_new(client)}, server_{SSL_new(server)} {
        key_lines.clear();
        for (SSL* end : {client_.get(), server_.get()})
            SSL_set_bio(end, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        if (session != nullptr) SSL_set_session(client_.get(), session);
        SSL_set_connect_state(client_.get());
        SSL_set_accept_state(server_.get());
        greet();
    }

    void greet() {
        for (int round = 0; round < 10; ++round) {
            SSL_do_handshake(client_.get());
            carry(From::client);
            SSL_do_handshake(server_.get());
            carry(From::service);
            // Whoever has finished reads a further handshake together with data.
            char octet = 0;
            SSL_peek(server_.get(), &octet, 1);
            carry(From::service);
            SSL_peek(client_.get(), &octet, 1);
            carry(From::client);
        }
    }

    void say(From from, const std::string& text) {
        SSL* const speaker = from == From::client ? client_.get() : server_.get();
        SSL* const listener = from == From::client ? server_.get() : client_.get();
        ASSERT_EQ(SSL_write(speaker, text.data(), static_cast<int>(text.size())),
                  static_cast<int>(text.size()));
        carry(from);
        std::string heard(text.size(), '\0');
        SSL_read(listener, heard.data(), static_cast<int>(heard.size()));
    }

    void carry(From from) {
        SSL* const speaker = from == From::client ? client_.get() : server_.get();
        SSL* const listener = from == From::client ? server_.get() : client_.get();
        char buffer[65536];
        int count = 0;
        while ((count = BIO_read(SSL_get_wbio(speaker), buffer, sizeof buffer)) > 0) {
            wire.emplace_back(from, std::string(buffer, static_cast<std::size_t>(count)));
            BIO_write(SSL_get_rbio(listener), buffer, count);
        }
    }

    [[nodiscard]] SSL* client() const { return client_.get(); }
    [[nodiscard]] SSL* server() const { return server_.get(); }
    [[nodiscard]] bool is_greeted() const {
        return SSL_is_init_finished(client_.get()) && SSL_is_init_finished(server_.get());
    }

    std::vector<std::pair<From, std::string>> wire;

private:
    Connection client_;
    Connection server_;
};

/// What was read of a wire.
struct Read {
    std::string client;
    std::string service;
    TlsTrouble trouble = TlsTrouble::none;
    std::optional<record::TlsFacts> facts;
};

Read read(const Pair& pair, const KeyLog& keys, std::size_t piece = 7) {
    Read result;
    TlsSession session{keys, [&](From from, std::string_view plain) {
                           (from == From::client ? result.client : result.service) += plain;
                       }};
    for (const auto& [from, octets] : pair.wire) {
        for (std::size_t at = 0; at < octets.size(); at += piece)
            session.take(from, std::string_view{octets}.substr(at, piece));
    }
    result.trouble = session.trouble();
    result.facts = session.facts();
    return result;
}

KeyLog keys_written() {
    KeyLog keys;
    keys.add(key_lines, "keys");
    return keys;
}

const std::string question = "POST / HTTP/1.1\r\n\r\n" + std::string(40'000, 'q');
const std::string answer = "HTTP/1.1 200 OK\r\n\r\n" + std::string(20'000, 'a');

struct Suite {
    const char* openssl;
    const char* iana;
    bool encrypt_then_mac = false;
};

void expect_read(const Pair& pair, const char* iana, const char* version) {
    const Read result = read(pair, keys_written());
    EXPECT_EQ(result.trouble, TlsTrouble::none);
    EXPECT_TRUE(result.client == question + "more");
    EXPECT_TRUE(result.service == answer);
    ASSERT_TRUE(result.facts);
    EXPECT_EQ(result.facts->version, version);
    EXPECT_EQ(result.facts->cipher_suite, iana);
}

void converse(Pair& pair) {
    pair.say(From::client, question);
    pair.say(From::service, answer);
    pair.say(From::client, "more");
}

class Tls12 : public testing::TestWithParam<Suite> {};

TEST_P(Tls12, IsReadWithItsKeys) {
    const Context context = client_context();
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), GetParam().encrypt_then_mac ? 0 : SSL_OP_NO_ENCRYPT_THEN_MAC);
    ASSERT_EQ(
        SSL_CTX_set_cipher_list(context.get(), (std::string{GetParam().openssl} + ":@SECLEVEL=0").c_str()),
        1);
    Pair pair{context.get()};
    ASSERT_TRUE(pair.is_greeted());
    converse(pair);
    expect_read(pair, GetParam().iana, "TLSv1.2");
}

INSTANTIATE_TEST_SUITE_P(
    Suites, Tls12,
    testing::Values(Suite{"AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"},
                    Suite{"AES256-SHA", "TLS_RSA_WITH_AES_256_CBC_SHA"},
                    Suite{"AES128-SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256"},
                    Suite{"AES256-SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256"},
                    Suite{"AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", true},
                    Suite{"AES256-SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256", true},
                    Suite{"AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"},
                    Suite{"AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"},
                    Suite{"DHE-RSA-AES128-SHA", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
                    Suite{"DHE-RSA-AES256-SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"},
                    Suite{"DHE-RSA-AES128-SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"},
                    Suite{"DHE-RSA-AES256-SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"},
                    Suite{"DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
                    Suite{"DHE-RSA-AES256-GCM-SHA384", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},
                    Suite{"DHE-RSA-CHACHA20-POLY1305", "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
                    Suite{"ECDHE-RSA-AES128-SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
                    Suite{"ECDHE-RSA-AES256-SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"},
                    Suite{"ECDHE-RSA-AES128-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"},
                    Suite{"ECDHE-RSA-AES256-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"},
                    Suite{"ECDHE-RSA-AES256-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", true},
                    Suite{"ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
                    Suite{"ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
                    Suite{"ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
                    Suite{"ECDHE-ECDSA-AES128-SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"},
                    Suite{"ECDHE-ECDSA-AES256-SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"},
                    Suite{"ECDHE-ECDSA-AES128-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
                    Suite{"ECDHE-ECDSA-AES256-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
                    Suite{"ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
                    Suite{"ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
                    Suite{"ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"}),
    [](const auto& test) {
        std::string name = test.param.iana;
        return name + (test.param.encrypt_then_mac ? "_encrypt_then_mac" : "");
    });

class Tls13 : public testing::TestWithParam<const char*> {};

TEST_P(Tls13, IsReadWithItsKeysAlsoAfterKeyUpdates) {
    const Context context = client_context();
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    ASSERT_EQ(SSL_CTX_set_ciphersuites(context.get(), GetParam()), 1);
    Pair pair{context.get()};
    ASSERT_TRUE(pair.is_greeted());
    pair.say(From::client, question);
    SSL_key_update(pair.client(), SSL_KEY_UPDATE_REQUESTED);
    pair.say(From::service, answer);
    pair.say(From::client, "more");
    expect_read(pair, GetParam(), "TLSv1.3");
}

INSTANTIATE_TEST_SUITE_P(Suites, Tls13,
                         testing::Values("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
                                         "TLS_CHACHA20_POLY1305_SHA256"),
                         [](const auto& test) { return std::string{test.param}; });

TEST(TlsSession, FollowsAHelloRetryRequest) {
    const Context client = client_context();
    SSL_CTX_set1_groups_list(client.get(), "X25519:P-384");
    const Context server{SSL_CTX_new(TLS_server_method())};
    const Key key = make_key(false);
    const Certificate certificate = make_certificate(key.get());
    SSL_CTX_use_certificate(server.get(), certificate.get());
    SSL_CTX_use_PrivateKey(server.get(), key.get());
    SSL_CTX_set1_groups_list(server.get(), "P-384");
    Pair pair{client.get(), server.get()};
    ASSERT_TRUE(pair.is_greeted());
    converse(pair);
    const Read result = read(pair, keys_written());
    EXPECT_EQ(result.trouble, TlsTrouble::none);
    EXPECT_TRUE(result.service == answer);
}

TEST(TlsSession, FollowsARenegotiation) {
    const Context context = client_context();
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    Pair pair{context.get()};
    pair.say(From::client, "before");
    SSL_renegotiate(pair.client());
    pair.greet();
    pair.say(From::client, "after");
    const Read result = read(pair, keys_written());
    EXPECT_EQ(result.trouble, TlsTrouble::none);
    EXPECT_EQ(result.client, "beforeafter");
}

TEST(TlsSession, FollowsAResumedSession) {
    const Context context = client_context();
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    Pair first{context.get()};
    const std::unique_ptr<SSL_SESSION, Freer<SSL_SESSION_free>> session{SSL_get1_session(first.client())};
    Pair second{context.get(), server_context().get(), session.get()};
    ASSERT_EQ(SSL_session_reused(second.client()), 1);
    converse(second);
    EXPECT_TRUE(read(second, keys_written()).client == question + "more");
}

TEST(TlsSession, SaysWhatKeepsItFromReading) {
    const Context context = client_context();
    Pair pair{context.get()};
    pair.say(From::client, question);
    EXPECT_EQ(read(pair, KeyLog{}).trouble, TlsTrouble::no_keys);

    KeyLog wrong;
    std::string lines = key_lines;
    for (std::size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n', end + 1))
        lines[end - 1] = lines[end - 1] == '0' ? '1' : '0';
    wrong.add(lines, "wrong");
    EXPECT_EQ(read(pair, wrong).trouble, TlsTrouble::keys_do_not_fit);

    const KeyLog keys = keys_written();
    Pair late{context.get()};
    late.wire.clear();
    late.say(From::client, question);
    EXPECT_EQ(read(late, keys_written()).trouble, TlsTrouble::no_beginning);

    TlsSession session{keys, [](From, std::string_view) {}};
    session.take(From::client, "GET / HTTP/1.1\r\n\r\n");
    EXPECT_EQ(session.trouble(), TlsTrouble::not_tls);
}

TEST(TlsSession, DoesNotTakeARecordThatWasChanged) {
    for (const char* suite : {"AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305"}) {
        const Context context = client_context();
        SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
        SSL_CTX_set_cipher_list(context.get(), (std::string{suite} + ":@SECLEVEL=0").c_str());
        Pair pair{context.get()};
        pair.say(From::client, "unchanged");
        std::string& last = pair.wire.back().second;
        last[last.size() - 20] = static_cast<char>(last[last.size() - 20] ^ 1);
        const Read result = read(pair, keys_written());
        EXPECT_EQ(result.trouble, TlsTrouble::keys_do_not_fit) << suite;
        EXPECT_EQ(result.client, "");
    }
}

TEST(TlsSession, NamesAnOldVersionAndAnUnknownSuite) {
    const Context context = client_context();
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context.get(), "AES128-CCM:@SECLEVEL=0");
    Pair pair{context.get()};
    ASSERT_TRUE(pair.is_greeted());
    EXPECT_EQ(read(pair, keys_written()).trouble, TlsTrouble::unknown_suite);
    for (auto& [from, octets] : pair.wire) {
        if (from == From::service && octets[0] == 22) octets[10] = 2;  // the version of its hello
    }
    EXPECT_EQ(read(pair, keys_written()).trouble, TlsTrouble::unknown_version);
}

}  // namespace
}  // namespace assay::capture
