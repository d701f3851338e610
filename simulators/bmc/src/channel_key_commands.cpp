// Set Channel Security Keys (IPMI 2.0 §22.25).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr auto key_is_locked = static_cast<Completion>(0x80);
constexpr auto too_few_octets = static_cast<Completion>(0x81);
constexpr auto too_many_octets = static_cast<Completion>(0x82);
constexpr auto random_key_unused = static_cast<Completion>(0x84);

enum class Operation : std::uint8_t { read = 0, set = 1, lock = 2 };
constexpr unsigned locked = 1, unlocked = 2;

void tell(Call& call, bool with_value) {
    const BmcKey& key = call.chassis.bmc_key();
    call.reply.u8(key.is_locked() ? locked : unlocked);
    if (with_value) call.reply.put(key.octets()).fill(BmcKey::longest - key.octets().size());
}

Completion change(Call& call, Operation operation) {
    BmcKey& key = call.chassis.bmc_key();
    const auto octets = call.request.rest();
    if (operation == Operation::set) {
        if (octets.size() < BmcKey::longest) return too_few_octets;
        if (octets.size() > BmcKey::longest) return too_many_octets;
    } else if (!octets.empty()) {
        return Completion::wrong_length;
    }
    if (key.is_locked() && operation != Operation::lock) return key_is_locked;
    if (operation == Operation::set) key.set(octets);
    if (operation == Operation::lock) key.lock();
    tell(call, operation == Operation::read);
    return Completion::ok;
}

Completion set_channel_security_keys(Call& call) {
    constexpr unsigned random_key = 0, bmc_key = 1;
    const auto channel = channel_of(call.request.u8());
    const unsigned operation = call.request.u8(), key = call.request.u8();
    if (channel != lan_channel || operation > static_cast<unsigned>(Operation::lock))
        return Completion::invalid_field;
    // Kr is for one-key logins of other vendors' algorithms; this BMC has none
    if (key == random_key) return random_key_unused;
    if (key != bmc_key) return Completion::invalid_field;
    return change(call, static_cast<Operation>(operation));
}

constexpr std::array commands{
    Command{wire::netfn::app,
            cmd::set_channel_security_keys,
            Privilege::administrator,
            {3, 36},
            set_channel_security_keys},
};

}  // namespace

void add_channel_key_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
