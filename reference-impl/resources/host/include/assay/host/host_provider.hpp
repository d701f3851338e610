// This machine as Win32_* and CIM_* instances of root/cimv2: what /proc, /sys, /etc and the kernel tell,
// nothing else.
#pragma once

#include <string_view>
#include <vector>

#include "assay/cim/provider.hpp"
#include "assay/host/machine.hpp"

namespace assay::host {

using cim::awaitable;
using cim::Outcome;

/// Reads when it is asked, and never changes anything. What the machine does not tell is null; a process that
/// ends while it is read is left out. Of the methods it has Win32_Process.GetOwner and GetOwnerSid.
class HostProvider final : public cim::Provider {
public:
    explicit HostProvider(Machine machine = this_machine())
        : machine_{std::make_shared<const Machine>(std::move(machine))} {}

    /// The classes of root/cimv2 that it serves.
    [[nodiscard]] static std::vector<std::string_view> classes();

    awaitable<Outcome<cim::Instance>> get(const cim::Call& call, const cim::ObjectPath& path) override;
    Outcome<std::unique_ptr<cim::InstanceCursor>> instances(const cim::Call& call) override;
    awaitable<Outcome<cim::MethodResult>> invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override;
    [[nodiscard]] bool has(cim::Verb verb) const override {
        return verb == cim::Verb::get || verb == cim::Verb::instances || verb == cim::Verb::invoke;
    }
    [[nodiscard]] bool waits() const override { return false; }

private:
    const std::shared_ptr<const Machine> machine_;  ///< shared with the cursors, which may outlive a call
};

}  // namespace assay::host
