#include <algorithm>

#include "chassis_names.hpp"
#include "kept_sections.hpp"

namespace assay::bmc::kept {

namespace wire = ipmi_wire;

// --- logs and inventories: §31, §33, §34 ---

toml::table log_of(Chassis& chassis) {
    toml::array records;
    base::Octets octets;
    for (const wire::SelRecord& record : chassis.log().records()) {
        octets.clear();
        encode(record, octets);
        records.push_back(base::to_hex(octets));
    }
    const EventLog::Marks marks = chassis.log().marks();
    toml::table table{{"records", std::move(records)},
                      {"latest_id", std::int64_t{marks.latest_id}},
                      {"overflowed", marks.overflowed},
                      {"last_addition", std::int64_t{marks.last_addition}},
                      {"last_erasure", std::int64_t{marks.last_erasure}}};
    for (std::size_t i = 0; i < auxiliary_logs; ++i) {
        const AuxiliaryLogStatus& status = chassis.log().auxiliary(i);
        table.insert(fmt::format("auxiliary_{}", i), base::to_hex(status.details));
        table.insert(fmt::format("auxiliary_{}_time", i), std::int64_t{status.timestamp});
    }
    return table;
}

namespace {

std::vector<wire::SelRecord> read_records(Section& section, std::size_t capacity) {
    std::vector<wire::SelRecord> records;
    for (const std::string& digits : section.texts("records")) {
        const auto octets = base::from_hex(digits);
        const auto record = octets ? wire::decode_sel_record(*octets) : wire::Decoded<wire::SelRecord>{};
        if (!record || record->id == wire::first_record || record->id == wire::last_record)
            section.reject("records", fmt::format("records of 16 octets, not '{}'", digits));
        if (std::ranges::find(records, record->id, &wire::SelRecord::id) != records.end())
            section.reject("records", fmt::format("each record id once, not {:04x}h twice", record->id));
        records.push_back(*record);
    }
    if (records.size() > capacity)
        section.reject("records", fmt::format("at most {} records, as the model has room for", capacity));
    return records;
}

}  // namespace

void restore_log(Section section, EventLog& log) {
    auto records = read_records(section, log.capacity());
    EventLog::Marks marks;
    marks.latest_id = narrow<std::uint16_t>(section, "latest_id", 0xFFFE);
    marks.overflowed = section.flag("overflowed", false);
    marks.last_addition = narrow<std::uint32_t>(section, "last_addition", most_u32);
    marks.last_erasure = narrow<std::uint32_t>(section, "last_erasure", most_u32);
    for (std::size_t i = 0; i < auxiliary_logs; ++i) {
        const std::string key = fmt::format("auxiliary_{}", i);
        base::Octets details = section.octets(key);
        if (details.size() != log.auxiliary(i).details.size())
            section.reject(key, fmt::format("{} octets", log.auxiliary(i).details.size()));
        log.auxiliary(i) = {narrow<std::uint32_t>(section, key + "_time", most_u32), std::move(details)};
    }
    log.replace(std::move(records), marks);
    section.finish();
}

toml::table repository_of(const SdrRepository& repository) {
    toml::array records;
    for (const base::Octets& record : repository.records()) records.push_back(base::to_hex(record));
    const SdrRepository::Marks marks = repository.marks();
    return toml::table{{"records", std::move(records)},
                       {"overflowed", marks.overflowed},
                       {"last_addition", std::int64_t{marks.last_addition}},
                       {"last_erasure", std::int64_t{marks.last_erasure}}};
}

void restore_repository(Section section, SdrRepository& repository) {
    std::vector<base::Octets> records;
    for (const std::string& digits : section.texts("records")) {
        auto octets = base::from_hex(digits);
        // §43: the header's last octet counts what follows it
        if (!octets || octets->size() < wire::sdr_header_length ||
            octets->size() != wire::sdr_header_length + (*octets)[wire::sdr_header_length - 1])
            section.reject("records", fmt::format("whole SDRs in hexadecimal, not '{}'", digits));
        records.push_back(std::move(*octets));
    }
    const SdrRepository::Marks marks{section.flag("overflowed", false),
                                     narrow<std::uint32_t>(section, "last_addition", most_u32),
                                     narrow<std::uint32_t>(section, "last_erasure", most_u32)};
    if (!repository.replace(std::move(records), marks))
        section.reject("records", fmt::format("at most {} octets", repository.capacity()));
    section.finish();
}

toml::array frus_of(Chassis& chassis) {
    toml::array frus;
    for (const FruDevices::Device& device : chassis.frus().all()) {
        if (!device.is_written()) continue;
        frus.push_back(
            toml::table{{"id", std::int64_t{device.id()}}, {"content", base::to_hex(device.content())}});
    }
    return frus;
}

void restore_fru(Section& section, FruDevices& frus) {
    auto* const device = frus.find(narrow<std::uint8_t>(section, "id", 0xFF));
    if (device == nullptr) section.reject("id", "a FRU device of the model");
    const base::Octets content = section.octets("content");
    if (content.size() != device->content().size())
        section.reject("content", fmt::format("{} octets in hexadecimal", device->content().size()));
    device->write(0, content);
    section.finish();
}

}  // namespace assay::bmc::kept
