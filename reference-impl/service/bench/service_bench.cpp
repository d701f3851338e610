// What a message costs between HTTP and the resource: read, accepted, dispatched, answered and written.
#include <benchmark/benchmark.h>

#include "../tests/fake_resource.hpp"
#include "../tests/requests.hpp"

namespace {

using namespace assay;
using namespace assay::service;
using service::test::FakeResource;
using service::test::Message;

namespace action = vocab::action;

struct Bench {
    Bench() { registry.add("urn:resource", std::make_unique<FakeResource>(100)); }

    void answer(benchmark::State& state, const Message& message) {
        const std::string text = message.text();
        for (auto _ : state) {
            const Reply reply = awaited::run_on(
                loop, service.answer({.octets = text, .charset = "UTF-8", .caller = {.name = "somebody"}}));
            if (reply.http_status != 200) state.SkipWithError("refused");
        }
    }

    boost::asio::io_context loop{1};
    Registry registry;
    Service service{registry, {}, {.version = "1.2"}};
};

void answer_identify(benchmark::State& state) {
    Message message{action::Get, "<wsmid:Identify/>"};
    message.headers.clear();
    Bench{}.answer(state, message);
}
BENCHMARK(answer_identify);

void answer_get(benchmark::State& state) {
    Bench{}.answer(
        state, Message{action::Get}.with("<wsman:SelectorSet><wsman:Selector Name='Name'>a</wsman:Selector>"
                                         "</wsman:SelectorSet>"));
}
BENCHMARK(answer_get);

/// One message, and nothing of it is kept: as many members as it has come at once.
void answer_optimized_enumerate(benchmark::State& state) {
    Bench{}.answer(state, Message{action::Enumerate,
                                  "<wsen:Enumerate><wsman:OptimizeEnumeration/>"
                                  "<wsman:MaxElements>100</wsman:MaxElements></wsen:Enumerate>"});
}
BENCHMARK(answer_optimized_enumerate);

}  // namespace

BENCHMARK_MAIN();
