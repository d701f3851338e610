// HdrHistogram's V2 encoding and its log format, which hdrplot and the HdrHistogram libraries read.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "assay/load/histogram.hpp"

namespace assay::load {

/// The histogram as base64 of a compressed V2 histogram ("HISTFAAA…"). The unit is 1 ns. The zlib stream
/// uses stored blocks: V2 has already folded the empty buckets.
[[nodiscard]] std::string to_hdr_v2(const Histogram& histogram);

/// Reads what to_hdr_v2() wrote: the counters and their geometry. Minimum, maximum, sum and clipped are not
/// in that format and come from `extremes`.
/// @return nothing when the text is anything else, another program's deflated histogram included
[[nodiscard]] std::optional<Histogram> from_hdr_v2(std::string_view base64,
                                                   const Histogram::Extremes& extremes);

/// One interval of an HdrHistogram log.
struct HdrInterval {
    std::string_view tag;  ///< no comma, no white space
    base::WallTime start;
    base::Duration length;
    const Histogram& histogram;
};

/// The head of a log, version 1.3; intervals follow.
void write_hdr_head(std::ostream& out, base::WallTime start);
void write_hdr_interval(std::ostream& out, const HdrInterval& interval);

}  // namespace assay::load
