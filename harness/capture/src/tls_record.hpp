// Takes the protection off TLS records, one direction after its keys are known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tls_keys.hpp"

namespace assay::capture {

enum class ContentType : std::uint8_t {
    change_cipher_spec = 20,
    alert = 21,
    handshake = 22,
    application_data = 23
};

struct Opened {
    ContentType type;
    std::string content;
};

/// Counts the records by itself: each has to be given, in order.
class RecordOpener {
public:
    /// @param encrypt_then_mac RFC 7366, of CBC
    RecordOpener(const TlsSuite& suite, RecordKeys keys, bool is_13, bool encrypt_then_mac)
        : suite_{&suite}, keys_{std::move(keys)}, is_13_{is_13}, encrypt_then_mac_{encrypt_then_mac} {}

    /// @param header the record's five octets
    /// @return nothing when keys and record do not fit
    [[nodiscard]] std::optional<Opened> open(std::string_view header, std::string_view fragment);

private:
    std::optional<std::string> open_aead(std::string_view header, std::string_view fragment);
    std::optional<std::string> open_cbc(std::string_view header, std::string_view fragment);
    [[nodiscard]] base::Octets nonce() const;
    [[nodiscard]] std::string sequence() const;
    [[nodiscard]] bool has_mac(std::string_view header, std::string_view content, std::string_view mac) const;

    const TlsSuite* suite_;
    RecordKeys keys_;
    bool is_13_;
    bool encrypt_then_mac_;
    std::uint64_t count_ = 0;
};

}  // namespace assay::capture
