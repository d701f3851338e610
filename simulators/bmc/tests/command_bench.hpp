// What the tests of command groups share: a logged-in administrator who asks command by command.
#pragma once

#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {

class CommandBench {
public:
    explicit CommandBench(const std::string& chassis = test_chassis) : console{standstill, chassis} {}
    explicit CommandBench(ChassisModel model) : console{standstill, std::move(model)} {}

    /// Completion code and data.
    base::Octets ask(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return console.command(session, function, number, data);
    }
    std::uint8_t code(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return ask(function, number, data).at(0);
    }
    /// Each wrong length from 0 to 40 is refused as such.
    void expect_lengths(std::uint8_t function, std::uint8_t number, std::size_t least, std::size_t most) {
        for (std::size_t length = 0; length <= 40; ++length) {
            if (length >= least && length <= most) continue;
            EXPECT_EQ(code(function, number, base::Octets(length, 0)), 0xC7) << int{number} << ' ' << length;
        }
    }
    /// Whoever has less than `needed` is refused, whatever the data.
    void expect_privilege(std::uint8_t function, std::uint8_t number, std::size_t length,
                          std::uint8_t needed) {
        for (std::uint8_t level = 2; level < needed; ++level) {
            ask(wire::netfn::app, wire::cmd::app::set_session_privilege, {level});
            EXPECT_EQ(code(function, number, base::Octets(length, 0)), 0xD4)
                << int{number} << ' ' << int{level};
        }
        ask(wire::netfn::app, wire::cmd::app::set_session_privilege, {4});
    }

    Console console;
    Spoken session = console.log_in();
};

}  // namespace assay::bmc
