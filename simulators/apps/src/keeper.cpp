#include "keeper.hpp"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"

namespace assay::bmcsim {
namespace {

constexpr auto interval = std::chrono::milliseconds{500};
constexpr std::size_t files_a_turn = 64;  // each waits for the disk, and requests wait for it

}  // namespace

Keeper::Keeper(boost::asio::io_context& io, const std::string& folder, const std::string& model,
               fleet::Fleet& fleet, const fleet::SimulatedClock& clock)
    : store_{folder, model}, clock_{clock}, timer_{io} {
    for (fleet::Fleet::Member member = 0; member < fleet.size(); ++member)
        store_.add(fleet.at(member).chassis(), clock_.now());
    wait();
}

void Keeper::wait() {
    timer_.expires_after(interval);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        save_changed();
        wait();
    });
}

/// A disk that is full now may not be so later: the simulator goes on, and says so once.
void Keeper::save_changed() {
    try {
        store_.save(clock_.now(), files_a_turn);
        complained_ = false;
    } catch (const base::SetupError& error) {
        if (!complained_) fmt::print(stderr, "bmcsim: {}\n", error.what());
        complained_ = true;
    }
}

}  // namespace assay::bmcsim
