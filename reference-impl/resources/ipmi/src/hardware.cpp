#include "assay/ipmi/hardware.hpp"

#include <algorithm>
#include <array>

#include "accounts.hpp"
#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"
#include "computer_system.hpp"
#include "domain.hpp"
#include "log_record.hpp"
#include "numeric_sensor.hpp"
#include "raw.hpp"
#include "record_log.hpp"
#include "sensor.hpp"

namespace assay::ipmi {
namespace {

namespace faults = model::faults;
using cim::Call;
using cim::Instance;
using cim::ObjectPath;

using Cursor = std::unique_ptr<cim::InstanceCursor>;

/// A class that nothing of a BMC is an instance of.
class Nothing final : public cim::Provider {
public:
    awaitable<Outcome<Instance>> get(const Call&, const ObjectPath& path) override {
        co_return cim::no_such_instance(path);
    }
    Outcome<Cursor> instances(const Call&) override { return cim::cursor_of({}); }
    [[nodiscard]] bool waits() const override { return false; }
};

/// The classes of a BMC where there is none.
class Absent final : public cim::Provider {
public:
    awaitable<Outcome<Instance>> get(const Call&, const ObjectPath&) override { co_return absent(); }
    Outcome<Cursor> instances(const Call&) override { return absent(); }
    awaitable<Outcome<cim::MethodResult>> invoke(const Call&, const ObjectPath&, const cim::Method&,
                                                 std::vector<cim::Value>) override {
        co_return absent();
    }
    [[nodiscard]] bool waits() const override { return false; }

private:
    static model::Fault absent() { return faults::endpoint_unavailable("no BMC is configured"); }
};

template <class T>
std::shared_ptr<cim::Provider> over(std::shared_ptr<Fleet> fleet) {
    return std::make_shared<T>(std::move(fleet));
}

/// The classes that a BMC has instances of.
struct Kind {
    std::string_view name;
    std::shared_ptr<cim::Provider> (*make)(std::shared_ptr<Fleet>);
};
constexpr std::array kinds{
    Kind{"CIM_ComputerSystem", over<ComputerSystem>},
    Kind{"CIM_NumericSensor", over<NumericSensor>},
    Kind{"CIM_Sensor", over<Sensor>},
    Kind{"CIM_RecordLog", over<RecordLog>},
    Kind{"CIM_LogRecord", over<LogRecord>},
    Kind{"CIM_Account", over<Account>},
    Kind{"CIM_Group", over<PrivilegeGroup>},
    Kind{"CIM_AuthorizedPrivilege", over<AuthorizedPrivilege>},
    Kind{"CIM_AdminDomain", over<AdminDomain>},
    Kind{"CIM_RegisteredProfile", over<RegisteredProfile>},
    Kind{"CIM_ConcreteCollection", over<SensorCollection>},
    Kind{"Microsoft_IPMI", over<Raw>},
};

std::shared_ptr<cim::Provider> provider_of(const cim::Class& of, const std::shared_ptr<Fleet>& fleet) {
    if (fleet == nullptr) return std::make_shared<Absent>();
    const auto kind =
        std::ranges::find_if(kinds, [&](const Kind& each) { return cim::same_name(each.name, of.name()); });
    if (kind == kinds.end()) return std::make_shared<Nothing>();
    return kind->make(fleet);
}

}  // namespace

std::vector<Offer> hardware(const cim::ClassStore& classes, const std::shared_ptr<Fleet>& fleet) {
    std::vector<Offer> offers;
    for (const char* const name_space : {"root/hardware", "root/wmi"}) {
        for (const cim::ClassPtr& of : classes.classes(name_space)) {
            if (!of->is_abstract()) offers.push_back({name_space, of->name(), provider_of(*of, fleet)});
        }
    }
    return offers;
}

}  // namespace assay::ipmi
