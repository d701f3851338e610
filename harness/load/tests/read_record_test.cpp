#include "assay/load/read_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/load/report.hpp"
#include "sample_records.hpp"

namespace assay::load {
namespace {

using testing::HasSubstr;

LoadRecord record() {
    using namespace std::chrono_literals;
    LoadRecord record = sample_record({.seconds = 20, .failing = 0.01, .breaches = 2, .shard = {1, 3}});
    record.parts[0].start_at = record.started - 3ms;
    record.parts[0].clock = ClockState{.synchronised = true, .most_error = 4ms};
    record.complete = false;
    record.generator.busiest_thread = 0.25;
    record.generator.opening = 1250ms;
    record.generator.connections_at_start = 3;
    record.generator.connection_errors[0] = 2;
    return record;
}

TEST(ReadRecord, GivesBackWhatWasWrittenToTheLastCounter) {
    const std::string written = to_json(record(), {});
    EXPECT_EQ(to_json(read_record(written, "load.json"), {}), written);
}

std::string complaint(const nlohmann::ordered_json& json) {
    try {
        (void)read_record(json.dump(), "run/load.json");
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return "nothing";
}

TEST(ReadRecord, NamesFileAndMemberOfWhatItCannotRead) {
    const auto fine = nlohmann::ordered_json::parse(to_json(record(), {}));
    const auto broken = [&](const char* pointer, const nlohmann::ordered_json& value) {
        auto json = fine;
        json[nlohmann::ordered_json::json_pointer(pointer)] = value;
        return complaint(json);
    };
    EXPECT_EQ(complaint(fine), "nothing");
    EXPECT_THAT(broken("/format", "other"), HasSubstr("run/load.json: format: expected 'assay-load-1'"));
    EXPECT_THAT(broken("/operations/0/sent", "x"), HasSubstr("operations[0].sent: expected a count"));
    EXPECT_THAT(broken("/operations/0/sent", 1), HasSubstr("operations[0]: its counts do not add up"));
    EXPECT_THAT(broken("/operations/0/response_time_ns/hdr", "HIST"), HasSubstr("response_time_ns.hdr"));
    EXPECT_THAT(broken("/operations/0/errors/gremlins", 1), HasSubstr("errors: there is a kind"));
    EXPECT_THAT(broken("/operations/0/faults/0/count", 1), HasSubstr("faults: they are not as many"));
    EXPECT_THAT(broken("/conformance/rules/0/level", "OUGHT"), HasSubstr("rules[0].level: there is no such"));
    EXPECT_THAT(broken("/operations/0/series/width_s", 3), HasSubstr("width_s: expected a power of two"));
    EXPECT_THAT(broken("/operations/0/series/slots/3/failed", -1), HasSubstr("slots[3].failed"));
    EXPECT_THAT(broken("/operations", nlohmann::json::array()),
                HasSubstr("operations: expected at least one"));
    EXPECT_THAT(broken("/parts/0/shard/index", 3), HasSubstr("parts[0].shard: expected an index below"));
    EXPECT_THAT(broken("/measured_s", -1), HasSubstr("measured_s: expected a number of seconds"));
    EXPECT_THAT(complaint(nlohmann::ordered_json::array()), HasSubstr("'format' is missing"));
    for (const auto& [name, value] : fine.items()) {
        if (name == "started" || name == "offered_rate" || name == "achieved_rate" || name == "objectives" ||
            name == "notes" || name == "conformance")
            continue;  // what follows from the rest, or need not be there
        auto json = fine;
        json.erase(name);
        EXPECT_THAT(complaint(json), HasSubstr("'" + name + "' is missing"));
    }
}

TEST(ReadRecord, SaysThatItIsNoJson) {
    try {
        (void)read_record("{", "x");
        FAIL();
    } catch (const base::SetupError& error) {
        EXPECT_THAT(error.what(), HasSubstr("x: the file: it is not JSON"));
    }
}

TEST(ReadRecord, ReadsRunsFromBeforeFaultsHadNames) {
    auto json = nlohmann::ordered_json::parse(to_json(record(), {}));
    for (const char* name : {"faults", "faults_unnamed", "octets_sent", "octets_received", "items"})
        json["operations"][0].erase(name);
    json["generator"].erase("messages");
    const LoadRecord read = read_record(json.dump(), "load.json");
    EXPECT_EQ(read.operation().faults.total(), 0U);
    EXPECT_EQ(read.operation().volume.received, 0U);
}

}  // namespace
}  // namespace assay::load
