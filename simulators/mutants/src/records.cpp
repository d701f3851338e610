// The SDR repository and the SEL (IPMI 2.0 §31, §33).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::storage;
using bmc::Seams;
using bmc::Session;
using ipmi_wire::Completion;
using ipmi_wire::LanMessage;
using vocab::rule;

constexpr Which storage(std::uint8_t command) { return {ipmi_wire::netfn::storage, command}; }

constexpr std::uint8_t canceled = static_cast<std::uint8_t>(Completion::reservation_canceled);
constexpr std::uint8_t out_of_range = static_cast<std::uint8_t>(Completion::out_of_range);

/// Whatever reservation a request names, the present one is meant.
Install any_reservation_will_do(std::uint8_t command) {
    return around_commands([command](const Seams::Inside& inside, Session* session, const LanMessage& message,
                                     const Seams::Execute& honest, Octets& reply) {
        honest(session, message, reply);
        if (!storage(command).is(message) || reply.front() != canceled) return;
        const bool of_sel = command >= cmd::get_sel_info;
        auto& reservation =
            of_sel ? inside.chassis.log().reservation() : inside.chassis.repository().reservation();
        const auto id = reservation.take();
        Octets data{message.data.begin(), message.data.end()};
        data[0] = static_cast<base::Octet>(id & 0xFFU);
        data[1] = static_cast<base::Octet>(id >> 8U);
        execute_with(honest, session, message, data, reply);
    });
}

/// Clears without the letters that guard it.
Install clears_without_letters(std::uint8_t command) {
    return taken_for(storage(command), [](Octets& data) {
        if (data.size() == 6) data[2] = 'C', data[3] = 'L', data[4] = 'R';
    });
}

/// The last record points to the first, the second, …: the chain never ends.
void loop(Octets& reply) {
    const bool is_last = reply.size() > 2 && reply[1] == 0xFF && reply[2] == 0xFF;
    if (is_last) reply[1] = 0x01, reply[2] = 0x00;
}

/// A part is read from the record's start.
void from_the_start(Octets& data) {
    if (data.size() == 6 && data[5] != 0xFF) data[4] = 0;
}

