#include "assay/load/load_record.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

constexpr double nearly_a_whole_core = 0.90;
constexpr double rate_tolerance = 0.95;
constexpr base::Duration tolerable_lateness = 1ms;

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
    if (generator.connections_at_start < record.scenario.connections && generator.opening.count() > 0) {
        notes.push_back(
            fmt::format("{} of {} {} stood when the schedule began, {} after the first attempt.",
                        grouped(generator.connections_at_start), grouped(record.scenario.connections),
                        record.scenario.is_ipmi() ? "sessions" : "connections", to_text(generator.opening)));
    }
    const base::Duration late = generator.lateness.at_percentile(99);
    if (late >= tolerable_lateness) {
        notes.push_back(
            fmt::format("the generator itself was late: p99 {} from the due time to the sending on a "
                        "free connection. The response time includes that.",
                        to_text(late)));
    }
    if (is_local(record.scenario.host)) {
        notes.emplace_back(
            "the target is on this machine: generator and service share its cores and there is no "
            "network between them.");
    }
}

void add_judging_notes(std::vector<std::string>& notes, const LoadRecord& record) {
    if (!record.conformance) return;
    const Conformance& found = *record.conformance;
    if (found.judged == 0)
        notes.emplace_back("no exchange was judged: the share is too small for this load.");
    if (found.dropped > 0) {
        notes.push_back(fmt::format(
            "{} exchanges of the sample were left out, because they came faster than they could be judged: "
            "the busiest moments have fewer of them. Judge a smaller share.",
            grouped(found.dropped)));
    }
    for (const RuleCount* each : found.broken()) {
        if (each->of_requests)
            notes.push_back(
                fmt::format("the load's own requests break {} ({} of {}): what answers do then is "
                            "no proof.",
                            each->rule, grouped(each->broken), grouped(each->examined)));
    }
}

std::string list_of(const std::vector<unsigned>& numbers) {
    constexpr std::size_t most = 10;
    const std::span shown{numbers.data(), std::min(numbers.size(), most)};
    return fmt::format("{}{}", fmt::join(shown, ", "), numbers.size() > most ? ", …" : "");
}

/// How far apart, or how late, shards may begin that are to be one load.
constexpr base::Duration tolerable_skew = 500ms;

void add_clock_notes(std::vector<std::string>& notes, const LoadRecord& record) {
    const auto is_timed = [](const Part& part) { return part.start_at.has_value(); };
    if (std::ranges::none_of(record.parts, is_timed)) return;
    std::vector<unsigned> unkept;
    std::vector<unsigned> late;
    for (const Part& part : record.parts) {
        if (!part.clock || !part.clock->synchronised || part.clock->most_error > tolerable_skew)
            unkept.push_back(part.shard.index);
        if (part.start_at && part.started - *part.start_at > tolerable_skew) late.push_back(part.shard.index);
    }
    if (!unkept.empty()) {
        notes.push_back(
            fmt::format("the clock where shard {} ran was not known to be right within {}; when it began is "
                        "by that clock.",
                        list_of(unkept), to_text(tolerable_skew)));
    }
    if (!late.empty()) {
        notes.push_back(fmt::format("shard {} began more than {} after --start-at.", list_of(late),
                                    to_text(tolerable_skew)));
    }
}

void add_part_notes(std::vector<std::string>& notes, const LoadRecord& record) {
    add_clock_notes(notes, record);
    if (record.parts.empty()) return;
    const auto [first, last] = std::ranges::minmax(record.parts, {}, &Part::started);
    if (last.started - first.started > tolerable_skew) {
        notes.push_back(fmt::format(
            "its parts began up to {} apart; the time series lays their beginnings on each other.",
            to_text(last.started - first.started)));
    }
    const std::vector<unsigned> missing = missing_shards(record);
    if (!missing.empty() && !record.complete) {
        notes.push_back(fmt::format("shard {} of {} is missing: the load was not whole.", list_of(missing),
                                    record.parts.front().shard.of));
    }
}

}  // namespace

std::vector<unsigned> missing_shards(const LoadRecord& record) {
    std::vector<unsigned> missing;
    if (record.parts.empty()) return missing;
    std::vector<bool> there(record.parts.front().shard.of);
    for (const Part& part : record.parts) there.at(part.shard.index) = true;
    for (unsigned i = 0; i < there.size(); ++i) {
        if (!there[i]) missing.push_back(i);
    }
    return missing;
}

void GeneratorReport::merge(const GeneratorReport& other) {
    busiest_thread = std::max(busiest_thread, other.busiest_thread);
    lateness.merge(other.lateness);
    opening = std::max(opening, other.opening);
    connections_at_start += other.connections_at_start;
    connections_opened += other.connections_opened;
    messages += other.messages;
    connect_time.merge(other.connect_time);
    tls_time.merge(other.tls_time);
    tls_resumed += other.tls_resumed;
    auth_time.merge(other.auth_time);
    for (std::size_t i = 0; i < connection_errors.size(); ++i)
        connection_errors[i] += other.connection_errors[i];
}

void DeliveryReport::merge(const DeliveryReport& other) {
    for (std::uint64_t DeliveryReport::*const each :
         {&DeliveryReport::subscriptions, &DeliveryReport::events, &DeliveryReport::push,
          &DeliveryReport::push_with_ack, &DeliveryReport::batches, &DeliveryReport::heartbeats,
          &DeliveryReport::ends, &DeliveryReport::acknowledged, &DeliveryReport::undated,
          &DeliveryReport::rejected})
        this->*each += other.*each;
}

double LoadRecord::per_second(std::uint64_t count) const {
    if (measured.count() == 0) return 0;
    return static_cast<double>(count) / std::chrono::duration<double>(measured).count();
}

double LoadRecord::offered_rate(const Tally& tally) const { return per_second(tally.offered); }

double LoadRecord::messages_a_connection() const {
    if (generator.connections_opened == 0) return 0;
    return static_cast<double>(generator.messages) / static_cast<double>(generator.connections_opened);
}

double LoadRecord::achieved_rate(const Tally& tally) const { return per_second(tally.completed); }

std::vector<std::string> LoadRecord::operation_names() const {
    std::vector<std::string> names;
    names.reserve(operations.size());
    for (const Tally& tally : operations) names.push_back(tally.operation);
    return names;
}

std::vector<std::string> notes_on(const LoadRecord& record) {
    std::vector<std::string> notes;
    const Tally& tally = record.operation();
    if (!record.complete && record.measured < record.scenario.duration) {
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
    if (const std::string file = record.scenario.file(); !file.empty()) {
        notes.push_back(
            fmt::format("{}: every request was prepared octets with patched fields, no script ran.", file));
    }
    if (record.teardown_error) {
        notes.push_back(fmt::format("the teardown failed ({}): what the setup made may still be there.",
                                    name_of(*record.teardown_error)));
    }
    if (record.deliveries && record.deliveries->undated > 0) {
        notes.push_back(fmt::format(
            "{} of {} events did not say when they came about: they are counted and are in no time.",
            grouped(record.deliveries->undated), grouped(record.deliveries->events)));
    }
    if (record.deliveries && record.deliveries->undated < record.deliveries->events)
        notes.emplace_back(
            "an event's time is from its creation by the source's clock to its arrival by ours.");
    add_judging_notes(notes, record);
    add_generator_notes(notes, record);
    add_part_notes(notes, record);
    return notes;
}

}  // namespace assay::load
