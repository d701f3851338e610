// A test that asks commands of users and the network.
#pragma once

#include <gmock/gmock.h>

#include "command_bench.hpp"

namespace assay::bmc {

class Asking : public testing::Test, public CommandBench {
protected:
    // names and roles are told apart, so that what a setting does to a login shows in RAKP 2
    explicit Asking(const std::string& chassis = test_chassis)
        : CommandBench{chassis + "\n[security]\nreveal_unknown_users = true\n"} {}

    /// Which lengths from 0 to `longest` the command takes, whatever it says to the data.
    std::vector<std::size_t> lengths_taken(std::uint8_t function, std::uint8_t number, std::size_t longest) {
        std::vector<std::size_t> taken;
        for (std::size_t length = 0; length <= longest; ++length) {
            if (code(function, number, base::Octets(length, 1)) != 0xC7) taken.push_back(length);
        }
        return taken;
    }
};

}  // namespace assay::bmc
