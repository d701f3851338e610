// An instance of 20 properties as XML octets: the budget is 1.5 µs.
#include <benchmark/benchmark.h>

#include "assay/cim/xml.hpp"

namespace {

using namespace assay::cim;

Property property(std::string name, Type type) {
    Property made;
    made.name = std::move(name);
    made.type = type;
    return made;
}

Instance twenty() {
    ClassDraft draft{.name_space = "root/cimv2",
                     .name = "CIM_Twenty",
                     .uri = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Twenty"};
    for (int i = 0; i < 10; ++i)
        draft.properties.push_back(property("Caption" + std::to_string(i), Type::string));
    for (int i = 0; i < 6; ++i)
        draft.properties.push_back(property("Number" + std::to_string(i), Type::uint32));
    for (int i = 0; i < 4; ++i)
        draft.properties.push_back(property("Enabled" + std::to_string(i), Type::boolean));
    Instance made{std::make_shared<const Class>(std::move(draft))};
    for (int i = 0; i < 10; ++i) made.set("Caption" + std::to_string(i), "A caption of some length");
    for (int i = 0; i < 6; ++i) made.set("Number" + std::to_string(i), 1'000'000 + i);
    for (int i = 0; i < 4; ++i) made.set("Enabled" + std::to_string(i), i % 2 == 0);
    return made;
}

void instance_to_octets(benchmark::State& state) {
    const Instance instance = twenty();
    for (auto _ : state) benchmark::DoNotOptimize(to_octets(instance));
}
BENCHMARK(instance_to_octets);

}  // namespace

BENCHMARK_MAIN();
