#include "assay/load/ipmi_request.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <boost/asio/ip/address_v4.hpp>

#include "assay/base/http_url.hpp"
#include "assay/base/usage_error.hpp"

namespace assay::load {
namespace {

using boost::asio::ip::address_v4;

constexpr std::string_view scheme = "ipmi://";
constexpr std::uint16_t rmcp_port = 623;
constexpr std::size_t most_bmcs = 50'000;

[[noreturn]] void refuse(const std::string& what, std::string_view where) {
    throw base::UsageError{what, std::string{scheme} + std::string{where},
                           "write ipmi://127.0.0.1:623, ipmi://127.0.0.1-127.0.0.100:623, "
                           "ipmi://127.0.0.1:6230-6329 or several of these with commas between them"};
}

address_v4 address_of(const std::string& text, std::string_view where) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address_v4(text, error);
    if (error) refuse(fmt::format("'{}' is not an IPv4 address", text), where);
    return address;
}

void check_size(std::uint64_t first, std::uint64_t last, std::string_view where) {
    if (last < first) refuse("the range ends before it begins", where);
    if (last - first >= most_bmcs) refuse(fmt::format("a range may have {} BMCs", most_bmcs), where);
}

std::vector<Address> addresses_between(std::string_view first_text, const base::HttpEndpoint& last_one,
                                       std::string_view where) {
    const std::uint32_t first = address_of(std::string{first_text}, where).to_uint();
    const std::uint32_t last = address_of(last_one.host, where).to_uint();
    check_size(first, last, where);
    std::vector<Address> addresses;
    for (std::uint64_t one = first; one <= last; ++one)
        addresses.push_back({address_v4{static_cast<std::uint32_t>(one)}.to_string(), last_one.port});
    return addresses;
}

std::vector<Address> ports_up_to(std::string_view last_text, const std::vector<Address>& resolved,
                                 std::string_view where) {
    std::uint16_t last = 0;
    const char* const end = last_text.data() + last_text.size();
    const auto parsed = std::from_chars(last_text.data(), end, last);
    if (parsed.ec != std::errc{} || parsed.ptr != end)
        refuse(fmt::format("'{}' is not a port", last_text), where);
    const std::uint32_t first = resolved.front().port;
    check_size(first, last, where);
    std::vector<Address> addresses;
    for (std::uint32_t port = first; port <= last; ++port)
        addresses.push_back({resolved.front().ip, static_cast<std::uint16_t>(port)});
    return addresses;
}

/// Adds one BMC or a range of them.
/// @return the parts of the first or only address
base::HttpUrl add_addresses(std::vector<Address>& into, std::string_view credentials,
                            std::string_view where) {
    // a dash in a name is part of it: in a range of addresses, digits and dots stand before the dash
    const auto dash = where.find('-');
    const bool is_range = dash != std::string_view::npos;
    const bool of_addresses =
        is_range && where.substr(0, dash).find_first_not_of("0123456789.") == std::string_view::npos;
    const auto port_at = where.rfind(':');
    const bool of_ports =
        is_range && !of_addresses && port_at != std::string_view::npos && port_at < where.rfind('-');
    const std::string_view simple = of_addresses ? where.substr(dash + 1)
                                    : of_ports   ? where.substr(0, where.rfind('-'))
                                                 : where;
    // the parts of such a URL are those of an HTTP URL
    base::HttpUrl parsed = base::parse_http_url(fmt::format("http://{}{}", credentials, simple),
                                                {.http_port = rmcp_port, .https_port = rmcp_port});
    if (parsed.endpoint.path != "/") refuse("there is nothing behind the address of a BMC", where);
    std::vector<Address> found;
    if (of_addresses) {
        found = addresses_between(where.substr(0, dash), parsed.endpoint, where);
    } else {
        found = {resolve(parsed.endpoint).front()};
        if (of_ports) found = ports_up_to(where.substr(where.rfind('-') + 1), found, where);
    }
    into.insert(into.end(), found.begin(), found.end());
    return parsed;
}

}  // namespace

std::string_view name_of(IpmiOperation operation) {
    switch (operation) {
        case IpmiOperation::device_id: return "device-id";
        case IpmiOperation::sensor: return "sensor";
        case IpmiOperation::session: break;
    }
    return "session";
}

bool is_ipmi(std::string_view url) { return url.starts_with(scheme); }

IpmiTarget parse_ipmi_target(std::string_view url) {
    const std::string_view authority = url.substr(scheme.size());
    const auto at = authority.rfind('@');
    const std::string_view where = at == std::string_view::npos ? authority : authority.substr(at + 1);
    const std::string_view credentials = authority.substr(0, authority.size() - where.size());
    IpmiTarget target{.where = std::string{where}, .user = {}, .password = {}};
    std::string_view rest = where;
    do {
        const auto comma = std::min(rest.find(','), rest.size());
        if (comma < rest.size() && (comma == 0 || comma + 1 == rest.size()))
            refuse("an address is missing beside a comma", where);
        const base::HttpUrl parsed = add_addresses(target.addresses, credentials, rest.substr(0, comma));
        target.user = parsed.user;
        target.password = parsed.password;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    } while (!rest.empty());
    if (target.addresses.size() > most_bmcs) refuse(fmt::format("there may be {} BMCs", most_bmcs), where);
    return target;
}

}  // namespace assay::load
