#include "record_log.hpp"

#include "assay/cim/name.hpp"
#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"

namespace assay::ipmi {
namespace {

constexpr unsigned record_octets = 16;  // IPMI 2.0 §32

cim::Instance log_of(cim::ClassPtr of, const std::string& id, const ipmi_client::LogInfo& log) {
    return instance_of(
        std::move(of),
        {{"Caption", "System event log"},
         {"CurrentNumberOfRecords", log.entries},
         {"Description",
          log.overflow ? "IPMI system event log; it overflowed and lost events" : "IPMI system event log"},
         {"ElementName", "System event log"},
         {"EnabledDefault", values::enabled_by_default},
         {"EnabledState", values::enabled},
         {"HealthState", log.overflow ? values::health_degraded : values::health_ok},
         {"InstanceID", id},
         {"MaxNumberOfRecords", std::uint64_t{log.entries + log.free_octets / record_octets}},
         {"Name", id},
         {"OperationalStatus", cim::Value::Array{log.overflow ? values::status_degraded : values::status_ok}},
         {"RequestedState", values::not_applicable}});
}

}  // namespace

awaitable<Outcome<std::vector<cim::Instance>>> RecordLog::read(const Source& from, cim::ClassPtr of,
                                                               const cim::ObjectPath*) {
    const auto log = co_await ipmi_client::log_info(from.client());
    if (!log) co_return fault_of(log.error());
    std::vector<cim::Instance> instances;
    instances.push_back(log_of(std::move(of), log_id(from), *log));
    co_return instances;
}

awaitable<Outcome<cim::MethodResult>> RecordLog::perform(const Source& from, const cim::Instance&,
                                                         const cim::Method& method,
                                                         const std::vector<cim::Value>&) {
    if (!cim::same_name(method.name, "ClearLog")) co_return answer_of(method, Result::not_supported);
    const auto done = result_of(co_await ipmi_client::clear_log(from.client()));
    if (!done) co_return done.error();
    co_return answer_of(method, *done);
}

}  // namespace assay::ipmi
