// One TLS connection, read with the help of a key log.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "assay/capture/key_log.hpp"
#include "assay/observe/conversation.hpp"
#include "assay/record/exchange.hpp"
#include "tls_record.hpp"

namespace assay::capture {

/// What keeps a TLS connection from being read (any further).
enum class TlsTrouble {
    none,
    no_keys,          ///< the key log has none of its secrets
    no_beginning,     ///< the handshake is not in the capture
    unknown_version,  ///< neither TLS 1.2 nor 1.3
    unknown_suite,    ///< not one of tls_suite.cpp
    keys_do_not_fit,  ///< a record cannot be opened with the keys
    octets_lost,      ///< records are missing, and with them the count
    not_tls           ///< no TLS record stands where one has to
};

/// Do octets begin like a TLS record of a handshake? A further octet may be needed to tell.
[[nodiscard]] bool may_be_handshake(std::string_view octets);
[[nodiscard]] bool is_handshake(std::string_view octets);
/// Like any record of TLS.
[[nodiscard]] bool is_record(std::string_view octets);

/// Sans-io; what comes out of application data records is handed to `plain` in order. Follows resumption,
/// renegotiation (TLS 1.2), HelloRetryRequest and KeyUpdate (TLS 1.3); early data (0-RTT) are not read.
class TlsSession {
public:
    using Plain = std::function<void(observe::From, std::string_view)>;

    /// @param keys outlives the session
    TlsSession(const KeyLog& keys, Plain plain) : keys_{keys}, plain_{std::move(plain)} {}

    void take(observe::From from, std::string_view octets);
    void lost() { fail(TlsTrouble::octets_lost); }

    [[nodiscard]] TlsTrouble trouble() const { return trouble_; }
    /// What the trouble is about: a version, a suite; else "".
    [[nodiscard]] const std::string& detail() const { return detail_; }
    /// Once both have said hello.
    [[nodiscard]] const std::optional<record::TlsFacts>& facts() const { return facts_; }

private:
    struct Direction {
        std::string records;          ///< that are not whole yet
        std::string handshake;        ///< a message that is not whole yet
        std::size_t passed_over = 0;  ///< octets still to come of a message that tells nothing
        std::optional<RecordOpener> opener;
        base::Octets secret;  ///< TLS 1.3: the traffic secret in use
    };

    [[nodiscard]] Direction& side(observe::From from) {
        return sides_[from == observe::From::client ? 0 : 1];
    }
    void take_record(observe::From from, std::string_view header, std::string_view fragment);
    void take_content(observe::From from, ContentType type, std::string_view content);
    void take_handshake(observe::From from, std::string_view content);
    void take_message(observe::From from, std::uint8_t type, base::OctetView body);
    void take_client_hello(base::OctetView body);
    void take_service_hello(base::OctetView body);
    void agree(std::uint16_t version, std::uint16_t suite);
    void begin_protection(observe::From from);
    void use_secret(observe::From from, std::string_view label);
    void renew_secret(observe::From from);
    void fail(TlsTrouble trouble, std::string detail = {});

    const KeyLog& keys_;
    Plain plain_;
    std::array<Direction, 2> sides_;
    base::Octets client_random_;
    base::Octets server_random_;
    const TlsSuite* suite_ = nullptr;
    bool is_13_ = false;
    bool encrypt_then_mac_ = false;
    std::optional<record::TlsFacts> facts_;
    TlsTrouble trouble_ = TlsTrouble::none;
    std::string detail_;
};

}  // namespace assay::capture
