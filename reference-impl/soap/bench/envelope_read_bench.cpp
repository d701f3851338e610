// How long an envelope takes to read: the request of an ordinary Get.
#include <benchmark/benchmark.h>

#include "assay/soap/reader.hpp"

namespace {

using namespace assay;

constexpr std::string_view get_request =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
  <s:Header>
    <wsa:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</wsa:Action>
    <wsa:To s:mustUnderstand="true">http://127.0.0.1:5985/wsman</wsa:To>
    <wsa:MessageID s:mustUnderstand="true">uuid:5f2c8e0e-3a52-4f0c-9d8e-6c2b7a9a1d11</wsa:MessageID>
    <wsa:ReplyTo><wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address></wsa:ReplyTo>
    <wsman:ResourceURI s:mustUnderstand="true">http://schemas.assay.example/wbem/1/Assay_Item</wsman:ResourceURI>
    <wsman:MaxEnvelopeSize s:mustUnderstand="true">153600</wsman:MaxEnvelopeSize>
    <wsman:OperationTimeout>PT60.000S</wsman:OperationTimeout>
    <wsman:SelectorSet><wsman:Selector Name="Name">item-01</wsman:Selector><wsman:Selector Name="Slot">1</wsman:Selector></wsman:SelectorSet>
  </s:Header>
  <s:Body/>
</s:Envelope>)";

void read_get_request(benchmark::State& state) {
    const auto reader = soap::make_reader();
    for (auto _ : state) {
        auto result = reader->read(base::octets_of(get_request), "UTF-8");
        benchmark::DoNotOptimize(result);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(get_request.size()));
}
BENCHMARK(read_get_request);

}  // namespace

BENCHMARK_MAIN();
