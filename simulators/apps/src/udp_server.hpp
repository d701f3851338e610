// The UDP edge of the simulator: one socket, one BMC, until a signal ends it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/seams.hpp"

namespace assay::bmcsim {

/// "127.0.0.1:6230" or "[::1]:6230", as given.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
    bool is_loopback = false;
};

/// @return nothing when it is not an address and a port
[[nodiscard]] std::optional<ListenAddress> parse_listen(const std::string& text);

/// Serves `model` at `listen` until SIGINT or SIGTERM.
/// @param ready is called once with the bound "address:port"
/// @param seams for mutants only
/// @throws base::SetupError when the address cannot be bound
void serve(const bmc::ChassisModel& model, const ListenAddress& listen, std::uint64_t seed,
           const std::function<void(const std::string&)>& ready, const bmc::Seams& seams = {});

}  // namespace assay::bmcsim
