// What class schemas cost: compiling all classes that are shipped, and writing the XML schema of one.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "assay/mof/parse.hpp"
#include "assay/schema/compile.hpp"
#include "assay/schema/xsd.hpp"
#include "assay/testing/source_dir.hpp"

namespace {

using namespace assay;

const std::filesystem::path classes = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/mof/all.mof";

void parse_classes(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(mof::parse_file(classes));
}
BENCHMARK(parse_classes)->Unit(benchmark::kMicrosecond);

void compile_classes(benchmark::State& state) {
    const mof::Parsed parsed = mof::parse_file(classes);
    for (auto _ : state) {
        const schema::Compiled compiled = schema::compile(parsed.document);
        if (!compiled.ok()) state.SkipWithError("the classes have mistakes");
    }
}
BENCHMARK(compile_classes)->Unit(benchmark::kMicrosecond);

void write_schema(benchmark::State& state) {
    const schema::Compiled compiled = schema::compile(mof::parse_file(classes).document);
    std::size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(schema::to_xsd(*compiled.order[next++ % compiled.order.size()]));
}
BENCHMARK(write_schema);

}  // namespace

BENCHMARK_MAIN();
