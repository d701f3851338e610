// Many BMCs of one model in one thread: who is due when, and who gets which datagram. Sans-io; time is an
// argument.
#pragma once

#include <deque>
#include <optional>

#include "assay/bmc/bmc.hpp"
#include "assay/fleet/due_heap.hpp"
#include "assay/fleet/layout.hpp"

namespace assay::fleet {

/// What a fleet is made of and when it starts.
struct FleetPlan {
    const bmc::ChassisModel& model;
    std::uint64_t seed = 1;  ///< of the first; bmc::standstill for sensors that stand still
    base::Instant start;
    base::WallTime wall;
};

class Fleet {
public:
    using Member = DueHeap::Member;

    /// Members get identities as individualise() derives them, and their own address where they have one
    /// each. Their scans are spread over the second, so that a large fleet has no peak in it.
    /// @param plan   its model must outlive the fleet
    /// @param random must outlive the fleet
    Fleet(const FleetPlan& plan, const Layout& layout, ipmi_wire::RandomSource& random);
    Fleet(const Fleet&) = delete;
    Fleet& operator=(const Fleet&) = delete;

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(bmcs_.size()); }
    /// @pre member < size(). Who changes a BMC calls settle() when done.
    [[nodiscard]] bmc::Bmc& at(Member member) { return *bmcs_[member]; }
    /// Makes the member anew at `now`, in its place in memory; what it knew, and its sessions, are lost.
    /// @param wall the civil time at `now`
    void make_anew(Member member, base::Instant now, base::WallTime wall);

    /// As bmc::Bmc::receive().
    [[nodiscard]] base::OctetView receive(Member member, base::OctetView datagram, const bmc::Peer& from,
                                          base::Instant now);
    /// When tick_next() has something to do.
    [[nodiscard]] base::Instant next_due() const { return dues_.next_due(); }
    /// Lets time pass for the one member that is due first.
    /// @return who it was, so that what it sends can be taken; nothing when nobody is due
    std::optional<Member> tick_next(base::Instant now);
    /// Notes when the member is due, after something outside changed it.
    void settle(Member member) { dues_.set(member, bmcs_[member]->next_due()); }

private:
    /// The model of a member. @param like the model, or that of an earlier member
    void individualise(bmc::ChassisModel& like, Member member) const;

    FleetPlan plan_;
    Layout layout_;
    ipmi_wire::RandomSource& random_;
    bmc::CommandTable commands_ = bmc::every_command();
    std::deque<std::optional<bmc::Bmc>> bmcs_;  // always there; one is made anew where it is
    DueHeap dues_;
};

}  // namespace assay::fleet
