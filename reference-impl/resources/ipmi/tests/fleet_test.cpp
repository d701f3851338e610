// Several BMCs behind one service.
#include "assay/ipmi/fleet.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <map>
#include <set>

#include "../../../ipmi-client/tests/peer.hpp"
#include "assay/awaited/run.hpp"
#include "assay/ipmi/hardware.hpp"
#include "hardware_classes.hpp"

namespace assay::ipmi {
namespace {

using namespace std::chrono_literals;
using cim::Instance;
using cim::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// The demo's chassis with a GUID of its own.
bmc::ChassisModel individual(base::Octet number) {
    bmc::ChassisModel model = ipmi_client::BmcPeer::demo();
    model.device.guid[0] = number;
    return model;
}

class FleetTest : public testing::Test {
protected:
    void add(bmc::ChassisModel model) {
        peers.emplace_back(std::move(model));
        members.push_back({.name = {},
                           .target = {.host = "127.0.0.1",
                                      .port = peers.back().port(),
                                      .credentials = {.user = "assay", .password = "assay-demo"},
                                      .patience = {.timeout = 50ms, .attempts = 2}}});
    }
    void add_several(base::Octet count) {
        for (base::Octet number = 1; number <= count; ++number) add(individual(number));
    }
    cim::Provider& provider_of(std::string_view class_name) {
        if (offers.empty()) {
            const auto fleet = std::make_shared<Fleet>(
                pool.get_executor(), members,
                [this](const std::string& line) {
                    const std::lock_guard lock{mutex};
                    lines.push_back(line);
                },
                polling);
            offers = hardware(hardware_class_store(), fleet);
        }
        return *std::ranges::find(offers, class_name, &Offer::class_name)->provider;
    }
    template <class T>
    T run(awaitable<T> operation) {
        return awaited::run_on(loop, std::move(operation));
    }
    Outcome<std::vector<Instance>> all(std::string_view class_name) {
        const cim::Call call{.of = hardware_class(class_name)};
        const auto cursor = *provider_of(class_name).instances(call);
        std::vector<Instance> instances;
        for (;;) {
            const auto step = run(cursor->fill(instances, 7));
            if (!step) return step.error();
            if (*step == 0) return instances;
        }
    }
    Outcome<Instance> get(const cim::ObjectPath& path) {
        const cim::Call call{.of = hardware_class(path.class_name)};
        return run(provider_of(path.class_name).get(call, path));
    }
    Outcome<cim::MethodResult> invoke(const Instance& object, std::string_view method_name, Value in = {}) {
        const cim::Method* const method = object.of().method(method_name);
        std::vector<Value> values(method->parameters.size());
        if (!values.empty()) values[0] = std::move(in);
        const cim::Call call{.of = object.class_ptr()};
        return run(provider_of(object.of().name()).invoke(call, object.path(), *method, std::move(values)));
    }
    /// {system: its value}
    std::map<std::string, Value> by_system(std::string_view class_name, std::string_view property) {
        std::map<std::string, Value> found;
        const auto instances = all(class_name);
        for (const Instance& each : *instances) {
            const Value* system = each.find("SystemName");
            if (system == nullptr) system = each.find("InstanceID");
            if (system == nullptr) system = each.find("Name");
            found.emplace(*system->get<std::string>(), *each.find(property));
        }
        return found;
    }

    std::deque<ipmi_client::BmcPeer> peers;
    std::vector<Member> members;
    Polling polling{.at_once = 2, .limit = 5s, .pause = 1h};
    std::mutex mutex;
    std::vector<std::string> lines;
    boost::asio::io_context loop;
    boost::asio::thread_pool pool{1};
    std::vector<Offer> offers;
};

TEST_F(FleetTest, ShowsTheInstancesOfAllOnce) {
    add_several(5);
    const auto sensors = *all("CIM_NumericSensor");
    std::set<std::string> paths;
    for (const Instance& each : sensors) paths.insert(each.path().to_string());
    EXPECT_THAT(sensors, SizeIs(paths.size()));
    EXPECT_THAT(by_system("CIM_NumericSensor", "Name"), SizeIs(5));
    EXPECT_EQ(sensors.size() % 5, 0U);
    for (const char* name : {"CIM_ComputerSystem", "CIM_RecordLog", "CIM_AdminDomain",
                             "CIM_ConcreteCollection", "CIM_RegisteredProfile"}) {
        EXPECT_THAT(by_system(name, "Caption"), SizeIs(5)) << name;
    }
    EXPECT_THAT(lines, IsEmpty());
}

TEST_F(FleetTest, FindsEachInstanceWhereItIs) {
    add_several(3);
    for (const char* name : {"CIM_NumericSensor", "CIM_Sensor", "CIM_LogRecord", "CIM_Account", "CIM_Group",
                             "CIM_AuthorizedPrivilege", "CIM_RecordLog"}) {
        const auto instances = *all(name);
        for (const Instance& each : instances) {
            const auto again = get(each.path());
            ASSERT_TRUE(again) << each.path().to_string();
            EXPECT_EQ(again->path(), each.path());
        }
    }
}

TEST_F(FleetTest, FindsAnInstanceBeforeItHasEnumeratedAny) {
    add_several(2);
    const cim::ObjectPath path = all("CIM_RecordLog")->back().path();
    offers.clear();
    EXPECT_TRUE(get(path));
}

TEST_F(FleetTest, HasTheRightBmcDoWhatAMethodSays) {
    add_several(3);
    const auto systems = *all("CIM_ComputerSystem");
    ASSERT_TRUE(invoke(systems[1], "RequestStateChange", Value{3U}));
    for (const Instance& each : systems) {
        const bool switched_off = each.path() == systems[1].path();
        EXPECT_EQ(*get(each.path())->find("EnabledState"), Value{switched_off ? 3U : 2U});
    }
    const auto logs = *all("CIM_RecordLog");
    ASSERT_TRUE(invoke(logs[2], "ClearLog"));
    for (const Instance& each : logs) {
        const bool cleared = each.path() == logs[2].path();
        EXPECT_EQ(*get(each.path())->find("CurrentNumberOfRecords") == Value{0U}, cleared);
    }
}

TEST_F(FleetTest, GoesOnWithoutOneThatIsDeadAndSaysSoOnce) {
    add_several(3);
    peers[1].be_mute(true);
    EXPECT_THAT(by_system("CIM_NumericSensor", "Name"), SizeIs(2));
    EXPECT_THAT(by_system("CIM_RecordLog", "Name"), SizeIs(2));
    EXPECT_THAT(lines, ElementsAre(HasSubstr(std::to_string(peers[1].port()) + ": no answer")));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(by_system("CIM_NumericSensor", "Name"), SizeIs(2));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 90ms) << "it was not asked again";
}

TEST_F(FleetTest, PassesOnWhatTheOthersHaveBeforeOneThatIsDead) {
    add_several(3);
    peers[0].be_mute(true);
    const cim::Call call{.of = hardware_class("CIM_ComputerSystem")};
    const auto cursor = *provider_of("CIM_ComputerSystem").instances(call);
    std::vector<Instance> instances;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(*run(cursor->fill(instances, 1)), 1U);
    EXPECT_EQ(*run(cursor->fill(instances, 1)), 1U);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 90ms);
    EXPECT_EQ(*run(cursor->fill(instances, 1)), 0U);
}

