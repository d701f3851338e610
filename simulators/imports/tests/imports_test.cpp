#include "assay/imports/imports.hpp"

#include <random>

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/bmc/chassis.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::imports {
namespace {

namespace wire = ipmi_wire;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Owner owner{"imported", "admin", "secret"};

Dump text_dump(const std::string& text) {
    const auto octets = base::octets_of(text);
    return {"x.txt", {octets.begin(), octets.end()}};
}

/// What ipmitool would dump of a chassis.
class Machine {
public:
    Machine() : Machine{bmc::read_chassis(ASSAY_SOURCE_DIR "/fixtures/chassis/demo.toml")} {}
    explicit Machine(const bmc::ChassisModel& model) : chassis{model, 0, base::Instant{}, base::WallTime{}} {
        chassis.advance(base::Instant{});
    }

    [[nodiscard]] Dumps dumps() {
        Dumps all;
        all.sdr.name = "sdr.bin";
        for (const auto& record : chassis.repository().records()) append(all.sdr.octets, record);
        for (const auto id : {std::uint8_t{0}, std::uint8_t{1}}) {
            if (auto* const fru = chassis.frus().find(id))
                all.frus.push_back({id, {"fru.bin", fru->content()}});
        }
        all.sel = Dump{"sel.bin", log()};
        return all;
    }
    [[nodiscard]] base::Octets log() {
        base::Octets octets;
        const bmc::EventLog& log = chassis.log();
        for (const auto* record = log.find(wire::first_record); record != nullptr;) {
            encode(*record, octets);
            const auto next = log.id_after(*record);
            record = next == wire::last_record ? nullptr : log.find(next);
        }
        return octets;
    }

    bmc::Chassis chassis;

private:
    static void append(base::Octets& to, const base::Octets& octets) {
        to.insert(to.end(), octets.begin(), octets.end());
    }
};

std::string complaint(const Dumps& dumps) {
    try {
        static_cast<void>(import_chassis(dumps, owner));
        return "no complaint";
    } catch (const base::SetupError& error) {
        return error.what();
    }
}

TEST(Import, GivesTheMachineThatWasDumped) {
    Machine original;
    auto dumps = original.dumps();
    dumps.sensors = text_dump(
        "PSU1 Status      | 0x1        | discrete   | 0x0180| na\n"
        "12V Main         | 12.090     | Volts      | ok    | na\n");
    const auto imported = import_chassis(dumps, owner);
    EXPECT_THAT(imported.remarks, IsEmpty());
    Machine copy{bmc::parse_chassis(imported.toml, "imported.toml")};
    EXPECT_EQ(copy.chassis.repository().records(), original.chassis.repository().records());
    EXPECT_EQ(copy.log(), original.log());
    for (const auto id : {std::uint8_t{0}, std::uint8_t{1}})
        EXPECT_EQ(copy.chassis.frus().find(id)->content(), original.chassis.frus().find(id)->content());
    EXPECT_EQ(copy.chassis.sensor(0x02)->raw(), original.chassis.sensor(0x02)->raw())
        << "the nominal reading";
    EXPECT_EQ(copy.chassis.sensor(0x20)->raw(), original.chassis.sensor(0x20)->raw()) << "the reading given";
    EXPECT_EQ(copy.chassis.sensor(0x40)->states(), 1);
    EXPECT_EQ(copy.chassis.sensor(0x43)->states(), 0) << "not told";
    EXPECT_EQ(copy.chassis.users().find(2)->name, "admin");
}

TEST(Import, KeepsIdsAndOrderOfTheRecords) {
    Machine original;
    auto dumps = original.dumps();
    dumps.sdr.octets[0] = 0x77;  // the first record gets the highest id
    Machine copy{bmc::parse_chassis(import_chassis(dumps, owner).toml, "imported.toml")};
    const auto& records = copy.chassis.repository().records();
    EXPECT_EQ(bmc::SdrRepository::id_of(records.front()), 2);
    EXPECT_EQ(bmc::SdrRepository::id_of(records.back()), 0x77);
}

TEST(Import, TakesEventsThatWereSavedWithoutTheirTimes) {
    Machine original;
    auto dumps = original.dumps();
    dumps.sel = text_dump(
        "# saved\n0x04 0x22 0x43 0x6f 0x00 0xff 0xff # ACPI\r\n\n0x04 0x01 0x04 0x81 0x47 0x31 0xff\n");
    Machine copy{bmc::parse_chassis(import_chassis(dumps, owner).toml, "imported.toml")};
    const auto* const last = copy.chassis.log().find(wire::last_record);
    ASSERT_EQ(copy.chassis.log().size(), 2U);
    const auto event = wire::system_event_of(*last);
    EXPECT_TRUE(event->deassertion);
    EXPECT_EQ(event->sensor_number, 4);
    EXPECT_EQ(event->data[1], 0x31);
}

TEST(Import, SensorsOfOthersAreRecordsAndItSaysSo) {
    wire::FullSensorRecord satellite;
    satellite.record_id = 1;
    satellite.sensor.name = "Far away";
    satellite.sensor.owner = 0x82;
    const auto imported = import_chassis({.sdr = {"sdr.bin", encode(satellite)}}, owner);
    EXPECT_THAT(imported.remarks, SizeIs(1));
    EXPECT_THAT(imported.remarks[0], HasSubstr("Far away"));
    const auto model = bmc::parse_chassis(imported.toml, "imported.toml");
    EXPECT_THAT(model.sensors, IsEmpty());
    EXPECT_THAT(model.records, SizeIs(1));
}

TEST(Import, TakesADefectiveInventoryAsItIs) {
    Machine original;
    auto dumps = original.dumps();
    dumps.frus = {{3, {"odd.bin", base::Octets(65, 0xFF)}}};
    const auto imported = import_chassis(dumps, owner);
    EXPECT_THAT(imported.remarks, SizeIs(1));
    Machine copy{bmc::parse_chassis(imported.toml, "imported.toml")};
    EXPECT_THAT(copy.chassis.frus().find(3)->content(), SizeIs(66));
}

TEST(Import, SaysWhatIsWrongAndWhere) {
    Machine original;
    const auto with = [&](auto change) {
        auto dumps = original.dumps();
        change(dumps);
        return complaint(dumps);
    };
    EXPECT_THAT(with([](Dumps& all) { all.sdr.octets.pop_back(); }), HasSubstr("sdr.bin: offset 9"));
    EXPECT_THAT(with([](Dumps& all) { all.sdr.octets.clear(); }), HasSubstr("ipmitool sdr dump"));
    EXPECT_THAT(with([](Dumps& all) { all.sdr.octets[0] = 2; }),
                HasSubstr("0002h cannot be, or was there before"));
    EXPECT_THAT(with([](Dumps& all) { all.sel->octets.pop_back(); }),
                HasSubstr("sel.bin: offset 64: half a record"));
    EXPECT_THAT(with([](Dumps& all) { all.sel = text_dump("0x04 0x01 0x04\n"); }), HasSubstr("x.txt:1"));
    EXPECT_THAT(with([](Dumps& all) { all.sensors = text_dump("A | 1 | volts\nnonsense\n"); }),
                HasSubstr("x.txt:2"));
    EXPECT_THAT(with([](Dumps& all) { all.frus[0].dump.octets.resize(7); }),
                HasSubstr("7 octets are no FRU device"));
    EXPECT_THAT(with([](Dumps& all) { all.frus[0].id = 1; }), HasSubstr("--fru 1=FILE"));
}

TEST(Import, ANameCannotBecomeAnythingElse) {
    wire::FullSensorRecord record;
    record.record_id = 1;
    record.sensor.name = "\"]\n[x]\\";
    const auto imported =
        import_chassis({.sdr = {"sdr.bin", encode(record)}}, {"a\"\n[b]\\", "u\"x", "p\\\"q"});
    const auto model = bmc::parse_chassis(imported.toml, "imported.toml");
    EXPECT_EQ(model.name, "a\"\n[b]\\");
    EXPECT_THAT(model.sensors, SizeIs(1));
    EXPECT_EQ(model.users.at(0).name, "u\"x");
}

TEST(Import, MakesNoSecondSensorOfANumber) {
    constexpr std::size_t length_place = 4, header = 5, number_place = 7;
    Machine original;
    auto dumps = original.dumps();
    base::Octets& sdrs = dumps.sdr.octets;
    sdrs[header + sdrs[length_place] + number_place] = sdrs[number_place];
    const auto imported = import_chassis(dumps, owner);
    EXPECT_THAT(imported.remarks, testing::ElementsAre(HasSubstr("was there before")));
    Machine copy{bmc::parse_chassis(imported.toml, "imported.toml")};
    EXPECT_EQ(copy.chassis.sensors().size() + 1, original.chassis.sensors().size());
}

TEST(Import, WhatItTakesIsAlwaysAChassisFile) {
    Machine original;
    const auto dumps = original.dumps();
    std::mt19937 random{53};
    int taken = 0;
    for (int round = 0; round < 500; ++round) {
        auto changed = dumps;
        for (base::Octets* octets :
             {&changed.sdr.octets, &changed.frus[0].dump.octets, &changed.sel->octets}) {
            (*octets)[random() % octets->size()] = static_cast<base::Octet>(random());
        }
        std::string toml;
        try {
            toml = import_chassis(changed, owner).toml;
        } catch (const base::SetupError&) {
            continue;
        }
        ++taken;
        Machine copy{bmc::parse_chassis(toml, "imported.toml")};
    }
    EXPECT_GT(taken, 100);
}

}  // namespace
}  // namespace assay::imports
