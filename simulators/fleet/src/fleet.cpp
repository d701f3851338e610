#include "assay/fleet/fleet.hpp"

#include "assay/fleet/individual.hpp"

namespace assay::fleet {
namespace {

constexpr base::Duration scan_spread = std::chrono::seconds{1};  // a chassis scans its sensors once a second

}  // namespace

Fleet::Fleet(const FleetPlan& plan, const Layout& layout, ipmi_wire::RandomSource& random)
    : plan_{plan}, layout_{layout}, random_{random}, bmcs_(layout.members), dues_{layout.members} {
    bmc::ChassisModel model = plan.model;
    for (Member member = 0; member < layout.members; ++member) {
        individualise(model, member);
        const base::Duration earlier = scan_spread * member / layout.members;
        bmcs_[member].emplace(model, commands_, random_, seed_of(plan.seed, member), plan.start - earlier,
                              plan.wall - earlier);
        settle(member);
    }
}

void Fleet::individualise(bmc::ChassisModel& like, Member member) const {
    fleet::individualise(like, plan_.model, member);
    const Endpoint endpoint = layout_.endpoint_of(member);
    if (layout_.members > 1 && endpoint.address().is_v4())
        like.lan.address = endpoint.address().to_v4().to_bytes();
}

void Fleet::make_anew(Member member, base::Instant now, base::WallTime wall) {
    bmc::ChassisModel model = plan_.model;
    individualise(model, member);
    bmcs_[member].emplace(model, commands_, random_, seed_of(plan_.seed, member), now, wall);
    settle(member);
}

base::OctetView Fleet::receive(Member member, base::OctetView datagram, const bmc::Peer& from,
                               base::Instant now) {
    const base::OctetView reply = bmcs_[member]->receive(datagram, from, now);
    settle(member);
    return reply;
}

std::optional<Fleet::Member> Fleet::tick_next(base::Instant now) {
    if (dues_.next_due() > now) return std::nullopt;
    const Member member = dues_.first();
    bmcs_[member]->tick(now);
    settle(member);
    return member;
}

}  // namespace assay::fleet
