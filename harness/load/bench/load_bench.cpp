// The generator's own costs for a request: stamping it, checking the answer, recording the times.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "assay/base/uuid.hpp"
#include "assay/load/dialogue.hpp"
#include "assay/load/response_reader.hpp"
#include "assay/load/tally.hpp"

namespace {

using namespace assay;
using namespace std::chrono_literals;

std::vector<base::Duration> durations() {
    std::vector<base::Duration> values;
    values.reserve(4096);
    for (int i = 0; i < 4096; ++i) values.emplace_back(20'000 + i * 7919 % 300'000);
    return values;
}

load::MessageFactory get_factory() {
    return {load::parse_target("http://assay:assay-demo@127.0.0.1:5985/wsman"),
            {.operation = load::Operation::get,
             .resource = "http://schemas.assay.example/wbem/1/Assay_Item",
             .selectors = {{"Name", "item-01"}, {"Slot", "1"}}}};
}

// About 1 kB, of which the RelatesTo and the end of the body are what the checks look for.
std::string answer_body(std::string_view id) {
    std::string body =
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><wsa:RelatesTo>uuid:";
    body += id;
    body += "</wsa:RelatesTo></s:Header><s:Body>";
    while (body.size() < 1000) body += "<p:Property>some value</p:Property>";
    return body + "</s:Body></s:Envelope>";
}

void record_duration(benchmark::State& state) {
    const auto values = durations();
    load::Histogram histogram;
    std::size_t i = 0;
    for (auto _ : state) histogram.record(values[i++ & 4095U]);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(record_duration);

void count_answered_request(benchmark::State& state) {
    const auto values = durations();
    const base::Instant start{1h};
    const load::PhasePlan plan{start, 0s, 1h, 0s};
    load::Tally tally;
    std::size_t i = 0;
    for (auto _ : state) {
        const base::Instant sent = start + 1s;
        tally.on_sent(plan, sent);
        tally.on_success(plan, {sent, sent, sent + values[i++ & 4095U]});
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(count_answered_request);

void merge_histogram(benchmark::State& state) {
    load::Histogram whole;
    load::Histogram part;
    for (const auto value : durations()) part.record(value);
    for (auto _ : state) whole.merge(part);
}
BENCHMARK(merge_histogram);

void stamp_get(benchmark::State& state) {
    load::MessageIds ids{base::random_uuid()};
    load::Template get = get_factory().first();
    for (auto _ : state) benchmark::DoNotOptimize(get.stamped(ids.next()));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(stamp_get);

void compose_pull(benchmark::State& state) {
    load::MessageIds ids{base::random_uuid()};
    const load::MessageFactory factory = get_factory();
    std::string pull;
    for (auto _ : state) {
        factory.pull(pull, ids.next(), "uuid:8d54a36e-91a4-4b5e-b2f4-05ba7c7d4b1e");
        benchmark::DoNotOptimize(pull.data());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(compose_pull);

void read_and_check_answer(benchmark::State& state) {
    const std::string id = base::random_uuid();
    const std::string body = answer_body(id);
    const std::string octets =
        "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    load::ResponseReader reader;
    for (auto _ : state) {
        const auto room = reader.room();
        octets.copy(room.data(), octets.size());
        if (reader.received(octets.size()) != load::ResponseReader::State::complete ||
            load::check(reader.response(), id)) {
            state.SkipWithError("the answer is not accepted");
            break;
        }
        reader.next();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_and_check_answer);

}  // namespace

BENCHMARK_MAIN();
