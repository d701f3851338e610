// A test that is logged in and asks commands.
#pragma once

#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {

class Asking : public testing::Test {
protected:
    // names and roles are told apart, so that what a setting does to a login shows in RAKP 2
    explicit Asking(const std::string& chassis = test_chassis)
        : console{standstill, chassis + "\n[security]\nreveal_unknown_users = true\n"} {}

    base::Octets ask(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return console.command(session, function, number, data);
    }
    std::uint8_t code(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return ask(function, number, data).at(0);
    }
    /// Which lengths from 0 to `longest` the command takes, whatever it says to the data.
    std::vector<std::size_t> lengths_taken(std::uint8_t function, std::uint8_t number, std::size_t longest) {
        std::vector<std::size_t> taken;
        for (std::size_t length = 0; length <= longest; ++length) {
            if (code(function, number, base::Octets(length, 1)) != 0xC7) taken.push_back(length);
        }
        return taken;
    }

    Console console;
    Spoken session = console.log_in();
};

}  // namespace assay::bmc
