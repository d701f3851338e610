// Seams by what they do to one command.
#pragma once

#include <cstdint>
#include <functional>

#include "assay/bmc-mutants/mutant.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::bmc_mutants {

using Install = std::function<void(Breach& breach)>;
using Octets = base::Octets;

/// A command by its numbers.
struct Which {
    std::uint8_t netfn;
    std::uint8_t command;
    [[nodiscard]] bool is(const ipmi_wire::LanMessage& message) const {
        return message.netfn == netfn && message.command == command;
    }
};

/// A message, and what is honestly answered to it: completion code and data. The seam may change the answer.
using ReplyTwist = std::function<void(const ipmi_wire::LanMessage& message, Octets& reply)>;
/// The data of a request. The seam may change them.
using RequestTwist = std::function<void(Octets& data)>;
/// Is this request the one that a breach is about?
using Choice = std::function<bool(base::OctetView data)>;

[[nodiscard]] Install around_commands(decltype(bmc::Seams::command) seam);
/// Changes every answer to the command.
[[nodiscard]] Install on_answer(Which which, ReplyTwist twist);
/// Changes the answers with completion code 00h; `reply` begins with that code.
[[nodiscard]] Install on_success(Which which, std::function<void(Octets& reply)> twist);
/// Puts octet `place` of the answer, the completion code being octet 0, to another value.
[[nodiscard]] Install octet_changed(Which which, std::size_t place, std::function<unsigned(unsigned)> change);
/// Refusals with `honest` become `other`.
[[nodiscard]] Install refused_otherwise(Which which, ipmi_wire::Completion honest, std::uint8_t other);
/// What the command does is not done, but acknowledged with 00h and `data`.
[[nodiscard]] Install not_done(Which which, Octets data = {}, Choice choice = {});
/// The request is changed before it is executed.
[[nodiscard]] Install taken_for(Which which, RequestTwist twist, Choice choice = {});
/// The command is executed whatever the session may do.
[[nodiscard]] Install for_everybody(Which which);
/// The command is not known.
[[nodiscard]] Install unknown(Which which, Choice choice = {});

/// Request data that begin with these octets.
[[nodiscard]] Choice beginning_with(Octets start);

/// Executes `data` instead of what the message carries.
void execute_with(const bmc::Seams::Execute& honest, bmc::Session* session, ipmi_wire::LanMessage message,
                  const Octets& data, Octets& reply);

inline constexpr std::uint8_t ok = 0x00;

}  // namespace assay::bmc_mutants
