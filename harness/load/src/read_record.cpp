#include "assay/load/read_record.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/load/hdr_log.hpp"

namespace assay::load {
namespace {

using Json = nlohmann::ordered_json;

/// A value with the path to it, so that a complaint can name the place.
class Value {
public:
    Value(const Json& json, std::string path, const std::string& file)
        : json_{json}, path_{std::move(path)}, file_{file} {}

    [[noreturn]] void refuse(const std::string& what) const {
        throw base::SetupError{
            fmt::format("{}: {}", path_.empty() ? "the file" : path_, what), file_,
            "give a run's load.json, as `assay bench --out` and `assay merge --out` write it"};
    }
    [[nodiscard]] bool has(const char* name) const { return json_.is_object() && json_.contains(name); }
    [[nodiscard]] Value operator[](const char* name) const {
        if (!has(name)) refuse(fmt::format("'{}' is missing", name));
        return {json_[name], path_.empty() ? name : fmt::format("{}.{}", path_, name), file_};
    }
    [[nodiscard]] std::vector<Value> elements() const {
        if (!json_.is_array()) refuse("expected an array");
        std::vector<Value> values;
        for (std::size_t i = 0; i < json_.size(); ++i)
            values.emplace_back(json_[i], fmt::format("{}[{}]", path_, i), file_);
        return values;
    }
    [[nodiscard]] std::uint64_t count() const {
        if (!json_.is_number_unsigned()) refuse("expected a count");
        return json_.get<std::uint64_t>();
    }
    [[nodiscard]] double number() const {
        if (!json_.is_number()) refuse("expected a number");
        return json_.get<double>();
    }
    [[nodiscard]] std::string text() const {
        if (!json_.is_string()) refuse("expected a string");
        return json_.get<std::string>();
    }
    [[nodiscard]] bool flag() const {
        if (!json_.is_boolean()) refuse("expected true or false");
        return json_.get<bool>();
    }
    [[nodiscard]] base::Duration nanoseconds() const {
        if (!json_.is_number_integer()) refuse("expected a number of nanoseconds");
        return base::Duration{json_.get<base::Duration::rep>()};
    }
    [[nodiscard]] base::Duration seconds() const {
        constexpr double a_century = 3.2e9;
        if (const double value = number(); value >= 0 && value < a_century)
            return base::Duration{std::llround(value * 1e9)};
        refuse("expected a number of seconds");
    }
    [[nodiscard]] unsigned small() const {
        const std::uint64_t value = count();
        if (value > 100'000'000) refuse("expected a smaller number");
        return static_cast<unsigned>(value);
    }
    [[nodiscard]] const Json& json() const { return json_; }

private:
    const Json& json_;
    std::string path_;
    const std::string& file_;
};

Histogram histogram(const Value& value, const Geometry& geometry) {
    const auto read =
        from_hdr_v2(value["hdr"].text(), {.min = value["min"].nanoseconds(),
                                          .max = value["max"].nanoseconds(),
                                          .sum_ns = value["sum"].number(),
                                          .clipped = value.has("clipped") ? value["clipped"].count() : 0});
    if (!read || read->geometry() != geometry) value["hdr"].refuse("this is no histogram of this program");
    return *read;
}

ErrorCounts errors(const Value& value) {
    ErrorCounts counts{};
    std::size_t known = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::string name{name_of(static_cast<ErrorKind>(i))};
        if (!value.has(name.c_str())) continue;
        counts[i] = value[name.c_str()].count();
        ++known;
    }
    if (known != value.json().size())
        value.refuse("there is a kind of error that this program does not know");
    return counts;
}

Series series(const Value& value) {
    const base::Duration width = value["width_s"].seconds();
    const auto seconds = static_cast<std::uint64_t>(width / Series::second);
    if (width % Series::second != base::Duration{} || seconds == 0 || (seconds & (seconds - 1)) != 0)
        value["width_s"].refuse("expected a power of two");
    std::vector<Slot> slots;
    for (const Value& each : value["slots"].elements()) {
        slots.push_back(
            {.succeeded = each["succeeded"].count(),
             .failed = each["failed"].count(),
             .response_time = SparseHistogram{histogram(each["response_time_ns"], slot_geometry)}});
    }
    if (slots.size() > Series::most_slots) value["slots"].refuse("there are too many");
    return Series::restored(width, std::move(slots));
}

/// A run of before faults were counted by name has none.
FaultCounts faults(const Value& operation) {
    std::vector<FaultCounts::Entry> entries;
    for (const Value& each : operation["faults"].elements()) {
        entries.push_back({.name = {each["code"].text(), each["subcode"].text(), each["provider"].text()},
                           .count = each["count"].count(),
                           .response_time = histogram(each["response_time_ns"], slot_geometry)});
    }
    return FaultCounts::restored(std::move(entries), operation["faults_unnamed"].count());
}

Tally operation(const Value& value) {
    Tally tally;
    tally.operation = value["name"].text();
    tally.offered = value["offered"].count();
    tally.sent = value["sent"].count();
    tally.succeeded = value["succeeded"].count();
    tally.abandoned = value["abandoned"].count();
    tally.unsent = value["unsent"].count();
    tally.errors = errors(value["errors"]);
    if (value.has("faults")) {
        tally.faults = faults(value);
        tally.volume = {value["octets_sent"].count(), value["octets_received"].count(),
                        value["items"].count()};
    }
    tally.completed = value["completed"].count();
    tally.warm_up_failures = value["warm_up_failures"].count();
    tally.response_time = histogram(value["response_time_ns"], {});
    tally.service_time = histogram(value["service_time_ns"], {});
    tally.series = series(value["series"]);
    const auto named = [&](ErrorKind kind) { return tally.errors[static_cast<std::size_t>(kind)]; };
    if (value.has("faults") &&
        tally.faults.total() != named(ErrorKind::fault) + named(ErrorKind::completion_code))
        value["faults"].refuse("they are not as many as errors.fault and errors.completion_code");
    if (tally.sent != tally.succeeded + tally.failed() + tally.abandoned ||
        tally.offered != tally.sent + tally.unsent)
        value.refuse("its counts do not add up");
    return tally;
}

ScenarioFacts scenario(const Value& value) {
    ScenarioFacts facts;
    facts.url = value["url"].text();
    facts.operation = value["operation"].text();
    if (!value["rate"].json().is_null()) facts.rate = value["rate"].number();
    facts.connections = value["connections"].small();
    facts.threads = value["threads"].small();
    facts.warm_up = value["warm_up_s"].seconds();
    facts.duration = value["duration_s"].seconds();
    facts.timeout = value["timeout_s"].seconds();
    Json details = value.json();
    for (const char* known : {"url", "operation", "loop", "rate", "connections", "threads", "warm_up_s",
                              "duration_s", "timeout_s"})
        details.erase(known);
    facts.details = details.dump();
    const std::size_t host = facts.url.find("://");
    if (host == std::string::npos) value["url"].refuse("expected a URL");
    const std::size_t end = facts.url.find_first_of("/:-", host + 3);
    facts.host = facts.url.substr(host + 3, end == std::string::npos ? end : end - host - 3);
    if (facts.url.substr(host + 3).starts_with("[::1]")) facts.host = "::1";
    return facts;
}

base::WallTime time(const Value& value) { return base::WallTime{value.nanoseconds()}; }

Part part(const Value& value) {
    Part part{.run = value["run"].text(),
              .shard = {value["shard"]["index"].small(), value["shard"]["of"].small()},
              .started = time(value["started_ns"]),
              .measured = value["measured_s"].seconds()};
    if (part.shard.index >= part.shard.of) value["shard"].refuse("expected an index below 'of'");
    if (value.has("start_at_ns")) part.start_at = time(value["start_at_ns"]);
    if (value.has("clock")) {
        part.clock = ClockState{.synchronised = value["clock"]["synchronised"].flag(),
                                .most_error = value["clock"]["most_error_ns"].nanoseconds()};
    }
    return part;
}

GeneratorReport generator(const Value& value) {
    return {.busiest_thread = value["busiest_thread"].number(),
            .lateness = histogram(value["lateness_ns"], {}),
            .opening = value["opening_s"].seconds(),
            .connections_at_start = value["connections_at_start"].count(),
            .connections_opened = value["connections_opened"].count(),
            .messages = value.has("messages") ? value["messages"].count() : 0,
            .connection_errors = errors(value["connection_errors"]),
            .connect_time = histogram(value["connect_time_ns"], {}),
            .tls_time = histogram(value["tls_time_ns"], {}),
            .tls_resumed = value["tls_resumed"].count(),
            .auth_time = histogram(value["auth_time_ns"], {})};
}

DeliveryReport deliveries(const Value& value) {
    return {.subscriptions = value["subscriptions"].count(),
            .events = value["events"].count(),
            .push = value["push"].count(),
            .push_with_ack = value["push_with_ack"].count(),
            .batches = value["batches"].count(),
            .heartbeats = value["heartbeats"].count(),
            .ends = value["ends"].count(),
            .acknowledged = value["acknowledged"].count(),
            .undated = value["undated"].count(),
            .rejected = value["rejected"].count()};
}

ErrorKind error_kind(const Value& value) {
    const std::string name = value.text();
    for (std::size_t i = 0; i < ErrorCounts{}.size(); ++i) {
        if (name == name_of(static_cast<ErrorKind>(i))) return static_cast<ErrorKind>(i);
    }
    value.refuse("this program knows no such kind of error");
}

RuleCount rule_count(const Value& value) {
    RuleCount count{.rule = value["rule"].text(),
                    .of_requests = value["judged"].text() == "request",
                    .examined = value["examined"].count(),
                    .broken = value["broken"].count(),
                    .findings = value["findings"].count()};
    const auto level = record::level_from(value["level"].text());
    if (!level) value["level"].refuse("there is no such level");
    count.level = *level;
    if (!value.has("example")) return count;
    const Value example = value["example"];
    count.example =
        BrokenExample{example["run"].text(),     example["exchange"].small(), example["where"].text(),
                      example["message"].text(), example["expected"].text(),  example["actual"].text()};
    return count;
}

Conformance conformance(const Value& value) {
    Conformance found{.share = value["share"].number(),
                      .judged = value["judged"].count(),
                      .dropped = value["dropped"].count()};
    for (const Value& each : value["rules"].elements()) found.rules.push_back(rule_count(each));
    return found;
}

}  // namespace

LoadRecord read_record(std::string_view text, const std::string& file) {
    const Json json = Json::parse(text, nullptr, false);
    const Value whole{json, "", file};
    if (json.is_discarded()) whole.refuse("it is not JSON");
    if (whole["format"].text() != "assay-load-1") whole["format"].refuse("expected 'assay-load-1'");
    LoadRecord record{.scenario = scenario(whole["scenario"]),
                      .measured = whole["measured_s"].seconds(),
                      .complete = whole["complete"].flag(),
                      .operations = {},
                      .generator = generator(whole["generator"]),
                      .parts = {}};
    if (whole.has("deliveries")) record.deliveries = deliveries(whole["deliveries"]);
    if (whole.has("teardown_error")) record.teardown_error = error_kind(whole["teardown_error"]);
    if (whole.has("conformance")) record.conformance = conformance(whole["conformance"]);
    for (const Value& each : whole["operations"].elements()) record.operations.push_back(operation(each));
    for (const Value& each : whole["parts"].elements()) record.parts.push_back(part(each));
    if (record.operations.empty()) whole["operations"].refuse("expected at least one");
    if (record.parts.empty()) whole["parts"].refuse("expected at least one");
    record.started = record.parts.front().started;
    return record;
}

}  // namespace assay::load
