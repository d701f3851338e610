// Object paths as MOF writes them (DSP0004 §8.2.5): root/x:Class.Key="value",Other=1
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::schema {

/// The class that the path names; nothing when the text is no path of an instance.
[[nodiscard]] std::optional<std::string> class_of_path(std::string_view path);

}  // namespace assay::schema
