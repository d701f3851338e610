#include "bmc_knock.hpp"

#include <atomic>

#include <fmt/format.h>

#include "assay/observe/bmc_reading.hpp"
#include "assay/suite/canary.hpp"
#include "bmc_line.hpp"

namespace assay::drive {
namespace {

using record::Exchange;
using script::BmcMessage;

constexpr std::uint8_t older_suite = 3;
constexpr std::uint32_t first_algorithm_status = 0x04, last_algorithm_status = 0x07;
constexpr std::uint32_t confidentiality_status = 0x10, no_suite_status = 0x11;

bool is_about_algorithms(std::uint32_t status) {
    return (status >= first_algorithm_status && status <= last_algorithm_status) ||
           status == confidentiality_status || status == no_suite_status;
}

/// The status of the answer while a session is set up; nothing when it is of another kind or none came.
observe::Number status_of(const Exchange& exchange) {
    const observe::DatagramReading reading = observe::read_datagram(exchange.response);
    const std::uint32_t type = reading.payload_type.value_or(0);
    if (exchange.ending != record::Ending::answered || !observe::is_setup(type)) return std::nullopt;
    return observe::read_setup(type, reading.payload).status;
}

Exchange step(BmcLine& line, BmcMessage message) {
    script::BmcSend send;
    send.message = message;
    send.session = 1;
    bool stopped = false;
    return line.exchange(send, stopped);
}

/// What an attempt to open a session came to.
struct Attempt {
    BmcMessage at = BmcMessage::open_session;
    observe::Number status;  ///< 0: it was opened
};

Attempt attempt(const Access& access, const base::Clock& clock, base::Instant began) {
    const std::atomic<bool> never{false};
    BmcLine line{access, clock, began, never, {[] { return 1U; }, [] { return 1U; }}};
    for (const BmcMessage message : {BmcMessage::open_session, BmcMessage::rakp1, BmcMessage::rakp3}) {
        const observe::Number status = status_of(step(line, message));
        if (status != 0U) return {message, status};
    }
    (void)step(line, BmcMessage::close);
    return {BmcMessage::close, 0};
}

void refuse(const Attempt& tried, const Access& access) {
    const std::string what = tried.status ? fmt::format("status {}", observe::status_text(*tried.status))
                                          : std::string{"no answer"};
    const bool is_algorithm = tried.status && is_about_algorithms(*tried.status);
    throw TargetError{
        fmt::format("no session with cipher suite {}: {} got {}", access.bmc.suite, to_text(tried.at), what),
        access.target.url(),
        is_algorithm ? "say in the profile's [ipmi] which cipher suite the BMC takes"
                     : "check user, password and Kg: ASSAY_USER and ASSAY_PASSWORD, a profile, or "
                       "ipmi://USER:PASSWORD@…; the user has to be an administrator on the LAN channel"};
}

}  // namespace

Exchange knock_at_bmc(Access& access, const base::Clock& clock, base::Instant began) {
    const std::atomic<bool> never{false};
    BmcLine line{access, clock, began, never, {[] { return 1U; }, [] { return 1U; }}};
    bool stopped = false;
    Exchange first = line.exchange(suite::canary_request({{}, {}, access.target.url()}), stopped);
    if (first.ending != record::Ending::answered) {
        throw TargetError{
            fmt::format("no answer to Get Channel Authentication Capabilities: {}", first.trouble),
            access.target.url(),
            "check that a BMC listens there (UDP), and the port, which is 623 as a rule"};
    }
    if (!access.authentication->credentials().given()) {
        throw TargetError{"it wants credentials", access.target.url(),
                          "give them in ASSAY_USER and ASSAY_PASSWORD, in a profile, or as "
                          "ipmi://USER:PASSWORD@…"};
    }
    Attempt tried = attempt(access, clock, began);
    if (tried.status && is_about_algorithms(*tried.status) && !access.bmc.suite_is_given) {
        access.bmc.suite = older_suite;
        tried = attempt(access, clock, began);
    }
    if (tried.status != 0U) refuse(tried, access);
    return first;
}

}  // namespace assay::drive
