// Instances and paths as octets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"

namespace assay::repository {

/// The values of the keys, ordered as they are ordered; empty for a singleton. Nothing when one is null.
[[nodiscard]] std::optional<std::string> key_of(const cim::Instance& instance);
/// The same from a path. Nothing when it does not have all keys of the class.
[[nodiscard]] std::optional<std::string> key_of(const cim::Class& of, const cim::ObjectPath& path);

/// A path as octets that are the same however it is written: case of names, form of numbers, a namespace that
/// is left out. No target's octets are the beginning of another's.
/// @param name_space  of the one who refers
[[nodiscard]] std::string target_of(const cim::ObjectPath& path, std::string_view name_space);

/// All values, small ones in one octet.
[[nodiscard]] std::string to_record(const cim::Instance& instance);
/// The instance; nothing when the octets are not such a record of that class.
/// @param classes  for embedded instances
[[nodiscard]] std::optional<cim::Instance> from_record(const cim::ClassPtr& of,
                                                       const cim::ClassStore& classes,
                                                       std::string_view record);

/// What the records and keys of a class are made of: it changes when the octets mean something else.
[[nodiscard]] std::string layout_of(const cim::Class& of);

}  // namespace assay::repository
