#include "assay/base/octets.hpp"

#include <array>

#include <openssl/crypto.h>

namespace assay::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

constexpr std::array<std::int8_t, 256> base64_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < base64_alphabet.size(); ++i) {
        values[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return values;
}();

int base64_value(char character) { return base64_values[static_cast<unsigned char>(character)]; }

}  // namespace

OctetView octets_of(std::string_view text) {
    return {reinterpret_cast<const Octet*>(text.data()), text.size()};
}

std::string_view text_of(OctetView octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::string to_hex(OctetView octets) {
    std::string text;
    text.reserve(octets.size() * 2);
    for (const Octet octet : octets) {
        text += hex_digits[octet >> 4U];
        text += hex_digits[octet & 0x0FU];
    }
    return text;
}

std::optional<Octets> from_hex(std::string_view digits) {
    Octets octets;
    int high = -1;
    for (const char digit : digits) {
        if (high < 0 && (digit == ' ' || digit == '\t' || digit == '\n' || digit == '\r')) continue;
        const int value = hex_value(digit);
        if (value < 0) return std::nullopt;
        if (high < 0) {
            high = value;
        } else {
            octets.push_back(static_cast<Octet>(high * 16 + value));
            high = -1;
        }
    }
    if (high >= 0) return std::nullopt;
    return octets;
}

std::string to_base64(OctetView octets) {
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const std::size_t left = octets.size() - i;
        const std::uint32_t group = static_cast<std::uint32_t>(octets[i]) << 16U |
                                    (left > 1 ? static_cast<std::uint32_t>(octets[i + 1]) << 8U : 0U) |
                                    (left > 2 ? static_cast<std::uint32_t>(octets[i + 2]) : 0U);
        text += base64_alphabet[group >> 18U];
        text += base64_alphabet[group >> 12U & 63U];
        text += left > 1 ? base64_alphabet[group >> 6U & 63U] : '=';
        text += left > 2 ? base64_alphabet[group & 63U] : '=';
    }
    return text;
}

std::optional<Octets> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;

    Octets octets;
    octets.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char character : text.substr(0, text.size() - padding)) {
        const int value = base64_value(character);
        if (value < 0) return std::nullopt;
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        held += 6;
        if (held >= 8) {
            held -= 8;
            octets.push_back(static_cast<Octet>(bits >> held & 0xFFU));
        }
    }
    if ((bits & ((1U << held) - 1U)) != 0) return std::nullopt;
    return octets;
}

bool equal_in_constant_time(OctetView left, OctetView right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace assay::base
