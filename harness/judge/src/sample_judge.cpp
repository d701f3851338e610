#include "assay/judge/sample_judge.hpp"

#include <chrono>
#include <condition_variable>
#include <utility>

#include <sys/resource.h>

#include "assay/observe/reading.hpp"

namespace assay::judge {
namespace {

/// The queue is looked at so often. Waking the judge for each exchange would cost those who hand it over a
/// system call, and disturb them on the same cores.
constexpr std::chrono::milliseconds pause{20};

/// The load comes first. On Linux this is of the calling thread alone.
void give_way() { (void)setpriority(PRIO_PROCESS, 0, 10); }

std::size_t octets_of(const record::Exchange& exchange) {
    return exchange.request.size() + exchange.response.size();
}

}  // namespace

SampleJudge::SampleJudge(const rules::RuleBook& book, const SampleLimits& limits)
    : limits_{limits}, examination_{book, 1}, thread_{[this](const std::stop_token& stop) { run(stop); }} {}

bool SampleJudge::take(record::Exchange&& exchange) {
    const std::size_t octets = octets_of(exchange);
    const std::scoped_lock lock{mutex_};
    if (queue_.size() >= limits_.waiting || queued_octets_ + octets > limits_.octets) {
        ++progress_.dropped;
        return false;
    }
    queued_octets_ += octets;
    queue_.push_back(std::move(exchange));
    return true;
}

std::vector<record::Exchange> SampleJudge::waiting() {
    const std::scoped_lock lock{mutex_};
    queued_octets_ = 0;
    return std::exchange(queue_, {});
}

void SampleJudge::judge_waiting() {
    std::vector<record::Exchange> exchanges = waiting();
    if (exchanges.empty()) return;
    for (record::Exchange& exchange : exchanges) judge(exchange);
    std::map<std::string, std::size_t> broken;
    for (const rules::RuleReport& each : examination_.so_far())
        if (each.broken > 0) broken[each.rule] += each.broken;
    const std::scoped_lock lock{mutex_};
    progress_.judged = report_.judged;
    progress_.broken = std::move(broken);
}

SampleProgress SampleJudge::progress() const {
    const std::scoped_lock lock{mutex_};
    return progress_;
}

void SampleJudge::run(const std::stop_token& stop) try {
    give_way();
    std::mutex unshared;
    std::unique_lock lock{unshared};
    std::condition_variable_any sleeper;
    while (!stop.stop_requested()) {
        judge_waiting();
        sleeper.wait_for(lock, stop, pause, [] { return false; });
    }
    judge_waiting();
} catch (...) {
    failure_ = std::current_exception();
}

void SampleJudge::judge(record::Exchange& exchange) {
    exchange.id = static_cast<std::uint32_t>(++report_.judged);
    exchange.request = record::redacted(exchange.request);
    exchange.response = record::redacted(exchange.response);
    const bool is_evidence = examination_.take(observe::read(exchange)) > 0;
    if (report_.judged % limits_.remembered == 0) examination_.forget();
    if (!is_evidence && report_.judged > limits_.kept_from_beginning) return;
    const std::size_t octets = octets_of(exchange);
    if (evidence_octets_ + octets > limits_.octets) return;
    evidence_octets_ += octets;
    report_.evidence.push_back(std::move(exchange));
}

SampleReport SampleJudge::finish() {
    thread_.request_stop();
    thread_.join();
    if (failure_) std::rethrow_exception(failure_);
    report_.dropped = progress_.dropped;
    report_.reports = std::move(examination_).reports();
    return std::move(report_);
}

}  // namespace assay::judge
