#include "assay/fleet/layout.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay::fleet {
namespace {

namespace ip = boost::asio::ip;

constexpr std::uint32_t highest_loopback = 0x7FFFFFFE;  // 127.255.255.254, below the broadcast address
constexpr std::uint32_t highest_address = 0xDFFFFFFF;   // 223.255.255.255, the last that is not multicast
constexpr std::uint32_t highest_port = 0xFFFF;
constexpr std::uint64_t lowest_half = 0xFFFFFFFF;  // an IPv6 fleet counts in the last 32 bits

std::string host_of(const ip::address& address) {
    return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

std::uint32_t last_32_bits(const ip::address& address) {
    if (address.is_v4()) return address.to_v4().to_uint();
    std::uint32_t bits = 0;
    const auto octets = address.to_v6().to_bytes();
    for (std::size_t i = octets.size() - 4; i < octets.size(); ++i) bits = bits << 8U | octets[i];
    return bits;
}

ip::address plus(const ip::address& address, std::uint32_t distance) {
    const std::uint32_t bits = last_32_bits(address) + distance;
    if (address.is_v4()) return ip::address_v4{bits};
    auto octets = address.to_v6().to_bytes();
    for (unsigned i = 0; i < 4; ++i) octets[15 - i] = static_cast<unsigned char>(bits >> 8 * i & 0xFFU);
    return ip::address_v6{octets, address.to_v6().scope_id()};
}

/// How many addresses there are from this one on.
std::uint64_t addresses_from(const ip::address& address) {
    const std::uint64_t first = last_32_bits(address);
    if (address.is_v6()) return lowest_half - first + 1;
    const std::uint64_t last = address.is_loopback() ? highest_loopback : highest_address;
    return last >= first ? last - first + 1 : 1;
}

}  // namespace

Endpoint Layout::endpoint_of(std::uint32_t member) const {
    if (spread == Spread::ports) {
        return {first.address(), static_cast<std::uint16_t>(first.port() + member)};
    }
    return {plus(first.address(), member), first.port()};
}

std::optional<std::uint32_t> Layout::member_at(const ip::address_v4& address) const {
    const std::uint32_t member = address.to_uint() - last_32_bits(first.address());
    return member < members ? std::optional{member} : std::nullopt;
}

bool Layout::shares_a_socket() const {
    return members > 1 && spread == Spread::addresses && first.address().is_v4() &&
           first.address().is_loopback();
}

std::string Layout::text() const {
    const Endpoint last = endpoint_of(members - 1);
    if (members == 1) return text_of(first);
    if (spread == Spread::ports) return fmt::format("{}-{}", text_of(first), last.port());
    return fmt::format("{}-{}:{}", host_of(first.address()), host_of(last.address()), first.port());
}

std::string Layout::excess() const {
    const std::uint64_t most = spread == Spread::addresses
                                   ? addresses_from(first.address())
                                   : highest_port + 1U - std::max<std::uint32_t>(first.port(), 1);
    if (members <= most) return {};
    const char* const what = spread == Spread::addresses ? "addresses" : "ports";
    return fmt::format("there are only {} {} from {} on", most, what,
                       spread == Spread::addresses ? host_of(first.address()) : std::to_string(first.port()));
}

std::string text_of(const Endpoint& endpoint) {
    return fmt::format("{}:{}", host_of(endpoint.address()), endpoint.port());
}

std::optional<Endpoint> parse_endpoint(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    std::string host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = ip::make_address(host, error);
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
    if (error || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return Endpoint{address, port};
}

}  // namespace assay::fleet
