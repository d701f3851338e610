#include "assay/load/worker.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <unordered_set>

#include <time.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "lane.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;

constexpr base::Duration tick_length = std::chrono::milliseconds{20};
constexpr std::size_t most_opening_at_once = 256;  // of a worker's connections

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
        : plan_{plan},
          stop_{stop},
          tallies_{tallies_for(plan.traffic)},
          log_{plan.logged},
          begun_{plan.line == nullptr},
          random_{plan.seed} {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    /// One that failed on its way does not keep the others waiting.
    ~Worker() override {
        if (!arrived_ && plan_.line != nullptr) plan_.line->arrive(plan_.clock.now());
    }

    WorkerResult run();

private:
    void on_free(Lane& lane, base::Instant now) override;
    void on_lost(Lane& lane) override;
    void on_operation_done(const Lane& lane, const std::optional<Failure>& error, base::Instant now) override;
    void on_message_sent(std::size_t message, base::Instant intended) override;
    void on_message_done(std::size_t message, const std::optional<Failure>& error,
                         const Sample& sample) override;
    void on_connect(const Opening& opening) override;
    void on_connect_failed(const Lane& lane, ErrorKind error) override;
    void on_challenge(base::Duration round_trip) override { report_.auth_time.record(round_trip); }

    void serve();
    void open_more(base::Instant now);
    void settle(const Lane& lane, base::Instant now);
    void come_to_the_line(base::Instant now);
    void begin(base::Instant start);
    void cut(base::Instant now);
    [[nodiscard]] Tally* tally_of(std::size_t message);
    [[nodiscard]] Tally* tally_of_flow(const Lane& lane);
    void think(Lane& lane);
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
    void log(const Lane& lane, base::Instant now, Fate fate, ErrorKind error = {});
    void log_unsent(base::Instant now);
    void finish(base::Instant now);

    WorkerPlan plan_;
    const std::stop_token& stop_;
    std::vector<Tally> tallies_;
    GeneratorReport report_;
    RequestLog log_;
    bool begun_;
    bool arrived_ = false;  ///< at the start line
    base::Instant opening_began_;
    std::unordered_set<const Lane*> settled_;  ///< before the start: whose connection stands, or could not

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
    std::size_t opened_ = 0;  ///< of the lanes, from the first on

    struct Reading {
        base::Instant at;
        base::Duration processor;
    };
    std::optional<Reading> at_begin_;
    std::optional<Reading> at_end_;
};

WorkerResult Worker::run() {
    opening_began_ = plan_.clock.now();
    lanes_ = plan_.traffic.lanes(context_,
                                 {.first = plan_.first_connection,
                                  .count = plan_.connections,
                                  .timeout = plan_.timeout,
                                  .clock = plan_.clock},
                                 *this);
    open_more(opening_began_);
    watch_seconds();
    tick_again();
    serve();
    for (Tally& tally : tallies_) tally.series.watch({});
    return {std::move(tallies_), std::move(report_), plan_.phases, std::move(log_)};
}

/// Whoever is woken comes some 50 us late, and whoever has to wake him, the service, pays for it. So who may
/// spend a core on it does not sleep before a request is due, nor soon after something has come.
void Worker::serve() {
    if (plan_.spin == base::Duration::zero()) {
        context_.run();
        return;
    }
    base::Instant latest = plan_.clock.now();
    while (!context_.stopped()) {
        const bool something = context_.poll() > 0;
        const base::Instant now = plan_.clock.now();
        if (something) latest = now;
        if (now >= wake_) {
            dispatch(now);
        } else if (now - latest > plan_.spin && wake_ - plan_.spin > now) {
            context_.run_one();
            latest = plan_.clock.now();
        }
    }
}

void Worker::come_to_the_line(base::Instant now) {
    const bool ready = settled_.size() == lanes_.size() || now - opening_began_ >= plan_.timeout;
    if (ready && !arrived_) {
        plan_.line->arrive(now);
        arrived_ = true;
    }
    if (const auto start = plan_.line->start()) {
        begin(*start);
        open_more(now);
    }
}

/// All at once would overrun the queue of many a service, and ten thousand TLS handshakes at a time hold
/// twice the memory of as many connections. What has not been opened when the load begins is opened then.
void Worker::open_more(base::Instant now) {
    const std::size_t up_to =
        begun_ ? lanes_.size() : std::min(lanes_.size(), settled_.size() + most_opening_at_once);
    while (opened_ < up_to) lanes_[opened_++]->open(now);
}

void Worker::settle(const Lane& lane, base::Instant now) {
    if (begun_) return;
    settled_.insert(&lane);
    open_more(now);
}

void Worker::begin(base::Instant start) {
    begun_ = true;
    plan_.phases.begin_at(start);
    plan_.schedule.begin_at(start);
    report_.opening = start - opening_began_;
    report_.connections_at_start = free_.size();
    if (plan_.live != nullptr) plan_.live->begins_at(plan_.phases.measure_begin());
    if (plan_.think) {
        for (const Free& each : free_) think(*each.lane);
        free_.clear();
    }
    dispatch(plan_.clock.now());
}

