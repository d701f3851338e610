// What the user asked for does not exist.
#pragma once

#include "assay/base/setup_error.hpp"

namespace assay::suite {

/// A name on the command line that means nothing: a usage error (exit code 64).
class SelectionError : public base::SetupError {
public:
    using base::SetupError::SetupError;
};

}  // namespace assay::suite
