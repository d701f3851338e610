#include "assay/load/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

std::string complaint(const Scenario& scenario) {
    try {
        validate(scenario);
    } catch (const base::SetupError& error) {
        return std::string{error.what()}.substr(0, std::string_view{error.what()}.find(':'));
    }
    return {};
}

TEST(Scenario, IsSoundByDefault) { EXPECT_EQ(complaint({}), ""); }

TEST(Scenario, NamesTheOptionThatMakesNoSense) {
    EXPECT_EQ(complaint({.rate = 0}), "--rate");
    EXPECT_EQ(complaint({.rate = -1}), "--rate");
    EXPECT_EQ(complaint({.rate = 1e8}), "--rate");
    EXPECT_EQ(complaint({.rate = 1, .think = ThinkTime{1ms, 1ms}}), "--think");
    EXPECT_EQ(complaint({.threads = 0}), "--threads");
    EXPECT_EQ(complaint({.connections = 1, .threads = 2}), "--connections");
    EXPECT_EQ(complaint({.connections = 100'000}), "--connections");
    EXPECT_EQ(complaint({.duration = 0s}), "--duration");
    EXPECT_EQ(complaint({.timeout = 1ms}), "--timeout");
    EXPECT_EQ(complaint({.request = {.max_elements = 0}}), "--max-elements");
    EXPECT_EQ(complaint({.request = {.operation = Operation::get}}), "--resource");
    EXPECT_EQ(complaint({.request = {.operation = Operation::get, .resource = "urn:a"}}), "");
}

Scenario ipmi(IpmiRequest request) { return {.connections = 1, .ipmi = std::move(request)}; }

TEST(Scenario, NamesWhatABmcCannotDo) {
    const IpmiTarget bmc{"127.0.0.1:623", "assay", "secret", {{"127.0.0.1", 623}}};
    EXPECT_EQ(complaint(ipmi({.target = bmc})), "");
    EXPECT_EQ(complaint(ipmi({.target = bmc, .suite = 4})), "--suite");
    EXPECT_EQ(complaint(ipmi({.target = {"x", "", "", bmc.addresses}})), "URL");
    EXPECT_EQ(complaint(ipmi({.target = {"x", std::string(17, 'u'), "", bmc.addresses}})), "URL");
    EXPECT_EQ(complaint(ipmi({.target = {"x", "u", std::string(21, 'p'), bmc.addresses}})), "URL");
    EXPECT_EQ(complaint(ipmi({.target = {"x", "u", "p", {{"127.0.0.1", 1}, {"127.0.0.1", 2}}}})),
              "--connections");
}

}  // namespace
}  // namespace assay::load
