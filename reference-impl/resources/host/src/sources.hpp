// One function a class: its instances as the machine has them now.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "assay/cim/provider.hpp"
#include "assay/host/machine.hpp"

namespace assay::host {

struct Context {
    const Machine& machine;
    const cim::ClassPtr& of;  ///< what is made instances of
    base::WallTime wall;
};

using Instances = std::vector<cim::Instance>;

[[nodiscard]] Instances operating_systems(const Context& context);
[[nodiscard]] Instances computer_systems(const Context& context);
[[nodiscard]] Instances time_zones(const Context& context);
/// One process; nothing when it is not there any more.
[[nodiscard]] std::optional<cim::Instance> process(const Context& context, std::uint64_t id);
[[nodiscard]] Instances services(const Context& context);
[[nodiscard]] Instances logical_disks(const Context& context);
[[nodiscard]] Instances disk_drives(const Context& context);
[[nodiscard]] Instances network_adapters(const Context& context);
[[nodiscard]] Instances network_configurations(const Context& context);
[[nodiscard]] Instances processors(const Context& context);
[[nodiscard]] Instances bios(const Context& context);
[[nodiscard]] Instances base_boards(const Context& context);
[[nodiscard]] Instances products(const Context& context);
[[nodiscard]] Instances user_accounts(const Context& context);
[[nodiscard]] Instances groups(const Context& context);

/// All processes, each read only when the cursor comes to it.
[[nodiscard]] std::unique_ptr<cim::InstanceCursor> processes(std::shared_ptr<const Machine> machine,
                                                             const cim::Call& call);

// Associations
[[nodiscard]] Instances running_os(const Context& context);
[[nodiscard]] Instances os_processes(const Context& context);
[[nodiscard]] Instances system_processes(const Context& context);
[[nodiscard]] Instances system_services(const Context& context);
[[nodiscard]] Instances system_operating_systems(const Context& context);
[[nodiscard]] Instances system_devices(const Context& context);
[[nodiscard]] Instances system_time_zones(const Context& context);
[[nodiscard]] Instances adapter_settings(const Context& context);

}  // namespace assay::host
