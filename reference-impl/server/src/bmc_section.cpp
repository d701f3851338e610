#include "bmc_section.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <charconv>
#include <optional>
#include <set>

#include "assay/base/setup_error.hpp"
#include "assay/ipmi-wire/suite.hpp"

namespace assay::server {
namespace {

using base::SetupError;
using HostAndPort = std::pair<std::string, std::uint16_t>;

constexpr std::uint32_t most_of_a_range = 10'000;
constexpr std::size_t longest_key = 20;  // IPMI 2.0 §22.25

std::optional<base::Octet> octet_of(std::string_view digits) {
    base::Octet octet = 0;
    const auto end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, octet, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return octet;
}

/// Kg as text, or as "0x" and two hexadecimal digits an octet.
base::Octets read_key(const Table& table) {
    const auto text = table.text("kg");
    if (!text) return {};
    base::Octets key;
    if (text->starts_with("0x")) {
        for (std::size_t i = 2; i < text->size(); i += 2) {
            const auto octet = octet_of(std::string_view{*text}.substr(i, 2));
            if (!octet || i + 2 > text->size())
                throw SetupError{"'kg' is no hexadecimal key", table.here("kg"), "write two digits an octet"};
            key.push_back(*octet);
        }
    } else {
        const auto octets = base::octets_of(*text);
        key.assign(octets.begin(), octets.end());
    }
    if (key.size() <= longest_key) return key;
    throw SetupError{fmt::format("'kg' has {} octets", key.size()), table.here("kg"), "use at most 20"};
}

/// A name is a part of keys, between colons.
std::string read_name(const Table& table) {
    const auto name = table.text("name");
    if (!name) return {};
    const bool good = !name->empty() && name->find(':') == std::string::npos;
    if (good) return *name;
    throw SetupError{"'name' is empty or has a colon", table.here("name"), "use another one"};
}

/// "FIRST-LAST" as its two ends, or the same twice.
std::pair<std::string, std::string> ends_of(const std::string& range) {
    const auto dash = range.find('-');
    if (dash == std::string::npos) return {range, range};
    return {range.substr(0, dash), range.substr(dash + 1)};
}

/// Those from first to last, by what makes one of a number.
template <class Make>
std::vector<HostAndPort> each_of(std::uint32_t first, std::uint32_t last, const std::string& text,
                                 const std::string& where, Make make) {
    if (last < first || last - first >= most_of_a_range) {
        throw SetupError{fmt::format("'{}' is no range of at most {} BMCs", text, most_of_a_range), where,
                         "write the smaller end first, like 127.0.0.1:7000-7099"};
    }
    std::vector<HostAndPort> all;
    for (std::uint32_t number = first; number - first <= last - first; ++number) all.push_back(make(number));
    return all;
}

std::optional<std::uint32_t> ipv4_of(const std::string& text) {
    boost::system::error_code wrong;
    const auto address = boost::asio::ip::make_address_v4(text, wrong);
    if (wrong) return std::nullopt;
    return address.to_uint();
}

}  // namespace

Bmc read_bmc(const Table& table) {
    table.allow_only({"address", "name", "user", "password", "kg", "suites", "privilege"});
    Bmc bmc{.address = table.text("address").value_or(""), .where = table.here(), .name = read_name(table)};
    bmc.credentials.user = table.text("user").value_or("");
    bmc.credentials.password = table.text("password").value_or("");
    bmc.credentials.bmc_key = read_key(table);
    if (table.has("suites")) bmc.credentials.suites.clear();
    for (const auto& [suite, where] : table.numbers("suites")) {
        const bool known =
            suite >= 0 && suite <= 0xFF && ipmi_wire::suite_of(static_cast<std::uint8_t>(suite));
        if (!known)
            throw SetupError{fmt::format("{} is no cipher suite of this client", suite), where,
                             "use 17 or 3"};
        bmc.credentials.suites.push_back(static_cast<std::uint8_t>(suite));
    }
    using ipmi_wire::Privilege;
    constexpr std::array levels{Privilege::user, Privilege::operator_, Privilege::administrator};
    if (const auto level = table.choice("privilege", {"user", "operator", "administrator"}))
        bmc.credentials.privilege = levels[*level];
    return bmc;
}

std::vector<HostAndPort> parse_bmc_addresses(const std::string& text, const std::string& where) {
    const auto colon = text.rfind(':');
    const bool bracketed = text.starts_with('[');
    const auto [first_port, last_port] = ends_of(colon == std::string::npos ? "" : text.substr(colon + 1));
    const auto [first_host, last_host] = bracketed ? std::pair{text, text} : ends_of(text.substr(0, colon));
    const auto from = ipv4_of(first_host), to = ipv4_of(last_host);
    if (first_host != last_host && from && to) {
        const auto port = ipmi_client::parse_host_and_port(text.substr(text.find('-') + 1)).second;
        return each_of(*from, *to, text, where, [port = port](std::uint32_t number) {
            return HostAndPort{boost::asio::ip::address_v4{number}.to_string(), port};
        });
    }
    if (first_port == last_port) return {ipmi_client::parse_host_and_port(text)};
    const auto first = ipmi_client::parse_host_and_port(text.substr(0, colon + 1) + first_port);
    const auto last = ipmi_client::parse_host_and_port(text.substr(0, colon + 1) + last_port);
    return each_of(first.second, last.second, text, where, [&first](std::uint32_t port) {
        return HostAndPort{first.first, static_cast<std::uint16_t>(port)};
    });
}

std::vector<Bmc> at_addresses(const std::vector<std::string>& addresses, const std::vector<Bmc>& configured) {
    if (configured.size() > 1) {
        throw SetupError{"the configuration has several [[bmc]]", "--bmc",
                         "leave --bmc out, or all but one [[bmc]]: its user counts for --bmc"};
    }
    std::vector<Bmc> all;
    for (const std::string& each : addresses) {
        all.push_back(configured.empty() ? Bmc{} : configured.front());
        all.back().address = each;
        all.back().where = "--bmc";
    }
    return all;
}

void check_bmcs(const std::vector<Bmc>& bmcs) {
    std::set<HostAndPort> addresses;
    std::set<std::string> names;
    for (const Bmc& each : bmcs) {
        if (each.address.empty() || each.credentials.user.empty()) {
            throw SetupError{
                "address or user of the BMC is missing", each.where,
                "give --bmc HOST:PORT, and user and password under [[bmc]] in the configuration or --demo"};
        }
        const auto all = parse_bmc_addresses(each.address, each.where);
        for (const HostAndPort& one : all) {
            if (addresses.insert(one).second) continue;
            throw SetupError{fmt::format("the BMC {}:{} is there twice", one.first, one.second), each.where,
                             "leave one out"};
        }
        if (each.name.empty()) continue;
        if (all.size() == 1 && names.insert(each.name).second) continue;
        throw SetupError{fmt::format("the name '{}' is that of several BMCs", each.name), each.where,
                         "give each a name of its own, or none"};
    }
}

}  // namespace assay::server
