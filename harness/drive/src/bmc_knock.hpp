// The first word with a BMC: is it there, does it let us in, with which cipher suite?
#pragma once

#include "assay/drive/drive.hpp"

namespace assay::drive {

/// Opens a session and closes it. A BMC that refuses the algorithms of the run's cipher suite is asked with
/// suite 3 from then on, unless the profile says which one to take. Where a session fails for anything else
/// than the credentials, that is for the cases to find.
/// @throws TargetError when nothing answers, or the BMC refuses the credentials
/// @return Get Channel Authentication Capabilities and its answer, as exchange 1
[[nodiscard]] record::Exchange knock_at_bmc(Access& access, const base::Clock& clock, base::Instant began);

}  // namespace assay::drive
