// Where a mutant may twist the octets of a connection before they are taken for HTTP.
#pragma once

#include <functional>
#include <string>

namespace assay::wire {

/// Called with what one read brought; what it leaves there is what came. Empty in the honest service.
using OctetTwist = std::function<void(std::string& octets)>;

}  // namespace assay::wire
