// Where WS-Management is found when nothing else is said.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::vocab {

inline constexpr std::uint16_t http_port = 5985;    ///< registered with IANA as "wsman"
inline constexpr std::uint16_t https_port = 5986;   ///< registered with IANA as "wsmans"
inline constexpr std::string_view path = "/wsman";  ///< DSP0226 §5.3: R5.3-1

}  // namespace assay::vocab
