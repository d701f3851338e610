// The unit of the microbenchmarks' baseline, part of every program of theirs: allocation, copying, comparing
// and branching of the standard library alone, which no change of this project makes faster or slower.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

void reference(benchmark::State& state) {
    std::vector<std::string> words;
    std::uint32_t number = 1;
    for (int i = 0; i < 400; ++i) {
        number = number * 1'664'525U + 1'013'904'223U;
        words.push_back("a word that does not fit in place " + std::to_string(number));
    }
    for (auto _ : state) {
        std::vector<std::string> sorted = words;
        std::ranges::sort(sorted);
        benchmark::DoNotOptimize(sorted.data());
    }
}
BENCHMARK(reference);

}  // namespace
