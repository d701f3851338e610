#include "assay/load/scenario.hpp"

#include <string>

#include "assay/base/setup_error.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "tls_client.hpp"

namespace assay::load {
namespace {

constexpr std::size_t longest_password = 20;

void expect(bool holds, const char* option, const char* what, const char* remedy) {
    if (!holds) throw base::SetupError{what, option, remedy};
}

void validate(const IpmiRequest& request, unsigned connections) {
    expect(ipmi_wire::suite_of(request.suite).has_value(), "--suite", "no such cipher suite is spoken here",
           "give 17, 3, or another one without xRC4");
    expect(!request.target.user.empty(), "URL", "a BMC wants to know who asks",
           "write ipmi://USER@HOST and give the password in ASSAY_PASSWORD");
    expect(request.target.user.size() <= ipmi_wire::longest_user_name, "URL", "the user name is too long",
           "give at most 16 characters (IPMI 2.0 §13.20)");
    expect(request.target.password.size() <= longest_password, "URL", "the password is too long",
           "give at most 20 characters (IPMI 2.0 §22.30)");
    expect(connections >= request.target.addresses.size(), "--connections", "a BMC would have no session",
           "give at least as many connections as there are BMCs");
}

}  // namespace

void validate(const Scenario& scenario) {
    using namespace std::chrono_literals;
    expect(!scenario.rate || (scenario.rate->highest() >= 0.001 && scenario.rate->highest() <= 1e7), "--rate",
           "the rate makes no load", "give requests per second between 0.001 and 10000000");
    expect(!scenario.rate || !scenario.think, "--think",
           "an open loop has no think time: its requests are due at their own times",
           "leave it out, or leave out --rate");
    expect(scenario.threads >= 1 && scenario.threads <= 256, "--threads",
           "the number of threads is out of range",
           "give 1 to 256; one per core that the target does not need");
    expect(scenario.connections >= scenario.threads, "--connections", "a thread would have no connection",
           "give at least as many connections as threads");
    expect(scenario.connections <= 50'000, "--connections",
           "one address has no ports for so many connections", "give at most 50000");
    expect(scenario.duration >= 10ms, "--duration", "the measured phase is too short", "give 10ms or more");
    expect(scenario.timeout >= 10ms, "--timeout", "the time limit is too short", "give 10ms or more");
    if (scenario.ipmi) return validate(*scenario.ipmi, scenario.connections);
    expect(scenario.target.tls || scenario.tls.certificate.empty(), "--certificate",
           "clear text shows no certificate", "give an https:// URL");
    expect(scenario.target.scheme == Scheme::basic || !scenario.target.user.empty(), "--auth",
           "Digest needs a user", "give user and password in ASSAY_USER and ASSAY_PASSWORD");
    if (scenario.target.tls) static_cast<void>(TlsClient{scenario.tls, scenario.target});
    if (scenario.program) return;
    expect(scenario.request.max_elements >= 1, "--max-elements", "a Pull has to ask for an element",
           "give 1 or more");
    expect(scenario.request.operation == Operation::identify || !scenario.request.resource.empty(),
           "--resource", "Get and Enumerate need to know of what",
           "give a ResourceURI, and --selector NAME=VALUE for its keys");
}

}  // namespace assay::load
