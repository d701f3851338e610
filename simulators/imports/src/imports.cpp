#include "assay/imports/imports.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/uuid.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/ipmi-wire/fru.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "chassis_text.hpp"
#include "dumps.hpp"
#include "readings.hpp"

namespace assay::imports {
namespace {

namespace wire = ipmi_wire;

constexpr std::size_t least_capacity = 512;
constexpr std::uint8_t fru_locator = 0x11;
constexpr unsigned nominal_is_given = 0x01, normal_max_is_given = 0x02,
                   normal_min_is_given = 0x04;  // §43.1 octet 31

class Import {
public:
    Import(const Dumps& dumps, const Owner& owner) : dumps_{dumps}, owner_{owner} {
        if (dumps.sensors) readings_ = readings_of(*dumps.sensors);
    }

    Imported run() {
        const auto records = sdr_records(dumps_.sdr);
        const auto events = dumps_.sel ? sel_records(*dumps_.sel) : std::vector<wire::SelRecord>{};
        begin(records, events.size());
        for (const base::OctetView record : records) add_record(record);
        for (const FruDump& fru : dumps_.frus) add_fru(fru);
        for (const wire::SelRecord& event : events) add_event(event);
        for (const auto& [name, reading] : readings_) {
            if (!read_.contains(name))
                remarks_.push_back(fmt::format("'{}' has a reading and no record", name));
        }
        return {out_.take(), std::move(remarks_)};
    }

private:
    void begin(const std::vector<base::OctetView>& records, std::size_t events) {
        out_.text("name", owner_.chassis);
        out_.integer("log_capacity", static_cast<std::int64_t>(std::max(events, least_capacity)));
        out_.table("[device]");
        out_.text("guid", base::uuid_from_name(base::text_of(dumps_.sdr.octets)));
        out_.flag("device_sdrs", false);
        out_.table("[[user]]", "the dumps tell no users");
        out_.integer("id", 2);
        out_.text("name", owner_.user);
        out_.text("password", owner_.password);
        out_.text("privilege", "administrator");
        for (const base::OctetView record : records) {
            if (wire::decode_sdr_header(record)->type == fru_locator && record.size() > 6)
                located_.insert(record[6]);
        }
    }

    void add_record(base::OctetView octets) {
        const auto record = wire::decode_sensor_record(octets);
        if (record && add_sensor(octets, *record)) return;
        out_.table("[[record]]");
        out_.text("kind", "octets");
        out_.octets("data", octets);
    }

    /// @return false when it can be a record only
    bool add_sensor(base::OctetView octets, const wire::SensorRecord& record) {
        const auto& sensor =
            std::visit([](const auto& one) -> const wire::SensorIdentity& { return one.sensor; }, record);
        if (const std::string defect = bmc::sensor_obstacle(record); !defect.empty()) {
            remarks_.push_back(fmt::format("sensor '{}' is a record without a reading: a sensor has to be {}",
                                           sensor.name, defect));
            return false;
        }
        if (!numbers_.insert(sensor.number).second) {
            remarks_.push_back(
                fmt::format("sensor '{}' is a record without a reading: number {:02X}h was there before",
                            sensor.name, sensor.number));
            return false;
        }
        read_.insert(sensor.name);
        out_.table("[[sensor]]", sensor.name);
        const auto reading = readings_.find(sensor.name);
        const auto* const full = std::get_if<wire::FullSensorRecord>(&record);
        if (full != nullptr && sensor.event_reading_type == wire::threshold_event_type) {
            const auto* const value =
                reading == readings_.end() ? nullptr : std::get_if<double>(&reading->second);
            if (value != nullptr) {
                out_.number("base", *value);
            } else {
                out_.integer("resting", resting_raw(*full));
            }
        } else {
            const auto* const states =
                reading == readings_.end() ? nullptr : std::get_if<std::uint16_t>(&reading->second);
            out_.offsets("states", states == nullptr ? 0U : *states);
        }
        out_.octets("record", octets);
        return true;
    }

    /// The most usual reading that the record tells (§43.1 octets 31 to 36).
    static std::uint8_t resting_raw(const wire::FullSensorRecord& record) {
        if ((record.analog_flags & nominal_is_given) != 0) return record.nominal;
        const bool normal = (record.analog_flags & normal_max_is_given) != 0 &&
                            (record.analog_flags & normal_min_is_given) != 0;
        const int low = record.conversion.number_of(normal ? record.normal_min : record.sensor_min);
        const int high = record.conversion.number_of(normal ? record.normal_max : record.sensor_max);
        return record.conversion.octet_of((low + high) / 2);
    }

    void add_fru(const FruDump& fru) {
        check_fru(fru.dump);
        if (!frus_.insert(fru.id).second) {
            throw base::SetupError{fmt::format("FRU {} was there before", fru.id), fru.dump.name,
                                   "give each file an id of its own, like --fru 1=FILE"};
        }
        const std::string defect = wire::fru_defect(fru.dump.octets);
        out_.table("[[fru]]", fru.dump.name);
        out_.integer("id", fru.id);
        out_.flag("locator", fru.id != 0 && !located_.contains(fru.id));
        out_.integer("size", static_cast<std::int64_t>(fru.dump.octets.size() + fru.dump.octets.size() % 2));
        if (!defect.empty()) {
            out_.flag("defective", true);
            remarks_.push_back(fmt::format("{}: {}; it is taken as it is", fru.dump.name, defect));
        }
        out_.octets("data", fru.dump.octets);
    }

    void add_event(const wire::SelRecord& record) {
        base::Octets octets;
        encode(record, octets);
        out_.table("[[event]]");
        out_.octets("record", octets);
    }

    const Dumps& dumps_;
    const Owner& owner_;
    Readings readings_;
    ChassisText out_;
    std::vector<std::string> remarks_;
    std::set<std::uint8_t> numbers_, frus_, located_;
    std::set<std::string, std::less<>> read_;
};

}  // namespace

Imported import_chassis(const Dumps& dumps, const Owner& owner) { return Import{dumps, owner}.run(); }

}  // namespace assay::imports
