#include "process.hpp"

#include <algorithm>
#include <charconv>

#include "assay/cim/instance.hpp"
#include "draft.hpp"
#include "files.hpp"
#include "sources.hpp"

namespace assay::host {
namespace {

std::int64_t signed_of(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The states of CIM_Process.ExecutionState.
std::uint64_t execution_state(char state) {
    switch (state) {
        case 'R': return 3;
        case 'S':
        case 'D':
        case 'I': return 4;
        case 'T':
        case 't': return 8;
        case 'Z':
        case 'X': return 7;
        default: return 0;
    }
}

/// The arguments with spaces between them; nothing for a thread of the kernel.
std::string command_line(const Machine& machine, std::uint64_t id) {
    std::string text = read(machine.proc / std::to_string(id) / "cmdline", 32'768).value_or("");
    while (!text.empty() && text.back() == '\0') text.pop_back();
    std::ranges::replace(text, '\0', ' ');
    return text;
}

std::string executable(const Machine& machine, std::uint64_t id) {
    std::error_code error;
    return std::filesystem::read_symlink(machine.proc / std::to_string(id) / "exe", error).string();
}

cim::Datetime moment(std::uint64_t seconds, std::uint64_t microseconds, int offset) {
    const auto since = std::chrono::seconds{seconds} + std::chrono::microseconds{microseconds};
    return cim::Datetime::point(base::WallTime{std::chrono::duration_cast<base::Duration>(since)}, offset);
}

/// What is the same for all processes of one reading.
struct Common {
    Kernel kernel;
    std::string os_name;
    std::uint64_t boot = 0;
    int offset = 0;
};

Common common_of(const Context& context) {
    return {.kernel = context.machine.kernel(),
            .os_name =
                value_of(pairs_of(read(context.machine.etc / "os-release").value_or(""), '='), "PRETTY_NAME"),
            .boot = boot_time(context.machine),
            .offset = context.machine.zone(context.wall).offset};
}

void add_memory(Draft& draft, const Machine& machine, const Process& process) {
    const Pairs status =
        pairs_of(read(machine.proc / std::to_string(process.id) / "status").value_or(""), ':');
    const auto kilobytes = [&](std::string_view key) { return number_of(value_of(status, key)); };
    draft.number("WorkingSetSize", process.resident_pages * machine.page)
        .number("VirtualSize", process.virtual_size)
        .number("PeakWorkingSetSize", kilobytes("VmHWM"))
        .number("PageFileUsage", kilobytes("VmSwap"))
        .number("PageFaults", process.faults);
    if (const auto peak = kilobytes("VmPeak")) draft.number("PeakVirtualSize", *peak * 1024);
}

void add_transfers(Draft& draft, const Machine& machine, std::uint64_t id) {
    const auto text = read(machine.proc / std::to_string(id) / "io");
    if (!text) return;  // only the owner may read it
    const Pairs io = pairs_of(*text, ':');
    draft.number("ReadOperationCount", number_of(value_of(io, "syscr")))
        .number("ReadTransferCount", number_of(value_of(io, "rchar")))
        .number("WriteOperationCount", number_of(value_of(io, "syscw")))
        .number("WriteTransferCount", number_of(value_of(io, "wchar")));
}

cim::Instance instance_of(const Context& context, const Common& common, const Process& process) {
    const Machine& machine = context.machine;
    const std::string path = executable(machine, process.id);
    const std::string program = std::filesystem::path{path}.filename().string();
    const std::string name = program.empty() || !program.starts_with(process.name) ? process.name : program;
    const std::uint64_t tick = 10'000'000 / machine.ticks_a_second;  // in units of 100 ns
    const std::uint64_t start = process.start_ticks * 1'000'000 / machine.ticks_a_second;
    Draft draft{context.of};
    draft.text("Handle", std::to_string(process.id))
        .text("Name", name)
        .text("Caption", name)
        .text("Description", name)
        .text("CommandLine", command_line(machine, process.id))
        .text("ExecutablePath", path)
        .text("CSCreationClassName", "Win32_ComputerSystem")
        .text("CSName", common.kernel.node)
        .text("OSCreationClassName", "Win32_OperatingSystem")
        .text("OSName", common.os_name)
        .text("WindowsVersion", common.kernel.release)
        .number("ProcessId", process.id)
        .number("ParentProcessId", process.parent)
        .number("SessionId", process.session)
        .number("ThreadCount", process.threads)
        .number("ExecutionState", execution_state(process.state))
        .set("Priority", process.priority)
        .number("KernelModeTime", process.kernel_ticks * tick)
        .number("UserModeTime", process.user_ticks * tick)
        .set("CreationDate", moment(common.boot + start / 1'000'000, start % 1'000'000, common.offset));
    add_memory(draft, machine, process);
    add_transfers(draft, machine, process.id);
    return draft.take();
}

class Processes final : public cim::InstanceCursor {
public:
    Processes(std::shared_ptr<const Machine> machine, const cim::Call& call)
        : machine_{std::move(machine)},
          of_{call.of},
          wall_{call.wall},
          common_{common_of(context())},
          ids_{process_ids(*machine_)} {}

    cim::awaitable<cim::Outcome<std::size_t>> fill(Instances& into, std::size_t most) override {
        std::size_t count = 0;
        while (next_ < ids_.size() && count < most) {
            const auto process = read_process(*machine_, ids_[next_++]);
            if (!process) continue;
            into.push_back(instance_of(context(), common_, *process));
            ++count;
        }
        co_return count;
    }
    [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return ids_.size(); }

private:
    [[nodiscard]] Context context() const { return {.machine = *machine_, .of = of_, .wall = wall_}; }

    const std::shared_ptr<const Machine> machine_;
    const cim::ClassPtr of_;
    const base::WallTime wall_;
    const Common common_;
    const std::vector<std::uint64_t> ids_;
    std::size_t next_ = 0;
};

}  // namespace

std::optional<Process> parse_stat(std::string_view text) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    const auto id = number_of(text.substr(0, open));
    const auto rest = words_of(text.substr(close + 1));  // rest[0] is field 3 of proc(5)
    if (!id || rest.size() < 22 || rest[0].size() != 1) return std::nullopt;
    const auto field = [&](std::size_t number) { return number_of(rest[number - 3]).value_or(0); };
    return Process{.id = *id,
                   .name = std::string{text.substr(open + 1, close - open - 1)},
                   .state = rest[0].front(),
                   .parent = field(4),
                   .session = field(6),
                   .faults = field(10) + field(12),
                   .user_ticks = field(14),
                   .kernel_ticks = field(15),
                   .priority = signed_of(rest[15]),
                   .threads = field(20),
                   .start_ticks = field(22),
                   .virtual_size = field(23),
                   .resident_pages = field(24)};
}

std::optional<Process> read_process(const Machine& machine, std::uint64_t id) {
    const auto text = read(machine.proc / std::to_string(id) / "stat", 4096);
    return text ? parse_stat(*text) : std::nullopt;
}

std::vector<std::uint64_t> process_ids(const Machine& machine) {
    std::vector<std::uint64_t> result;
    for (const std::string& name : names_in(machine.proc, 4'194'304)) {
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (const auto id = number_of(name)) result.push_back(*id);
    }
    std::ranges::sort(result);
    return result;
}

std::optional<std::uint64_t> owner_of(const Machine& machine, std::uint64_t id) {
    const auto text = read(machine.proc / std::to_string(id) / "status");
    if (!text) return std::nullopt;
    const std::string uids =
        value_of(pairs_of(*text, ':'), "Uid");  // real, effective, saved, of the file system
    const auto words = words_of(uids);
    return words.size() < 2 ? std::nullopt : number_of(words[1]);
}

std::string user_name(const Machine& machine, std::uint64_t uid) {
    const std::string text = read(machine.etc / "passwd", 4U << 20U).value_or("");
    for (const std::string_view line : lines_of(text)) {
        const auto fields = fields_of(line, ':');
        if (fields.size() >= 3 && number_of(fields[2]) == uid) return std::string{fields[0]};
    }
    return {};
}

std::uint64_t boot_time(const Machine& machine) {
    const std::string text = read(machine.proc / "stat", 1U << 20U).value_or("");
    for (const std::string_view line : lines_of(text)) {
        if (line.starts_with("btime ")) return number_of(line.substr(6)).value_or(0);
    }
    return 0;
}

std::string sid_of_user(std::uint64_t uid) { return "S-1-22-1-" + std::to_string(uid); }

std::optional<cim::Instance> process(const Context& context, std::uint64_t id) {
    const auto found = read_process(context.machine, id);
    return found ? std::optional{instance_of(context, common_of(context), *found)} : std::nullopt;
}

std::unique_ptr<cim::InstanceCursor> processes(std::shared_ptr<const Machine> machine,
                                               const cim::Call& call) {
    return std::make_unique<Processes>(std::move(machine), call);
}

}  // namespace assay::host