void add_repository_mutants(Mutants& mutants) {
    mutants.push_back(
        {"one-record-fewer", rule("ipmi.sdr.info"), "Get SDR Repository Info counts one record too few",
         octet_changed(storage(cmd::get_sdr_repository_info), 2, [](unsigned n) { return n - 1; })});
    mutants.push_back({"records-without-end", rule("ipmi.sdr.chain"),
                       "The last SDR names the first as the next", on_success(storage(cmd::get_sdr), loop)});
    mutants.push_back({"last-record-is-absent", rule("ipmi.sdr.last"), "Record FFFFh is not there",
                       on_answer(storage(cmd::get_sdr), [](const LanMessage& message, Octets& reply) {
                           if (message.data.size() == 6 && message.data[2] == 0xFF && message.data[3] == 0xFF)
                               reply.assign(1, static_cast<std::uint8_t>(Completion::not_present));
                       })});
    mutants.push_back({"records-of-another-version", rule("ipmi.sdr.header"), "SDRs are of version 99h",
                       on_answer(storage(cmd::get_sdr), [](const LanMessage& message, Octets& reply) {
                           if (reply.size() > 5 && message.data[4] == 0) reply[5] = 0x99;
                       })});
    mutants.push_back({"parts-from-the-start", rule("ipmi.sdr.partial"),
                       "A part of an SDR is read from its start",
                       taken_for(storage(cmd::get_sdr), from_the_start)});
    mutants.push_back({"parts-with-any-reservation", rule("ipmi.sdr.partial-reservation"),
                       "A part of an SDR is read with a cancelled reservation",
                       any_reservation_will_do(cmd::get_sdr)});
    mutants.push_back({"nothing-beyond-a-record", rule("ipmi.sdr.beyond"),
                       "A read beyond an SDR gives no octets and no error",
                       on_answer(storage(cmd::get_sdr), [](const LanMessage&, Octets& reply) {
                           if (reply.front() == out_of_range) reply = {ok, 0xFF, 0xFF};
                       })});
    mutants.push_back({"absent-records-are-invalid", rule("ipmi.sdr.absent"),
                       "An SDR that there is not is refused with CCh",
                       refused_otherwise(storage(cmd::get_sdr), Completion::not_present, 0xCC)});
    mutants.push_back({"one-reservation-for-all", rule("ipmi.sdr.reservation"),
                       "Each Reserve SDR Repository gives the same id",
                       not_done(storage(cmd::reserve_sdr_repository), {0x01, 0x00})});
    mutants.push_back({"repository-time-runs-back", rule("ipmi.sdr.time"), "The repository's time runs back",
                       octet_changed(storage(cmd::get_sdr_repository_time), 4,
                                     [hour = 0xFFU](unsigned) mutable { return hour -= 1; })});
    mutants.push_back(
        {"more-free-than-there-is", rule("ipmi.sdr.allocation"), "More units are free than there are",
         octet_changed(storage(cmd::get_sdr_repository_alloc_info), 6, [](unsigned) { return 0xFFU; })});
    mutants.push_back({"added-records-get-lost", rule("ipmi.sdr.add"), "Add SDR is acknowledged only",
                       not_done(storage(cmd::add_sdr), {0x7F, 0x7F})});
    mutants.push_back({"deleted-records-stay", rule("ipmi.sdr.delete"), "Delete SDR is acknowledged only",
                       not_done(storage(cmd::delete_sdr), {0x01, 0x00})});
    mutants.push_back({"repository-cleared-without-letters", rule("ipmi.sdr.clear-guard"),
                       "Clear SDR Repository does without 'CLR'",
                       clears_without_letters(cmd::clear_sdr_repository)});
    mutants.push_back({"repository-changes-untold", rule("ipmi.sdr.update-timestamps"),
                       "The time stamps of the repository never change",
                       on_success(storage(cmd::get_sdr_repository_info), [](Octets& reply) {
                           std::fill(reply.begin() + 6, reply.begin() + 14, 0);
                       })});
    mutants.push_back(
        {"initialization-never-done", rule("ipmi.sdr.init-agent"), "Run Initialization Agent is never done",
         octet_changed(storage(cmd::run_initialization_agent), 1, [](unsigned) { return 0U; })});
}

void add_log_reading_mutants(Mutants& mutants) {
    mutants.push_back({"one-entry-fewer", rule("ipmi.sel.info"), "Get SEL Info counts one entry too few",
                       octet_changed(storage(cmd::get_sel_info), 2, [](unsigned n) { return n - 1; })});
    mutants.push_back({"entries-without-end", rule("ipmi.sel.chain"),
                       "The last entry names the first as the next",
                       on_success(storage(cmd::get_sel_entry), loop)});
    mutants.push_back({"last-entry-is-the-first", rule("ipmi.sel.last"), "Entry FFFFh is the first one",
                       taken_for(storage(cmd::get_sel_entry), [](Octets& data) {
                           if (data.size() == 6 && data[2] == 0xFF && data[3] == 0xFF) data[2] = data[3] = 0;
                       })});
    mutants.push_back({"parts-of-entries-from-the-start", rule("ipmi.sel.partial"),
                       "A part of an entry is read from its start",
                       taken_for(storage(cmd::get_sel_entry), from_the_start)});
    mutants.push_back({"absent-entries-are-invalid", rule("ipmi.sel.absent"),
                       "An entry that there is not is refused with CCh",
                       refused_otherwise(storage(cmd::get_sel_entry), Completion::not_present, 0xCC)});
    mutants.push_back({"nothing-beyond-an-entry", rule("ipmi.sel.beyond"),
                       "A read beyond an entry gives no octets and no error",
                       on_answer(storage(cmd::get_sel_entry), [](const LanMessage&, Octets& reply) {
                           if (reply.front() == out_of_range) reply = {ok, 0xFF, 0xFF};
                       })});
    mutants.push_back({"log-time-runs-back", rule("ipmi.sel.time"), "The SEL's time runs back",
                       octet_changed(storage(cmd::get_sel_time), 4,
                                     [hour = 0xFFU](unsigned) mutable { return hour -= 1; })});
    mutants.push_back(
        {"log-never-fills", rule("ipmi.sel.free"), "The free space of the SEL never changes",
         on_success(storage(cmd::get_sel_info), [](Octets& reply) { reply[4] = reply[5] = 0x20; })});
    mutants.push_back(
        {"log-changes-untold", rule("ipmi.sel.update-timestamps"), "The time stamps of the SEL never change",
         on_success(storage(cmd::get_sel_info),
                    [](Octets& reply) { std::fill(reply.begin() + 6, reply.begin() + 14, 0); })});
}

