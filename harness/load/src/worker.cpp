#include "assay/load/worker.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

#include <time.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "lane.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;

constexpr base::Duration tick_length = std::chrono::milliseconds{20};

base::Duration thread_cpu_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds{time.tv_sec} + base::Duration{time.tv_nsec};
}

std::vector<Tally> tallies_for(const Traffic& traffic) {
    std::vector<Tally> tallies;
    for (std::string& name : traffic.operations()) tallies.emplace_back().operation = std::move(name);
    return tallies;
}

class Worker final : private LaneListener {
public:
    Worker(const WorkerPlan& plan, const std::stop_token& stop)
        : plan_{plan}, stop_{stop}, tallies_{tallies_for(plan.traffic)}, random_{plan.seed} {}

    WorkerResult run();

private:
    void on_free(Lane& lane, base::Instant now) override;
    void on_lost(Lane& lane) override;
    void on_operation_done(const std::optional<Failure>& error, const Sample& sample) override;
    void on_message_sent(std::size_t message, base::Instant intended) override;
    void on_message_done(std::size_t message, const std::optional<Failure>& error,
                         const Sample& sample) override;
    void on_connect(const Opening& opening) override;
    void on_connect_failed(ErrorKind error) override;
    void on_challenge(base::Duration round_trip) override { report_.auth_time.record(round_trip); }

    [[nodiscard]] Tally* tally_of(std::size_t message);
    void dispatch(base::Instant now);
    void end_thoughts(base::Instant now);
    void start(Lane& lane, base::Instant intended, base::Instant now);
    void wake_at(base::Instant due);
    void tick(base::Instant now);
    void tick_again();
    void watch_seconds();
    void sample_processor(base::Instant now);
    [[nodiscard]] bool is_done(base::Instant now) const;
    void abandon(const Lane& lane, base::Instant now);
    void finish(base::Instant now);

    WorkerPlan plan_;
    const std::stop_token& stop_;
    std::vector<Tally> tallies_;
    GeneratorReport report_;

    // Only this thread touches the context, a stop is polled: so it needs no locks.
    asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};
    asio::steady_timer due_{context_};
    asio::steady_timer ticks_{context_};
    base::Instant wake_ = base::Instant::max();
    struct Free {
        Lane* lane;
        base::Instant since;  ///< when its user wants to send
    };
    std::deque<Free> free_;
    std::multimap<base::Instant, Lane*> thinking_;  ///< by when they have thought enough
    SeededRandom random_;
    std::vector<std::unique_ptr<Lane>> lanes_;

    struct Reading {
        base::Instant at;
        base::Duration processor;
    };
    std::optional<Reading> at_begin_;
    std::optional<Reading> at_end_;
};

WorkerResult Worker::run() {
    const base::Instant now = plan_.clock.now();
    lanes_ = plan_.traffic.lanes(context_,
                                 {.first = plan_.first_connection,
                                  .count = plan_.connections,
                                  .timeout = plan_.timeout,
                                  .clock = plan_.clock},
                                 *this);
    for (const auto& lane : lanes_) lane->open(now);
    watch_seconds();
    tick_again();
    context_.run();
    for (Tally& tally : tallies_) tally.series.watch({});
    return {std::move(tallies_), std::move(report_), plan_.phases};
}

void Worker::watch_seconds() {
    if (plan_.live == nullptr) return;
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
        tallies_[i].series.watch([this, i](std::uint64_t second, const Slot& slot) {
            plan_.live->add(i, second, slot, tallies_[i].faults.news());
        });
    }
}

void Worker::on_free(Lane& lane, base::Instant now) {
    if (plan_.think) {
        const base::Instant since = std::max(plan_.phases.start(), lane.ready_since());
        thinking_.emplace(since + plan_.think->draw(random_), &lane);
    } else {
        free_.push_back({&lane, lane.ready_since()});
    }
    dispatch(now);
}

void Worker::on_lost(Lane& lane) {
    std::erase_if(free_, [&](const Free& free) { return free.lane == &lane; });
    std::erase_if(thinking_, [&](const auto& thought) { return thought.second == &lane; });
}

// Whoever has thought enough wants to send from that moment on.
void Worker::end_thoughts(base::Instant now) {
    while (!thinking_.empty() && thinking_.begin()->first <= now) {
        free_.push_back({thinking_.begin()->second, thinking_.begin()->first});
        thinking_.erase(thinking_.begin());
    }
}

void Worker::dispatch(base::Instant now) {
    const Phase phase = plan_.phases.at(now);
    if (phase == Phase::waiting) return wake_at(plan_.phases.start());
    if (phase != Phase::warm_up && phase != Phase::measure) return;
    end_thoughts(now);
    const bool open = plan_.schedule.is_open();
    while (!free_.empty()) {
        const auto due = plan_.schedule.take(now);
        if (!due) break;
        const Free next = free_.front();
        free_.pop_front();
        start(*next.lane, open ? *due : std::max(plan_.phases.start(), next.since), now);
    }
    if (open && !free_.empty()) wake_at(plan_.schedule.next_due());
    if (!thinking_.empty()) wake_at(thinking_.begin()->first);
}

