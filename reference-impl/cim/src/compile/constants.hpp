// MOF constants → values.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "assay/cim/property.hpp"
#include "assay/mof/syntax.hpp"

namespace assay::cim {

/// Why a constant is no value of an element; `place` is that of the constant.
struct BadConstant {
    mof::Place place;
    std::string message;
};

using ReadConstant = std::variant<Value, BadConstant>;

/// Gives the value of a constant of type reference or object, which only an instance in MOF has.
using ReadComplex = std::function<ReadConstant(const TypedElement&, const mof::Constant&)>;

/// The value that `text` says the element has; it fits the element in type, range and length.
/// @param complex  empty: references and objects can only be null
[[nodiscard]] ReadConstant read_value(const TypedElement& element, const mof::Value& text,
                                      const ReadComplex& complex = {});

}  // namespace assay::cim
