#include "assay/fleet/fleet.hpp"

#include "assay/fleet/individual.hpp"

namespace assay::fleet {
namespace {

constexpr base::Duration scan_spread = std::chrono::seconds{1};  // a chassis scans its sensors once a second

}  // namespace

Fleet::Fleet(const FleetPlan& plan, const Layout& layout, ipmi_wire::RandomSource& random)
    : dues_{layout.members} {
    bmc::ChassisModel member = plan.model;
    for (std::uint32_t index = 0; index < layout.members; ++index) {
        individualise(member, plan.model, index);
        const Endpoint endpoint = layout.endpoint_of(index);
        if (layout.members > 1 && endpoint.address().is_v4())
            member.lan.address = endpoint.address().to_v4().to_bytes();
        const base::Duration earlier = scan_spread * index / layout.members;
        bmcs_.emplace_back(member, commands_, random, seed_of(plan.seed, index), plan.start - earlier,
                           plan.wall - earlier);
        settle(index);
    }
}

base::OctetView Fleet::receive(Member member, base::OctetView datagram, const bmc::Peer& from,
                               base::Instant now) {
    const base::OctetView reply = bmcs_[member].receive(datagram, from, now);
    settle(member);
    return reply;
}

std::optional<Fleet::Member> Fleet::tick_next(base::Instant now) {
    if (dues_.next_due() > now) return std::nullopt;
    const Member member = dues_.first();
    bmcs_[member].tick(now);
    settle(member);
    return member;
}

}  // namespace assay::fleet
