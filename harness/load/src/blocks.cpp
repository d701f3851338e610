#include "blocks.hpp"

#include <algorithm>
#include <cmath>

namespace assay::load {
namespace {

std::vector<std::uint64_t> places_in(const std::vector<Slot>& slots) {
    std::vector<std::uint64_t> places;
    for (const Slot& slot : slots) {
        for (const SparseHistogram::Bin& bin : slot.response_time.bins()) places.push_back(bin.place);
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

}  // namespace

Blocks::Blocks(const Tally& tally, base::Duration measured) {
    std::vector<Slot> slots = tally.series.slots();
    const auto whole = static_cast<std::size_t>(measured / tally.series.width());
    slots.resize(whole);  // without the drain; silent seconds at the end are seconds too
    if (whole == 0) return;
    const std::size_t length = (whole + most - 1) / most;
    block_seconds_ =
        std::chrono::duration<double>(tally.series.width()).count() * static_cast<double>(length);
    const std::vector<std::uint64_t> places = places_in(slots);
    const Histogram layout{slot_geometry};
    for (const std::uint64_t place : places) {
        begin_.push_back(place == 0 ? 0 : static_cast<double>(layout.end_of(place - 1).count()));
        end_.push_back(static_cast<double>(layout.end_of(place).count()));
    }
    blocks_.resize(whole / length, Block{.counts = std::vector<std::uint64_t>(places.size())});
    for (std::size_t i = 0; i < blocks_.size() * length; ++i) {
        Block& block = blocks_[i / length];
        block.succeeded += slots[i].succeeded;
        block.failed += slots[i].failed;
        block.sum_ns += slots[i].response_time.sum_ns();
        for (const SparseHistogram::Bin& bin : slots[i].response_time.bins()) {
            const auto at = std::ranges::lower_bound(places, std::uint64_t{bin.place}) - places.begin();
            block.counts[static_cast<std::size_t>(at)] += bin.count;
            times_ += bin.count;
        }
    }
}

Draw Blocks::draw(std::mt19937_64& random) const {
    Draw draw{.counts = std::vector<std::uint64_t>(begin_.size())};
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const Block& block = blocks_[static_cast<std::size_t>((random() >> 32U) * blocks_.size() >> 32U)];
        for (std::size_t bin = 0; bin < block.counts.size(); ++bin) draw.counts[bin] += block.counts[bin];
        draw.succeeded += block.succeeded;
        draw.failed += block.failed;
        draw.sum_ns += block.sum_ns;
    }
    draw.seconds = block_seconds_ * static_cast<double>(blocks_.size());
    return draw;
}

double Blocks::percentile(const Draw& draw, double percentile) const {
    std::uint64_t count = 0;
    for (const std::uint64_t each : draw.counts) count += each;
    const double wanted = percentile / 100 * static_cast<double>(count);
    double seen = 0;
    for (std::size_t bin = 0; bin < draw.counts.size(); ++bin) {
        const auto here = static_cast<double>(draw.counts[bin]);
        if (here > 0 && seen + here >= wanted)
            return begin_[bin] + (end_[bin] - begin_[bin]) * std::clamp((wanted - seen) / here, 0.0, 1.0);
        seen += here;
    }
    return 0;
}

}  // namespace assay::load
