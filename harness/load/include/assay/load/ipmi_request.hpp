// What is asked of BMCs, and where they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/load/target.hpp"

namespace assay::load {

enum class IpmiOperation : std::uint8_t {
    device_id,  ///< Get Device ID in a session that stays open
    sensor,     ///< Get Sensor Reading in a session that stays open
    session,    ///< a whole session: Open Session, RAKP 1 to 4, Set Session Privilege Level, Close Session
};

[[nodiscard]] std::string_view name_of(IpmiOperation operation);

/// One BMC or a fleet of them: addresses, successive addresses on one port, successive ports of one address.
struct IpmiTarget {
    std::string where;  ///< as given: "127.0.0.1:623", "127.0.0.1-127.0.0.100:623", "127.0.0.1:6230-6329"
    std::string user;
    std::string password;
    std::vector<Address> addresses{};  ///< of all BMCs, at least one

    /// Without the credentials.
    [[nodiscard]] std::string url() const { return "ipmi://" + where; }
};

struct IpmiRequest {
    IpmiTarget target{};
    IpmiOperation operation = IpmiOperation::device_id;
    std::uint8_t suite = 17;
    std::uint8_t sensor = 1;  ///< of IpmiOperation::sensor
};

/// Reads "ipmi://[user[:password]@]host[:port]" and the two kinds of range, which have numeric addresses, or
/// several of these with commas between them. The port is 623 when it is not said (IPMI 2.0 §13.1.1).
/// @throws base::UsageError, which does not repeat the credentials; base::SetupError when a name does not
/// resolve
[[nodiscard]] IpmiTarget parse_ipmi_target(std::string_view url);

/// Is this the URL of BMCs?
[[nodiscard]] bool is_ipmi(std::string_view url);

}  // namespace assay::load
