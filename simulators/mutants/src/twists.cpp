#include "twists.hpp"

#include <algorithm>

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
using bmc::Seams;
using bmc::Session;

constexpr auto invalid_command = static_cast<std::uint8_t>(wire::Completion::invalid_command);

bool chosen(const Choice& choice, base::OctetView data) { return !choice || choice(data); }

}  // namespace

Install around_commands(decltype(Seams::command) seam) {
    return [seam = std::move(seam)](Breach& breach) { breach.seams.command = seam; };
}

Install on_answer(Which which, ReplyTwist twist) {
    return around_commands([which, twist = std::move(twist)](const Seams::Inside&, Session* session,
                                                             const wire::LanMessage& message,
                                                             const Seams::Execute& honest, Octets& reply) {
        honest(session, message, reply);
        // what went to the host's software has no answer
        if (which.is(message) && !reply.empty()) twist(message, reply);
    });
}

Install on_success(Which which, std::function<void(Octets& reply)> twist) {
    return on_answer(which, [twist = std::move(twist)](const wire::LanMessage&, Octets& reply) {
        if (reply.front() == ok) twist(reply);
    });
}

Install octet_changed(Which which, std::size_t place, std::function<unsigned(unsigned)> change) {
    return on_success(which, [place, change = std::move(change)](Octets& reply) {
        if (place < reply.size()) reply[place] = static_cast<base::Octet>(change(reply[place]));
    });
}

Install refused_otherwise(Which which, wire::Completion honest, std::uint8_t other) {
    return on_answer(which, [honest, other](const wire::LanMessage&, Octets& reply) {
        if (reply.front() == static_cast<std::uint8_t>(honest)) reply.assign(1, other);
    });
}

Install not_done(Which which, Octets data, Choice choice) {
    return around_commands([which, data = std::move(data), choice = std::move(choice)](
                               const Seams::Inside&, Session* session, const wire::LanMessage& message,
                               const Seams::Execute& honest, Octets& reply) {
        if (!which.is(message) || !chosen(choice, message.data)) return honest(session, message, reply);
        reply.assign(1, ok);
        reply.insert(reply.end(), data.begin(), data.end());
    });
}

Install taken_for(Which which, RequestTwist twist, Choice choice) {
    return around_commands([which, twist = std::move(twist), choice = std::move(choice)](
                               const Seams::Inside&, Session* session, const wire::LanMessage& message,
                               const Seams::Execute& honest, Octets& reply) {
        Octets data{message.data.begin(), message.data.end()};
        if (which.is(message) && chosen(choice, data)) twist(data);
        execute_with(honest, session, message, data, reply);
    });
}

Install for_everybody(Which which) {
    return around_commands([which](const Seams::Inside&, Session* session, const wire::LanMessage& message,
                                   const Seams::Execute& honest, Octets& reply) {
        if (session == nullptr || !which.is(message)) return honest(session, message, reply);
        const auto granted = std::exchange(session->current, wire::Privilege::administrator);
        honest(session, message, reply);
        session->current = granted;
    });
}

Install unknown(Which which, Choice choice) {
    return on_answer(which, [choice = std::move(choice)](const wire::LanMessage& message, Octets& reply) {
        if (chosen(choice, message.data)) reply.assign(1, invalid_command);
    });
}

Choice beginning_with(Octets start) {
    return [start = std::move(start)](base::OctetView data) {
        return data.size() >= start.size() && std::ranges::equal(data.first(start.size()), start);
    };
}

void execute_with(const Seams::Execute& honest, Session* session, wire::LanMessage message,
                  const Octets& data, Octets& reply) {
    message.data = data;
    honest(session, message, reply);
}

}  // namespace assay::bmc_mutants
