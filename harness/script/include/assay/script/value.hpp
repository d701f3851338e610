// A profile's data on its way from TOML into Lua; knows neither.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace assay::script {

struct Value;
using Array = std::vector<Value>;
using Table = std::map<std::string, Value, std::less<>>;

/// Absent, a scalar, a list or a table; what a case sees as nil, boolean, integer, float, string or table.
struct Value {
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Table> held;
};

}  // namespace assay::script
