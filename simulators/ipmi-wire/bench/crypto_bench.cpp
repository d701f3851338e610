// What the keys of a session cost: a packet sealed and opened, a key made, the keys of a whole log-in.
#include <benchmark/benchmark.h>

#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"

namespace {

using namespace assay;
using namespace assay::ipmi_wire;

const base::Octets message(16, 0x20);  // as long as the answer to Get Device ID

CipherSuite suite_for(const benchmark::State& state) {
    return *suite_of(static_cast<std::uint8_t>(state.range(0)));
}

Secret key_of(const CipherSuite& suite) { return Secret{base::Octets(digest_length(suite.hash()), 7)}; }

void seal_packet(benchmark::State& state) {
    SystemRandom random;
    SessionCipher cipher{suite_for(state), key_of(suite_for(state)).view()};
    base::Octets datagram;
    std::uint32_t sequence = 0;
    for (auto _ : state) {
        datagram.clear();
        cipher.seal(1, ++sequence, PayloadType::ipmi, message, random, datagram);
        benchmark::DoNotOptimize(datagram.data());
    }
}

void open_packet(benchmark::State& state) {
    SystemRandom random;
    SessionCipher cipher{suite_for(state), key_of(suite_for(state)).view()};
    base::Octets datagram, scratch;
    cipher.seal(1, 1, PayloadType::ipmi, message, random, datagram);
    for (auto _ : state) {
        const auto packet = decode_rmcp_plus(base::OctetView{datagram}.subspan(rmcp_header_length));
        if (!cipher.open(*packet, scratch)) state.SkipWithError("does not open");
    }
}

void hmac_under_a_new_key(benchmark::State& state) {
    const CipherSuite suite = suite_for(state);
    const Secret key = key_of(suite);
    for (auto _ : state) benchmark::DoNotOptimize(secret_hmac(suite.hash(), key.view(), {message}));
}

/// What the BMC computes between RAKP 1 and RAKP 4, and the session's ciphers.
void keys_of_a_login(benchmark::State& state) {
    KeyExchange exchange;
    exchange.suite = suite_for(state);
    exchange.name = "assay";
    exchange.password = Secret{base::octets_of("assay-demo")};
    for (auto _ : state) {
        benchmark::DoNotOptimize(exchange.rakp2_auth_code());
        benchmark::DoNotOptimize(exchange.rakp3_auth_code());
        const Secret key = exchange.session_integrity_key();
        benchmark::DoNotOptimize(exchange.rakp4_integrity_check(key.view()));
        const SessionCipher cipher{exchange.suite, key.view()};
        benchmark::DoNotOptimize(cipher.encrypts());
    }
}

BENCHMARK(seal_packet)->ArgName("suite")->Arg(3)->Arg(17);
BENCHMARK(open_packet)->ArgName("suite")->Arg(3)->Arg(17);
BENCHMARK(hmac_under_a_new_key)->ArgName("suite")->Arg(3)->Arg(17);
BENCHMARK(keys_of_a_login)->ArgName("suite")->Arg(3)->Arg(17);

}  // namespace

BENCHMARK_MAIN();
