#include "case_player.hpp"

#include <thread>

#include "assay/script/verdict.hpp"
#include "assay/suite/canary.hpp"
#include "exchanger.hpp"

namespace assay::drive {
namespace {

class Player {
public:
    Player(const DriveJob& job, const suite::PlannedCase& planned, Recorder& recorder,
           const base::Clock& clock, const std::atomic<bool>& stop)
        : planned_{planned},
          recorder_{recorder},
          stop_{stop},
          exchanger_{job.access,
                     clock,
                     job.began,
                     stop,
                     {[&recorder] { return recorder.next_exchange(); },
                      [&recorder] { return recorder.next_connection(); }}},
          dialogue_{planned.definition, *job.library, *job.rules, job.setting} {}

    /// @return false when it was stopped
    bool play() {
        const record::Exchange* answer = nullptr;
        record::Exchange exchange;
        while (auto ask = dialogue_.resume(answer)) {
            answer = nullptr;
            if (stop_.load()) return false;
            if (const auto* send = std::get_if<script::Send>(&*ask)) {
                if (!exchanged(exchange = exchanger_.send(*send, stopped_))) return false;
                answer = &exchange;
            } else if (const auto* read = std::get_if<script::Read>(&*ask)) {
                if (!exchanged(exchange = exchanger_.read(*read, stopped_))) return false;
                answer = &exchange;
            } else if (const auto* close = std::get_if<script::Close>(&*ask)) {
                exchanger_.close(close->channel);
            } else {
                std::this_thread::sleep_for(std::get<script::Sleep>(*ask).duration);
            }
        }
        return true;
    }

    /// @return nothing when it was stopped
    std::optional<record::Exchange> canary(const script::Setting& setting) {
        record::Exchange exchange =
            exchanger_.send(suite::canary_request({setting.host, setting.path, setting.url}), stopped_);
        if (!exchanged(exchange)) return std::nullopt;
        return exchange;
    }

    [[nodiscard]] const script::Outcome& outcome() const { return dialogue_.outcome(); }
    [[nodiscard]] bool has_reached_target() const { return reached_; }

private:
    bool exchanged(record::Exchange& exchange) {
        if (stopped_) return false;
        reached_ = reached_ || exchange.ending != record::Ending::unreachable;
        exchange.case_id = planned_.definition.id;
        recorder_.exchanged(exchange);
        return true;
    }

    const suite::PlannedCase& planned_;
    Recorder& recorder_;
    const std::atomic<bool>& stop_;
    Exchanger exchanger_;
    script::Dialogue dialogue_;
    bool stopped_ = false;
    bool reached_ = false;
};

}  // namespace

std::optional<Played> play_case(const DriveJob& job, const suite::PlannedCase& planned,
                                const record::Exchange& first, Recorder& recorder, const base::Clock& clock,
                                const std::atomic<bool>& stop) {
    recorder.case_began(planned.definition.id);
    Player player{job, planned, recorder, clock, stop};
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
