#include "bmc_knock.hpp"

#include <atomic>
#include <optional>

#include <fmt/format.h>

#include "assay/ipmi-wire/suite.hpp"
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
constexpr std::uint32_t unauthorized_name = 0x0D, invalid_integrity_check = 0x0F;

/// What an attempt to open a session came to.
struct Attempt {
    BmcMessage at = BmcMessage::open_session;  ///< the step whose answer was the last one
    observe::Number status;                    ///< 0: it was opened
    bool shares_password = false;              ///< RAKP 2 was made with our password
    bool keeps_suite = true;                   ///< the BMC agreed to the algorithms that were asked for

    /// Is it the algorithms that the BMC does not take?
    [[nodiscard]] bool is_about_algorithms() const {
        return status && ((*status >= first_algorithm_status && *status <= last_algorithm_status) ||
                          *status == confidentiality_status || *status == no_suite_status);
    }
    [[nodiscard]] bool is_about_name() const {
        return at == BmcMessage::rakp1 && status == unauthorized_name;
    }
    /// Whatever else goes wrong is for the cases to find.
    [[nodiscard]] bool refuses_credentials() const {
        const bool refused = at == BmcMessage::rakp3 && status == invalid_integrity_check;
        return is_about_name() || (refused && !shares_password && keeps_suite);
    }
};

/// Opens a session step by step, and closes it.
class Caller {
public:
    Caller(const Access& access, const base::Clock& clock, base::Instant began, bool name_only)
        : suite_{ipmi_wire::suite_of(access.bmc.suite)},
          line_{access, clock, began, never_, {[] { return 1U; }, [] { return 1U; }}},
          terms_{{"name_only", script::Value{name_only}}} {}

    Attempt call() {
        for (const BmcMessage message : {BmcMessage::open_session, BmcMessage::rakp1, BmcMessage::rakp3}) {
            attempt_.at = message;
            take(step(message));
            if (attempt_.status != 0U) return attempt_;
        }
        (void)step(BmcMessage::close);
        return attempt_;
    }

private:
    Exchange step(BmcMessage message) {
        script::BmcSend send;
        send.message = message;
        send.session = 1;
        send.terms = terms_;
        bool stopped = false;
        return line_.exchange(send, stopped);
    }

    void take(const Exchange& exchange) {
        const observe::DatagramReading reading = observe::read_datagram(exchange.response);
        const std::uint32_t type = reading.payload_type.value_or(0);
        attempt_.status = std::nullopt;
        if (exchange.ending != record::Ending::answered || !observe::is_setup(type)) return;
        const observe::SetupReading setup = observe::read_setup(type, reading.payload);
        attempt_.status = setup.status;
        if (attempt_.at == BmcMessage::open_session && suite_)
            attempt_.keeps_suite = setup.authentication == suite_->algorithms.authentication;
        if (attempt_.at == BmcMessage::rakp1)
            attempt_.shares_password = exchange.bmc->integrity == record::Integrity::verified;
    }

    const std::atomic<bool> never_{false};
    std::optional<ipmi_wire::CipherSuite> suite_;
    BmcLine line_;
    script::Table terms_;
    Attempt attempt_;
};

Attempt attempt(Access& access, const base::Clock& clock, base::Instant began) {
    Attempt tried = Caller{access, clock, began, true}.call();
    if (tried.is_about_algorithms() && !access.bmc.suite_is_given) {
        access.bmc.suite = older_suite;
        tried = Caller{access, clock, began, true}.call();
    }
    // older firmware finds users by name and privilege alone
    return tried.is_about_name() ? Caller{access, clock, began, false}.call() : tried;
}

void refuse(const Attempt& tried, const Access& access) {
    throw TargetError{
        fmt::format("authentication refused: {} got status {}", to_text(tried.at),
                    observe::status_text(tried.status.value_or(0))),
        access.target.url(),
        "check user, password and Kg: ASSAY_USER and ASSAY_PASSWORD, a profile, or ipmi://USER:PASSWORD@…; "
        "the user has to be an administrator on the LAN channel"};
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
    const Attempt tried = attempt(access, clock, began);
    if (tried.refuses_credentials()) refuse(tried, access);
    return first;
}

}  // namespace assay::drive
