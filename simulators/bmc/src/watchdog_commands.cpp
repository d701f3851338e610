// Watchdog timer commands (IPMI 2.0 §27).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr auto never_set = static_cast<Completion>(0x80);  // §27.5
constexpr unsigned use_mask = 0x07, dont_log_bit = 0x80, running_bit = 0x40, dont_stop_bit = 0x40;
constexpr unsigned every_use = 0x3E;  // one bit for each of the uses 1 to 5

unsigned steps(base::Duration duration) { return static_cast<unsigned>(duration / watchdog_step); }

Completion reset(Call& call) {
    Watchdog& watchdog = call.chassis.watchdog();
    if (!watchdog.is_set()) return never_set;
    if (!watchdog.restart(call.now)) return Completion::not_executable_now;
    call.chassis.messaging().clear(Messaging::watchdog_interrupt);
    return Completion::ok;
}

Completion set(Call& call) {
    const auto use = call.request.u8(), actions = call.request.u8();
    WatchdogSettings settings;
    settings.use = use & use_mask;
    settings.dont_log = (use & dont_log_bit) != 0;
    if (settings.use == 0 || settings.use > last_watchdog_use || (use & 0x38U) != 0 || (actions & 0x88U) != 0)
        return Completion::invalid_field;
    const auto interrupt = actions >> 4U & 0x07U, action = actions & 0x07U;
    if (interrupt > static_cast<unsigned>(WatchdogInterrupt::messaging) ||
        action > static_cast<unsigned>(WatchdogAction::power_cycle))
        return Completion::invalid_field;
    settings.interrupt = static_cast<WatchdogInterrupt>(interrupt);
    settings.action = static_cast<WatchdogAction>(action);
    settings.pre_timeout = std::chrono::seconds{call.request.u8()};
    const auto cleared = static_cast<std::uint8_t>(call.request.u8() & every_use);
    settings.initial = call.request.u16() * watchdog_step;
    if (settings.interrupt != WatchdogInterrupt::none && settings.pre_timeout > settings.initial)
        return Completion::invalid_field;
    call.chassis.watchdog().set(settings, cleared, (use & dont_stop_bit) != 0, call.now);
    call.chassis.messaging().clear(Messaging::watchdog_interrupt);
    return Completion::ok;
}

Completion get(Call& call) {
    const Watchdog& watchdog = call.chassis.watchdog();
    const WatchdogSettings& settings = watchdog.settings();
    call.reply.u8((settings.dont_log ? dont_log_bit : 0U) | (watchdog.is_running() ? running_bit : 0U) |
                  settings.use);
    call.reply.u8(static_cast<unsigned>(settings.interrupt) << 4U | static_cast<unsigned>(settings.action));
    call.reply.u8(static_cast<unsigned>(settings.pre_timeout / std::chrono::seconds{1}))
        .u8(watchdog.expirations());
    call.reply.u16(steps(settings.initial)).u16(steps(watchdog.countdown(call.now)));
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::reset_watchdog, Privilege::operator_, 0, reset},
    Command{wire::netfn::app, cmd::set_watchdog, Privilege::operator_, 6, set},
    Command{wire::netfn::app, cmd::get_watchdog, Privilege::user, 0, get},
};

}  // namespace

void add_watchdog_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
