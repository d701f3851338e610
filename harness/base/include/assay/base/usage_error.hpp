// What the user asked for cannot be.
#pragma once

#include "assay/base/setup_error.hpp"

namespace assay::base {

/// Something on the command line means nothing: a usage error (exit code 64).
class UsageError : public SetupError {
public:
    using SetupError::SetupError;
};

}  // namespace assay::base