TEST_F(FleetTest, ShowsOneThatCameBack) {
    polling.pause = 0s;
    add_several(2);
    peers[1].be_mute(true);
    EXPECT_THAT(by_system("CIM_ComputerSystem", "Name"), SizeIs(1));
    peers[1].be_mute(false);
    EXPECT_THAT(by_system("CIM_ComputerSystem", "Name"), SizeIs(2));
    EXPECT_THAT(lines, ElementsAre(HasSubstr("no answer"), HasSubstr("there again")));
}

TEST_F(FleetTest, FailsWhenNoneAnswers) {
    add_several(2);
    const cim::ObjectPath known = all("CIM_ComputerSystem")->front().path();
    for (auto& each : peers) each.be_mute(true);
    EXPECT_EQ(all("CIM_ComputerSystem").error().subcode, vocab::fault::EndpointUnavailable);
    EXPECT_EQ(get(known).error().subcode, vocab::fault::EndpointUnavailable);
    for (auto& each : peers) each.be_mute(false);
    EXPECT_THAT(*all("CIM_ComputerSystem"), SizeIs(2)) << "all are asked again at once";
}

TEST_F(FleetTest, DoesNotSayThatThereIsNoneWhereItCannotLook) {
    add_several(2);
    cim::ObjectPath path = all("CIM_ComputerSystem")->front().path();
    path.set("Name", Value{"nobody"});
    EXPECT_EQ(get(path).error().subcode, vocab::fault::DestinationUnreachable);
    add(individual(3));
    peers[2].be_mute(true);
    offers.clear();
    EXPECT_EQ(get(path).error().subcode, vocab::fault::EndpointUnavailable);
}

TEST_F(FleetTest, LeavesOutASecondSystemOfTheSameGuidUnlessItIsGivenAName) {
    for (int i = 0; i < 2; ++i) add(individual(1));
    EXPECT_THAT(*all("CIM_ComputerSystem"), SizeIs(1));
    EXPECT_THAT(lines, ElementsAre(HasSubstr("give one of them a name")));
    offers.clear();
    members[0].name = "left";
    members[1].name = "right";
    EXPECT_THAT(by_system("CIM_RecordLog", "Caption"), SizeIs(2));
    const Instance log = all("CIM_RecordLog")->front();
    EXPECT_THAT(*log.find("InstanceID")->get<std::string>(),
                testing::AnyOf("IPMI:left:SEL", "IPMI:right:SEL"));
    EXPECT_TRUE(get(log.path()));
}

TEST_F(FleetTest, SaysOnceThatAPasswordIsWrong) {
    add_several(2);
    members[1].target.credentials.password = "wrong";
    for (int i = 0; i < 3; ++i) EXPECT_THAT(by_system("CIM_ComputerSystem", "Name"), SizeIs(1));
    EXPECT_THAT(lines,
                ElementsAre(HasSubstr(std::to_string(peers[1].port()) + ": login as 'assay' refused")));
}

TEST_F(FleetTest, LogsInWithTheBmcsOwnKey) {
    const std::string key = "of the BMC alone";
    bmc::ChassisModel model = individual(1);
    model.security.bmc_key.assign(key.begin(), key.end());
    add(std::move(model));
    EXPECT_FALSE(all("CIM_ComputerSystem"));
    offers.clear();
    members[0].target.credentials.bmc_key.assign(key.begin(), key.end());
    EXPECT_THAT(*all("CIM_ComputerSystem"), SizeIs(1));
}

TEST_F(FleetTest, MayEndWhileItIsAsked) {
    add_several(3);
    peers[0].be_mute(true);
    for (int i = 0; i < 20; ++i) {
        const cim::Call call{.of = hardware_class("CIM_NumericSensor")};
        const auto cursor = *provider_of("CIM_NumericSensor").instances(call);
        std::vector<Instance> instances;
        EXPECT_EQ(*run(cursor->fill(instances, 1)), 1U);
    }
    EXPECT_TRUE(get(all("CIM_NumericSensor")->front().path())) << "nothing of it holds up others";
}

}  // namespace
}  // namespace assay::ipmi
