// What a fleet costs: to come up, a BMC; at rest, a BMC and second.
#include <benchmark/benchmark.h>

#include "assay/base/home.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/fleet/fleet.hpp"

namespace {

using namespace assay;

constexpr std::uint32_t members = 1000;
constexpr base::Instant start{std::chrono::hours{1}};

bmc::ChassisModel demo() { return bmc::read_chassis(base::home() / "fixtures/chassis/demo.toml"); }

fleet::Layout layout() {
    return {*fleet::parse_endpoint("127.0.0.1:623"), members, fleet::Spread::addresses};
}

void come_up(benchmark::State& state) {
    const bmc::ChassisModel model = demo();
    ipmi_wire::SystemRandom random;
    while (state.KeepRunningBatch(members)) {
        const fleet::Fleet fleet{{model, 1, start, {}}, layout(), random};
        benchmark::DoNotOptimize(fleet.size());
    }
}

void scan_once_a_second(benchmark::State& state) {
    const bmc::ChassisModel model = demo();
    ipmi_wire::SystemRandom random;
    fleet::Fleet fleet{{model, 1, start, {}}, layout(), random};
    for (auto _ : state) {
        if (!fleet.tick_next(fleet.next_due())) state.SkipWithError("nobody is due");
    }
}

void move_in_the_heap(benchmark::State& state) {
    fleet::DueHeap heap{10'000};
    for (fleet::DueHeap::Member member = 0; member < 10'000; ++member)
        heap.set(member, start + std::chrono::microseconds{100} * member);
    for (auto _ : state) heap.set(heap.first(), heap.next_due() + std::chrono::seconds{1});
}

BENCHMARK(come_up);
BENCHMARK(scan_once_a_second);
BENCHMARK(move_in_the_heap);

}  // namespace

BENCHMARK_MAIN();