void add_log_changing_mutants(Mutants& mutants) {
    mutants.push_back({"entries-changed-when-added", rule("ipmi.sel.add"),
                       "Add SEL Entry changes the last octet",
                       taken_for(storage(cmd::add_sel_entry), [](Octets& data) {
                           if (!data.empty()) data.back() ^= 0xFFU;
                       })});
    mutants.push_back({"every-entry-is-timed", rule("ipmi.sel.add-untimed"),
                       "Entries without a time stamp are given back with one",
                       on_success(storage(cmd::get_sel_entry), [](Octets& reply) {
                           if (reply.size() == 19 && reply[5] >= 0xE0) reply[6] ^= 0xFFU, reply[7] ^= 0xFFU;
                       })});
    mutants.push_back({"entries-keep-their-senders-time", rule("ipmi.sel.add-timed"),
                       "Entries with a time stamp are given back with time 0",
                       on_success(storage(cmd::get_sel_entry), [](Octets& reply) {
                           if (reply.size() == 19 && reply[5] < 0xE0)
                               std::fill(reply.begin() + 6, reply.begin() + 10, 0);
                       })});
    mutants.push_back({"one-log-reservation-for-all", rule("ipmi.sel.reservation"),
                       "Each Reserve SEL gives the same id",
                       not_done(storage(cmd::reserve_sel), {0x01, 0x00})});
    mutants.push_back({"deleted-entries-stay", rule("ipmi.sel.delete"),
                       "Delete SEL Entry is acknowledged only",
                       not_done(storage(cmd::delete_sel_entry), {0x01, 0x00})});
    mutants.push_back({"entries-deleted-with-any-reservation", rule("ipmi.sel.delete-reserved"),
                       "An entry is deleted with a cancelled reservation",
                       any_reservation_will_do(cmd::delete_sel_entry)});
    mutants.push_back({"log-not-cleared", rule("ipmi.sel.clear"), "Clear SEL is acknowledged only",
                       not_done(storage(cmd::clear_sel), {0x01})});
    mutants.push_back({"log-cleared-without-letters", rule("ipmi.sel.clear-guard"),
                       "Clear SEL does without 'CLR'", clears_without_letters(cmd::clear_sel)});
    mutants.push_back({"log-cleared-when-asked", rule("ipmi.sel.clear-status"),
                       "Clear SEL clears when it is asked for its status",
                       taken_for(storage(cmd::clear_sel), [](Octets& data) {
                           if (data.size() == 6) data[5] = 0xAA;
                       })});
    mutants.push_back({"reservation-outlives-a-deletion", rule("ipmi.sel.cancelled"),
                       "Deleting an entry leaves the reservation as it is",
                       any_reservation_will_do(cmd::delete_sel_entry)});
    mutants.push_back({"log-time-not-set", rule("ipmi.sel.time.set"), "Set SEL Time is passed over",
                       not_done(storage(cmd::set_sel_time))});
    mutants.push_back({"any-utc-offset-will-do", rule("ipmi.sel.utc-offset"),
                       "Set SEL Time UTC Offset accepts more than a day",
                       refused_otherwise(storage(cmd::set_sel_utc_offset), Completion::out_of_range, ok)});
    mutants.push_back({"utc-offset-not-kept", rule("ipmi.sel.utc-offset"),
                       "Set SEL Time UTC Offset is passed over", not_done(storage(cmd::set_sel_utc_offset))});
}

}  // namespace

void add_record_mutants(Mutants& mutants) {
    add_repository_mutants(mutants);
    add_log_reading_mutants(mutants);
    add_log_changing_mutants(mutants);
}

}  // namespace assay::bmc_mutants
