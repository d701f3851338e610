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
    EXPECT_EQ(complaint({.threads = 0}), "--threads");
    EXPECT_EQ(complaint({.connections = 1, .threads = 2}), "--connections");
    EXPECT_EQ(complaint({.connections = 100'000}), "--connections");
    EXPECT_EQ(complaint({.duration = 0s}), "--duration");
    EXPECT_EQ(complaint({.timeout = 1ms}), "--timeout");
    EXPECT_EQ(complaint({.request = {.max_elements = 0}}), "--max-elements");
    EXPECT_EQ(complaint({.request = {.operation = Operation::get}}), "--resource");
    EXPECT_EQ(complaint({.request = {.operation = Operation::get, .resource = "urn:a"}}), "");
}

}  // namespace
}  // namespace assay::load
