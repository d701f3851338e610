#include "case_player.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/script/verdict.hpp"
#include "assay/suite/canary.hpp"
#include "line.hpp"
#include "nap.hpp"

namespace assay::drive {
namespace {

using std::chrono::milliseconds;

/// How long a case whose time is over may go on to tidy up after itself.
constexpr milliseconds grace{5'000};

script::Setting setting_of(const DriveJob& job, std::uint32_t attempt) {
    script::Setting setting = job.setting;
    setting.attempt = attempt;
    return setting;
}

class Player {
public:
    Player(const DriveJob& job, const suite::PlannedCase& planned, std::uint32_t attempt, Recorder& recorder,
           const base::Clock& clock, const std::atomic<bool>& stop)
        : planned_{planned},
          attempt_{attempt},
          recorder_{recorder},
          clock_{clock},
          stop_{stop},
          limit_{planned.definition.timeout.count() > 0 ? planned.definition.timeout : job.case_timeout},
          line_{make_line(job.access, clock, job.began, stop,
                          {[&recorder] { return recorder.next_exchange(); },
                           [&recorder] { return recorder.next_connection(); }},
                          most_connections(job.access, planned.definition))},
          dialogue_{planned.definition, *job.library, *job.rules, setting_of(job, attempt)} {
        if (limit_.count() > 0) set_deadline(clock.now() + limit_);
    }

    /// @return false when it was stopped
    bool play() {
        const record::Exchange* answer = nullptr;
        while (auto ask = dialogue_.resume(answer)) {
            answer = nullptr;
            const Step step = is_over() ? Step::not_begun : take(*ask, answer);
            if (stopped_ || stop_.load()) return false;
            if (step == Step::done) {
                ++done_;
            } else if (was_cut_) {
                return true;
            } else {
                cut(step == Step::given_up);
            }
        }
        return true;
    }

    /// @return nothing when it was stopped
    std::optional<record::Exchange> canary(const script::Setting& setting) {
        set_deadline(base::Instant::max());
        record::Exchange exchange =
            line_->exchange(suite::canary_request({setting.host, setting.path, setting.url}), stopped_);
        if (!exchanged(exchange)) return std::nullopt;
        return exchange;
    }

    [[nodiscard]] const script::Outcome& outcome() const { return dialogue_.outcome(); }
    [[nodiscard]] bool has_reached_target() const { return reached_; }

private:
    enum class Step {
        done,
        not_begun,  ///< the case's time is over, and nothing was written
        given_up    ///< it went over while the exchange was under way, which was written
    };

    /// Does what is asked, as far as there is time; a case that tidies up gets what comes of it all the same.
    Step take(const script::Ask& ask, const record::Exchange*& answer) {
        if (script::wants_exchange(ask)) {
            answer = exchange_for(ask);
            const bool given_up = line_->gave_up() && !was_cut_;
            if (given_up) answer = nullptr;
            return given_up ? Step::given_up : Step::done;
        }
        if (const auto* close = std::get_if<script::Close>(&ask)) {
            line_->close(close->channel);
            return Step::done;
        }
        const base::Instant end = clock_.now() + std::get<script::Sleep>(ask).duration;
        sleep_until(std::min(deadline(), end), clock_, stop_);
        return end > deadline() && !was_cut_ ? Step::not_begun : Step::done;
    }

    /// @return nullptr when it was stopped
    const record::Exchange* exchange_for(const script::Ask& ask) {
        exchange_ = line_->exchange(ask, stopped_);
        return exchanged(exchange_) ? &exchange_ : nullptr;
    }

    bool exchanged(record::Exchange& exchange) {
        if (stopped_) return false;
        reached_ = reached_ || exchange.reached_the_target();
        exchange.case_id = planned_.definition.id;
        exchange.attempt = attempt_;
        recorder_.exchanged(exchange);
        return true;
    }

    void set_deadline(base::Instant deadline) { line_->limit(deadline); }
    [[nodiscard]] base::Instant deadline() const { return line_->limit(); }
    [[nodiscard]] bool is_over() const { return clock_.now() >= deadline(); }

    /// @param within the exchange under way was given up and written
    void cut(bool within) {
        const record::Cut cut{done_, within,
                              fmt::format("it took longer than its time limit of {} s",
                                          static_cast<double>(limit_.count()) / 1000)};
        recorder_.case_cut(planned_.definition.id, cut);
        dialogue_.cut(cut.reason);
        was_cut_ = true;
        set_deadline(clock_.now() + grace);
    }

    const suite::PlannedCase& planned_;
    const std::uint32_t attempt_;
    Recorder& recorder_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    const milliseconds limit_;
    const std::unique_ptr<Line> line_;
    script::Dialogue dialogue_;
    record::Exchange exchange_;  ///< the last one
    std::size_t done_ = 0;       ///< asks
    bool was_cut_ = false;
    bool stopped_ = false;
    bool reached_ = false;
};

}  // namespace

std::optional<Played> play_case(const DriveJob& job, const suite::PlannedCase& planned, std::uint32_t attempt,
                                const record::Exchange& first, Recorder& recorder, const base::Clock& clock,
                                const std::atomic<bool>& stop) {
    recorder.case_began(planned.definition.id, attempt);
    Player player{job, planned, attempt, recorder, clock, stop};
    if (!player.play()) return std::nullopt;
    Played played{player.outcome(), {}};
    if (planned.definition.hostile) {
        const bool was_gone = played.outcome.end == script::End::unreachable && !player.has_reached_target();
        const auto canary = player.canary(job.setting);
        if (!canary) return std::nullopt;
        if (auto finding = suite::canary_finding(*canary, &first); finding && !was_gone)
            played.outcome.findings.push_back(std::move(*finding));
    }
    recorder.case_ended(planned.definition.id);
    played.verdict = script::verdict_of(played.outcome, *job.rules);
    return played;
}

}  // namespace assay::drive
