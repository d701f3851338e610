// What the journal's header says of the program.
#pragma once

namespace assay::apps {

inline constexpr const char* tool_version = "0.1.0";

/// Stands where a run has its profile's name, when what others did was observed.
inline constexpr const char* observed_profile = "observed";

}  // namespace assay::apps
