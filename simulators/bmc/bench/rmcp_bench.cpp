// What one RMCP+ command costs without a socket: Get Device ID in an established session.
#include <benchmark/benchmark.h>

#include "../tests/console.hpp"

namespace {

using namespace assay;
using namespace assay::bmc;

const wire::CipherSuite& suite_for(const benchmark::State& state) {
    return state.range(0) == 3 ? wire::suite_3 : wire::suite_17;
}

/// The BMC's share: verify, decrypt, dispatch, answer, encrypt, sign. The console seals outside the measured
/// time.
void answer_get_device_id(benchmark::State& state) {
    constexpr std::size_t batch = 1024;
    Console console;
    auto session = console.log_in("admin", "secret", 4, suite_for(state));
    std::vector<base::Octets> requests(batch);
    while (state.KeepRunningBatch(batch)) {
        state.PauseTiming();
        for (auto& request : requests) {
            request = console.seal(session, wire::netfn::app, wire::cmd::app::get_device_id, {});
        }
        state.ResumeTiming();
        for (const auto& request : requests) {
            const auto reply = console.bmc.receive(request, {}, console.now);
            if (reply.empty()) state.SkipWithError("no answer");
        }
    }
    state.SetItemsProcessed(state.iterations());
}

/// Both sides: request sealed, answered, and the answer opened.
void round_trip_get_device_id(benchmark::State& state) {
    Console console;
    auto session = console.log_in("admin", "secret", 4, suite_for(state));
    for (auto _ : state) {
        const auto reply = console.command(session, wire::netfn::app, wire::cmd::app::get_device_id);
        if (reply.size() != 16) state.SkipWithError("no answer");
    }
    state.SetItemsProcessed(state.iterations());
}

/// Open Session, RAKP 1 to 4, Set Session Privilege and Close Session; both sides.
void whole_session(benchmark::State& state) {
    Console console;
    for (auto _ : state) {
        auto session = console.log_in("admin", "secret", 4, suite_for(state));
        base::Octets id;
        wire::Writer{id}.u32(session.exchange.managed_session);
        console.command(session, wire::netfn::app, wire::cmd::app::close_session, id);
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(answer_get_device_id)->ArgName("suite")->Arg(3)->Arg(17);
BENCHMARK(round_trip_get_device_id)->ArgName("suite")->Arg(3)->Arg(17);
BENCHMARK(whole_session)->ArgName("suite")->Arg(3)->Arg(17);

}  // namespace

BENCHMARK_MAIN();
