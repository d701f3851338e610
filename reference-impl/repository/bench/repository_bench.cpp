// Get, Put and a cursor's step do not grow with the repository; an instance has few octets beside its own.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdlib>

#include <map>

#include "../tests/classes.hpp"
#include "assay/awaited/run.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/repository.hpp"

namespace {

using namespace assay;
using namespace assay::repository;
using assay::awaited::run;

cim::ClassPtr item_class() {
    return class_of("Assay_Item",
                    {key("Number", cim::Type::uint32), property("Label", cim::Type::string),
                     property("Size", cim::Type::uint16), property("Used", cim::Type::uint16),
                     property("Load", cim::Type::sint32), property("Enabled", cim::Type::boolean),
                     property("Owner", cim::Type::string), property("Note", cim::Type::string)});
}

/// So many instances in memory; kept from benchmark to benchmark.
struct Filled {
    explicit Filled(std::int64_t how_many) : count{static_cast<std::uint32_t>(how_many)} {
        classes.add(of);
        const std::size_t before = mallinfo2().uordblks;
        repository.emplace(classes, std::make_unique<MemoryStore>());
        for (std::uint64_t i = 0; i < count; ++i) {
            // a prime that does not divide the count: every number once, in no order
            const auto number = static_cast<std::uint32_t>(i * 7919 % count);
            if (!run(repository->create({.of = of}, item(number)))) std::abort();
        }
        octets_each = static_cast<double>(mallinfo2().uordblks - before) / static_cast<double>(count);
    }

    [[nodiscard]] cim::Instance item(std::uint32_t number) const {
        cim::Instance made{of};
        made.set("Number", number);
        made.set("Label", "item-" + std::to_string(number));
        made.set("Size", std::uint16_t{400});
        made.set("Used", static_cast<std::uint16_t>(number % 400));
        made.set("Load", -5);
        made.set("Enabled", true);
        made.set("Owner", "somebody");
        return made;
    }

    cim::ClassPtr of = item_class();
    cim::ClassStore classes;
    std::uint32_t count;
    std::optional<Repository> repository;
    double octets_each = 0;
};

Filled& filled(benchmark::State& state) {
    static std::map<std::int64_t, std::unique_ptr<Filled>> kept;
    auto& one = kept[state.range(0)];
    if (!one) one = std::make_unique<Filled>(state.range(0));
    state.counters["octets/instance"] = one->octets_each;
    return *one;
}

void get(benchmark::State& state) {
    Filled& all = filled(state);
    std::uint32_t number = 0;
    for (auto _ : state) {
        number = (number + 7919) % all.count;
        benchmark::DoNotOptimize(run(all.repository->get({.of = all.of}, all.item(number).path())));
    }
}

void put(benchmark::State& state) {
    Filled& all = filled(state);
    std::uint32_t number = 0;
    for (auto _ : state) {
        number = (number + 7919) % all.count;
        const cim::Instance changed = all.item(number);
        benchmark::DoNotOptimize(run(all.repository->put({.of = all.of}, changed.path(), changed)));
    }
}

/// 100 instances from the middle; `state.range(1)` other cursors are open.
void step(benchmark::State& state) {
    Filled& all = filled(state);
    std::vector<std::unique_ptr<cim::InstanceCursor>> others;
    std::vector<cim::Instance> instances;
    for (std::int64_t i = 0; i < state.range(1); ++i) {
        others.push_back(*all.repository->instances({.of = all.of}));
        static_cast<void>(run(others.back()->fill(instances, 1)));
    }
    auto cursor = *all.repository->instances({.of = all.of});
    for (auto _ : state) {
        instances.clear();
        if (*run(cursor->fill(instances, 100)) == 0) cursor = *all.repository->instances({.of = all.of});
    }
}

BENCHMARK(get)->RangeMultiplier(10)->Range(1'000, 1'000'000);
BENCHMARK(put)->RangeMultiplier(10)->Range(1'000, 1'000'000);
BENCHMARK(step)->ArgsProduct({{1'000, 10'000, 100'000, 1'000'000}, {0}})->Args({1'000'000, 1'000});

}  // namespace

BENCHMARK_MAIN();
