// What the journal costs: an exchange written as it happens, and a whole run read again.
#include <benchmark/benchmark.h>

#include <string>

#include "assay/base/temporary_folder.hpp"
#include "assay/record/journal.hpp"

namespace {

using namespace assay;

constexpr std::uint32_t exchanges_of_a_run = 500;

record::Exchange exchange() {
    record::Exchange one;
    one.id = 1;
    one.case_id = "selectors.unknown-name";
    one.label = "Get";
    one.request = "POST /wsman HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'q');
    one.response = "HTTP/1.1 200 OK\r\nContent-Length: 1500\r\n\r\n" + std::string(1500, 'a');
    return one;
}

void write_exchange(benchmark::State& state) {
    const base::TemporaryFolder folder;
    record::JournalWriter writer{folder.path() / "journal", {}};
    record::Exchange one = exchange();
    for (auto _ : state) {
        writer.exchanged(one);
        ++one.id;
    }
}
BENCHMARK(write_exchange);

void read_run(benchmark::State& state) {
    const base::TemporaryFolder folder;
    const auto file = folder.path() / "journal";
    {
        record::JournalWriter writer{file, {.tool_version = "benchmark"}};
        for (record::Exchange one = exchange(); one.id <= exchanges_of_a_run; ++one.id) writer.exchanged(one);
    }
    for (auto _ : state) {
        const record::Journal journal = record::read_journal(file);
        if (journal.exchanges.size() != exchanges_of_a_run) state.SkipWithError("exchanges were lost");
    }
}
BENCHMARK(read_run)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
