// How long a compiled query takes for one instance.
#include <benchmark/benchmark.h>

#include "../tests/disks.hpp"
#include "assay/query/query.hpp"

namespace {

using namespace assay::query;

void evaluate(benchmark::State& state, const char* where) {
    const test::Classes classes;
    const auto query =
        compile({.dialect = dialect::wql, .text = std::string{"SELECT * FROM CIM_Disk WHERE "} + where},
                {.classes = classes.store, .name_space = test::name_space, .class_name = "*"});
    const assay::cim::Instance sda = classes.sda();
    for (auto _ : state) benchmark::DoNotOptimize(query->matches(sda));
}
BENCHMARK_CAPTURE(evaluate, number, "Size > 100");
BENCHMARK_CAPTURE(evaluate, string, "Name = 'sdb'");
BENCHMARK_CAPTURE(evaluate, pattern, "Name LIKE '%d_'");
BENCHMARK_CAPTURE(evaluate, several, "(Name = 'x' OR Size > 1) AND NOT Online = FALSE AND Config.Level = 5");
BENCHMARK_CAPTURE(evaluate, datetime, "Installed > '20240101000000.000000+000'");

}  // namespace

BENCHMARK_MAIN();
