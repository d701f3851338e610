// FRU inventories (IPMI 2.0 §34; the FRU storage definition 1.0).
#include "twists.hpp"

namespace assay::bmc_mutants {
namespace {

namespace cmd = ipmi_wire::cmd::storage;
using ipmi_wire::Completion;
using ipmi_wire::LanMessage;
using vocab::rule;

constexpr Which storage(std::uint8_t command) { return {ipmi_wire::netfn::storage, command}; }
constexpr Which read = storage(cmd::read_fru_data);

/// Changes octets of what is read of the first inventory: `at` finds the place of the one to change.
Install inventory_changed(std::function<std::size_t(base::OctetView content)> at) {
    return around_commands([at = std::move(at)](const bmc::Seams::Inside& inside, bmc::Session* session,
                                                const LanMessage& message, const bmc::Seams::Execute& honest,
                                                Octets& reply) {
        honest(session, message, reply);
        constexpr std::size_t before_data = 2;  // completion code, count
        if (!read.is(message) || reply.front() != ok || message.data[0] != 0) return;
        const std::size_t offset = message.data[1] | unsigned{message.data[2]} << 8U;
        const std::size_t place = at(inside.chassis.frus().find(0)->content());
        if (place >= offset && place - offset + before_data < reply.size())
            reply[place - offset + before_data] ^= 0x01U;
    });
}

constexpr std::size_t board_area = 3, records_area = 5;  // octets of the common header
std::size_t area(base::OctetView content, std::size_t header_octet) {
    return content[header_octet] * std::size_t{8};
}

/// Where the board area's fields end.
std::size_t end_of_fields(base::OctetView content) {
    constexpr std::size_t before_fields = 6;
    std::size_t at = area(content, board_area) + before_fields;
    while (content[at] != 0xC1) at += 1 + (content[at] & 0x3FU);
    return at;
}

void writes_nothing(const bmc::Seams::Inside&, bmc::Session* session, const LanMessage& message,
                    const bmc::Seams::Execute& honest, Octets& reply) {
    constexpr std::size_t before_data = 3;
    if (!storage(cmd::write_fru_data).is(message) || message.data.size() <= before_data)
        return honest(session, message, reply);
    reply = {ok, static_cast<base::Octet>(message.data.size() - before_data)};
}

}  // namespace

void add_inventory_mutants(Mutants& mutants) {
    mutants.push_back({"inventory-of-no-size", rule("ipmi.fru.size"), "A FRU inventory has size 0",
                       on_success(storage(cmd::get_fru_inventory_area_info),
                                  [](Octets& reply) { reply[1] = reply[2] = 0; })});
    mutants.push_back({"counts-one-more", rule("ipmi.fru.read"),
                       "Read FRU Data tells one octet more than it gives",
                       octet_changed(read, 1, [](unsigned count) { return count + 1; })});
    mutants.push_back({"nothing-beyond-an-inventory", rule("ipmi.fru.beyond"),
                       "A read beyond the inventory gives no octets and no error",
                       on_answer(read, [](const LanMessage&, Octets& reply) {
                           if (reply.front() == static_cast<std::uint8_t>(Completion::out_of_range))
                               reply = {ok, 0};
                       })});
    mutants.push_back(
        {"every-fru-is-there", rule("ipmi.fru.absent"), "A FRU device that there is not answers",
         refused_otherwise(storage(cmd::get_fru_inventory_area_info), Completion::not_present, ok)});
    mutants.push_back({"too-much-is-unspecified", rule("ipmi.fru.too-much"),
                       "A count beyond what can be returned is refused with FFh",
                       refused_otherwise(read, Completion::cannot_return_so_many, 0xFF)});
    mutants.push_back({"inventory-not-written", rule("ipmi.fru.write"), "Write FRU Data is acknowledged only",
                       around_commands(writes_nothing)});
    mutants.push_back({"written-beyond-the-end", rule("ipmi.fru.write-beyond"),
                       "Write FRU Data beyond the end is acknowledged",
                       on_answer(storage(cmd::write_fru_data), [](const LanMessage& message, Octets& reply) {
                           if (reply.front() == static_cast<std::uint8_t>(Completion::out_of_range))
                               reply = {ok, static_cast<base::Octet>(message.data.size() - 3)};
                       })});
    mutants.push_back(
        {"fru-devices-without-inventory", rule("ipmi.agree.fru-devices"),
         "A FRU device that a locator names is not there",
         on_answer(storage(cmd::get_fru_inventory_area_info), [](const LanMessage& message, Octets& reply) {
             if (!message.data.empty() && message.data[0] != 0)
                 reply.assign(1, static_cast<std::uint8_t>(Completion::not_present));
         })});
    mutants.push_back({"header-does-not-add-up", rule("ipmi.agree.fru-header"),
                       "The common header of the inventory has a wrong checksum",
                       inventory_changed([](base::OctetView) { return std::size_t{7}; })});
    mutants.push_back(
        {"areas-do-not-add-up", rule("ipmi.agree.fru-areas"), "The board area has a wrong checksum",
         inventory_changed([](base::OctetView content) { return area(content, board_area) + 4; })});
    mutants.push_back({"fields-without-end", rule("ipmi.agree.fru-fields"),
                       "The board area's fields do not end", inventory_changed(end_of_fields)});
    mutants.push_back(
        {"records-do-not-add-up", rule("ipmi.agree.fru-records"),
         "A record of the multi-record area has a wrong checksum",
         inventory_changed([](base::OctetView content) { return area(content, records_area) + 5; })});
}

}  // namespace assay::bmc_mutants
