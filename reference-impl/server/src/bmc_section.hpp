// [[bmc]] of the configuration, and --bmc.
#pragma once

#include <string>
#include <vector>

#include "assay/ipmi-client/client.hpp"
#include "assay/server/config.hpp"
#include "table.hpp"

namespace assay::server {

/// @throws base::SetupError with file and line
[[nodiscard]] Bmc read_bmc(const Table& table);

/// The BMCs at these addresses, which take the place of the configuration's. What else there is to say about
/// them, the user above all, is that of its [[bmc]].
/// @throws base::SetupError when the configuration has several, or a name for one of many
[[nodiscard]] std::vector<Bmc> at_addresses(const std::vector<std::string>& addresses,
                                            const std::vector<Bmc>& configured);

/// @throws base::SetupError when an address or a user is missing or wrong, or a BMC is there twice
void check_bmcs(const std::vector<Bmc>& bmcs);

/// "HOST:PORT" is one; "HOST:FIRST-LAST" is a BMC a port, "10.0.0.1-10.0.3.200:PORT" one an IPv4 address; the
/// port may be missing, it is 623 then.
/// @param where  it was given
/// @throws base::SetupError when it is none of that, or more than 10 000 BMCs
[[nodiscard]] std::vector<std::pair<std::string, std::uint16_t>> parse_bmc_addresses(
    const std::string& text, const std::string& where);

}  // namespace assay::server
