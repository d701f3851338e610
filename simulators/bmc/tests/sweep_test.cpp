// Every command number under many data, lawful or not: each request is answered, and the BMC lives on.
#include <algorithm>

#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {
namespace {

namespace app = wire::cmd::app;

struct Function {
    std::uint8_t netfn = 0, command = 0;
    bool operator==(const Function&) const = default;
};

/// Those that end the session or take the BMC away.
constexpr std::array not_swept{
    Function{wire::netfn::app, app::cold_reset},
    Function{wire::netfn::app, app::warm_reset},
    Function{wire::netfn::app, app::close_session},
};

constexpr std::array<base::Octet, 23> first_octets{0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,
                                                   0x08, 0x0E, 0x0F, 0x10, 0x1F, 0x20, 0x3F, 0x40,
                                                   0x7F, 0x80, 0x81, 0xAA, 0xDC, 0xFE, 0xFF};

/// What follows the first octet.
std::array<base::Octets, 3> tails() { return {{{}, base::Octets(3, 0x00), base::Octets(31, 0xFF)}}; }

/// Asks one BMC all of it. @return how many requests were answered
std::size_t ask_everything(Function function) {
    Console console{1};
    Spoken session = console.log_in("admin", "secret", 4, *wire::suite_of(std::uint8_t{1}));
    std::size_t answered = 0;
    for (const base::Octet first : first_octets) {
        for (base::Octets data : tails()) {
            data.insert(data.begin(), first);
            const base::Octets answer = console.command(session, function.netfn, function.command, data);
            EXPECT_FALSE(answer.empty())
                << int{function.netfn} << ' ' << int{function.command} << ' ' << int{first};
            answered += answer.empty() ? 0 : 1;
            console.now += 1s;
            console.bmc.tick(console.now);
        }
    }
    // the level may be another now, and the command closed by the firewall, but it is an answer
    EXPECT_FALSE(console.command(session, wire::netfn::app, app::get_device_id).empty());
    return answered;
}

TEST(Sweep, AnswersEachOf33000Requests) {
    std::size_t functions = 0, answered = 0;
    for (const std::uint8_t netfn : std::array<std::uint8_t, 5>{0x00, 0x04, 0x06, 0x0A, 0x0C}) {
        for (std::uint8_t command = 0; command < 0x60; ++command) {
            const Function function{netfn, command};
            if (std::find(not_swept.begin(), not_swept.end(), function) != not_swept.end()) continue;
            ++functions;
            answered += ask_everything(function);
        }
    }
    EXPECT_EQ(answered, functions * first_octets.size() * tails().size());
    EXPECT_GT(answered, 32'783U);
}

}  // namespace
}  // namespace assay::bmc
