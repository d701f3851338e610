// How long an envelope takes to write: the response to an ordinary Get, and one with many items.
#include <benchmark/benchmark.h>

#include "assay/soap/writer.hpp"

namespace {

using namespace assay;
using soap::Element;

const std::string item_uri = "http://schemas.assay.example/wbem/1/Assay_Item";

Element item() {
    Element element{{item_uri, "Assay_Item"}};
    for (const char* property : {"Name", "Slot", "Label", "Count", "Enabled", "Created"}) {
        element.add({item_uri, property}, "some value");
    }
    return element;
}

soap::Envelope response(std::size_t items) {
    soap::Envelope envelope;
    for (const char* header : {"To", "Action", "MessageID", "RelatesTo"}) {
        envelope.headers.emplace_back(soap::Name{std::string{vocab::ns::wsa.uri}, header},
                                      "uuid:5f2c8e0e-3a52-4f0c-9d8e-6c2b7a9a1d11");
    }
    for (std::size_t i = 0; i < items; ++i) envelope.body.push_back(item());
    return envelope;
}

void write_response(benchmark::State& state) {
    const soap::Envelope envelope = response(static_cast<std::size_t>(state.range(0)));
    std::size_t octets = 0;
    for (auto _ : state) {
        auto text = soap::write(envelope);
        octets += text.size();
        benchmark::DoNotOptimize(text);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(octets));
}
BENCHMARK(write_response)->Arg(1)->Arg(50);

}  // namespace

BENCHMARK_MAIN();
