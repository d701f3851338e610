#include "recorder.hpp"

namespace assay::drive {

std::uint32_t Recorder::next_exchange() {
    const std::lock_guard lock{mutex_};
    return ++exchanges_;
}

std::uint32_t Recorder::next_connection() {
    const std::lock_guard lock{mutex_};
    return ++connections_;
}

void Recorder::case_began(const std::string& id, std::uint32_t attempt) {
    const std::lock_guard lock{mutex_};
    journal_.case_began(id, since_began(clock_.now()), attempt);
}

void Recorder::case_cut(const std::string& id, const record::Cut& cut) {
    const std::lock_guard lock{mutex_};
    journal_.case_cut(id, cut, since_began(clock_.now()));
}

void Recorder::exchanged(const record::Exchange& exchange) {
    const std::lock_guard lock{mutex_};
    journal_.exchanged(exchange);
}

void Recorder::case_ended(const std::string& id) {
    const std::lock_guard lock{mutex_};
    journal_.case_ended(id, since_began(clock_.now()));
}

void Recorder::run_ended() {
    const std::lock_guard lock{mutex_};
    journal_.run_ended(since_began(clock_.now()));
}

}  // namespace assay::drive
