// The element names the service reads and writes.
#pragma once

#include "assay/vocab/elements.hpp"

namespace assay::model {

namespace names = vocab::name;

}  // namespace assay::model
