#include "domain.hpp"

#include <fmt/format.h>

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"

namespace assay::ipmi {

awaitable<Outcome<std::vector<cim::Instance>>> AdminDomain::read(const Source& from, cim::ClassPtr of,
                                                                 const cim::ObjectPath*) {
    const std::string class_name = of->name();
    std::vector<cim::Instance> instances;
    instances.push_back(
        instance_of(std::move(of), {{"Caption", "IPMI domain"},
                                    {"CreationClassName", class_name},
                                    {"Description", "What one BMC manages"},
                                    {"ElementName", "IPMI domain"},
                                    {"EnabledDefault", values::enabled_by_default},
                                    {"EnabledState", values::enabled},
                                    {"HealthState", values::health_ok},
                                    {"Name", fmt::format("IPMI:{}", from.system)},
                                    {"NameFormat", "Other"},
                                    {"OperationalStatus", cim::Value::Array{values::status_ok}},
                                    {"RequestedState", values::not_applicable}}));
    co_return instances;
}

awaitable<Outcome<std::vector<cim::Instance>>> RegisteredProfile::read(const Source& from, cim::ClassPtr of,
                                                                       const cim::ObjectPath*) {
    constexpr std::uint16_t other_organization = 1, not_advertised = 2;
    const auto device = co_await ipmi_client::device_id(from.client());
    if (!device) co_return fault_of(device.error());
    std::vector<cim::Instance> instances;
    instances.push_back(
        instance_of(std::move(of), {{"AdvertiseTypes", cim::Value::Array{not_advertised}},
                                    {"Caption", "IPMI"},
                                    {"Description", "Intelligent Platform Management Interface"},
                                    {"ElementName", "IPMI"},
                                    {"InstanceID", from.id_of("PROFILE:" + device->ipmi_version)},
                                    {"OtherRegisteredOrganization", "IPMI promoters"},
                                    {"RegisteredName", "IPMI"},
                                    {"RegisteredOrganization", other_organization},
                                    {"RegisteredVersion", device->ipmi_version}}));
    co_return instances;
}

awaitable<Outcome<std::vector<cim::Instance>>> SensorCollection::read(const Source& from, cim::ClassPtr of,
                                                                      const cim::ObjectPath*) {
    const auto sensors = co_await ipmi_client::sensors(from.client());
    if (!sensors) co_return fault_of(sensors.error());
    std::vector<cim::Instance> instances;
    instances.push_back(instance_of(
        std::move(of), {{"Caption", "Sensors"},
                        {"Description", fmt::format("The {} sensors of the BMC", sensors->size())},
                        {"ElementName", "Sensors"},
                        {"InstanceID", from.id_of("SENSORS")}}));
    co_return instances;
}

}  // namespace assay::ipmi
