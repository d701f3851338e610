#include "assay/load/scenario.hpp"

#include <string>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

void expect(bool holds, const char* option, const char* what, const char* remedy) {
    if (!holds) throw base::SetupError{what, option, remedy};
}

}  // namespace

void validate(const Scenario& scenario) {
    using namespace std::chrono_literals;
    expect(!scenario.rate || (*scenario.rate >= 0.001 && *scenario.rate <= 1e7), "--rate",
           "the rate makes no load", "give requests per second between 0.001 and 10000000");
    expect(scenario.threads >= 1 && scenario.threads <= 256, "--threads",
           "the number of threads is out of range",
           "give 1 to 256; one per core that the target does not need");
    expect(scenario.connections >= scenario.threads, "--connections", "a thread would have no connection",
           "give at least as many connections as threads");
    expect(scenario.connections <= 50'000, "--connections",
           "one address has no ports for so many connections", "give at most 50000");
    expect(scenario.duration >= 10ms, "--duration", "the measured phase is too short", "give 10ms or more");
    expect(scenario.timeout >= 10ms, "--timeout", "the time limit is too short", "give 10ms or more");
    expect(scenario.request.max_elements >= 1, "--max-elements", "a Pull has to ask for an element",
           "give 1 or more");
    expect(scenario.request.operation == Operation::identify || !scenario.request.resource.empty(),
           "--resource", "Get and Enumerate need to know of what",
           "give a ResourceURI, and --selector NAME=VALUE for its keys");
}

}  // namespace assay::load
