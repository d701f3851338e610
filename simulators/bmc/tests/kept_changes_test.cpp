// What a command changes of the kept state has to be counted, or nothing would store it (kept_state.hpp):
// every command that is answered is walked, and those that set what is kept are sent as they should be.
#include <functional>
#include <map>

#include "assay/bmc/kept_state.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "host_bench.hpp"

namespace assay::bmc {
namespace {

namespace app = wire::cmd::app;
namespace chassis = wire::cmd::chassis;
namespace event = wire::cmd::sensor_event;
namespace storage = wire::cmd::storage;
namespace transport = wire::cmd::transport;
namespace dcmi = wire::cmd::dcmi;
namespace picmg = wire::cmd::picmg;

using Name = std::pair<std::uint8_t, std::uint8_t>;  // network function and command

constexpr auto equipped = R"(
front_panel_lockout = true

[[fru]]
id = 0
product = { name = "Main" }

[[bus_device]]
bus = 2
address = 0xAE
fru = 0

[[sensor]]
name = "Inlet"
number = 21
type = "temperature"
entity = "air inlet"
unit = "degrees C"
base = 20

[[sensor]]
name = "Power"
number = 24
type = "other units"
entity = "system board"
unit = "watts"
base = 200
needs_host = true

[dcmi]
power_sensor = "Power"
least_limit = 100
most_limit = 400
)";

/// The chassis' own keys have to come before its first table.
std::string equipped_chassis() {
    std::string text = equipped;
    const auto own = text.find("\n\n") + 1;
    return text.substr(0, own) + test_chassis + text.substr(own);
}

class KeptBench {
public:
    base::Octets ask(Name name, const base::Octets& data = {}) {
        return bench.ask(name.first, name.second, data);
    }
    /// What a file would hold, but for the clock that runs in it.
    std::string text() {
        std::string whole = kept_state(bench.console.bmc.chassis(), "test", bench.console.now);
        const auto clock = whole.find("begun_hour_s");
        return whole.erase(clock, whole.find('\n', clock) - clock);
    }
    std::uint64_t changes() { return bench.console.bmc.chassis().kept_changes(); }
    void pass(base::Duration time) {
        bench.console.now += time;
        bench.console.bmc.tick(bench.console.now);
    }
    void come_back() {
        pass(5s);
        bench.session = bench.console.log_in();
    }

