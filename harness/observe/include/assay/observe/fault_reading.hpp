// A SOAP 1.2 fault taken apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/observe/element.hpp"
#include "assay/observe/envelope_reading.hpp"

namespace assay::observe {

struct FaultReason {
    const Element* element = nullptr;
    std::string lang;  ///< xml:lang; "" when absent
    std::string text;
};

/// What a fault says; pointers are nullptr and texts empty for what is missing. Points into the reading.
struct FaultReading {
    const Element* fault = nullptr;
    const Element* code_value = nullptr;     ///< s:Code/s:Value
    const Element* subcode_value = nullptr;  ///< s:Code/s:Subcode/s:Value
    const Element* detail = nullptr;
    const Element* fault_detail = nullptr;  ///< wsman:FaultDetail within the detail
    ResolvedName code;
    ResolvedName subcode;
    std::vector<FaultReason> reasons;
    std::string fault_detail_uri;  ///< trimmed
};

/// The fault in the body; nothing when the body holds none or the message is not SOAP 1.2.
[[nodiscard]] std::optional<FaultReading> fault_of(const EnvelopeReading& reading);

}  // namespace assay::observe
