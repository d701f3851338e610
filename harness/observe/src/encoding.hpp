// From the octets of a body to UTF-8 text.
#pragma once

#include <string>
#include <string_view>

#include "assay/observe/envelope_reading.hpp"

namespace assay::observe {

/// Fills `encoding` and `text` of the reading; notes octets that are not what they claim as trouble.
void decode(std::string_view octets, std::string_view charset, EnvelopeReading& reading);

}  // namespace assay::observe
