#include "assay/load/operation_draw.hpp"

#include <cassert>

namespace assay::load {

OperationDraw::OperationDraw(const ProgramPlay& play, std::uint64_t seed, unsigned user)
    : play_{play}, random_{seed ^ SeededRandom{user}.next()} {
    for (const PreparedFlow& flow : play.flows) weights_ += flow.weight;
    assert(weights_ > 0);
    row_ = random_.next() / 2;  // far from the rows of the others, whatever the tables' lengths
}

const PreparedFlow& OperationDraw::next() {
    auto drawn = static_cast<unsigned>(random_.next() % weights_);
    const PreparedFlow* flow = play_.flows.data();
    while (drawn >= flow->weight) drawn -= (flow++)->weight;
    ++row_;
    return *flow;
}

std::string_view OperationDraw::value_of(const Field& field) const {
    const Table& table = play_.program.tables[field.table];
    return table.rows[row_ % table.rows.size()][field.column];
}

}  // namespace assay::load
