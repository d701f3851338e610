// Configuration parameters as LAN, SOL and PEF have them (IPMI 2.0 §23.1, §26.2, §30.3): numbered values of a
// fixed length, some of them in numbered sets, and one that says whether somebody is changing them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/numbers.hpp"

namespace assay::bmc {

enum class Access : std::uint8_t { read_only, read_write };

/// What a parameter is; rows are constexpr and shared by all BMCs.
struct Parameter {
    std::uint8_t number = 0;
    std::uint8_t octets = 0;  ///< of one set, without the set selector
    Access access = Access::read_write;
    bool (*lawful)(base::OctetView value) = nullptr;  ///< null: every value is
    bool in_sets = false;                             ///< data begins with a set selector
    std::uint8_t first_set = 0;
    std::uint8_t sets = 1;  ///< 0: there could be sets, and there are none
};

/// Parameter 0 of every block.
inline constexpr std::uint8_t set_in_progress = 0;
inline constexpr std::uint8_t parameter_revision = 0x11;  ///< §23.2: this revision, compatible back to 1.0

class ParameterBlock {
public:
    /// All values are zero at first. @param rows must outlive it; begins with set_in_progress
    explicit ParameterBlock(std::span<const Parameter> rows);

    /// Appends the set selector, where the parameter has one, and the value.
    [[nodiscard]] ipmi_wire::Completion get(std::uint8_t number, std::uint8_t set,
                                            ipmi_wire::Writer& reply) const;
    /// Does what a Set … Configuration Parameters command asks.
    /// @param data  the set selector, where the parameter has one, and the value
    [[nodiscard]] ipmi_wire::Completion set(std::uint8_t number, base::OctetView data);

    [[nodiscard]] bool has(std::uint8_t number) const { return row(number) != nullptr; }
    /// @pre the parameter and the set exist
    [[nodiscard]] base::OctetView value(std::uint8_t number, std::uint8_t set = 0) const;
    /// The BMC's own change, also of what is read-only. @pre as for value(), and the length fits
    void put(std::uint8_t number, base::OctetView value, std::uint8_t set = 0);

    /// One value of a parameter that clients can change.
    struct Value {
        std::uint8_t number;
        std::optional<std::uint8_t> set;  ///< where the parameter is in sets
        base::OctetView octets;           ///< until the next change
    };
    /// All that clients can change, besides set_in_progress.
    [[nodiscard]] std::vector<Value> writable() const;

private:
    [[nodiscard]] const Parameter* row(std::uint8_t number) const;
    [[nodiscard]] std::size_t place_of(const Parameter& parameter, std::uint8_t set) const;
    ipmi_wire::Completion set_progress(std::uint8_t asked);

    std::span<const Parameter> rows_;
    base::Octets values_;
};

}  // namespace assay::bmc
