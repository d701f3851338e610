#include "assay/drive/solo.hpp"

#include "assay/suite/canary.hpp"
#include "line.hpp"
#include "nap.hpp"
#include "recorder.hpp"

namespace assay::drive {
namespace {

/// The connections of one case and what is done on them.
class Errand {
public:
    Errand(const DriveJob& job, const suite::PlannedCase& planned, const base::Clock& clock,
           const std::atomic<bool>& stop, Numbers numbers)
        : job_{job},
          clock_{clock},
          stop_{stop},
          line_{make_line(job.access, clock, job.began, stop, std::move(numbers),
                          most_connections(job.access, planned.definition))} {}

    /// @return nothing for what brings no exchange, and when it was stopped
    std::optional<record::Exchange> run(const script::Ask& ask) {
        if (script::wants_exchange(ask)) return kept(line_->exchange(ask, stopped_));
        if (const auto* close = std::get_if<script::Close>(&ask)) {
            line_->close(close->channel);
        } else {
            sleep_until(clock_.now() + std::get<script::Sleep>(ask).duration, clock_, stop_);
        }
        return std::nullopt;
    }

    std::optional<record::Exchange> canary() {
        const script::Setting& setting = job_.setting;
        return run(suite::canary_request({setting.host, setting.path, setting.url}));
    }

    [[nodiscard]] bool was_stopped() const { return stopped_ || stop_.load(); }

private:
    [[nodiscard]] std::optional<record::Exchange> kept(record::Exchange exchange) const {
        if (stopped_) return std::nullopt;
        return exchange;
    }

    const DriveJob& job_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    const std::unique_ptr<Line> line_;
    bool stopped_ = false;
};

record::Exchange not_sent(const script::Ask& ask, std::uint32_t id) {
    record::Exchange exchange;
    exchange.id = id;
    exchange.ending = record::Ending::timed_out;
    exchange.trouble = "it was not sent";
    if (const auto* datagram = std::get_if<script::BmcSend>(&ask)) {
        exchange.label = datagram->label;
        exchange.bmc = record::BmcFacts{.asked = script::asked(*datagram)};
    }
    return exchange;
}

}  // namespace

bool resend(const DriveJob& job, const suite::PlannedCase& planned, const std::vector<script::Ask>& asks,
            std::uint32_t attempt, const record::Exchange& first, record::JournalWriter& journal,
            const base::Clock& clock, const std::atomic<bool>& stop) {
    Recorder recorder{journal, clock, job.began, first.id};
    recorder.exchanged(first);
    const std::string& id = planned.definition.id;
    recorder.case_began(id, attempt);
    Errand errand{job,
                  planned,
                  clock,
                  stop,
                  {[&] { return recorder.next_exchange(); }, [&] { return recorder.next_connection(); }}};
    const auto write = [&](std::optional<record::Exchange> exchange) {
        if (!exchange) return;
        exchange->case_id = id;
        exchange->attempt = attempt;
        recorder.exchanged(*exchange);
    };
    for (const script::Ask& ask : asks) {
        write(errand.run(ask));
        if (errand.was_stopped()) return false;
    }
    if (planned.definition.hostile) write(errand.canary());
    if (errand.was_stopped()) return false;
    recorder.case_ended(id);
    recorder.run_ended();
    return true;
}

std::optional<Tried> try_case(const DriveJob& job, const suite::PlannedCase& planned, std::uint32_t attempt,
                              const Twist& twist, const base::Clock& clock, const std::atomic<bool>& stop) {
    Tried tried;
    std::uint32_t exchanges = 0;
    std::uint32_t connections = 0;
    Errand errand{job, planned, clock, stop, {[&] { return ++exchanges; }, [&] { return ++connections; }}};
    script::Setting setting = job.setting;
    setting.attempt = attempt;
    script::Dialogue dialogue{planned.definition, *job.library, *job.rules, std::move(setting)};
    const record::Exchange* answer = nullptr;
    while (auto ask = dialogue.resume(answer)) {
        answer = nullptr;
        const bool wants = script::wants_exchange(*ask);
        const auto twisted = wants ? twist(tried.exchanges.size(), *ask) : ask;
        auto exchange = twisted ? errand.run(*twisted) : not_sent(*ask, ++exchanges);
        if (errand.was_stopped()) return std::nullopt;
        if (!exchange) continue;
        exchange->case_id = planned.definition.id;
        exchange->attempt = attempt;
        answer = &tried.exchanges.emplace_back(std::move(*exchange));
    }
    tried.outcome = dialogue.outcome();
    auto canary = errand.canary();
    if (!canary) return std::nullopt;
    tried.canary = std::move(*canary);
    return tried;
}

}  // namespace assay::drive
