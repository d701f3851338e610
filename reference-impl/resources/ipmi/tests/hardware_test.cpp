// The providers against a BMC on a loopback socket.
#include "assay/ipmi/hardware.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/thread_pool.hpp>

#include "../../../ipmi-client/tests/peer.hpp"
#include "../src/bmc_provider.hpp"
#include "assay/awaited/run.hpp"
#include "assay/cim/name.hpp"
#include "hardware_classes.hpp"

namespace assay::ipmi {
namespace {

using namespace std::chrono_literals;
using cim::Instance;
using cim::Value;
using testing::IsEmpty;
using testing::Not;

class Hardware : public testing::Test {
protected:
    template <class T>
    T run(awaitable<T> operation) {
        return awaited::run_on(loop, std::move(operation));
    }

    [[nodiscard]] cim::Provider& provider_of(std::string_view class_name) const {
        const auto found = std::ranges::find(offers, class_name, &Offer::class_name);
        EXPECT_NE(found, offers.end()) << class_name;
        return *found->provider;
    }
    [[nodiscard]] static cim::ClassPtr class_of(std::string_view name) {
        return hardware_class(name, name == "Microsoft_IPMI" ? "root/wmi" : "root/hardware");
    }

    std::vector<Instance> all(std::string_view class_name) {
        const cim::Call call{.of = class_of(class_name)};
        const auto cursor = *provider_of(class_name).instances(call);
        std::vector<Instance> instances;
        for (;;) {
            const auto step = run(cursor->fill(instances, 4));
            EXPECT_TRUE(step) << step.error().reason;
            if (!step || *step == 0) return instances;
        }
    }

    /// The first instance's method with the parameters that are given.
    Outcome<cim::MethodResult> call(std::string_view class_name, std::string_view method_name,
                                    const std::vector<std::pair<std::string_view, Value>>& given = {}) {
        const Instance object = all(class_name).at(0);
        const cim::Method* const method = object.of().method(method_name);
        EXPECT_NE(method, nullptr) << method_name;
        std::vector<Value> in(method->parameters.size());
        for (const auto& [name, value] : given) in[index_of(*method, name)] = value;
        const cim::Call request{.of = object.class_ptr()};
        return run(provider_of(class_name).invoke(request, object.path(), *method, std::move(in)));
    }
    static std::size_t index_of(const cim::Method& method, std::string_view name) {
        const auto found = std::ranges::find(method.parameters, name, &cim::Parameter::name);
        EXPECT_NE(found, method.parameters.end()) << name;
        return static_cast<std::size_t>(found - method.parameters.begin());
    }
    std::uint64_t value_of(const Outcome<cim::MethodResult>& answer) {
        EXPECT_TRUE(answer) << answer.error().reason;
        return *answer->return_value.get<std::uint64_t>();
    }
    Value property(std::string_view class_name, std::string_view name) {
        return *all(class_name).at(0).find(name);
    }

    [[nodiscard]] std::vector<Member> members() const {
        return {{.name = {},
                 .target = {.host = "127.0.0.1",
                            .port = peer.port(),
                            .credentials = {.user = "assay", .password = "assay-demo"},
                            .patience = {.timeout = 200ms, .attempts = 3}}}};
    }

