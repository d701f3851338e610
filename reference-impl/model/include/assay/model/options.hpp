// wsman:OptionSet (DSP0226 §6.4): switches for the resource.
#pragma once

#include <string>
#include <vector>

#include "assay/model/fault.hpp"

namespace assay::model {

struct Option {
    std::string name;
    std::string value;
    bool must_comply = false;
    std::string type = {};  ///< local name of the XML Schema type that was named, or empty
};

struct OptionSet {
    std::vector<Option> options = {};
};

/// Reads wsman:OptionSet. Faults: SchemaValidationError for a wrong shape, InvalidOptions for a missing or
/// impossible name or a value that is none of its type, EncodingLimit for names over 2048 or values over 4096
/// characters (DSP0226 §13.4).
[[nodiscard]] Outcome<OptionSet> read_options(const soap::Element& element);

}  // namespace assay::model
