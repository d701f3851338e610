#include "assay/server/access_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "assay/base/setup_error.hpp"

namespace assay::server {
namespace {

using namespace std::chrono_literals;

AccessEntry entry(std::string user = "assay") {
    return {.time = base::WallTime{1'700'000'000'123ms},
            .peer = "[::1]:4711",
            .user = std::move(user),
            .method = "POST",
            .path = "/wsman",
            .action = "urn:Get",
            .resource_uri = "urn:x",
            .status = 200,
            .request_octets = 700,
            .reply_octets = 900,
            .duration = 1'234'567ns};
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

TEST(AccessEntry, IsOneLineOfJson) {
    EXPECT_EQ(to_json(entry()),
              "{\"time\":\"2023-11-14T22:13:20.123Z\",\"peer\":\"[::1]:4711\",\"user\":\"assay\",\"method\":"
              "\"POST\","
              "\"path\":\"/wsman\",\"action\":\"urn:Get\",\"resource\":\"urn:x\",\"status\":200,"
              "\"request_octets\":700,\"reply_octets\":900,\"duration_us\":1234}\n");
}

TEST(AccessEntry, StaysOneLineWhateverAPeerSends) {
    const std::string line = to_json(entry("a\nb\"\\\xff"));
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_NE(line.find("a\\nb\\\"\\\\\xEF\xBF\xBD"), std::string::npos) << line;
}

TEST(AccessEntry, SaysWhyThereWasNoRequest) {
    EXPECT_EQ(to_json({.peer = "p", .trouble = "no TLS"}),
              "{\"time\":\"1970-01-01T00:00:00.000Z\",\"peer\":\"p\",\"trouble\":\"no TLS\"}\n");
}

TEST(AccessLog, WritesEverythingBeforeItEnds) {
    const auto file = std::filesystem::path{testing::TempDir()} / "assay-access-log-ends";
    std::filesystem::remove(file);
    {
        AccessLog log{file};
        for (int i = 0; i < 1'000; ++i) log.add(entry());
    }
    const std::string text = text_of(file);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1'000);
    std::filesystem::remove(file);
}

TEST(AccessLog, SaysWhatItCannotOpen) { EXPECT_THROW(AccessLog{"/nowhere/at/all.log"}, base::SetupError); }

}  // namespace
}  // namespace assay::server
