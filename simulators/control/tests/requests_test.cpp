#include <gmock/gmock.h>

#include "assay/base/usage_error.hpp"
#include "assay/control/client.hpp"

namespace assay::control {
namespace {

using testing::HasSubstr;

std::string request(const std::vector<std::string>& words, std::uint32_t bmc = 0) {
    return request_of(words, bmc);
}

std::string complaint(const std::vector<std::string>& words) {
    try {
        return request(words);
    } catch (const base::UsageError& error) {
        return error.what();
    }
}

TEST(Requests, AreMadeOfWords) {
    EXPECT_EQ(request({"status"}, 7), R"({"command":"status","bmc":7})");
    EXPECT_EQ(request({"set", "Fan 1", "0", "2.5"}),
              R"({"command":"act","do":"drive","sensor":"Fan 1","value":0,"over":2.5,"bmc":0})");
    EXPECT_EQ(request({"states", "7", "0,3"}),
              R"({"command":"act","do":"states","sensor":"7","states":[0,3],"bmc":0})");
    EXPECT_EQ(request({"states", "x", "none"}),
              R"({"command":"act","do":"states","sensor":"x","states":[],"bmc":0})");
    EXPECT_EQ(request({"factory-reset"}, 3), R"({"command":"factory reset","bmc":3})");
    EXPECT_EQ(request({"sel", "clear"}), R"({"command":"clear log","bmc":0})");
    EXPECT_EQ(request({"identify", "for ever"}), R"({"command":"identify","seconds":"for ever","bmc":0})");
    EXPECT_EQ(request({"event", "x", "0", "deassertion"}),
              R"({"command":"act","do":"event","sensor":"x","offset":0,"deassertion":true,"bmc":0})");
}

TEST(Requests, ThatNobodyKnowsSayHowTheyAreWritten) {
    EXPECT_THAT(complaint({"dance"}), HasSubstr("ctl --help"));
    EXPECT_THAT(complaint({}), HasSubstr("ctl --help"));
    EXPECT_THAT(complaint({"sel"}), HasSubstr("ctl --help"));
    EXPECT_THAT(complaint({"set", "Fan 1"}), HasSubstr("set sensor value [over]"));
    EXPECT_THAT(complaint({"states", "x", "]"}), HasSubstr("states sensor states"));
    EXPECT_THAT(complaint({"status", "x"}), HasSubstr("too many"));
}

TEST(Answers, AreReadableForPeopleAndMachines) {
    const std::string answer = R"({"ok":true,"result":[{"a":1,"b":"x"},{"a":22,"b":"y"}]})";
    EXPECT_EQ(said_by(answer, false).text, "a   b\n1   x\n22  y\n");
    EXPECT_EQ(said_by(answer, true).text, R"([{"a":1,"b":"x"},{"a":22,"b":"y"}])"
                                          "\n");
    EXPECT_EQ(said_by(R"({"ok":false,"error":"no"})", true).text, "no");
    EXPECT_FALSE(said_by("HTTP/1.1 400", false).ok);
    EXPECT_FALSE(said_by(R"({"ok":1})", false).ok);
    EXPECT_TRUE(said_by(R"({"ok":true,"result":{"a":[],"b":[{"c":1}]}})", false).ok);
}

}  // namespace
}  // namespace assay::control
