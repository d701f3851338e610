// Whatever two peers that talk TLS may send, with keys at hand, the session reads on or says why not.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tls_session.hpp"

namespace {

using namespace assay;

/// Secrets for every client whose random is all "f", as the seeds of the dictionary have it.
const capture::KeyLog& keys() {
    static const capture::KeyLog made = [] {
        capture::KeyLog log;
        const std::string random(64, '6');
        const std::string secret(64, '7');
        for (const char* label :
             {"CLIENT_RANDOM", "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
              "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"}) {
            log.add(std::string{label} + ' ' + random + ' ' + secret, "fuzzer");
        }
        return log;
    }();
    return made;
}

/// Both hellos, so that what the fuzzer makes is read as protected records.
void greet(capture::TlsSession& session, char version, std::string_view suite) {
    using namespace std::string_literals;
    const std::string random(32, 'f');
    const std::string versions = "\0\x2B\0\2\3"s + version;
    const std::string client = "\3\3" + random + "\0\0\2"s + std::string{suite} + "\1\0"s;
    const std::string service = "\3\3" + random + "\0"s + std::string{suite} + "\0\0"s +
                                static_cast<char>(versions.size()) + versions;
    const auto record = [](char type, const std::string& hello) {
        const auto length = static_cast<char>(hello.size());
        return "\x16\3\3\0"s + static_cast<char>(length + 4) + type + "\0\0"s + length + hello;
    };
    session.take(observe::From::client, record(1, client));
    session.take(observe::From::service, record(2, service));
    if (version == 3) {
        session.take(observe::From::client, "\x14\3\3\0\1\1"s);
        session.take(observe::From::service, "\x14\3\3\0\1\1"s);
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::string_view_literals;
    constexpr std::string_view suites[] = {"\x13\x01"sv, "\x13\x03"sv, "\x00\x2F"sv, "\xC0\x2F"sv,
                                           "\xCC\xA8"sv};
    std::string_view octets{reinterpret_cast<const char*>(data), size};
    if (octets.size() < 2) return 0;
    std::size_t plain = 0;
    capture::TlsSession session{keys(),
                                [&plain](observe::From, std::string_view text) { plain += text.size(); }};
    const auto kind = static_cast<unsigned char>(octets[0]);
    if (kind % 2 == 0) greet(session, kind % 4 == 0 ? '\4' : '\3', suites[kind / 4 % std::size(suites)]);
    octets.remove_prefix(1);
    while (octets.size() > 2) {
        const auto from = octets[0] % 2 == 0 ? observe::From::client : observe::From::service;
        const std::size_t length = static_cast<unsigned char>(octets[1]) * 4U;
        session.take(from, octets.substr(2, length));
        octets.remove_prefix(std::min(octets.size(), 2 + length));
    }
    if (plain > size) std::abort();
    return 0;
}
