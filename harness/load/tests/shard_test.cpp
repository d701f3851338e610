#include "assay/load/shard.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/usage_error.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using Variables = std::map<std::string, std::string>;

Environment environment(Variables variables) {
    return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
}

std::string shard(std::string_view text, const Variables& variables = {}) {
    const Share share = parse_shard(text, environment(variables));
    return std::to_string(share.index) + "/" + std::to_string(share.of);
}

TEST(Shard, IsGivenFromZero) {
    EXPECT_EQ(shard("0/4"), "0/4");
    EXPECT_EQ(shard("3/4"), "3/4");
    for (const char* text : {"4/4", "1", "1/", "/4", "1/0", "-1/4", "a/b", "1/2/3", "", "0/9999999"})
        EXPECT_THROW((void)shard(text), base::UsageError) << text;
}

TEST(Shard, IsWhatTheEngineSays) {
    EXPECT_EQ(shard("auto", {{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "4"}}), "2/4");
    EXPECT_EQ(shard("auto", {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "4"}, {"SLURM_STEP_NUM_TASKS", "2"}}),
              "1/2");
    EXPECT_EQ(shard("auto", {{"SLURM_ARRAY_TASK_ID", "7"},
                             {"SLURM_ARRAY_TASK_COUNT", "4"},
                             {"SLURM_ARRAY_TASK_MIN", "1"},
                             {"SLURM_ARRAY_TASK_STEP", "2"}}),
              "3/4");
    EXPECT_EQ(shard("auto", {{"JOB_COMPLETION_INDEX", "5"}, {"ASSAY_SHARDS", "100"}}), "5/100");
    EXPECT_EQ(shard("auto", {{"PMI_RANK", "1"}, {"PMI_SIZE", "3"}}), "1/3");
    EXPECT_EQ(shard("auto", {{"OMPI_COMM_WORLD_RANK", "6"},
                             {"OMPI_COMM_WORLD_SIZE", "8"},
                             {"SLURM_PROCID", "0"},
                             {"SLURM_NTASKS", "1"}}),
              "6/8")
        << "mpirun within a job of Slurm";
}

TEST(Shard, OfATaskWithinAnArrayCountsBoth) {
    EXPECT_EQ(shard("auto", {{"SLURM_ARRAY_TASK_ID", "2"},
                             {"SLURM_ARRAY_TASK_COUNT", "3"},
                             {"SLURM_PROCID", "1"},
                             {"SLURM_NTASKS", "4"}}),
              "9/12");
}

TEST(Shard, OfNoEngineOrAStrangeOneIsRefusedWithTheVariablesLookedFor) {
    for (const Variables& variables :
         {Variables{}, Variables{{"JOB_COMPLETION_INDEX", "5"}}, Variables{{"SLURM_PROCID", "1"}},
          Variables{{"SLURM_PROCID", "x"}, {"SLURM_NTASKS", "4"}},
          Variables{{"SLURM_ARRAY_TASK_ID", "9"},
                    {"SLURM_ARRAY_TASK_COUNT", "3"},
                    {"SLURM_ARRAY_TASK_MIN", "1"}}}) {
        EXPECT_THROW((void)shard("auto", variables), base::UsageError);
    }
    try {
        (void)shard("auto");
    } catch (const base::UsageError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("JOB_COMPLETION_INDEX"));
    }
}

TEST(Shard, HasItsPartOfTheConnectionsAndOfTheBmcs) {
    unsigned connections = 0;
    std::vector<std::string> ips;
    for (unsigned index = 0; index < 3; ++index) {
        Scenario scenario;
        scenario.connections = 10;
        scenario.ipmi = IpmiRequest{};
        scenario.ipmi->target = parse_ipmi_target("ipmi://127.0.0.1-127.0.0.10:623");
        take_shard(scenario, {index, 3});
        connections += scenario.connections;
        for (const Address& each : scenario.ipmi->target.addresses) ips.push_back(each.ip);
    }
    EXPECT_EQ(connections, 10U);
    ASSERT_EQ(ips.size(), 10U);
    EXPECT_EQ(ips.front(), "127.0.0.1");
    EXPECT_EQ(ips.back(), "127.0.0.10");
    Scenario few;
    few.connections = 2;
    EXPECT_THROW(take_shard(few, {0, 3}), base::UsageError);
    few.connections = 100;
    few.ipmi = IpmiRequest{};
    few.ipmi->target = parse_ipmi_target("ipmi://127.0.0.1-127.0.0.2:623");
    EXPECT_THROW(take_shard(few, {0, 3}), base::UsageError);
}

TEST(Shard, SendsWhatTheOthersDoNot) {
    const base::Instant start{1h};
    std::vector<base::Instant> all;
    for (unsigned index = 0; index < 3; ++index) {
        Schedule schedule = Schedule::open_loop(start, 100, {index, 3});
        while (schedule.next_due() < start + 1s) all.push_back(schedule.take(start + 1s).value());
    }
    std::ranges::sort(all);
    ASSERT_EQ(all.size(), 100U);
    for (unsigned i = 0; i < 100; ++i) EXPECT_EQ(all[i], start + 10ms * i);
}

TEST(WallTime, IsReadAsRfc3339OrAsSeconds) {
    const base::WallTime expected{1'795'199'467s};
    for (const char* text :
         {"1795199467", "2026-11-20T18:31:07Z", "2026-11-20t18:31:07z", "2026-11-20T19:31:07+01:00",
          "2026-11-20T13:01:07-05:30", "2026-11-20 18:31:07.000Z"})
        EXPECT_EQ(parse_wall_time(text), expected) << text;
    EXPECT_EQ(parse_wall_time("2026-11-20T18:31:07.25Z"), expected + 250ms);
    EXPECT_EQ(parse_wall_time("1795199467.25"), expected + 250ms);
    for (const char* text :
         {"", "soon", "2026-11-20", "2026-13-20T18:31:07Z", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z",
          "2026-11-20T18:31:07", "2026-11-20T18:31:07Zz", "-5", "1e3", "2026-11-20T18:31:07.Z"})
        EXPECT_FALSE(parse_wall_time(text)) << text;
}

}  // namespace
}  // namespace assay::load
