#include "dumps.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"

namespace assay::imports {
namespace {

namespace wire = ipmi_wire;

constexpr std::size_t most_sdrs = 4096;    // far more than a repository has
constexpr std::size_t most_events = 4095;  // what a chassis file's SEL can hold

[[noreturn]] void fail_at(const Dump& dump, std::size_t offset, const std::string& what,
                          const std::string& remedy) {
    throw base::SetupError{what, fmt::format("{}: offset {}", dump.name, offset), remedy};
}

bool is_text(base::OctetView octets) {
    return std::ranges::all_of(octets, [](base::Octet octet) {
        return (octet >= ' ' && octet <= '~') || octet == '\n' || octet == '\r' || octet == '\t';
    });
}

/// "0x04 0x22 0x43 0x6f 0x00 0xff 0xff # comment": an event message from its revision on (§29.3).
std::optional<std::array<base::Octet, 7>> event_message(std::string_view line) {
    std::array<base::Octet, 7> octets{};
    for (base::Octet& octet : octets) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!line.starts_with("0x") && !line.starts_with("0X")) return std::nullopt;
        const char* const begin = line.data() + 2;
        const auto [end, error] = std::from_chars(begin, line.data() + line.size(), octet, 16);
        if (error != std::errc{}) return std::nullopt;
        line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    }
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (!line.empty() && line.front() != '#') return std::nullopt;
    return octets;
}

wire::SelRecord record_of(const std::array<base::Octet, 7>& message) {
    wire::SystemEvent event;
    event.event_message_revision = message[0];
    event.sensor_type = message[1];
    event.sensor_number = message[2];
    event.deassertion = (message[3] & 0x80U) != 0;
    event.event_type = message[3] & 0x7FU;
    std::copy_n(message.begin() + 4, event.data.size(), event.data.begin());
    return wire::record_of(event, 0);
}

std::vector<wire::SelRecord> saved_events(const Dump& dump) {
    std::vector<wire::SelRecord> records;
    std::string_view text = base::text_of(dump.octets);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos || line[first] == '#') continue;
        const auto message = event_message(line);
        if (!message || records.size() >= most_events) {
            throw base::SetupError{
                "not an event as `ipmitool sel save` writes it", fmt::format("{}:{}", dump.name, number),
                "expected seven octets like 0x04 0x01 0x30 0x01 0x59 0x52 0x50, and at most 4095 lines"};
        }
        records.push_back(record_of(*message));
    }
    return records;
}

std::vector<wire::SelRecord> raw_events(const Dump& dump) {
    static constexpr auto remedy =
        "expected records of 16 octets, each with an id of its own; dump it anew with "
        "`ipmitool sel writeraw FILE`";
    std::vector<wire::SelRecord> records;
    std::set<std::uint16_t> ids;
    const base::OctetView octets = dump.octets;
    for (std::size_t at = 0; at < octets.size(); at += wire::sel_record_length) {
        const auto record = wire::decode_sel_record(
            octets.subspan(at, std::min(wire::sel_record_length, octets.size() - at)));
        if (!record) fail_at(dump, at, "half a record", remedy);
        if (record->id == wire::first_record || record->id == wire::last_record ||
            !ids.insert(record->id).second) {
            fail_at(dump, at, fmt::format("the record id {:04X}h cannot be, or was there before", record->id),
                    remedy);
        }
        if (records.size() >= most_events)
            fail_at(dump, at, "more records than the 4095 that a SEL can hold here", "cut the file there");
        records.push_back(*record);
    }
    return records;
}

}  // namespace

std::vector<base::OctetView> sdr_records(const Dump& dump) {
    static constexpr auto remedy =
        "expected sensor data records with their headers; dump them anew with `ipmitool sdr dump FILE`";
    std::vector<base::OctetView> records;
    std::set<std::uint16_t> ids;
    const base::OctetView octets = dump.octets;
    if (octets.empty()) fail_at(dump, 0, "there is nothing in it", remedy);
    for (std::size_t at = 0; at < octets.size();) {
        const auto rest = octets.subspan(at);
        const auto header = wire::decode_sdr_header(rest);
        const std::size_t length = header ? wire::sdr_header_length + header->body_length : 0;
        if (!header || length > rest.size())
            fail_at(dump, at, fmt::format("a record is longer than the {} octets that are left", rest.size()),
                    remedy);
        if (header->record_id == 0xFFFF ||
            (header->record_id != 0 && !ids.insert(header->record_id).second)) {
            fail_at(dump, at,
                    fmt::format("the record id {:04X}h cannot be, or was there before", header->record_id),
                    remedy);
        }
        if (records.size() >= most_sdrs) fail_at(dump, at, "more than 4096 records", "cut the file there");
        records.push_back(rest.first(length));
        at += length;
    }
    return records;
}

std::vector<wire::SelRecord> sel_records(const Dump& dump) {
    return is_text(dump.octets) ? saved_events(dump) : raw_events(dump);
}

void check_fru(const Dump& dump) {
    constexpr std::size_t shortest = 8, longest = 0xFFFF;  // the common header; §34.1: told in 16 bits
    if (dump.octets.size() >= shortest && dump.octets.size() <= longest) return;
    fail_at(dump, dump.octets.size(), fmt::format("{} octets are no FRU device", dump.octets.size()),
            "expected 8 to 65535 octets; dump it anew with `ipmitool fru read ID FILE`");
}

}  // namespace assay::imports