    CommandBench bench{equipped_chassis()};
};

/// Makes a request lawful, and gives its data.
using Request = std::function<base::Octets(KeptBench&)>;

Request plainly(base::Octets data) {
    return [data = std::move(data)](KeptBench&) { return data; };
}

base::Octets joined(base::Octets head, base::OctetView tail) {
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

base::Octets new_record() {
    return encode(wire::FruDeviceLocator{.fru_id = 9, .entity = {7, 1}, .name = "New"});
}

base::Octets new_entry() { return {0, 0, 2, 0, 0, 0, 0, 0x20, 0, 4, 1, 1, 1, 0x59, 0, 0}; }

/// With a fresh reservation, which `rest` follows.
Request reserved(std::uint8_t reserve, base::Octets rest) {
    return [reserve, rest = std::move(rest)](KeptBench& kept) {
        const auto reply = kept.ask({wire::netfn::storage, reserve});
        return joined({reply.at(1), reply.at(2)}, rest);
    };
}

base::Octets without_cold_reset(KeptBench& kept) {
    base::Octets enables = kept.ask({wire::netfn::app, app::get_command_enables}, {1, wire::netfn::app, 0});
    enables.erase(enables.begin());
    enables[0] = static_cast<base::Octet>(enables[0] & ~(1U << app::cold_reset));
    return joined({1, wire::netfn::app, 0}, enables);
}

void upload(KeptBench& kept) {
    kept.ask({wire::netfn::group_extension, picmg::initiate_upgrade}, {0, 1, 2});
    kept.ask({wire::netfn::group_extension, picmg::upload_block}, {0, 0, 4, 0x12, 1, 2, 3, 4});
}

const base::Octets upload_end{0, 0, 6, 0, 0, 0};

void finish_upload(KeptBench& kept) {
    upload(kept);
    kept.ask({wire::netfn::group_extension, picmg::finish_upload}, upload_end);
}

void run_upload(KeptBench& kept) {
    finish_upload(kept);
    kept.ask({wire::netfn::group_extension, picmg::activate_firmware}, {0});
    kept.come_back();
}

Request after(std::function<void(KeptBench&)> what, base::Octets data) {
    return [what = std::move(what), data = std::move(data)](KeptBench& kept) {
        what(kept);
        return data;
    };
}

/// A limit of 150 W that is to be logged, at once and over a minute.
const base::Octets power_limit{0xDC, 0, 0, 0, 0x11, 150, 0, 0x70, 0x17, 0, 0, 0, 0, 60, 0};

void set_power_limit(KeptBench& kept) {
    kept.ask({wire::netfn::group_extension, dcmi::set_power_limit}, power_limit);
}

/// Those that change what is kept.
std::map<Name, Request> keeping() {
    using namespace wire::netfn;
    const base::Octets key(BmcKey::longest, 0x5A), password(16, 'p');
    return {
        {{wire::netfn::chassis, chassis::control}, plainly({0})},
        {{wire::netfn::chassis, chassis::set_capabilities}, plainly({0, 0x20, 0x20, 0x20, 0x22})},
        {{wire::netfn::chassis, chassis::set_power_restore_policy}, plainly({1})},
        {{wire::netfn::chassis, chassis::set_boot_options}, plainly({2, 1})},
        {{wire::netfn::chassis, chassis::set_power_cycle_interval}, plainly({7})},
        {{sensor_event, event::platform_event}, plainly({4, 1, 1, 1, 0x59, 3, 0})},
        {{sensor_event, event::set_pef_config}, plainly({1, 0x0F})},
        {{sensor_event, event::set_last_processed_event}, plainly({0, 5, 0})},
        {{wire::netfn::app, app::set_channel_access}, plainly({1, 0x62, 0x43})},
        {{wire::netfn::app, app::set_user_access}, plainly({0x81, 4, 3})},
        {{wire::netfn::app, app::set_user_name}, plainly(joined({9}, base::Octets(16, 'n')))},
        {{wire::netfn::app, app::set_user_password}, plainly(joined({4, 2}, password))},
        {{wire::netfn::app, app::set_user_payload_access}, plainly({1, 0x44, 2, 0, 0, 0})},
        {{wire::netfn::app, app::set_channel_security_keys}, plainly(joined({1, 1, 1}, key))},
        {{wire::netfn::app, app::set_system_info}, plainly({2, 0, 0, 3, 'a', 'b', 'c'})},
        {{wire::netfn::app, app::set_command_enables}, without_cold_reset},
        {{wire::netfn::app, app::set_sub_function_enables},
         plainly({1, wire::netfn::chassis, 0, chassis::control, 0x3E, 0, 0, 0})},
        {{wire::netfn::app, app::master_write_read}, plainly({2U << 1U | 1U, 0xAE, 0, 200, 0xAB})},
        {{wire::netfn::storage, storage::write_fru_data}, plainly({0, 200, 0, 0xAB})},
        {{wire::netfn::storage, storage::add_sdr}, plainly(new_record())},
        {{wire::netfn::storage, storage::partial_add_sdr},
         reserved(storage::reserve_sdr_repository, joined({0, 0, 0, 1}, new_record()))},
        {{wire::netfn::storage, storage::delete_sdr}, reserved(storage::reserve_sdr_repository, {1, 0})},
        {{wire::netfn::storage, storage::clear_sdr_repository},
         reserved(storage::reserve_sdr_repository, {'C', 'L', 'R', 0xAA})},
        {{wire::netfn::storage, storage::set_sdr_repository_time}, plainly({0, 0, 0, 0x40})},
        {{wire::netfn::storage, storage::add_sel_entry}, plainly(new_entry())},
        {{wire::netfn::storage, storage::partial_add_sel_entry},
         reserved(storage::reserve_sel, joined({0, 0, 0, 1}, new_entry()))},
        {{wire::netfn::storage, storage::delete_sel_entry}, reserved(storage::reserve_sel, {1, 0})},
        {{wire::netfn::storage, storage::clear_sel}, reserved(storage::reserve_sel, {'C', 'L', 'R', 0xAA})},
        {{wire::netfn::storage, storage::set_sel_time}, plainly({0, 0, 0, 0x40})},
        {{wire::netfn::storage, storage::set_auxiliary_log_status}, plainly({0, 1, 2, 3, 4, 5, 0, 0, 0})},
        {{wire::netfn::storage, storage::set_sel_utc_offset}, plainly({60, 0})},
        {{wire::netfn::transport, transport::set_lan_config}, plainly({1, 3, 192, 0, 2, 9})},
        {{wire::netfn::transport, transport::set_sol_config}, plainly({1, 1, 0})},
        {{group_extension, dcmi::set_power_limit}, plainly(power_limit)},
        {{group_extension, dcmi::activate_power_limit}, after(set_power_limit, {0xDC, 1, 0, 0})},
        {{group_extension, dcmi::set_asset_tag}, plainly({0xDC, 0, 3, 'a', 'b', 'c'})},
        {{group_extension, dcmi::set_controller_id}, plainly({0xDC, 0, 4, 'a', 'b', 'c', 0})},
        {{group_extension, dcmi::set_thermal_limit}, plainly({0xDC, 0x40, 1, 0xA0, 45, 10, 0})},
        {{group_extension, dcmi::set_configuration}, plainly({0xDC, 3, 0, 9})},
        {{group_extension, picmg::initiate_upgrade}, plainly({0, 1, 0})},
        {{group_extension, picmg::finish_upload}, after(upload, upload_end)},
        {{group_extension, picmg::activate_firmware}, after(finish_upload, {0})},
        {{group_extension, picmg::roll_back}, after(run_upload, {0})},
    };
}

TEST(KeptChanges, AreCountedForEachCommandThatMakesThem) {
    for (const auto& [name, request] : keeping()) {
        KeptBench kept;
        const base::Octets data = request(kept);
        const std::string before = kept.text();
        const std::uint64_t counted = kept.changes();
        const auto shown = testing::Message() << int{name.first} << '/' << int{name.second};
        EXPECT_EQ(kept.ask(name, data).at(0), 0) << shown;
        EXPECT_NE(kept.changes(), counted) << shown << " is not counted";
        kept.pass(5s);
        EXPECT_NE(kept.text(), before) << shown << " changed nothing that is kept";
    }
}

/// Data that some command takes for lawful.
std::vector<base::Octets> attempts(const Command& command) {
    std::vector<base::Octets> data;
    for (const base::Octet first : std::array<base::Octet, 6>{0, 1, 2, 3, 0x81, 0xDC}) {
        for (const base::Octet others : std::array<base::Octet, 4>{0, 1, 2, 0x40}) {
            base::Octets octets(std::max<std::size_t>(command.length.least, 1), others);
            octets[0] = first;
            if (command.length.most > 0) data.push_back(octets);
        }
    }
    if (command.length.least == 0) data.emplace_back();
    return data;
}

TEST(KeptChanges, AreMadeByNoOtherCommand) {
    const auto known = keeping();
    const CommandTable table = every_command();
    for (const Command& command : table.all()) {
        if (known.contains({command.netfn, command.number})) continue;
        KeptBench kept;
        std::string before = kept.text();
        for (const base::Octets& data : attempts(command)) {
            const std::uint64_t counted = kept.changes();
            const bool by_host = command.privilege == wire::Privilege::system_interface;
            const wire::LanMessage message{
                .to = wire::bmc_address, .netfn = command.netfn, .command = command.number, .data = data};
            if (by_host) {
                static_cast<void>(kept.bench.console.bmc.execute_for_host(message, kept.bench.console.now));
            } else if (kept.ask({command.netfn, command.number}, data).empty()) {
                kept.come_back();
            }
            const std::string now = kept.text();
            if (now != before) {
                EXPECT_NE(kept.changes(), counted) << int{command.netfn} << '/' << int{command.number} << ' '
                                                   << base::to_hex(data) << " is not counted";
            }
            before = now;
        }
    }
}

TEST(KeptChanges, AreCountedForEachHourThatTheHostIsOn) {
    KeptBench kept;
    const std::uint64_t counted = kept.changes();
    kept.pass(59min);
    EXPECT_EQ(kept.changes(), counted);
    kept.pass(2min);
    EXPECT_EQ(kept.changes(), counted + 1);
    kept.pass(58min);
    EXPECT_EQ(kept.changes(), counted + 1);
}

TEST(PowerOnTime, CountsWhileTheHostIsOnAndIsNotRoundedByACycle) {
    KeptBench kept;
    Chassis& chassis = kept.bench.console.bmc.chassis();
    base::Instant& now = kept.bench.console.now;
    kept.pass(50min);
    chassis.control(PowerAction::down, now);
    kept.pass(60min);
    EXPECT_EQ(chassis.power_on_hours(now), 0U) << "off";
    EXPECT_EQ(chassis.begun_power_on_hour(now), 50min);
    chassis.control(PowerAction::up, now);
    kept.pass(11min);
    EXPECT_EQ(chassis.power_on_hours(now), 1U);
    EXPECT_EQ(chassis.begun_power_on_hour(now), 1min);
    chassis.set_power_on_time(70000, 59min, now);
    kept.pass(1min);
    EXPECT_EQ(chassis.power_on_hours(now), 70001U);
}

}  // namespace
}  // namespace assay::bmc
