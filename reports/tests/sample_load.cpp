#include "sample_load.hpp"

#include <cmath>

namespace assay::reports::sample {
namespace {

LoadFigures::Slot slot_at(int second) {
    const double wave = std::sin(second / 9.0) + std::sin(second / 2.3) / 3;
    const bool stalls = second == 95 || second == 96;
    if (stalls) return {.succeeded = 0, .failed = 0};
    const double strain = second == 97 ? 20 : 1;
    return {.succeeded = 500 + 20 * wave - (second > 120 && second < 140 ? 15 : 0),
            .failed = second > 120 && second < 140 ? 15.0 : 0.0,
            .p50 = (0.0021 + 0.0002 * wave) * strain,
            .p99 = (0.0062 + 0.0011 * wave) * strain,
            .max = (0.0135 + 0.003 * std::abs(wave)) * strain};
}

}  // namespace

LoadFigures load() {
    LoadFigures figures{.target = "http://192.0.2.7:5985/wsman",
                        .what = "get, open loop at 500/s",
                        .started = "2026-11-20T18:31:07Z",
                        .complete = true,
                        .answered = true};
    figures.facts = {{"Started", "2026-11-20T18:31:07Z"}, {"Measured", "180 s"}, {"Connections", "64"}};
    figures.objectives = {{"errors < 1%", "0.317 %", true},
                          {"p99(get) < 20ms and rate > 490/s", "p99(get) 310 ms, rate 494.4/s", false}};
    LoadFigures::Operation& get = figures.operations.emplace_back();
    get.name = "get";
    get.counts = {
        {"Offered", "90 000"}, {"Succeeded", "89 715"}, {"Failed", "285"}, {"Throughput", "498.4/s"}};
    get.errors = {{"fault", "200"}, {"timed_out", "85"}};
    get.faults = {{"count", "p50", "p99", "max"},
                  {{"wsman:QuotaLimit (2150858843)", {"180", "1.20 ms", "9.80 ms", "11.0 ms"}},
                   {"s:Receiver", {"20", "300 ms", "310 ms", "310 ms"}}}};
    get.times = {
        {"p50", "p90", "p99", "p99.9", "p99.99", "max", "mean"},
        {{"response time", {"2.10 ms", "3.90 ms", "310 ms", "1.72 s", "1.99 s", "2.01 s", "14.2 ms"}},
         {"service time", {"2.08 ms", "3.70 ms", "6.20 ms", "14.0 ms", "2.00 s", "2.00 s", "2.32 ms"}}}};
    for (int second = 0; second < 180; ++second) get.slots.push_back(slot_at(second));
    for (int i = 0; i <= 50; ++i) {
        const double x = i / 10.0;
        get.distribution.push_back({.percent = 100 * (1 - std::pow(10, -x)),
                                    .response = 0.001 + 2 / (1 + std::exp(4 * (2.5 - x))),
                                    .service = 0.001 + 2 / (1 + std::exp(6 * (3.9 - x)))});
    }
    figures.connections = {{"Opened", "64"}, {"Messages on each", "1406.2"}};
    figures.connection_times = {{"p50", "p99", "max"}, {{"connect", {"210 us", "1.10 ms", "1.30 ms"}}}};
    figures.judged = {
        "897 exchanges (1 %), 57 rules",
        {{"addressing.relatesto.present", "SHALL", true, "3 of 897",
          "no header names the request; expected wsa:RelatesTo (exchange 12, /s:Envelope/s:Header)"},
         {"identify.product", "MAY", false, "1 of 1", "it says who made it (exchange 1)"}}};
    figures.notes = {"285 requests failed."};
    return figures;
}

LoadFigures hostile_load() {
    LoadFigures figures = load();
    const std::string evil = "</script><script>document.title='owned'</script>\"'><b>\x1b[31m";
    figures.target = figures.what = figures.started = evil;
    figures.facts = {{evil, evil}};
    figures.objectives = {{evil, evil, true}};
    figures.operations[0].name = evil;
    figures.operations[0].errors = {{evil, evil}};
    figures.operations[0].faults.rows = {{evil, {evil}}};
    figures.connections = {{evil, evil}};
    figures.connection_times.rows = {{evil, {evil}}};
    figures.judged = {evil, {{evil, evil, true, evil, evil}}};
    figures.notes = {evil};
    return figures;
}

}  // namespace assay::reports::sample
