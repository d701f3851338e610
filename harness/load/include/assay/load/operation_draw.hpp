// What one user of a scenario does next: which of the flows, and with which row of each table.
#pragma once

#include <string_view>

#include "assay/load/program.hpp"
#include "assay/load/schedule.hpp"

namespace assay::load {

/// Users draw by themselves, all from one seed, and begin at rows far from each other's.
class OperationDraw {
public:
    /// @param play outlives it; @param user which of the users it is
    OperationDraw(const ProgramPlay& play, std::uint64_t seed, unsigned user);

    /// The flow of the next operation, drawn by its weight; its row is the next one.
    [[nodiscard]] const PreparedFlow& next();
    /// The value in the row of the present operation.
    [[nodiscard]] std::string_view value_of(const Field& field) const;

private:
    const ProgramPlay& play_;
    SeededRandom random_;
    unsigned weights_ = 0;  ///< of all flows
    std::uint64_t row_;     ///< in every table
};

}  // namespace assay::load
