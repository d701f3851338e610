// Routes, as /proc/net/route tells them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::host {

struct Gateway {
    std::string interface;
    std::string address;
    std::uint64_t metric = 0;
};

/// The gateways of the routes to everywhere (IPv4), in the order of the file.
[[nodiscard]] std::vector<Gateway> parse_routes(std::string_view text);

}  // namespace assay::host
