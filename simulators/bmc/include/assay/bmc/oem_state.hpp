// What OEM commands keep of one BMC.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace assay::bmc {

using OemValue = std::variant<bool, std::int64_t, double, std::string>;

class OemState {
public:
    static constexpr std::size_t most_octets = 16UL * 1024;  ///< of names and texts together

    /// Null when it was never set.
    [[nodiscard]] const OemValue* find(const std::string& name) const;
    /// @return false when that would be more than `most_octets`; nothing changes then
    [[nodiscard]] bool set(const std::string& name, OemValue value);
    void forget(const std::string& name) { values_.erase(name); }

    [[nodiscard]] const std::map<std::string, OemValue>& values() const { return values_; }

private:
    std::map<std::string, OemValue> values_;
};

}  // namespace assay::bmc
