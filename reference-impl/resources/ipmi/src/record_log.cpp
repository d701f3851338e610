#include "record_log.hpp"

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"
#include "properties.hpp"

namespace assay::ipmi {
namespace {

constexpr unsigned record_octets = 16;  // IPMI 2.0 §32

soap::Element to_element(const ipmi_client::LogInfo& log) {
    return Properties{log_class}
        .set("Caption", std::string{"System event log"})
        .set("CurrentNumberOfRecords", log.entries)
        .set("Description", std::string{log.overflow ? "IPMI system event log; it overflowed and lost events"
                                                     : "IPMI system event log"})
        .set("ElementName", std::string{"System event log"})
        .set("EnabledDefault", cim::enabled_by_default)
        .set("EnabledState", cim::enabled)
        .set("HealthState", log.overflow ? cim::health_degraded : cim::health_ok)
        .set("InstanceID", std::string{log_instance})
        .set("MaxNumberOfRecords", log.entries + log.free_octets / record_octets)
        .set("Name", std::string{log_instance})
        .set("OperationalStatus", log.overflow ? cim::status_degraded : cim::status_ok)
        .set("RequestedState", cim::not_applicable)
        .element();
}

}  // namespace

RecordLog::RecordLog(ipmi_client::Client& client) : BmcResource{client, log_class, {"InstanceID"}} {}

awaitable<Outcome<std::vector<service::Item>>> RecordLog::instances(const model::SelectorSet&) {
    const auto log = co_await ipmi_client::log_info(client());
    if (!log) co_return fault_of(log.error());
    std::vector<service::Item> items;
    items.push_back({.object = to_element(*log), .selectors = {{"InstanceID", std::string{log_instance}}}});
    co_return items;
}

}  // namespace assay::ipmi
