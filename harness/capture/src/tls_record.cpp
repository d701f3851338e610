#include "tls_record.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <memory>
#include <new>

namespace assay::capture {
namespace {

constexpr std::size_t tag_octets = 16;
constexpr std::size_t explicit_nonce_octets = 8;
constexpr std::size_t block_octets = 16;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Context new_context() {
    Context context{EVP_CIPHER_CTX_new()};
    if (context == nullptr) throw std::bad_alloc{};
    return context;
}

const unsigned char* octets(std::string_view text) { return base::octets_of(text).data(); }
int length(std::string_view text) { return static_cast<int>(text.size()); }

const EVP_CIPHER* cipher_of(const TlsSuite& suite) {
    const bool wide = suite.key_octets == 32;
    switch (suite.protection) {
        case Protection::gcm: return wide ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
        case Protection::chacha: return EVP_chacha20_poly1305();
        case Protection::cbc: break;
    }
    return wide ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
}

std::string with_length(std::string_view header, std::size_t content) {
    std::string changed{header.substr(0, 3)};
    changed += static_cast<char>(content >> 8U);
    changed += static_cast<char>(content & 0xFFU);
    return changed;
}

/// RFC 5246 §6.2.3.2: as many octets as the last one says, each of its value, and that one.
bool strip_padding(std::string& plain) {
    if (plain.empty()) return false;
    const std::size_t padding = static_cast<unsigned char>(plain.back());
    if (padding + 1 > plain.size()) return false;
    plain.resize(plain.size() - padding - 1);
    return true;
}

/// RFC 8446 §5.2: content, its type, and any number of zeros.
std::optional<Opened> inner(std::string plain) {
    const auto last = plain.find_last_not_of('\0');
    if (last == std::string::npos) return std::nullopt;
    const auto type = static_cast<ContentType>(plain[last]);
    plain.resize(last);
    return Opened{type, std::move(plain)};
}

}  // namespace

std::optional<Opened> RecordOpener::open(std::string_view header, std::string_view fragment) {
    auto plain =
        suite_->protection == Protection::cbc ? open_cbc(header, fragment) : open_aead(header, fragment);
    ++count_;
    if (!plain) return std::nullopt;
    if (is_13_) return inner(std::move(*plain));
    return Opened{static_cast<ContentType>(header.front()), std::move(*plain)};
}

std::string RecordOpener::sequence() const {
    std::string text(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) text[i] = static_cast<char>(count_ >> (56U - 8U * i) & 0xFFU);
    return text;
}

/// RFC 8446 §5.3, RFC 7905 §2
base::Octets RecordOpener::nonce() const {
    base::Octets nonce = keys_.iv;
    const std::string number = sequence();
    for (std::size_t i = 0; i < number.size(); ++i)
        nonce[nonce.size() - 8 + i] ^= static_cast<base::Octet>(number[i]);
    return nonce;
}

std::optional<std::string> RecordOpener::open_aead(std::string_view header, std::string_view fragment) {
    base::Octets used_nonce;
    if (suite_->protection == Protection::gcm && !is_13_) {
        if (fragment.size() < explicit_nonce_octets) return std::nullopt;
        used_nonce = keys_.iv;
        const auto own = base::octets_of(fragment.substr(0, explicit_nonce_octets));
        used_nonce.insert(used_nonce.end(), own.begin(), own.end());
        fragment.remove_prefix(explicit_nonce_octets);
    } else {
        used_nonce = nonce();
    }
    if (fragment.size() < tag_octets) return std::nullopt;
    const std::string_view sealed = fragment.substr(0, fragment.size() - tag_octets);
    std::string tag{fragment.substr(sealed.size())};
    const std::string bound = is_13_ ? std::string{header} : sequence() + with_length(header, sealed.size());
    std::string plain(sealed.size(), '\0');
    auto* const into = reinterpret_cast<unsigned char*>(plain.data());
    int count = 0;
    const Context context = new_context();
    const bool opened =
        EVP_DecryptInit_ex(context.get(), cipher_of(*suite_), nullptr, keys_.key.data(), used_nonce.data()) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_octets, tag.data()) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &count, octets(bound), length(bound)) == 1 &&
        EVP_DecryptUpdate(context.get(), into, &count, octets(sealed), length(sealed)) == 1 &&
        EVP_DecryptFinal_ex(context.get(), into + count, &count) == 1;
    if (!opened) return std::nullopt;
    return plain;
}

std::optional<std::string> RecordOpener::open_cbc(std::string_view header, std::string_view fragment) {
    const std::size_t mac_octets = keys_.mac.size();
    if (encrypt_then_mac_) {
        if (fragment.size() < mac_octets) return std::nullopt;
        const std::string_view sealed = fragment.substr(0, fragment.size() - mac_octets);
        if (!has_mac(header, sealed, fragment.substr(sealed.size()))) return std::nullopt;
        fragment = sealed;
    }
    if (fragment.size() < 2 * block_octets || fragment.size() % block_octets != 0) return std::nullopt;
    const std::string_view sealed = fragment.substr(block_octets);
    std::string plain(sealed.size() + block_octets, '\0');
    int count = 0;
    const Context context = new_context();
    const bool opened = EVP_DecryptInit_ex(context.get(), cipher_of(*suite_), nullptr, keys_.key.data(),
                                           octets(fragment)) == 1 &&
                        EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
                        EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(plain.data()),
                                          &count, octets(sealed), length(sealed)) == 1;
    if (!opened) return std::nullopt;
    plain.resize(static_cast<std::size_t>(count));
    if (!strip_padding(plain)) return std::nullopt;
    if (encrypt_then_mac_) return plain;
    if (plain.size() < mac_octets) return std::nullopt;
    const std::string mac = plain.substr(plain.size() - mac_octets);
    plain.resize(plain.size() - mac_octets);
    if (!has_mac(header, plain, mac)) return std::nullopt;
    return plain;
}

bool RecordOpener::has_mac(std::string_view header, std::string_view content, std::string_view mac) const {
    const std::string bound = sequence() + with_length(header, content.size()) + std::string{content};
    std::array<unsigned char, EVP_MAX_MD_SIZE> computed{};
    unsigned int size = 0;
    const EVP_MD* digest = EVP_get_digestbyname(suite_->mac);
    if (HMAC(digest, keys_.mac.data(), static_cast<int>(keys_.mac.size()), octets(bound), bound.size(),
             computed.data(), &size) == nullptr)
        return false;
    return base::equal_in_constant_time({computed.data(), size}, base::octets_of(mac));
}

}  // namespace assay::capture
