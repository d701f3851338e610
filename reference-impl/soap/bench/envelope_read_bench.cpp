// How long an envelope takes to read, and how many times as long libxml2 takes for the same tree: the request
// of an ordinary Get, the response to a Pull of twenty items, a Put of an instance with a hundred values.
#include <benchmark/benchmark.h>

#include <ctime>
#include <string>

#include "../tests/libxml_witness.hpp"
#include "assay/soap/reader.hpp"

namespace {

using namespace assay;

std::string envelope(std::string_view action, const std::string& body) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
  <s:Header>
    <wsa:Action s:mustUnderstand="true">)" +
           std::string{action} + R"(</wsa:Action>
    <wsa:To s:mustUnderstand="true">http://127.0.0.1:5985/wsman</wsa:To>
    <wsa:MessageID s:mustUnderstand="true">uuid:5f2c8e0e-3a52-4f0c-9d8e-6c2b7a9a1d11</wsa:MessageID>
    <wsa:ReplyTo><wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address></wsa:ReplyTo>
    <wsman:ResourceURI s:mustUnderstand="true">http://schemas.assay.example/wbem/1/Assay_Item</wsman:ResourceURI>
    <wsman:MaxEnvelopeSize s:mustUnderstand="true">153600</wsman:MaxEnvelopeSize>
    <wsman:OperationTimeout>PT60.000S</wsman:OperationTimeout>
    <wsman:SelectorSet><wsman:Selector Name="Name">item-01</wsman:Selector><wsman:Selector Name="Slot">1</wsman:Selector></wsman:SelectorSet>
  </s:Header>
  <s:Body>)" +
           body +
           R"(</s:Body>
</s:Envelope>)";
}

std::string get_request() { return envelope(vocab::action::Get, {}); }

std::string pull_response() {
    std::string items;
    for (int i = 0; i < 20; ++i) {
        const std::string number = std::to_string(i);
        items += R"(<i:Assay_Item xmlns:i="http://schemas.assay.example/wbem/1/Assay_Item"><i:Name>item-)" +
                 number + "</i:Name><i:Slot>" + number + "</i:Slot><i:Label>label &amp; more of " + number +
                 "</i:Label><i:Enabled>true</i:Enabled><i:Count>18446744073709551615</i:Count>"
                 "<i:Created><c:Datetime xmlns:c=\"http://schemas.dmtf.org/wbem/wscim/1/common\">"
                 "2026-11-20T18:31:07.25Z</c:Datetime></i:Created></i:Assay_Item>\n";
    }
    return envelope(
        vocab::action::PullResponse,
        R"(<e:PullResponse xmlns:e="http://schemas.xmlsoap.org/ws/2004/09/enumeration">)"
        "<e:EnumerationContext>uuid:0d1c8e0e-3a52-4f0c-9d8e-6c2b7a9a1d11</e:EnumerationContext><e:Items>" +
            items + "</e:Items></e:PullResponse>");
}

std::string put_request() {
    std::string values;
    for (int i = 0; i < 100; ++i) values += "<i:Values>value number " + std::to_string(i) + "</i:Values>";
    return envelope(vocab::action::Put,
                    R"(<i:Assay_Item xmlns:i="http://schemas.assay.example/wbem/1/Assay_Item">)" + values +
                        "</i:Assay_Item>");
}

/// Processor time of reading a document some times.
template <class Read>
std::clock_t time_of(Read read) {
    constexpr int times = 100;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < times; ++i) {
        auto result = read();
        benchmark::DoNotOptimize(result);
    }
    return std::clock() - begin;
}

void read_envelope(benchmark::State& state, const std::string& text) {
    const auto reader = soap::make_reader();
    const auto read = [&] { return reader->read(base::octets_of(text), "UTF-8"); };
    for (auto _ : state) {
        auto result = read();
        if (!std::holds_alternative<soap::Envelope>(result)) state.SkipWithError("it was refused");
        benchmark::DoNotOptimize(result);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    // By turns, so that what else the machine does hits both.
    std::clock_t ours = 0;
    std::clock_t theirs = 0;
    for (int round = 0; round < 5; ++round) {
        ours += time_of(read);
        theirs += time_of([&] { return soap::libxml_tree(text); });
    }
    state.counters["libxml2"] = static_cast<double>(theirs) / static_cast<double>(ours);
}
BENCHMARK_CAPTURE(read_envelope, get, get_request());
BENCHMARK_CAPTURE(read_envelope, pull_response, pull_response());
BENCHMARK_CAPTURE(read_envelope, put, put_request());

}  // namespace

BENCHMARK_MAIN();
