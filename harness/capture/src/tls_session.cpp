#include "tls_session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cursor.hpp"

namespace assay::capture {
namespace {

using base::OctetView;
using observe::From;

constexpr std::size_t header_octets = 5;
constexpr std::size_t longest_fragment = 16384 + 2048;  ///< RFC 5246 §6.2.3
constexpr std::size_t longest_hello = 65536;
constexpr std::size_t random_octets = 32;

constexpr std::uint16_t tls_12 = 0x0303;
constexpr std::uint16_t tls_13 = 0x0304;

enum Message : std::uint8_t { client_hello = 1, server_hello = 2, finished = 20, key_update = 24 };
enum Extension : std::uint16_t { encrypt_then_mac = 22, supported_versions = 43 };

/// RFC 8446 §4.1.3: the random of a HelloRetryRequest.
constexpr std::string_view retry_random =
    "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
    "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C";

bool is_content_type(char octet) { return octet >= 20 && octet <= 23; }

std::string_view name_of(std::uint16_t version) {
    switch (version) {
        case 0x0300: return "SSLv3";
        case 0x0301: return "TLSv1";
        case 0x0302: return "TLSv1.1";
        default: return "a version that is not known here";
    }
}

/// Moves octets from the beginning of `content` until `buffer` has so many; false when there are not enough.
bool fill(std::string& buffer, std::string_view& content, std::size_t octets) {
    const std::size_t more = std::min(octets - std::min(octets, buffer.size()), content.size());
    buffer += content.substr(0, more);
    content.remove_prefix(more);
    return buffer.size() >= octets;
}

base::Octets copy_of(OctetView octets) { return {octets.begin(), octets.end()}; }

}  // namespace

bool may_be_handshake(std::string_view octets) {
    return octets.size() < 3 && std::string_view{"\x16\x03"}.starts_with(octets.substr(0, 2));
}

bool is_handshake(std::string_view octets) {
    return octets.size() >= 3 && octets[0] == 22 && octets[1] == 3 && octets[2] >= 0 && octets[2] <= 4;
}

bool is_record(std::string_view octets) {
    return octets.size() >= header_octets && is_content_type(octets[0]) && octets[1] == 3 && octets[2] >= 0 &&
           octets[2] <= 4;
}

void TlsSession::take(From from, std::string_view octets) {
    std::string& records = side(from).records;
    if (trouble_ != TlsTrouble::none) return;
    records += octets;
    std::size_t at = 0;
    while (trouble_ == TlsTrouble::none && records.size() - at >= header_octets) {
        const std::string_view rest = std::string_view{records}.substr(at);
        Cursor in{base::octets_of(rest.substr(3, 2))};
        const std::size_t length = in.u16();
        if (!is_record(rest) || length > longest_fragment) return fail(TlsTrouble::not_tls);
        if (rest.size() < header_octets + length) break;
        take_record(from, rest.substr(0, header_octets), rest.substr(header_octets, length));
        at += header_octets + length;
    }
    records.erase(0, at);
}

void TlsSession::take_record(From from, std::string_view header, std::string_view fragment) {
    Direction& direction = side(from);
    const auto type = static_cast<ContentType>(header.front());
    if (type == ContentType::change_cipher_spec) {
        // TLS 1.3 keeps it for the looks only (RFC 8446 §D.4).
        if (!is_13_) begin_protection(from);
        return;
    }
    const bool in_clear = !direction.opener || (is_13_ && type != ContentType::application_data);
    if (in_clear && type == ContentType::application_data) {
        return fail(suite_ == nullptr ? TlsTrouble::no_beginning : TlsTrouble::keys_do_not_fit);
    }
    if (in_clear) return take_content(from, type, fragment);
    const auto opened = direction.opener->open(header, fragment);
    if (!opened) return fail(TlsTrouble::keys_do_not_fit);
    take_content(from, opened->type, opened->content);
}

void TlsSession::take_content(From from, ContentType type, std::string_view content) {
    if (type == ContentType::handshake) take_handshake(from, content);
    if (type == ContentType::application_data && !content.empty()) plain_(from, content);
}

void TlsSession::take_handshake(From from, std::string_view content) {
    Direction& direction = side(from);
    constexpr std::size_t head = 4;
    while (!content.empty() && trouble_ == TlsTrouble::none) {
        if (direction.passed_over > 0) {
            const std::size_t passed = std::min(direction.passed_over, content.size());
            direction.passed_over -= passed;
            content.remove_prefix(passed);
            continue;
        }
        if (!fill(direction.handshake, content, head)) return;
        Cursor in{base::octets_of(direction.handshake)};
        const std::uint8_t type = in.u8();
        const std::size_t length = in.u24();
        if (type != client_hello && type != server_hello && type != finished && type != key_update) {
            direction.handshake.clear();
            direction.passed_over = length;
            continue;
        }
        if (length > longest_hello) return fail(TlsTrouble::not_tls);
        if (!fill(direction.handshake, content, head + length)) return;
        const std::string message = std::exchange(direction.handshake, {});
        take_message(from, type, base::octets_of(message).subspan(head));
    }
}

void TlsSession::take_message(From from, std::uint8_t type, OctetView body) {
    if (type == client_hello && from == From::client) take_client_hello(body);
    if (type == server_hello && from == From::service) take_service_hello(body);
    if (!is_13_) return;
    if (type == finished) {
        use_secret(from, from == From::client ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0");
    } else if (type == key_update) {
        renew_secret(from);
    }
}

void TlsSession::take_client_hello(OctetView body) {
    Cursor in{body};
    in.skip(2);
    client_random_ = copy_of(in.take(random_octets));
    if (!in.is_good()) fail(TlsTrouble::not_tls);
}

void TlsSession::take_service_hello(OctetView body) {
    Cursor in{body};
    std::uint16_t version = in.u16();
    server_random_ = copy_of(in.take(random_octets));
    in.skip(in.u8());
    const std::uint16_t suite = in.u16();
    in.skip(1);
    if (!in.is_good()) return fail(TlsTrouble::not_tls);
    if (base::text_of(server_random_) == retry_random) {
        is_13_ = true;  // no other version has it, and what looks like a ChangeCipherSpec may follow
        return;
    }
    encrypt_then_mac_ = false;
    Cursor extensions{in.left().size() < 2 ? OctetView{} : in.take(in.u16())};
    while (!extensions.left().empty() && extensions.is_good()) {
        const std::uint16_t extension = extensions.u16();
        Cursor value{extensions.take(extensions.u16())};
        if (extension == encrypt_then_mac) encrypt_then_mac_ = true;
        if (extension == supported_versions) version = value.u16();
    }
    agree(version, suite);
}

void TlsSession::agree(std::uint16_t version, std::uint16_t suite) {
    if (client_random_.empty()) return fail(TlsTrouble::no_beginning);
    if (version != tls_12 && version != tls_13)
        return fail(TlsTrouble::unknown_version, std::string{name_of(version)});
    suite_ = find_suite(suite);
    if (suite_ == nullptr) return fail(TlsTrouble::unknown_suite, fmt::format("cipher suite {:#06x}", suite));
    is_13_ = version == tls_13;
    facts_ = record::TlsFacts{is_13_ ? "TLSv1.3" : "TLSv1.2", fmt::format("TLS_{}", suite_->name), {}};
    if (!is_13_) return;
    use_secret(From::client, "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
    use_secret(From::service, "SERVER_HANDSHAKE_TRAFFIC_SECRET");
}

/// TLS 1.2: from now on this direction is protected by what was agreed on last.
void TlsSession::begin_protection(From from) {
    if (suite_ == nullptr) return fail(TlsTrouble::no_beginning);
    const base::Octets* secret = keys_.find("CLIENT_RANDOM", client_random_);
    if (secret == nullptr) return fail(TlsTrouble::no_keys);
    KeyBlock block = key_block(*suite_, *secret, client_random_, server_random_);
    RecordKeys& keys = from == From::client ? block.client : block.service;
    side(from).opener.emplace(*suite_, std::move(keys), false,
                              encrypt_then_mac_ && suite_->protection == Protection::cbc);
}

void TlsSession::use_secret(From from, std::string_view label) {
    const base::Octets* secret = keys_.find(label, client_random_);
    if (secret == nullptr) return fail(TlsTrouble::no_keys);
    Direction& direction = side(from);
    direction.secret = *secret;
    direction.opener.emplace(*suite_, traffic_keys(*suite_, direction.secret), true, false);
}

void TlsSession::renew_secret(From from) {
    Direction& direction = side(from);
    direction.secret = next_traffic_secret(*suite_, direction.secret);
    direction.opener.emplace(*suite_, traffic_keys(*suite_, direction.secret), true, false);
}

void TlsSession::fail(TlsTrouble trouble, std::string detail) {
    if (trouble_ != TlsTrouble::none) return;
    trouble_ = trouble;
    detail_ = std::move(detail);
    for (Direction& direction : sides_) direction.handshake.clear();
}

}  // namespace assay::capture
