// The element names that the rules speak of.
#pragma once

#include "assay/vocab/elements.hpp"

namespace assay::rules {

namespace name = vocab::name;

}  // namespace assay::rules
