#include "assay/ipmi/hardware.hpp"

#include "computer_system.hpp"
#include "log_record.hpp"
#include "numeric_sensor.hpp"
#include "properties.hpp"
#include "record_log.hpp"

namespace assay::ipmi {

void add_hardware(service::Registry& registry, ipmi_client::Client& client) {
    registry.add(class_uri("CIM_ComputerSystem"), std::make_unique<ComputerSystem>(client));
    registry.add(class_uri("CIM_NumericSensor"), std::make_unique<NumericSensor>(client));
    registry.add(class_uri("CIM_RecordLog"), std::make_unique<RecordLog>(client));
    registry.add(class_uri("CIM_LogRecord"), std::make_unique<LogRecord>(client));
}

}  // namespace assay::ipmi
