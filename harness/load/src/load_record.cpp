#include "assay/load/load_record.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

constexpr double nearly_a_whole_core = 0.90;
constexpr double rate_tolerance = 0.95;
constexpr base::Duration tolerable_lateness = 1ms;

double per_second(std::uint64_t count, base::Duration time) {
    return time.count() == 0 ? 0 : static_cast<double>(count) / std::chrono::duration<double>(time).count();
}

bool is_local(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string rate_note(const LoadRecord& record) {
    const Tally& tally = record.operation();
    return fmt::format(
        "achieved {:.1f} of {:.1f} per second offered; {} requests were due but never sent. They count in "
        "the "
        "response time with the wait they had had, a lower bound.",
        record.achieved_rate(tally), record.offered_rate(), grouped(tally.unsent));
}

void add_generator_notes(std::vector<std::string>& notes, const LoadRecord& record) {
    const GeneratorReport& generator = record.generator;
    if (generator.busiest_thread >= nearly_a_whole_core) {
        notes.push_back(
            fmt::format("a generator thread used {:.0f} % of its core: the generator may be what "
                        "limits the throughput. Add --threads, or read it as a lower bound.",
                        generator.busiest_thread * 100));
    }
    const base::Duration late = generator.lateness.at_percentile(99);
    if (late >= tolerable_lateness) {
        notes.push_back(
            fmt::format("the generator itself was late: p99 {} from the due time to the sending on a "
                        "free connection. The response time includes that.",
                        to_text(late)));
    }
    if (is_local(record.scenario.host())) {
        notes.emplace_back(
            "the target is on this machine: generator and service share its cores and there is no "
            "network between them.");
    }
}

}  // namespace

void GeneratorReport::merge(const GeneratorReport& other) {
    busiest_thread = std::max(busiest_thread, other.busiest_thread);
    lateness.merge(other.lateness);
    connections_opened += other.connections_opened;
    connect_time.merge(other.connect_time);
    tls_time.merge(other.tls_time);
    tls_resumed += other.tls_resumed;
    auth_time.merge(other.auth_time);
    for (std::size_t i = 0; i < connection_errors.size(); ++i)
        connection_errors[i] += other.connection_errors[i];
}

double LoadRecord::offered_rate() const { return per_second(operation().offered, measured); }

double LoadRecord::achieved_rate(const Tally& tally) const { return per_second(tally.completed, measured); }

std::vector<std::string> notes_on(const LoadRecord& record) {
    std::vector<std::string> notes;
    const Tally& tally = record.operation();
    if (!record.complete) {
        notes.push_back(fmt::format("interrupted after {} of {} measured.", to_text(record.measured),
                                    to_text(record.scenario.duration)));
    }
    if (record.scenario.rate &&
        (tally.unsent > 0 || record.achieved_rate(tally) < rate_tolerance * record.offered_rate())) {
        notes.push_back(rate_note(record));
    }
    if (tally.abandoned > 0) {
        notes.push_back(
            fmt::format("{} requests were in flight when the run ended.", grouped(tally.abandoned)));
    }
    if (tally.warm_up_failures > 0) {
        notes.push_back(
            fmt::format("{} requests failed during the warm-up.", grouped(tally.warm_up_failures)));
    }
    if (!record.scenario.rate && tally.succeeded > 0) {
        notes.emplace_back(
            "closed loop: a slow answer delays the next request, so response times are those of "
            "this many clients, not of an independent load. Use --rate for that.");
    }
    if (tally.response_time.clipped() > 0) {
        notes.push_back(fmt::format(
            "{} response times were longer than the histogram's {} and count as that.",
            grouped(tally.response_time.clipped()), to_text(tally.response_time.geometry().highest)));
    }
    if (record.scenario.program) {
        notes.push_back(
            fmt::format("{}: every request was prepared octets with patched fields, no script ran.",
                        record.scenario.program->file));
    }
    if (record.teardown_error) {
        notes.push_back(fmt::format("the teardown failed ({}): what the setup made may still be there.",
                                    name_of(*record.teardown_error)));
    }
    add_generator_notes(notes, record);
    return notes;
}

}  // namespace assay::load
