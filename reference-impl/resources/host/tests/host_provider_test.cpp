#include "assay/host/host_provider.hpp"

#include <gmock/gmock.h>

#include <array>

#include "assay/awaited/run.hpp"
#include "assay/cim/compile.hpp"
#include "assay/mof/parse.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/vocab/names.hpp"
#include "tree.hpp"

namespace assay::host {
namespace {

using awaited::run;
using cim::Instance;
using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;

const cim::ClassStore& classes() {
    static const cim::Compiled compiled = [] {
        const std::array documents{
            mof::parse_file(std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/mof/win32.mof").document};
        return cim::compile(documents);
    }();
    return *compiled.classes;
}

cim::Call call_of(std::string_view name) {
    return {.of = classes().find("root/cimv2", name),
            .wall = base::WallTime{std::chrono::seconds{1'790'000'000}}};
}

std::vector<Instance> all(const HostProvider& provider, std::string_view name) {
    std::vector<Instance> result;
    auto cursor = const_cast<HostProvider&>(provider).instances(call_of(name));
    EXPECT_TRUE(cursor);
    while (*run((*cursor)->fill(result, 7)) > 0) continue;
    return result;
}

std::string text(const Instance& instance, std::string_view property) {
    const cim::Value* value = instance.find(property);
    EXPECT_NE(value, nullptr) << property;
    return value == nullptr ? "" : to_text(*value);
}

std::vector<std::string> texts(const Instance& instance, std::string_view property) {
    std::vector<std::string> result;
    for (const cim::Value& value : instance.find(property)->elements()) result.push_back(to_text(value));
    return result;
}

class Host : public testing::Test {
protected:
    Host() {
        tree.write("etc/os-release", "NAME=\"Tree\"\nPRETTY_NAME=\"Tree 12\"\nVERSION_ID=\"12\"\n");
        tree.write(
            "etc/passwd",
            "root:x:0:0:Root,1,2:/root:/bin/sh\nuser:x:1000:1000::/home:/bin/sh\nbroken\nuser:x:5:5:::\n");
        tree.write("etc/group", "wheel:x:10:root\n");
        tree.write("etc/timezone", "Europe/Berlin\n");
        tree.write("etc/resolv.conf", "search example.org\nnameserver 192.0.2.53\n");
        tree.write("proc/meminfo",
                   "MemTotal: 2000 kB\nMemAvailable: 1500 kB\nSwapTotal: 100 kB\nSwapFree: 90 kB\n");
        tree.write("proc/stat", "cpu 1 2 3\nbtime 1789990000\n");
        tree.write(
            "proc/cpuinfo",
            "processor\t: 0\nvendor_id\t: Maker\nmodel name\t: Fast One\nphysical id\t: 0\ncore id\t: 0\n"
            "cpu MHz\t: 2599.9\nflags\t: fpu vmx hypervisor\n\n"
            "processor\t: 1\nphysical id\t: 0\ncore id\t: 0\n\n"
            "processor\t: 2\nphysical id\t: 1\ncore id\t: 0\n\n");
        add_process(1, "init", 0, "/sbin/init\0--deep\0");
        add_process(42, "worker", 1000, "");
    }

    void add_process(int id, const std::string& name, int uid, std::string_view command) const {
        const std::string folder = "proc/" + std::to_string(id) + "/";
        tree.write(folder + "stat", std::to_string(id) + " (" + name +
                                        ") R 1 7 9 0 -1 0 10 0 5 0 30 40 0 0 20 0 3 0 150 8192 2 0");
        tree.write(folder + "status",
                   "Name: x\nUid:\t" + std::to_string(uid) + "\t" + std::to_string(uid) + "\nVmHWM: 12 kB\n");
        tree.write(folder + "cmdline", command);
    }

    [[nodiscard]] HostProvider provider() const { return HostProvider{tree.machine()}; }
    [[nodiscard]] Instance only(std::string_view name) const {
        const auto found = all(provider(), name);
        EXPECT_THAT(found, SizeIs(1)) << name;
        return found.at(0);
    }

    const Tree tree;
};

TEST_F(Host, TellsItsOperatingSystem) {
    const Instance system = only("Win32_OperatingSystem");
    EXPECT_EQ(text(system, "Caption"), "Tree 12");
    EXPECT_EQ(text(system, "Version"), "12");
    EXPECT_EQ(text(system, "CSName"), "tree");
    EXPECT_EQ(text(system, "OSType"), "36");
    EXPECT_EQ(text(system, "TotalVisibleMemorySize"), "2000");
    EXPECT_EQ(text(system, "FreeVirtualMemory"), "1590");
    EXPECT_EQ(text(system, "NumberOfProcesses"), "2");
    EXPECT_EQ(text(system, "LastBootUpTime"), "20260921132640.000000+120");
    EXPECT_EQ(text(system, "CurrentTimeZone"), "120");
}

TEST_F(Host, TellsItsComputer) {
    tree.write("sys/class/dmi/id/sys_vendor", "Maker\n");
    const Instance computer = only("Win32_ComputerSystem");
    EXPECT_EQ(text(computer, "Name"), "tree");
    EXPECT_EQ(text(computer, "Manufacturer"), "Maker");
    EXPECT_TRUE(computer.find("Model")->is_null());
    EXPECT_EQ(text(computer, "NumberOfProcessors"), "2");
    EXPECT_EQ(text(computer, "NumberOfLogicalProcessors"), "3");
    EXPECT_EQ(text(computer, "TotalPhysicalMemory"), "2048000");
    EXPECT_EQ(text(computer, "HypervisorPresent"), "true");
}

TEST_F(Host, ListsProcesses) {
    const auto found = all(provider(), "Win32_Process");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(text(found[0], "Handle"), "1");
    EXPECT_EQ(text(found[1], "Name"), "worker");
    EXPECT_EQ(text(found[1], "ParentProcessId"), "1");
    EXPECT_EQ(text(found[1], "KernelModeTime"), "4000000");
    EXPECT_EQ(text(found[1], "WorkingSetSize"), "8192");
    EXPECT_EQ(text(found[1], "PeakWorkingSetSize"), "12");
    EXPECT_EQ(text(found[1], "CreationDate"), "20260921132641.500000+120");
    EXPECT_TRUE(found[1].find("CommandLine")->is_null());
    EXPECT_TRUE(found[1].find("ReadTransferCount")->is_null());
}

TEST_F(Host, JoinsTheArgumentsOfAProcess) {
    tree.write("proc/1/cmdline", std::string{"/sbin/init\0--deep\0", 18});
    EXPECT_EQ(text(all(provider(), "Win32_Process").at(0), "CommandLine"), "/sbin/init --deep");
}

TEST_F(Host, PassesOverAProcessThatIsGone) {
    tree.write("proc/77/status", "its stat file is gone already");
    EXPECT_THAT(all(provider(), "Win32_Process"), SizeIs(2));
}

TEST_F(Host, ReadsAProcessOnlyWhenTheCursorComesToIt) {
    HostProvider host = provider();
    auto cursor = host.instances(call_of("Win32_Process"));
    ASSERT_TRUE(cursor);
    EXPECT_EQ((*cursor)->estimate(), 2U);
    std::vector<Instance> found;
    EXPECT_EQ(*run((*cursor)->fill(found, 1)), 1U);
    std::filesystem::remove_all(tree.path() / "proc/42");
    EXPECT_EQ(*run((*cursor)->fill(found, 1)), 0U);
    EXPECT_THAT(found, SizeIs(1));
}

TEST_F(Host, FindsOneProcessByItsHandle) {
    HostProvider host = provider();
    cim::ObjectPath path{.name_space = "root/cimv2", .class_name = "Win32_Process"};
    path.set("Handle", "42");
    const auto found = run(host.get(call_of("Win32_Process"), path));
    ASSERT_TRUE(found);
    EXPECT_EQ(text(*found, "Name"), "worker");
    for (const char* const handle : {"43", "", "x", "042"}) {
        path.set("Handle", handle);
        EXPECT_FALSE(run(host.get(call_of("Win32_Process"), path))) << handle;
    }
}

TEST_F(Host, TellsWhoseAProcessIs) {
    HostProvider host = provider();
    const cim::Call call = call_of("Win32_Process");
    cim::ObjectPath path{.name_space = "root/cimv2", .class_name = "Win32_Process"};
    path.set("Handle", "42");
    const cim::Method& owner = *call.of->method("GetOwner");
    const auto result = run(host.invoke(call, path, owner, std::vector<cim::Value>(owner.parameters.size())));
    ASSERT_TRUE(result);
    EXPECT_EQ(to_text(result->return_value), "0");
    std::vector<std::string> values;
    for (const cim::Value& value : result->parameters) values.push_back(to_text(value));
    EXPECT_THAT(values, testing::UnorderedElementsAre("tree", "user"));
    path.set("Handle", "43");
    EXPECT_FALSE(run(host.invoke(call, path, owner, {})));
}

TEST_F(Host, DoesNothingThatChangesTheMachine) {
    HostProvider host = provider();
    const cim::Call call = call_of("Win32_Process");
    cim::ObjectPath path{.name_space = "root/cimv2", .class_name = "Win32_Process"};
    path.set("Handle", "42");
    EXPECT_FALSE(run(host.invoke(call, path, *call.of->method("Terminate"), {cim::Value{1U}})));
    EXPECT_FALSE(run(host.remove(call, path)));
    EXPECT_FALSE(run(host.put(call, path, Instance{call.of})));
}

TEST_F(Host, ListsFileSystems) {
    tree.write("proc/self/mounts",
               "/dev/vda1 / ext4 rw 0 0\nserver:/x /net nfs rw 0 0\n/dev/vdb /dead xfs rw 0 0\n");
    const auto found = all(provider(), "Win32_LogicalDisk");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(text(found[0], "DeviceID"), "/");
    EXPECT_EQ(text(found[0], "DriveType"), "3");
    EXPECT_EQ(text(found[0], "Size"), "1000");
    EXPECT_EQ(text(found[0], "FreeSpace"), "400");
    EXPECT_EQ(text(found[1], "DriveType"), "4");
    EXPECT_EQ(text(found[1], "ProviderName"), "server:/x");
    EXPECT_TRUE(found[1].find("Size")->is_null());
}

TEST_F(Host, ListsDisks) {
    tree.write("sys/block/vda/size", "2048\n");
    tree.write("sys/block/vda/vda1/partition", "1\n");
    tree.write("sys/block/loop0/size", "8\n");
    const Instance disk = only("Win32_DiskDrive");
    EXPECT_EQ(text(disk, "DeviceID"), "/dev/vda");
    EXPECT_EQ(text(disk, "Size"), "1048576");
    EXPECT_EQ(text(disk, "Partitions"), "1");
    EXPECT_EQ(text(disk, "InterfaceType"), "virtio");
}

TEST_F(Host, ListsNetworkAdaptersAndTheirSettings) {
    tree.write("sys/class/net/eth0/ifindex", "2\n");
    tree.write("sys/class/net/eth0/address", "52:54:00:ab:cd:ef\n");
    tree.write("sys/class/net/eth0/flags", "0x1003\n");
    tree.write("sys/class/net/eth0/operstate", "up\n");
    tree.write("sys/class/net/eth0/speed", "1000\n");
    tree.write("sys/class/net/eth0/mtu", "1500\n");
    tree.write("proc/net/route",
               "Iface\nheth0\n"
               "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\n");
    const Instance adapter = only("Win32_NetworkAdapter");
    EXPECT_EQ(text(adapter, "DeviceID"), "2");
    EXPECT_EQ(text(adapter, "MACAddress"), "52:54:00:AB:CD:EF");
    EXPECT_EQ(text(adapter, "NetConnectionStatus"), "2");
    EXPECT_EQ(text(adapter, "Speed"), "1000000000");
    const Instance setting = only("Win32_NetworkAdapterConfiguration");
    EXPECT_EQ(texts(setting, "IPAddress"), (std::vector<std::string>{"192.0.2.7", "2001:db8::7"}));
    EXPECT_EQ(texts(setting, "IPSubnet"), (std::vector<std::string>{"255.255.255.0", "64"}));
    EXPECT_EQ(texts(setting, "DefaultIPGateway"), (std::vector<std::string>{"192.0.2.1"}));
    EXPECT_EQ(texts(setting, "DNSServerSearchOrder"), (std::vector<std::string>{"192.0.2.53"}));
    const Instance link = only("Win32_NetworkAdapterSetting");
    ASSERT_NE(link.find("Element")->reference(), nullptr);
    EXPECT_EQ(*link.find("Element")->reference(), adapter.path());
    EXPECT_EQ(*link.find("Setting")->reference(), setting.path());
}

TEST_F(Host, ListsProcessorsByPackage) {
    const auto found = all(provider(), "Win32_Processor");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(text(found[0], "Name"), "Fast One");
    EXPECT_EQ(text(found[0], "NumberOfCores"), "1");
    EXPECT_EQ(text(found[0], "NumberOfLogicalProcessors"), "2");
    EXPECT_EQ(text(found[0], "MaxClockSpeed"), "2599");
    EXPECT_EQ(text(found[0], "Architecture"), "9");
    EXPECT_EQ(text(found[0], "VirtualizationFirmwareEnabled"), "true");
}

TEST_F(Host, TellsItsFirmwareIfThatTells) {
    EXPECT_THAT(all(provider(), "Win32_BIOS"), IsEmpty());
    tree.write("sys/class/dmi/id/bios_vendor", "Firm\n");
    tree.write("sys/class/dmi/id/bios_version", "1.2\n");
    tree.write("sys/class/dmi/id/bios_date", "04/01/2024\n");
    const Instance bios = only("Win32_BIOS");
    EXPECT_EQ(text(bios, "SMBIOSBIOSVersion"), "1.2");
    EXPECT_EQ(text(bios, "ReleaseDate"), "20240401000000.000000+000");
}

TEST_F(Host, ListsAccounts) {
    const auto users = all(provider(), "Win32_UserAccount");
    ASSERT_THAT(users, SizeIs(2));
    EXPECT_EQ(text(users[0], "Caption"), "tree\\root");
    EXPECT_EQ(text(users[0], "FullName"), "Root");
    EXPECT_EQ(text(users[1], "SID"), "S-1-22-1-1000");
    EXPECT_EQ(text(only("Win32_Group"), "Name"), "wheel");
}

TEST_F(Host, ListsServicesOfInitScriptsAndOfSystemd) {
    tree.write("etc/init.d/cron",
               "#!/bin/sh\n### BEGIN INIT INFO\n# Short-Description: Runs things\n### END INIT INFO\n");
    tree.write("etc/init.d/README", "no script");
    tree.write("sys/fs/cgroup/system.slice/web.service/cgroup.procs", "42\n43\n");
    const auto found = all(provider(), "Win32_Service");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(text(found[0], "DisplayName"), "Runs things");
    EXPECT_EQ(text(found[0], "State"), "Unknown");
    EXPECT_EQ(text(found[1], "State"), "Running");
    EXPECT_EQ(text(found[1], "ProcessId"), "42");
}

TEST_F(Host, TellsItsTimeZone) {
    const Instance zone = only("Win32_TimeZone");
    EXPECT_EQ(text(zone, "Caption"), "(UTC+01:00) Europe/Berlin");
    EXPECT_EQ(text(zone, "Bias"), "60");
    EXPECT_EQ(text(zone, "StandardName"), "CET");
    EXPECT_EQ(text(zone, "DaylightName"), "CEST");
    EXPECT_EQ(text(zone, "DaylightBias"), "-60");
}

TEST_F(Host, LinksProcessesWithSystemsThatAreThere) {
    const Instance system = only("Win32_OperatingSystem");
    const Instance computer = only("Win32_ComputerSystem");
    const auto links = all(provider(), "CIM_OSProcess");
    ASSERT_THAT(links, SizeIs(2));
    EXPECT_EQ(*links[0].find("GroupComponent")->reference(), system.path());
    EXPECT_EQ(*links[1].find("PartComponent")->reference(), all(provider(), "Win32_Process").at(1).path());
    EXPECT_EQ(*only("CIM_RunningOS").find("Dependent")->reference(), computer.path());
    EXPECT_EQ(*only("Win32_SystemTimeZone").find("Setting")->reference(), only("Win32_TimeZone").path());
}

TEST_F(Host, LinksDevicesThatAreThere) {
    std::vector<cim::ObjectPath> devices;
    for (const Instance& processor : all(provider(), "Win32_Processor")) devices.push_back(processor.path());
    const auto links = all(provider(), "Win32_SystemDevices");
    ASSERT_EQ(links.size(), devices.size());
    for (const Instance& link : links)
        EXPECT_THAT(devices, Contains(*link.find("PartComponent")->reference()));
}

TEST(HostClasses, AreAllInTheClassFiles) {
    for (const std::string_view name : HostProvider::classes()) EXPECT_NE(call_of(name).of, nullptr) << name;
}

TEST(HostClasses, SurviveAnEmptyMachine) {
    const Tree tree;
    Machine machine = tree.machine();
    machine.space = [](const std::string&) { return std::nullopt; };
    machine.addresses = [] { return std::vector<Address>{}; };
    const HostProvider provider{machine};
    for (const std::string_view name : HostProvider::classes())
        EXPECT_LE(all(provider, name).size(), 1U) << name;
}

TEST(HostClasses, TellOfTheMachineThatThisRunsOn) {
    const HostProvider provider;
    for (const std::string_view name : HostProvider::classes()) {
        for (const Instance& instance : all(provider, name)) {
            const auto properties = instance.of().properties();
            for (std::size_t i = 0; i < properties.size(); ++i) {
                EXPECT_TRUE(cim::fits(properties[i], instance[i])) << name << "." << properties[i].name;
                EXPECT_FALSE(properties[i].key && instance[i].is_null()) << name << "." << properties[i].name;
            }
        }
    }
    EXPECT_FALSE(all(provider, "Win32_Process").empty());
}

}  // namespace
}  // namespace assay::host
