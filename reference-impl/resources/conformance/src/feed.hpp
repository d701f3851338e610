// A source whose members come one by one, for clients that wait.
#pragma once

#include <memory>
#include <string>

#include "assay/service/resource.hpp"

namespace assay::conformance {

/// Three members are there, and no more come, ever: a Pull beyond them waits until its time is over, its
/// enumeration expires or is released. There is nothing to Get and nothing to filter.
/// @param uri  the ResourceURI and the namespace of the members, which are elements Assay_Feed
[[nodiscard]] std::unique_ptr<service::Resource> make_feed(const std::string& uri);

}  // namespace assay::conformance
