#include "assay/bmc/scenario.hpp"

#include <algorithm>

#include "mix.hpp"

namespace assay::bmc {
namespace {

/// Up to `most` later; the same for the same arguments.
base::Duration shifted(base::Duration most, std::uint64_t seed, std::uint64_t place) {
    const double part = fraction(mixed(seed ^ mixed(place)));
    return std::chrono::duration_cast<base::Duration>(part * most);
}

}  // namespace

ScenarioPlayer::ScenarioPlayer(std::shared_ptr<const Scenarios> scenarios, std::uint64_t seed,
                               base::Instant start)
    : scenarios_{std::move(scenarios)}, seed_{seed} {
    for (std::size_t i = 0; i < scenarios_->size(); ++i) {
        if ((*scenarios_)[i].automatic) runs_.push_back(begun(i, start, 0));
    }
}

ScenarioPlayer::Run ScenarioPlayer::begun(std::size_t scenario, base::Instant at, std::uint64_t round) const {
    Run run{scenario, at, round, {}};
    std::uint64_t place = mixed(scenario) + mixed(round);
    const auto& steps = (*scenarios_)[scenario].steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (unsigned n = 0; n < steps[i].times; ++n) {
            const auto due = at + steps[i].at + n * steps[i].every + shifted(steps[i].jitter, seed_, ++place);
            run.moments.push_back({due, i});
        }
    }
    std::ranges::stable_sort(run.moments, {}, &Moment::at);
    std::ranges::reverse(run.moments);
    return run;
}

bool ScenarioPlayer::start(std::string_view name, base::Instant now) {
    const auto found = std::ranges::find(*scenarios_, name, &Scenario::name);
    if (found == scenarios_->end()) return false;
    stop(name);
    runs_.push_back(begun(static_cast<std::size_t>(found - scenarios_->begin()), now, 0));
    return true;
}

void ScenarioPlayer::play(const Scenarios& more, base::Instant now) {
    Scenarios all = *scenarios_;
    for (const Scenario& scenario : more) {
        stop(scenario.name);  // its moments are those of the old one
        const auto same = std::ranges::find(all, scenario.name, &Scenario::name);
        same == all.end() ? static_cast<void>(all.push_back(scenario)) : static_cast<void>(*same = scenario);
    }
    scenarios_ = std::make_shared<const Scenarios>(std::move(all));
    for (const Scenario& scenario : more) start(scenario.name, now);
}

bool ScenarioPlayer::stop(std::string_view name) {
    return std::erase_if(runs_, [&](const Run& run) { return (*scenarios_)[run.scenario].name == name; }) !=
           0;
}

bool ScenarioPlayer::is_running(std::string_view name) const {
    return std::ranges::any_of(runs_,
                               [&](const Run& run) { return (*scenarios_)[run.scenario].name == name; });
}

base::Instant ScenarioPlayer::next_due() const {
    base::Instant due = base::Instant::max();
    for (const Run& run : runs_) due = std::min(due, run.moments.back().at);
    return due;
}

std::optional<ScenarioPlayer::Due> ScenarioPlayer::take_due(base::Instant now) {
    const auto next =
        std::ranges::min_element(runs_, {}, [](const Run& run) { return run.moments.back().at; });
    if (next == runs_.end() || next->moments.back().at > now) return std::nullopt;
    const Moment moment = next->moments.back();
    const Act& act = (*scenarios_)[next->scenario].steps[moment.step].act;
    next->moments.pop_back();
    if (next->moments.empty()) go_on_after(static_cast<std::size_t>(next - runs_.begin()));
    return Due{moment.at, act};
}

/// The run has no more moments: it begins anew or is over.
void ScenarioPlayer::go_on_after(std::size_t run) {
    const auto [scenario, began, round, none] = runs_[run];
    const base::Duration period = (*scenarios_)[scenario].period;
    if (period == base::Duration::zero()) {
        runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(run));
    } else {
        runs_[run] = begun(scenario, began + period, round + 1);
    }
}

}  // namespace assay::bmc
