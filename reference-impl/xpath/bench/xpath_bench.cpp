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

/// The longest that one item can hold up the others: expressions that end just within the limits, or at them.
void evaluate_hostile(benchmark::State& state, const char* text) {
    soap::Element wide{{xpath::disk_ns, "Disk"}};
    for (int i = 0; i < 2'000; ++i) wide.add({xpath::disk_ns, "Note"}, "note");
    const auto expression = xpath::Expression::compile(text, {});
    for (auto _ : state) benchmark::DoNotOptimize(expression->matches(wide));
}
BENCHMARK_CAPTURE(evaluate_hostile, nested, "//*[//*[//*[//* = 'x'] = 'x'] = 'x'] = 'x'");
BENCHMARK_CAPTURE(evaluate_hostile, pairs, "//* != //*");
BENCHMARK_CAPTURE(evaluate_hostile, strings, "concat(.,.,.,.,.,.,.,.,.,.,.,.,.,.,.,.,.,.,.,.) = 'x'");
BENCHMARK_CAPTURE(evaluate_hostile, axes, "count(//*/preceding::*) = 0");

}  // namespace

BENCHMARK_MAIN();
