// What reading an exchange costs: HTTP and envelope of both messages, every node with its place.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "assay/base/home.hpp"
#include "assay/observe/reading.hpp"
#include "assay/testing/source_dir.hpp"

namespace {

using namespace assay;

std::string message(const std::string& start, const char* name) {
    const std::string body =
        base::read_file(std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/messages" / name);
    return start + "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

void read_exchange(benchmark::State& state, const char* request, const char* response) {
    record::Exchange exchange;
    exchange.request = message("POST /wsman HTTP/1.1\r\nHost: 127.0.0.1", request);
    exchange.response = message("HTTP/1.1 200 OK", response);
    for (auto _ : state) {
        const observe::Reading reading = observe::read(exchange);
        if (!reading.response.envelope.present) state.SkipWithError("no envelope was read");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(exchange.request.size() + exchange.response.size()));
}
BENCHMARK_CAPTURE(read_exchange, get, "get-request.xml", "get-response.xml");
BENCHMARK_CAPTURE(read_exchange, pull, "pull-request.xml", "pull-response.xml");

}  // namespace

BENCHMARK_MAIN();
