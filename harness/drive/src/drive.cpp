#include "assay/drive/drive.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/observe/http_reading.hpp"
#include "assay/suite/canary.hpp"
#include "bmc_knock.hpp"
#include "case_player.hpp"
#include "exchanger.hpp"
#include "recorder.hpp"
#include "schedule.hpp"

namespace assay::drive {
namespace {

/// Does a further attempt tell more? Our own mistakes happen again, and a target that is gone is gone.
bool is_worth_retrying(record::Verdict verdict) {
    return verdict == record::Verdict::failed || verdict == record::Verdict::warned ||
           verdict == record::Verdict::setup_failed;
}

/// The workers of one run.
class Crew {
public:
    Crew(const DriveJob& job, const record::Exchange& first, Recorder& recorder, const base::Clock& clock,
         const std::atomic<bool>& stop, const std::function<void(const CaseNews&)>& on_case)
        : job_{job},
          first_{first},
          recorder_{recorder},
          clock_{clock},
          stop_{stop},
          on_case_{on_case},
          schedule_{*job.plan, job.access.connections} {}

    void run() {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < job_.jobs; ++i) others.emplace_back([this] { work(); });
        work();
        others.clear();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void work() {
        try {
            while (const auto index = next()) {
                settle(*index, play(job_.plan->cases[*index]));
            }
        } catch (...) {
            const std::lock_guard lock{mutex_};
            failure_ = std::current_exception();
            changed_.notify_all();
        }
    }

    /// Plays the case as often as it may be.
    /// @return nothing when it was stopped
    std::optional<CaseNews> play(const suite::PlannedCase& planned) {
        std::vector<record::Verdict> verdicts;
        do {
            const auto attempt = static_cast<std::uint32_t>(verdicts.size() + 1);
            const auto played = play_case(job_, planned, attempt, first_, recorder_, clock_, stop_);
            if (!played) return std::nullopt;
            verdicts.push_back(played->verdict);
        } while (is_worth_retrying(verdicts.back()) && verdicts.size() <= job_.retries);
        return CaseNews{
            &planned,
            std::accumulate(verdicts.begin() + 1, verdicts.end(), verdicts.front(), record::graver_of),
            verdicts.size(), record::is_flaky(verdicts)};
    }

    /// Waits for a case that may run; nothing when there is none left or the run is over.
    std::optional<std::size_t> next() {
        std::unique_lock lock{mutex_};
        for (;;) {
            if (failure_ || stop_.load()) return std::nullopt;
            std::size_t index = 0;
            switch (schedule_.take(index)) {
                case Schedule::Next::run: return index;
                case Schedule::Next::done: return std::nullopt;
                case Schedule::Next::wait: changed_.wait_for(lock, std::chrono::milliseconds{200});
            }
        }
    }

    void settle(std::size_t index, const std::optional<CaseNews>& news) {
        const std::lock_guard lock{mutex_};
        schedule_.ended(index, news ? news->verdict : record::Verdict::blocked);
        if (news) on_case_(*news);
        changed_.notify_all();
    }

    const DriveJob& job_;
    const record::Exchange& first_;
    Recorder& recorder_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    const std::function<void(const CaseNews&)>& on_case_;
    Schedule schedule_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::exception_ptr failure_;
};

void refuse_refusal(const record::Exchange& exchange, const Access& access) {
    const observe::HttpReading response = observe::read_response(exchange.response);
    if (response.status != 401 && response.status != 403) return;
    std::string offered;
    bool is_spoken = false;
    for (const observe::HttpField& field : response.fields) {
        if (!base::equal_ignoring_case(field.name, "WWW-Authenticate")) continue;
        const std::string scheme = field.value.substr(0, field.value.find(' '));
        is_spoken = is_spoken || base::equal_ignoring_case(scheme, "Basic") ||
                    DigestChallenge::strongest({field.value}).has_value();
        offered += (offered.empty() ? "" : ", ") + scheme;
    }
    if (!offered.empty() && !is_spoken) {
        throw TargetError{
            fmt::format("authentication refused, HTTP {}: it takes {} only", response.status, offered),
            access.target.url(), "allow Basic or Digest (MD5 or SHA-256) there; that is what assay speaks"};
    }
    const char* why = access.authentication->credentials().given() ? "the user or the password is wrong"
                                                                   : "it wants credentials";
    throw TargetError{
        fmt::format("authentication refused, HTTP {}: {}", response.status, why), access.target.url(),
        "give them in ASSAY_USER and ASSAY_PASSWORD, in a profile, or as http://USER:PASSWORD@…"};
}

}  // namespace

script::Setting setting_for(const Target& target, const suite::Profile& profile, std::uint64_t seed) {
    script::Setting setting;
    setting.seed = seed;
    setting.host = target.authority();
    setting.path = target.path;
    setting.url = target.url();
    setting.profile = profile.data;
    setting.namespaces = profile.namespaces;
    return setting;
}

record::Exchange knock(Access& access, const base::Clock& clock, base::Instant began) {
    if (access.target.is_bmc) return knock_at_bmc(access, clock, began);
    const std::atomic<bool> never{false};
    Exchanger exchanger{access, clock, began, never, {[] { return 1U; }, [] { return 1U; }}};
    bool stopped = false;
    const Target& target = access.target;
    record::Exchange exchange =
        exchanger.exchange(suite::canary_request({target.authority(), target.path, target.url()}), stopped);
    if (exchange.ending == record::Ending::unreachable) {
        throw TargetError{fmt::format("no connection: {}", exchange.trouble), target.url(),
                          "check that the service runs there, and the port"};
    }
    if (exchange.ending != record::Ending::answered) {
        throw TargetError{
            fmt::format("no answer to Identify: {}, {}", record::to_text(exchange.ending), exchange.trouble),
            target.url(), "check that it speaks HTTP there (or https), or give it more time with --timeout"};
    }
    refuse_refusal(exchange, access);
    return exchange;
}

bool drive(const DriveJob& job, const record::Exchange& first, record::JournalWriter& journal,
           const base::Clock& clock, const std::atomic<bool>& stop,
           const std::function<void(const CaseNews&)>& on_case) {
    Recorder recorder{journal, clock, job.began, first.id};
    recorder.exchanged(first);
    Crew{job, first, recorder, clock, stop, on_case}.run();
    if (stop.load()) return false;
    recorder.run_ended();
    return true;
}

}  // namespace assay::drive
