#include "assay/capture/har.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/observe/http_reading.hpp"
#include "har_time.hpp"
#include "packets.hpp"

namespace assay::capture {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using record::Ending;
using record::Exchange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

Exchange exchange(std::string request, std::string response) {
    Exchange made;
    made.id = 1;
    made.label = "Get";
    made.connection = 3;
    made.request = std::move(request);
    made.response = std::move(response);
    made.times = {.began = 1s, .connected = 1s, .sent = 1100ms, .first_octet = 1200ms, .finished = 1250ms};
    return made;
}

record::RunHeader header() {
    record::RunHeader made;
    made.tool_version = "1";
    made.began = "2026-11-20T18:31:07Z";
    made.target = "http://bmc:5985/wsman";
    return made;
}

class HarTest : public testing::Test {
protected:
    record::Journal round_trip(const std::vector<Exchange>& exchanges) {
        left_out = write_har(header(), exchanges, file_);
        return read_har(file_);
    }

    record::Journal read(const json& entry) {
        return read_har(folder_.write("x.har", json{{"log", {{"entries", {entry}}}}}.dump()));
    }

    std::string refusal(const std::string& text) {
        try {
            (void)read_har(folder_.write("bad.har", text));
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "read";
    }

    base::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "written.har";
    std::size_t left_out = 0;
};

json an_entry() {
    return {
        {"startedDateTime", "2026-11-20T19:31:07.5+01:00"},
        {"time", 250},
        {"request",
         {{"method", "POST"},
          {"url", "https://bmc/wsman?x"},
          {"httpVersion", "h2"},
          {"headers", {{{"name", ":authority"}, {"value", "bmc"}}, {{"name", "X"}, {"value", "a\r\nY: b"}}}},
          {"postData", {{"text", "hi"}}}}},
        {"response",
         {{"status", 200},
          {"statusText", "OK"},
          {"headers", json::array()},
          {"content", {{"text", "aGk="}, {"encoding", "base64"}}}}}};
}

TEST_F(HarTest, GivesBackWhatItWasMadeOf) {
    Exchange first = exchange(sample::message("POST /wsman HTTP/1.1", "question"),
                              sample::message("HTTP/1.1 200 OK", "answer"));
    Exchange second = exchange(sample::message("POST /wsman HTTP/1.1", "\xFF\xFE<\0"), "");
    second.id = 2;
    second.unlawful_because = "it is no UTF-8";
    second.ending = Ending::timed_out;
    second.trouble = "nothing came";
    second.times.first_octet = {};
    const record::Journal journal = round_trip({first, second});
    ASSERT_THAT(journal.exchanges, SizeIs(2));
    EXPECT_EQ(left_out, 0U);
    EXPECT_EQ(journal.exchanges[0].request, first.request);
    EXPECT_EQ(observe::read_response(journal.exchanges[0].response).body, "answer");
    EXPECT_EQ(journal.exchanges[0].ending, Ending::answered);
    EXPECT_EQ(journal.exchanges[0].times.finished, 250ms);
    EXPECT_EQ(journal.exchanges[1].request, second.request);
    EXPECT_EQ(journal.exchanges[1].response, "");
    EXPECT_EQ(journal.exchanges[1].unlawful_because, "it is no UTF-8");
    EXPECT_EQ(journal.exchanges[1].ending, Ending::timed_out);
    EXPECT_EQ(journal.exchanges[1].trouble, "nothing came");
    EXPECT_EQ(journal.header.target, "http://bmc:80");
    EXPECT_EQ(journal.header.began, "2026-11-20T18:31:08Z");
    EXPECT_TRUE(journal.header.has_lost_the_wire());
    EXPECT_TRUE(journal.complete);
}

TEST_F(HarTest, IsAHarThatOtherToolsRead) {
    (void)round_trip({exchange(sample::message("POST /wsman HTTP/1.1", "question"),
                               sample::message("HTTP/1.1 200 OK", "answer"))});
    EXPECT_TRUE(is_har(file_));
    const json log = json::parse(base::read_file(file_)).at("log");
    EXPECT_EQ(log.at("version"), "1.2");
    EXPECT_EQ(log.at("creator").at("name"), "assay");
    const json& entry = log.at("entries").at(0);
    EXPECT_EQ(entry.at("startedDateTime"), "2026-11-20T18:31:08.000Z");
    EXPECT_EQ(entry.at("time"), 250);
    EXPECT_EQ(entry.at("request").at("url"), "http://bmc/wsman");
    EXPECT_EQ(entry.at("request").at("postData").at("text"), "question");
    EXPECT_EQ(entry.at("response").at("status"), 200);
    EXPECT_EQ(entry.at("response").at("content").at("text"), "answer");
    EXPECT_EQ(entry.at("timings").at("wait"), 100);
    for (const char* member : {"cache", "connection"}) EXPECT_TRUE(entry.contains(member)) << member;
    for (const char* member : {"cookies", "headers", "queryString", "headersSize", "bodySize"})
        EXPECT_TRUE(entry.at("request").contains(member)) << member;
}

TEST_F(HarTest, LeavesOutWhatIsNoRequest) {
    (void)round_trip({exchange("", "HTTP/1.1 200 OK\r\n\r\n"), exchange("half a he", "")});
    EXPECT_EQ(left_out, 2U);
}

TEST_F(HarTest, TakesTheEntriesOfOtherTools) {
    const record::Journal journal = read(an_entry());
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    const Exchange& got = journal.exchanges[0];
    EXPECT_EQ(got.request, "POST /wsman?x HTTP/1.1\r\nX: a  Y: b\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(got.response, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_TRUE(got.tls.has_value());
    EXPECT_EQ(got.connection, 0U);
    EXPECT_EQ(journal.header.target, "https://bmc:443");
    EXPECT_EQ(journal.header.began, "2026-11-20T18:31:07Z");
}

TEST_F(HarTest, EncodesTextAsTheMessageSaysItWas) {
    json entry = an_entry();
    entry["response"]["headers"] = {
        {{"name", "Content-Type"}, {"value", "application/soap+xml;charset=UTF-16"}}};
    entry["response"]["content"] = {{"text", "<a/>"}};
    const std::string body = observe::read_response(read(entry).exchanges[0].response).body;
    using namespace std::string_literals;
    EXPECT_EQ(body, "\xFF\xFE<\0a\0/\0>\0"s);
}

TEST_F(HarTest, DoesNotJudgeBodiesThatItDoesNotHold) {
    json entry = an_entry();
    entry["request"].erase("postData");
    entry["request"]["bodySize"] = 100;
    entry["response"]["content"] = {{"size", 900}};
    const record::Journal journal = read(entry);
    EXPECT_EQ(journal.exchanges[0].unlawful_because, "the HAR does not hold its body");
    EXPECT_EQ(journal.exchanges[0].response, "");
    EXPECT_EQ(journal.exchanges[0].ending, Ending::not_awaited);
    EXPECT_THAT(journal.notes, testing::Contains("2 bodies are not in the HAR and not judged"));
}

TEST_F(HarTest, PutsEntriesInTheOrderOfTheirTimes) {
    json late = an_entry();
    json early = an_entry();
    early["startedDateTime"] = "2026-11-20T18:00:00Z";
    early["request"]["method"] = "PUT";
    const record::Journal journal =
        read_har(folder_.write("x.har", json{{"log", {{"entries", {late, early}}}}}.dump()));
    EXPECT_THAT(journal.exchanges[0].request, testing::StartsWith("PUT"));
    EXPECT_EQ(journal.exchanges[1].id, 2U);
}

TEST_F(HarTest, HidesCredentials) {
    json entry = an_entry();
    entry["request"]["headers"] = {{{"name", "Authorization"}, {"value", "Basic s3cret"}}};
    EXPECT_THAT(read(entry).exchanges[0].request, HasSubstr("Authorization: Basic [redacted]"));
}

TEST_F(HarTest, RefusesWhatIsNoneWithFileAndEntry) {
    EXPECT_THAT(refusal("{"), HasSubstr("bad.har: "));
    EXPECT_THAT(refusal("{\"log\": 3}"), HasSubstr("there is no array log.entries"));
    const auto with = [](json entry) {
        return json{{"log", {{"entries", {an_entry(), std::move(entry)}}}}}.dump();
    };
    EXPECT_THAT(refusal(with(3)), HasSubstr("bad.har: entry 2: "));
    EXPECT_THAT(refusal(with({{"request", 1}})), HasSubstr("entry 2: 'request' is missing"));
    json bad = an_entry();
    bad["startedDateTime"] = "yesterday";
    EXPECT_THAT(refusal(with(bad)), HasSubstr("entry 2: 'startedDateTime' is no time"));
    bad = an_entry();
    bad["response"]["content"]["text"] = "!";
    EXPECT_THAT(refusal(with(bad)), HasSubstr("entry 2: a body is not the base64"));
    bad = an_entry();
    bad["request"]["url"] = "nowhere";
    EXPECT_THAT(refusal(with(bad)), HasSubstr("entry 2: "));
    EXPECT_THAT(refusal(std::string(200'000, '[')), HasSubstr("bad.har: "));
}

TEST(HarTime, ReadsEveryFormThatToolsWrite) {
    const auto noon = from_har_time("2026-11-20T12:00:00Z");
    ASSERT_TRUE(noon);
    EXPECT_EQ(from_har_time("2026-11-20T13:30:00.000+01:30"), noon);
    EXPECT_EQ(from_har_time("2026-11-20T11:00:00-0100"), noon);
    EXPECT_EQ(from_har_time("2026-11-20T12:00:00.0071234567891Z"), *noon + 7'123'456ns);
    EXPECT_EQ(to_har_time(*noon + 250ms), "2026-11-20T12:00:00.250Z");
    for (const char* bad : {"", "2026-11-20", "2026-13-20T12:00:00Z", "2026-11-20T12:00:00",
                            "2026-11-20T12:00:00+1", "0001-01-01T00:00:00Z"})
        EXPECT_FALSE(from_har_time(bad)) << bad;
}

}  // namespace
}  // namespace assay::capture
