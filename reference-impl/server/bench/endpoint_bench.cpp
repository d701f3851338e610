// What a request costs between the socket and the service when its connection is known: log on, media type,
// Identify.
#include <benchmark/benchmark.h>

#include "assay/awaited/run.hpp"
#include "assay/server/endpoint.hpp"

namespace {

using namespace assay;

constexpr const char* identify =
    "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body>"
    "<i:Identify xmlns:i='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'/></s:Body>"
    "</s:Envelope>";

std::shared_ptr<const server::Access> access() {
    server::AccessSettings settings;
    settings.members.push_back({.user = {.name = "assay", .password = auth::PasswordHash::of("secret")}});
    return std::make_shared<const server::Access>(settings);
}

wire::awaitable<wire::Reply> talk(server::Endpoint& endpoint, wire::Request request) {
    std::string body = std::move(request.body);
    wire::Admission admission = endpoint.admit(request);
    if (admission.pending) admission.refusal = co_await std::move(*admission.pending);
    if (admission.refusal) co_return std::move(*admission.refusal);
    request.body = std::move(body);
    co_return co_await endpoint.answer(request);
}

void answer_known_connection(benchmark::State& state) {
    const service::Registry registry;
    service::Service service{registry, {}, {.version = "1.2"}};
    base::ManualClock clock;
    server::Endpoint endpoint{service, access(), clock};
    boost::asio::io_context loop{1};
    std::shared_ptr<const void> kept;
    for (auto _ : state) {
        wire::Request request{.method = "POST",
                              .target = "/wsman",
                              .headers = {{"Authorization", "Basic YXNzYXk6c2VjcmV0"},  // assay:secret
                                          {"Content-Type", "application/soap+xml;charset=UTF-8"}},
                              .body = identify};
        request.kept = &kept;
        const wire::Reply reply = awaited::run_on(loop, talk(endpoint, std::move(request)));
        if (reply.status != 200) state.SkipWithError("refused");
    }
    endpoint.stop();
}
BENCHMARK(answer_known_connection);

}  // namespace

BENCHMARK_MAIN();
