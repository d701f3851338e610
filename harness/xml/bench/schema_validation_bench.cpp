// What validating one message costs once the grammar is compiled, and what parsing alone costs beside it.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "assay/base/home.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/xml/libxml.hpp"
#include "assay/xml/schema_set.hpp"
#include "assay/xml/validator.hpp"

namespace assay::xml {
namespace {

const std::filesystem::path fixtures = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures";

std::string message(const char* name) { return base::read_file(fixtures / "messages" / name); }

void count_octets(benchmark::State& state, const std::string& text) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(text.size()));
    state.counters["octets"] = static_cast<double>(text.size());
}

void validate(benchmark::State& state, const char* name) {
    const XercesRuntime runtime;
    const SchemaSet schemas = SchemaSet::load(runtime, fixtures / "schemas");
    Validator validator{schemas};
    const std::string text = message(name);
    for (auto _ : state) benchmark::DoNotOptimize(validator.validate(text));
    count_octets(state, text);
}

void validate_with_an_error(benchmark::State& state) {
    const XercesRuntime runtime;
    const SchemaSet schemas = SchemaSet::load(runtime, fixtures / "schemas");
    Validator validator{schemas};
    std::string text = message("get-request.xml");
    text.replace(text.find("</wsman:SelectorSet>"), 0, "<wsman:Selector/>");
    for (auto _ : state) benchmark::DoNotOptimize(validator.validate(text));
    count_octets(state, text);
}

void parse_only(benchmark::State& state) {
    const std::string text = message("get-request.xml");
    for (auto _ : state) benchmark::DoNotOptimize(parse(text));
    count_octets(state, text);
}

void load_schemas(benchmark::State& state) {
    const XercesRuntime runtime;
    for (auto _ : state) benchmark::DoNotOptimize(SchemaSet::load(runtime, fixtures / "schemas"));
}

BENCHMARK_CAPTURE(validate, get_request, "get-request.xml");
BENCHMARK_CAPTURE(validate, pull_response, "pull-response.xml");
BENCHMARK(validate_with_an_error);
BENCHMARK(parse_only);
BENCHMARK(load_schemas)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace assay::xml

BENCHMARK_MAIN();
