#include "assay/load/shard.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <sys/timex.h>

#include "assay/base/usage_error.hpp"

namespace assay::load {
namespace {

constexpr unsigned most_shards = 1'000'000;

std::optional<unsigned> number_of(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

[[noreturn]] void refuse(const std::string& what, const std::string& remedy) {
    throw base::UsageError{what, "--shard", remedy};
}

/// A variable that has to be a number where it is set.
std::optional<unsigned> variable(const Environment& environment, const char* name) {
    const auto text = environment(name);
    if (!text) return std::nullopt;
    if (const auto number = number_of(*text)) return number;
    refuse(fmt::format("{} is '{}', which is no number", name, *text), "give --shard I/N");
}

struct Names {
    const char* rank;
    const char* size;
};

/// The process among those of its launcher; 0 of 1 where there is none.
std::optional<Share> rank_of(const Environment& environment) {
    constexpr std::array launchers{
        Names{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}, Names{"PMI_RANK", "PMI_SIZE"},
        Names{"SLURM_PROCID", "SLURM_STEP_NUM_TASKS"}, Names{"SLURM_PROCID", "SLURM_NTASKS"}};
    for (const Names& names : launchers) {
        const auto rank = variable(environment, names.rank);
        const auto size = variable(environment, names.size);
        if (rank && size) return Share{*rank, *size};
    }
    return std::nullopt;
}

std::optional<Share> array_task_of(const Environment& environment) {
    const auto id = variable(environment, "SLURM_ARRAY_TASK_ID");
    const auto count = variable(environment, "SLURM_ARRAY_TASK_COUNT");
    if (!id || !count) return std::nullopt;
    const unsigned first = variable(environment, "SLURM_ARRAY_TASK_MIN").value_or(0);
    const unsigned step = std::max(variable(environment, "SLURM_ARRAY_TASK_STEP").value_or(1), 1U);
    if (*id < first || (*id - first) % step != 0 || (*id - first) / step >= *count)
        refuse(fmt::format("task {} of this job array is none of {} at equal distances", *id, *count),
               "use an array such as 0-7, or give --shard I/N");
    return Share{(*id - first) / step, *count};
}

Share shard_of(const Environment& environment) {
    if (const auto index = variable(environment, "JOB_COMPLETION_INDEX")) {
        const auto count = variable(environment, "ASSAY_SHARDS");
        if (count) return {*index, *count};
        refuse("JOB_COMPLETION_INDEX is set, but Kubernetes does not say of how many",
               "set ASSAY_SHARDS to the Job's completions in its manifest");
    }
    const auto rank = rank_of(environment);
    const auto task = array_task_of(environment);
    if (!rank && !task) {
        refuse("no engine says which part this process is",
               "it is known from OMPI_COMM_WORLD_RANK and _SIZE, PMI_RANK and PMI_SIZE, SLURM_PROCID and "
               "SLURM_NTASKS, SLURM_ARRAY_TASK_ID and _COUNT, or JOB_COMPLETION_INDEX and ASSAY_SHARDS; "
               "else give --shard I/N");
    }
    const Share inner = rank.value_or(Share{});
    const Share outer = task.value_or(Share{});
    return {outer.index * inner.of + inner.index, outer.of * inner.of};
}

unsigned part_of(unsigned whole, Share shard) {
    return whole / shard.of + (shard.index < whole % shard.of ? 1 : 0);
}

/// Neighbours stay together, so that a part of a range of addresses is one.
template <class Items>
void keep_part(Items& items, Share shard) {
    const auto position = [&](std::size_t index) {
        return static_cast<std::ptrdiff_t>(items.size() * index / shard.of);
    };
    items = Items(items.begin() + position(shard.index), items.begin() + position(shard.index + 1U));
}

struct Digits {
    std::string_view rest;
    bool fine = true;

    int take(std::size_t count) {
        const auto number = number_of(rest.substr(0, count));
        fine = fine && rest.size() >= count && number;
        rest.remove_prefix(std::min(count, rest.size()));
        return static_cast<int>(number.value_or(0));
    }
    void expect(std::string_view any_of) {
        fine = fine && !rest.empty() && any_of.find(rest.front()) != std::string_view::npos;
        rest.remove_prefix(rest.empty() ? 0 : 1);
    }
};

/// RFC 3339 §5.6.
std::optional<base::WallTime> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    Digits digits{text};
    const year years{digits.take(4)};
    digits.expect("-");
    const month months{static_cast<unsigned>(digits.take(2))};
    digits.expect("-");
    const day days{static_cast<unsigned>(digits.take(2))};
    digits.expect("Tt ");
    const int hour = digits.take(2);
    digits.expect(":");
    const int minute = digits.take(2);
    digits.expect(":");
    const int second = digits.take(2);
    base::Duration fraction{};
    if (digits.rest.starts_with('.')) {
        digits.expect(".");
        base::Duration unit = 100ms;
        if (digits.rest.empty() || !number_of(digits.rest.substr(0, 1))) return std::nullopt;
        for (; !digits.rest.empty() && number_of(digits.rest.substr(0, 1)); unit /= 10)
            fraction += unit * digits.take(1);
    }
    base::Duration offset{};
    if (digits.rest == "Z" || digits.rest == "z") {
        digits.rest = {};
    } else {
        const bool east = digits.rest.starts_with('+');
        digits.expect("+-");
        const hours whole{digits.take(2)};
        digits.expect(":");
        offset = whole + minutes{digits.take(2)};
        if (!east) offset = -offset;
    }
    const year_month_day date{years, months, days};
    if (!digits.fine || !digits.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return base::WallTime{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + fraction -
           offset;
}

}  // namespace

Share parse_shard(std::string_view text, const Environment& environment) {
    Share shard;
    if (text == "auto") {
        shard = shard_of(environment);
    } else {
        const std::size_t slash = std::min(text.find('/'), text.size());
        const auto index = number_of(text.substr(0, slash));
        const auto of = slash < text.size() ? number_of(text.substr(slash + 1)) : std::nullopt;
        if (!index || !of) refuse(fmt::format("'{}' is not a shard", text), "write I/N such as 0/4, or auto");
        shard = {*index, *of};
    }
    if (shard.of == 0 || shard.of > most_shards || shard.index >= shard.of)
        refuse(fmt::format("there is no shard {} of {}", shard.index, shard.of),
               shard.of > 0 ? fmt::format("they are counted from 0 to {}", shard.of - 1) : "write e.g. 0/4");
    return shard;
}

void take_shard(Scenario& scenario, Share shard) {
    scenario.shard = shard;
    if (shard.of == 1) return;
    if (scenario.ipmi && scenario.ipmi->target.addresses.size() > 1) {
        auto& addresses = scenario.ipmi->target.addresses;
        if (addresses.size() < shard.of)
            refuse(fmt::format("there are {} BMCs for {} shards", addresses.size(), shard.of),
                   "use at most as many shards as BMCs");
        keep_part(addresses, shard);
    }
    if (scenario.connections / shard.of < scenario.threads)
        refuse(fmt::format("{} connections are too few for {} shards of {} thread{}", scenario.connections,
                           shard.of, scenario.threads, scenario.threads == 1 ? "" : "s"),
               "raise --connections, which counts those of all shards");
    scenario.connections = part_of(scenario.connections, shard);
}

std::optional<base::WallTime> parse_wall_time(std::string_view text) {
    long double seconds = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
    constexpr double year_2200 = 7.26e9;
    if (error == std::errc{} && end == text.data() + text.size() && seconds >= 0 && seconds < year_2200)
        return base::WallTime{base::Duration{std::llround(seconds * 1e9L)}};
    return parse_rfc3339(text);
}

std::optional<ClockState> clock_state() {
    timex clock{};
    if (adjtimex(&clock) < 0) return std::nullopt;
    return ClockState{.synchronised = (static_cast<unsigned>(clock.status) & STA_UNSYNC) == 0,
                      .most_error = std::chrono::microseconds{clock.maxerror}};
}

}  // namespace assay::load