    ipmi_client::BmcPeer peer;
    boost::asio::io_context loop;
    boost::asio::thread_pool pool{1};
    const std::vector<Offer> offers = hardware(
        hardware_class_store(), std::make_shared<Fleet>(pool.get_executor(), members(), [](auto&) {}));
    /// Those that the BMC has instances of.
    const std::vector<std::string> kinds{"CIM_ComputerSystem",
                                         "CIM_NumericSensor",
                                         "CIM_Sensor",
                                         "CIM_RecordLog",
                                         "CIM_LogRecord",
                                         "CIM_Account",
                                         "CIM_Group",
                                         "CIM_AuthorizedPrivilege",
                                         "CIM_AdminDomain",
                                         "CIM_RegisteredProfile",
                                         "CIM_ConcreteCollection",
                                         "Microsoft_IPMI"};
};

TEST_F(Hardware, HasInstancesOfEachClassThatAreFoundByTheirPaths) {
    for (const std::string& name : kinds) {
        const auto instances = all(name);
        EXPECT_THAT(instances, Not(IsEmpty())) << name;
        for (const Instance& instance : instances) {
            for (const std::size_t key : instance.of().keys()) {
                EXPECT_FALSE(instance[key].is_null()) << name;
            }
            for (std::size_t i = 0; i < instance.values().size(); ++i) {
                EXPECT_TRUE(cim::fits(instance.of().properties()[i], instance[i]))
                    << name << '.' << instance.of().properties()[i].name;
            }
            const cim::Call call{.of = instance.class_ptr()};
            const auto again = run(provider_of(name).get(call, instance.path()));
            ASSERT_TRUE(again) << name;
            EXPECT_EQ(again->path(), instance.path());
        }
    }
}

TEST_F(Hardware, KnowsNoInstanceOfOtherKeys) {
    for (const std::string& name : kinds) {
        Instance other = all(name).at(0);
        const std::size_t key = other.of().keys().front();
        other.set(key, other.of().properties()[key].type == cim::Type::datetime
                           ? Value{cim::Datetime::point(base::WallTime{})}
                           : Value{"nobody"});
        const cim::Call call{.of = other.class_ptr()};
        EXPECT_EQ(run(provider_of(name).get(call, other.path())).error().subcode,
                  vocab::fault::DestinationUnreachable)
            << name;
    }
}

TEST_F(Hardware, HasNoInstancesOfTheOtherClasses) {
    EXPECT_THAT(all("NumericSensor"), IsEmpty());
    EXPECT_THAT(all("CIM_ConcreteJob"), IsEmpty());
}

TEST(HardwareWithoutABmc, IsUnavailable) {
    const auto offers = hardware(hardware_class_store(), nullptr);
    EXPECT_GT(offers.size(), 20U);
    for (const Offer& each : offers) {
        const cim::Call call{.of = hardware_class(each.class_name, each.name_space)};
        EXPECT_EQ(each.provider->instances(call).error().subcode, vocab::fault::EndpointUnavailable);
    }
}

TEST_F(Hardware, SwitchesThePower) {
    EXPECT_EQ(value_of(call("CIM_ComputerSystem", "RequestStateChange", {{"RequestedState", 3U}})), 0U);
    EXPECT_EQ(property("CIM_ComputerSystem", "EnabledState"), Value{3U});
    EXPECT_EQ(value_of(call("CIM_ComputerSystem", "SetPowerState", {{"PowerState", 1U}})), 0U);
    EXPECT_EQ(property("CIM_ComputerSystem", "EnabledState"), Value{2U});
    EXPECT_EQ(value_of(call("CIM_ComputerSystem", "SetPowerState", {{"PowerState", 6U}})), 0U);
    EXPECT_EQ(property("CIM_ComputerSystem", "EnabledState"), Value{3U});
}

TEST_F(Hardware, SaysWhatItCannotDoWithThePower) {
    const auto system = [&](std::string_view method, const auto& given) {
        return value_of(call("CIM_ComputerSystem", method, given));
    };
    using Given = std::vector<std::pair<std::string_view, Value>>;
    const Value minute = cim::Datetime::interval(60s), at_once = cim::Datetime{};
    EXPECT_EQ(system("RequestStateChange", Given{{"RequestedState", 7U}}), 1U) << "Test";
    EXPECT_EQ(system("RequestStateChange", Given{}), 5U);
    EXPECT_EQ(system("RequestStateChange", Given{{"RequestedState", 3U}, {"TimeoutPeriod", minute}}), 4098U);
    EXPECT_EQ(system("SetPowerState", Given{{"PowerState", 7U}}), 1U) << "Hibernate";
    EXPECT_EQ(system("SetPowerState", Given{{"PowerState", 6U}, {"Time", minute}}), 1U);
    EXPECT_EQ(property("CIM_ComputerSystem", "EnabledState"), Value{2U}) << "nothing happened";
    EXPECT_EQ(system("RequestStateChange", Given{{"RequestedState", 3U}, {"TimeoutPeriod", at_once}}), 0U);
}

TEST_F(Hardware, ClearsTheLog) {
    EXPECT_NE(property("CIM_RecordLog", "CurrentNumberOfRecords"), Value{0U});
    EXPECT_EQ(value_of(call("CIM_RecordLog", "ClearLog")), 0U);
    EXPECT_EQ(property("CIM_RecordLog", "CurrentNumberOfRecords"), Value{0U});
    EXPECT_EQ(value_of(call("CIM_RecordLog", "RequestStateChange", {{"RequestedState", 3U}})), 1U);
}

TEST_F(Hardware, RestoresThresholds) {
    const Value honest = property("CIM_NumericSensor", "UpperThresholdNonCritical");
    // number 1, the upper non-critical one, 20
    const auto set = call("Microsoft_IPMI", "RequestResponse",
                          {{"NetworkFunction", 4U},
                           {"Lun", 0U},
                           {"ResponderAddress", 32U},
                           {"Command", 0x26U},
                           {"RequestDataSize", 8U},
                           {"RequestData", Value::Array{1U, 8U, 0U, 0U, 0U, 20U, 0U, 0U}}});
    ASSERT_TRUE(set);
    EXPECT_EQ(property("CIM_NumericSensor", "UpperThresholdNonCritical"), Value{20U});
    EXPECT_EQ(value_of(call("CIM_NumericSensor", "RestoreDefaultThresholds")), 0U);
    EXPECT_EQ(property("CIM_NumericSensor", "UpperThresholdNonCritical"), honest);
}

TEST_F(Hardware, TellsTheFactorsOfASensor) {
    const auto answer = call("CIM_NumericSensor", "GetNonLinearFactors", {{"SensorReading", 23}});
    EXPECT_EQ(value_of(answer), 0U);
    const cim::Method& method = *class_of("CIM_NumericSensor")->method("GetNonLinearFactors");
    EXPECT_EQ(answer->parameters[index_of(method, "Resolution")], Value{1U});
    EXPECT_EQ(answer->parameters[index_of(method, "Hysteresis")], Value{1U});
    EXPECT_EQ(value_of(call("CIM_NumericSensor", "GetNonLinearFactors")), 5U) << "of which reading?";
}

TEST_F(Hardware, AnswersNotSupportedToWhatABmcHasNoCommandFor) {
    for (const char* method : {"EnableDevice", "OnlineDevice", "QuiesceDevice", "RequestStateChange", "Reset",
                               "RestoreProperties", "SaveProperties", "SetPowerState"}) {
        EXPECT_EQ(value_of(call("CIM_NumericSensor", method)), 1U) << method;
        EXPECT_EQ(value_of(call("CIM_Sensor", method)), 1U) << method;
    }
    EXPECT_EQ(value_of(call("CIM_AdminDomain", "RequestStateChange", {{"RequestedState", 3U}})), 1U);
}

class RawRequests : public Hardware {
protected:
    Outcome<cim::MethodResult> ask(unsigned responder, unsigned netfn, unsigned lun, unsigned command) {
        return call("Microsoft_IPMI", "RequestResponse",
                    {{"ResponderAddress", responder},
                     {"NetworkFunction", netfn},
                     {"Lun", lun},
                     {"Command", command}});
    }
    Value out(const Outcome<cim::MethodResult>& answer, std::string_view name) {
        return answer->parameters[index_of(*class_of("Microsoft_IPMI")->method("RequestResponse"), name)];
    }
};

TEST_F(RawRequests, BringTheBmcsOwnOctets) {
    const auto answer = ask(32, 6, 0, 1);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->return_value.is_null());
    EXPECT_EQ(out(answer, "CompletionCode"), Value{0U});
    EXPECT_EQ(out(answer, "ResponseDataSize"), Value{16U});
    const Value octets = out(answer, "ResponseData");
    ASSERT_EQ(octets.elements().size(), 16U);
    EXPECT_EQ(octets.elements()[0], Value{0U}) << "the completion code";
    EXPECT_EQ(octets.elements()[3], Value{2U}) << "firmware 2.14";
    EXPECT_EQ(octets.elements()[4], Value{0x14U});
}

TEST_F(RawRequests, BringTheBmcsRefusals) {
    EXPECT_EQ(out(ask(32, 6, 0, 0x7F), "CompletionCode"), Value{0xC1U});
    EXPECT_EQ(out(ask(32, 6, 3, 1), "CompletionCode"), Value{0xC2U}) << "LUN 3";
    EXPECT_EQ(out(ask(0x72, 6, 0, 1), "CompletionCode"), Value{0xD3U}) << "behind the BMC";
    EXPECT_EQ(out(ask(0x72, 6, 0, 1), "ResponseDataSize"), Value{1U});
}

TEST_F(RawRequests, AreRefusedWhenTheyAreNone) {
    EXPECT_EQ(ask(32, 7, 0, 1).error().subcode, vocab::fault::InvalidParameter) << "a response";
    EXPECT_EQ(ask(32, 0x40, 0, 1).error().subcode, vocab::fault::InvalidParameter);
    EXPECT_EQ(ask(32, 6, 4, 1).error().subcode, vocab::fault::InvalidParameter);
    EXPECT_EQ(call("Microsoft_IPMI", "RequestResponse", {{"Command", 1U}}).error().subcode,
              vocab::fault::InvalidParameter);
    EXPECT_EQ(call("Microsoft_IPMI", "RequestResponse",
                   {{"ResponderAddress", 32U},
                    {"NetworkFunction", 6U},
                    {"Lun", 0U},
                    {"Command", 1U},
                    {"RequestDataSize", 1U}})
                  .error()
                  .subcode,
              vocab::fault::InvalidParameter);
    EXPECT_EQ(call("Microsoft_IPMI", "SMS_Attention").error().subcode, vocab::fault::ActionNotSupported);
}

TEST(BmcTroubles, AreFaults) {
    using ipmi_client::Trouble;
    const auto subcode = [](Trouble trouble) {
        return fault_of({.trouble = trouble, .message = "m"}).subcode;
    };
    EXPECT_EQ(subcode(Trouble::unreachable), vocab::fault::EndpointUnavailable);
    EXPECT_EQ(subcode(Trouble::lost), vocab::fault::EndpointUnavailable);
    EXPECT_EQ(subcode(Trouble::busy), vocab::fault::QuotaLimit);
    EXPECT_EQ(subcode(Trouble::wrong_password), vocab::fault::InternalError);
    EXPECT_FALSE(result_of(ipmi_client::Error{.trouble = Trouble::unreachable}));
    EXPECT_EQ(*result_of(ipmi_client::Error{.trouble = Trouble::not_permitted}), Result::failed);
    EXPECT_EQ(*result_of(ipmi_client::Error{.trouble = Trouble::failed, .completion = 0xD5}),
              Result::invalid_transition);
    EXPECT_EQ(*result_of(ipmi_client::Error{.trouble = Trouble::failed, .completion = 0xC1}),
              Result::not_supported);
}

}  // namespace
}  // namespace assay::ipmi
