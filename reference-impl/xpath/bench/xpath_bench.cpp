// How long a filter takes for one item, and a fragment of it.
#include <benchmark/benchmark.h>

#include "../tests/items.hpp"
#include "assay/model/names.hpp"
#include "assay/xpath/fragment.hpp"

namespace {

using namespace assay;

/// Twenty properties.
soap::Element item() {
    soap::Element made{{xpath::disk_ns, "Disk"}};
    for (int i = 0; i < 20; ++i) {
        made.add({xpath::disk_ns, "Property" + std::to_string(i)}, "value " + std::to_string(i));
    }
    return made;
}

void filter_one_item(benchmark::State& state) {
    const auto expression = xpath::Expression::compile("Property7 = 'value 7' and Property19 != 'x'", {});
    const soap::Element each = item();
    for (auto _ : state) benchmark::DoNotOptimize(*expression->matches(each));
}
BENCHMARK(filter_one_item);

void get_text_of_a_property(benchmark::State& state) {
    const auto fragment = xpath::Fragment::read({model::names::FragmentTransfer, "Property7/text()"});
    const soap::Element whole = item();
    for (auto _ : state) benchmark::DoNotOptimize(fragment->get(whole));
}
BENCHMARK(get_text_of_a_property);

void compile_a_filter(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            xpath::Expression::compile("Property7 = 'value 7' and Property19 != 'x'", {}));
    }
}
BENCHMARK(compile_a_filter);

}  // namespace

BENCHMARK_MAIN();
