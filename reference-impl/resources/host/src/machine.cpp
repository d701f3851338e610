#include "assay/host/machine.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <ctime>
#include <memory>

namespace assay::host {
namespace {

std::optional<Space> space_of(const std::string& mount_point) {
    struct statvfs found {};
    if (statvfs(mount_point.c_str(), &found) != 0) return std::nullopt;
    return Space{.size = std::uint64_t{found.f_blocks} * found.f_frsize,
                 .free = std::uint64_t{found.f_bavail} * found.f_frsize,
                 .name_length = found.f_namemax};
}

template <std::size_t Octets>
std::string text_of(int family, const void* address) {
    std::array<char, Octets> text{};
    return inet_ntop(family, address, text.data(), text.size()) == nullptr ? std::string{}
                                                                           : std::string{text.data()};
}

unsigned prefix_length(const in6_addr& mask) {
    unsigned bits = 0;
    for (const std::uint8_t octet : mask.s6_addr) bits += static_cast<unsigned>(std::popcount(octet));
    return bits;
}

std::optional<Address> address_of(const ifaddrs& entry) {
    if (entry.ifa_addr == nullptr || entry.ifa_netmask == nullptr) return std::nullopt;
    Address result{.interface = entry.ifa_name, .text = {}, .mask = {}};
    if (entry.ifa_addr->sa_family == AF_INET) {
        const auto* address = reinterpret_cast<const sockaddr_in*>(entry.ifa_addr);
        const auto* mask = reinterpret_cast<const sockaddr_in*>(entry.ifa_netmask);
        result.text = text_of<INET_ADDRSTRLEN>(AF_INET, &address->sin_addr);
        result.mask = text_of<INET_ADDRSTRLEN>(AF_INET, &mask->sin_addr);
        return result;
    }
    if (entry.ifa_addr->sa_family != AF_INET6) return std::nullopt;
    const auto* address = reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr);
    const auto* mask = reinterpret_cast<const sockaddr_in6*>(entry.ifa_netmask);
    result.v6 = true;
    result.text = text_of<INET6_ADDRSTRLEN>(AF_INET6, &address->sin6_addr);
    result.mask = std::to_string(prefix_length(mask->sin6_addr));
    return result;
}

std::vector<Address> all_addresses() {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner{list, &freeifaddrs};
    std::vector<Address> result;
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (auto address = address_of(*entry)) result.push_back(std::move(*address));
    }
    return result;
}

Kernel running_kernel() {
    utsname name{};
    if (uname(&name) != 0) return {};
    return {.node = name.nodename, .release = name.release, .machine = name.machine};
}

/// Civil time here; tm_zone stays valid, and unlike tzname it is no variable that all threads share.
std::optional<std::tm> local_time(std::time_t seconds) {
    std::tm local{};
    return localtime_r(&seconds, &local) == nullptr ? std::nullopt : std::optional{local};
}

Zone zone_at(base::WallTime time) {
    constexpr std::time_t half_a_year = std::time_t{182} * 86'400;
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    const auto now = local_time(seconds);
    const auto later = local_time(seconds + half_a_year);
    if (!now || !later) return {};
    Zone zone{.offset = static_cast<int>(now->tm_gmtoff / 60), .daylight = now->tm_isdst > 0};
    zone.standard_offset = zone.offset;
    for (const std::tm& local : {*later, *now}) {
        const int offset = static_cast<int>(local.tm_gmtoff / 60);
        if (local.tm_isdst > 0) {
            zone.daylight_name = local.tm_zone;
            zone.daylight_offset = offset;
        } else {
            zone.standard_name = local.tm_zone;
            zone.standard_offset = offset;
        }
    }
    return zone;
}

}  // namespace

Machine this_machine() {
    Machine machine{.space = space_of, .addresses = all_addresses, .kernel = running_kernel, .zone = zone_at};
    if (const long page = sysconf(_SC_PAGESIZE); page > 0) machine.page = static_cast<std::uint64_t>(page);
    if (const long ticks = sysconf(_SC_CLK_TCK); ticks > 0)
        machine.ticks_a_second = static_cast<std::uint64_t>(ticks);
    return machine;
}

}  // namespace assay::host
