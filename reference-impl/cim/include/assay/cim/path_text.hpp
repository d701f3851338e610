// Object paths as text (DSP0004 §8.2; the same in WQL).
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "assay/cim/class_store.hpp"
#include "assay/cim/object_path.hpp"

namespace assay::cim {

/// Why text is no path, for people.
struct BadPath {
    std::string message;
};

/// Reads `[[//host/]namespace:]Class.Key=value,…`; values are read as the class's keys have them, a reference
/// is a quoted path. `Class=@` names a singleton, `Class="v"` the only key.
/// @param name_space  when the text names none
/// @return a path with all keys of a class that is known
[[nodiscard]] std::variant<ObjectPath, BadPath> read_path(std::string_view text, const ClassStore& classes,
                                                          std::string_view name_space);

}  // namespace assay::cim