void Worker::cut(base::Instant now) {
    if (!begun_) begin(now);
    plan_.phases.cut(now);
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
    settle(lane, now);
    if (plan_.think && begun_) {
        think(lane);
    } else {
        free_.push_back({&lane, lane.ready_since()});
    }
    if (begun_) dispatch(now);
}

void Worker::think(Lane& lane) {
    const base::Instant since = std::max(plan_.phases.start(), lane.ready_since());
    thinking_.emplace(since + plan_.think->draw(random_), &lane);
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
    if (wake_ <= now) wake_ = base::Instant::max();
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
    if (Tally* tally = tally_of_flow(lane)) tally->on_sent(plan_.phases, intended);
    const bool has_due_time = plan_.schedule.is_open() || plan_.think;
    // where no connection was free, it was not the generator that was late
    if (has_due_time && plan_.phases.measures(intended) && lane.free_since() <= intended)
        report_.lateness.record(lane.sample(now).sent - intended);
}

void Worker::wake_at(base::Instant due) {
    if (due == wake_ || due == base::Instant::max()) return;
    wake_ = due;
    due_.expires_at(due - plan_.spin);
    due_.async_wait([this](const boost::system::error_code& error) {
        const base::Instant now = plan_.clock.now();
        if (!error && now >= wake_) dispatch(now);  // else serve() polls until it is
    });
}

void Worker::on_operation_done(const Lane& lane, const std::optional<Failure>& error, base::Instant now) {
    for (Tally* tally : {&tallies_[0], tally_of_flow(lane)}) {
        if (tally == nullptr) continue;
        if (error) {
            tally->on_failure(plan_.phases, *error, lane.sample(now));
        } else {
            tally->on_success(plan_.phases, lane.sample(now));
        }
    }
    if (plan_.schedule.is_exhausted()) ticks_.cancel();  // the next tick is now
    log(lane, now, error ? Fate::failed : Fate::succeeded, error ? error->kind : ErrorKind{});
}

// Messages are counted by themselves where an operation has several.
Tally* Worker::tally_of(std::size_t message) {
    return tallies_.size() == 1 ? nullptr : &tallies_.at(message);
}

Tally* Worker::tally_of_flow(const Lane& lane) {
    return lane.flow() == 0 ? nullptr : &tallies_.at(lane.flow());
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

void Worker::on_connect_failed(const Lane& lane, ErrorKind error) {
    settle(lane, plan_.clock.now());
    ++report_.connection_errors.at(static_cast<std::size_t>(error));
    if (plan_.is_trial) plan_.phases.cut(plan_.clock.now());
}

void Worker::tick_again() {
    ticks_.expires_after(tick_length);
    ticks_.async_wait([this](const boost::system::error_code&) { tick(plan_.clock.now()); });
}

void Worker::tick(base::Instant now) {
    const bool all_gave_up = std::ranges::all_of(lanes_, [](const auto& lane) { return lane->gave_up(); });
    if (stop_.stop_requested() || all_gave_up) cut(now);
    if (!begun_) come_to_the_line(now);
    if (begun_) {
        sample_processor(now);
        if (is_done(now)) return finish(now);
        for (Tally& tally : tallies_) tally.series.advance(now - plan_.phases.measure_begin());
    }
    for (const auto& lane : std::span{lanes_}.first(opened_)) lane->tick(now);
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
    const base::Instant intended = lane.sample(now).intended;
    tallies_[0].on_abandoned(plan_.phases, intended, now);
    if (Tally* tally = tally_of_flow(lane)) tally->on_abandoned(plan_.phases, intended, now);
    log(lane, now, Fate::abandoned);
    if (Tally* tally = tally_of(lane.message())) {
        tally->on_abandoned(plan_.phases, lane.message_intended(), now);
    }
}

void Worker::log(const Lane& lane, base::Instant now, Fate fate, ErrorKind error) {
    const Sample sample = lane.sample(now);
    if (log_.most() == 0 || !plan_.phases.measures(sample.intended)) return;
    log_.add({sample.intended, lane.free_since(), sample.sent, now, fate, error});
}

void Worker::log_unsent(base::Instant now) {
    Schedule rest = plan_.schedule;
    rest.skip(rest.due_before(plan_.phases.measure_begin()));
    std::uint64_t missed = rest.due_before(plan_.phases.measure_end());
    for (; missed > 0 && !log_.is_full(); --missed, rest.skip(1))
        log_.add({.intended = rest.next_due(), .free = {}, .sent = {}, .ended = now, .fate = Fate::unsent});
    log_.leave_out(missed);
}

void Worker::finish(base::Instant now) {
    for (const auto& lane : lanes_) {
        if (lane->busy()) abandon(*lane, now);
        lane->hang_up();
    }
    if (plan_.schedule.is_open()) {
        tallies_[0].on_unsent(plan_.phases, plan_.schedule, now);
        if (log_.most() > 0) log_unsent(now);
    }
    context_.stop();
}

}  // namespace

WorkerResult run_worker(const WorkerPlan& plan, const std::stop_token& stop) {
    return Worker{plan, stop}.run();
}

}  // namespace assay::load
