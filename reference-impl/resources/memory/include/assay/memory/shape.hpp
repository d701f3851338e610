// What the instances of a class in memory look like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::memory {

enum class Type { string, uint8, uint32, boolean, datetime };

struct Property {
    std::string name;
    Type type = Type::string;
    bool key = false;
    bool required = false;
    bool read_only = false;  ///< set by the service; ignored when a client sends it
    bool array = false;
    std::uint64_t least = 0;  ///< of numbers
    std::uint64_t most = UINT64_MAX;
};

/// A class: its name, which is also the local name of its representation, and its properties in order.
struct Shape {
    std::string uri;
    std::string name;
    std::vector<Property> properties;
};

/// Why a value is none of its property's.
enum class Mismatch { type, range };

/// The canonical form of `text` for the property (XML Schema part 2), or why there is none.
struct Checked {
    std::optional<Mismatch> mismatch = {};
    std::string canonical = {};
};
[[nodiscard]] Checked check_value(const Property& property, std::string_view text);

}  // namespace assay::memory