void Worker::start(Lane& lane, base::Instant intended, base::Instant now) {
    tallies_[0].on_sent(plan_.phases, intended);
    lane.start(intended);
    if ((plan_.schedule.is_open() || plan_.think) && plan_.phases.measures(intended)) {
        const base::Instant sent = lane.sample(now).sent;
        report_.lateness.record(sent - std::max(intended, lane.free_since()));
    }
}

void Worker::wake_at(base::Instant due) {
    if (due == wake_ || due == base::Instant::max()) return;
    wake_ = due;
    due_.expires_at(due);
    due_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        wake_ = base::Instant::max();
        dispatch(plan_.clock.now());
    });
}

void Worker::on_operation_done(const std::optional<Failure>& error, const Sample& sample) {
    if (error) {
        tallies_[0].on_failure(plan_.phases, *error, sample);
    } else {
        tallies_[0].on_success(plan_.phases, sample);
    }
}

// Messages are counted by themselves where an operation has several.
Tally* Worker::tally_of(std::size_t message) {
    return tallies_.size() == 1 ? nullptr : &tallies_.at(message);
}

void Worker::on_message_sent(std::size_t message, base::Instant intended) {
    if (Tally* tally = tally_of(message)) tally->on_sent(plan_.phases, intended);
}

void Worker::on_message_done(std::size_t message, const std::optional<Failure>& error, const Sample& sample) {
    ++report_.messages;
    Tally* tally = tally_of(message);
    if (tally == nullptr) return;
    if (error) {
        tally->on_failure(plan_.phases, *error, sample);
    } else {
        tally->on_success(plan_.phases, sample);
    }
}

void Worker::on_connect(const Opening& opening) {
    ++report_.connections_opened;
    report_.connect_time.record(opening.connect);
    if (!opening.tls) return;
    report_.tls_time.record(*opening.tls);
    if (opening.resumed) ++report_.tls_resumed;
}

void Worker::on_connect_failed(ErrorKind error) {
    ++report_.connection_errors.at(static_cast<std::size_t>(error));
    if (plan_.is_trial) plan_.phases.cut(plan_.clock.now());
}

void Worker::tick_again() {
    ticks_.expires_after(tick_length);
    ticks_.async_wait([this](const boost::system::error_code&) { tick(plan_.clock.now()); });
}

void Worker::tick(base::Instant now) {
    const bool all_gave_up = std::ranges::all_of(lanes_, [](const auto& lane) { return lane->gave_up(); });
    if (stop_.stop_requested() || all_gave_up) plan_.phases.cut(now);
    sample_processor(now);
    if (is_done(now)) return finish(now);
    for (const auto& lane : lanes_) lane->tick(now);
    for (Tally& tally : tallies_) tally.series.advance(now - plan_.phases.measure_begin());
    tick_again();
}

void Worker::sample_processor(base::Instant now) {
    if (!at_begin_ && now >= plan_.phases.measure_begin()) at_begin_ = Reading{now, thread_cpu_time()};
    if (!at_end_ && now >= plan_.phases.measure_end()) at_end_ = Reading{now, thread_cpu_time()};
    if (at_begin_ && at_end_ && at_end_->at > at_begin_->at) {
        report_.busiest_thread = std::chrono::duration<double>(at_end_->processor - at_begin_->processor) /
                                 std::chrono::duration<double>(at_end_->at - at_begin_->at);
    }
}

bool Worker::is_done(base::Instant now) const {
    const Phase phase = plan_.phases.at(now);
    if (phase == Phase::over) return true;
    if (phase != Phase::drain && !plan_.schedule.is_exhausted()) return false;
    return std::none_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane->busy(); });
}

void Worker::abandon(const Lane& lane, base::Instant now) {
    tallies_[0].on_abandoned(plan_.phases, lane.sample(now).intended, now);
    if (Tally* tally = tally_of(lane.message())) {
        tally->on_abandoned(plan_.phases, lane.message_intended(), now);
    }
}

void Worker::finish(base::Instant now) {
    for (const auto& lane : lanes_) {
        if (lane->busy()) abandon(*lane, now);
        lane->hang_up();
    }
    if (plan_.schedule.is_open()) tallies_[0].on_unsent(plan_.phases, plan_.schedule, now);
    context_.stop();
}

}  // namespace

WorkerResult run_worker(const WorkerPlan& plan, const std::stop_token& stop) {
    return Worker{plan, stop}.run();
}

}  // namespace assay::load
