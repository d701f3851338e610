#include "schedule.hpp"

#include <algorithm>

#include "assay/script/verdict.hpp"

namespace assay::drive {

Schedule::Schedule(const suite::Plan& plan, std::size_t connections)
    : plan_{plan}, connections_{connections}, states_(plan.cases.size(), State::waiting) {}

Schedule::Next Schedule::take(std::size_t& index) {
    bool any_waiting = false;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i] != State::waiting) continue;
        const State ready = readiness(i);
        if (ready == State::bad) states_[i] = State::bad;
        if (ready == State::waiting) any_waiting = true;
        if (ready != State::good) continue;
        // Cases behind one that runs alone wait with it, or it might never come to run.
        if (alone_ || (runs_alone(i) && running_ > 0) || lacks_connections(i)) return Next::wait;
        index = i;
        states_[i] = State::running;
        alone_ = runs_alone(i);
        connected_ += plan_.cases[i].definition.connections;
        ++running_;
        return Next::run;
    }
    return running_ > 0 || any_waiting ? Next::wait : Next::done;
}

void Schedule::ended(std::size_t index, record::Verdict verdict) {
    states_[index] = script::is_good_enough(verdict) ? State::good : State::bad;
    --running_;
    connected_ -= plan_.cases[index].definition.connections;
    alone_ = false;
}

Schedule::State Schedule::readiness(std::size_t index) const {
    const suite::PlannedCase& planned = plan_.cases[index];
    if (!planned.not_applicable.empty()) return State::bad;
    const auto is_settled = [this](const std::string& id) {
        return state_of(id) == State::good || state_of(id) == State::bad;
    };
    const auto is_good = [this](const std::string& id) { return state_of(id) == State::good; };
    if (!std::ranges::all_of(planned.after, is_settled) || !std::ranges::all_of(planned.probes, is_settled))
        return State::waiting;
    if (!std::ranges::all_of(planned.after, is_good)) return State::bad;
    return planned.probes.empty() || std::ranges::any_of(planned.probes, is_good) ? State::good : State::bad;
}

bool Schedule::runs_alone(std::size_t index) const {
    const script::CaseDefinition& definition = plan_.cases[index].definition;
    return definition.hostile || definition.destructive;
}

bool Schedule::lacks_connections(std::size_t index) const {
    return connections_ != 0 && connected_ + plan_.cases[index].definition.connections > connections_;
}

Schedule::State Schedule::state_of(const std::string& id) const {
    const auto found = std::ranges::find_if(
        plan_.cases, [&](const suite::PlannedCase& planned) { return planned.definition.id == id; });
    return found == plan_.cases.end() ? State::bad
                                      : states_[static_cast<std::size_t>(found - plan_.cases.begin())];
}

}  // namespace assay::drive
