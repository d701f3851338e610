#include "assay/record/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"

namespace assay::record {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::ThrowsMessage;

class JournalFile : public testing::Test {
protected:
    void write(const std::string& text) const { folder_.write("journal", text); }

    const base::TemporaryFolder folder_;
    const fs::path file_ = folder_.path() / "journal";
};

const RunHeader header{.tool_version = "0.1.0",
                       .began = "2026-11-20T18:31:07Z",
                       .target = "http://127.0.0.1:5985/wsman",
                       .seed = 42,
                       .plan_hash = "ab12",
                       .profile_name = "assay-demo",
                       .profile_toml = "[features]\n",
                       .case_ids = {"identify.answers", "selectors.unknown-name"},
                       .options = {{"suite", "dsp0226"}}};

Exchange whole_exchange() {
    return {.id = 7,
            .case_id = "selectors.unknown-name",
            .label = "Get",
            .connection = 3,
            .unlawful_because = "the selector is not defined",
            .request = "POST /wsman HTTP/1.1\r\n\r\n<a>\xE2\x82\xAC</a>",
            .response = std::string("HTTP/1.1 400 Bad Request\r\n\r\n\xFF\xFE<\0a", 33),
            .response_octets = 5'000'000,
            .ending = Ending::given_up,
            .trouble = "Connection reset by peer",
            .times = {.began = 1ms, .connected = 2ms, .sent = 3ms, .first_octet = 4ms, .finished = 5ms},
            .tls = TlsFacts{
                .version = "TLSv1.3", .cipher_suite = "TLS_AES_256_GCM_SHA384", .peer_subject = "CN=x"}};
}

TEST_F(JournalFile, LeavesWhatTheMemoryHasNoRoomForInTheFile) {
    constexpr std::size_t large = 10'000;
    constexpr std::size_t room = 16 * large;
    constexpr std::uint32_t count = 20;
    {
        JournalWriter writer{file_, header};
        for (std::uint32_t id = 1; id <= count; ++id) {
            Exchange exchange = whole_exchange();
            exchange.id = id;
            exchange.response = std::string(large, static_cast<char>('a' + id));
            exchange.response_octets = 0;
            writer.exchanged(exchange);
        }
    }
    const Journal journal = read_journal(file_, room);
    ASSERT_EQ(journal.exchanges.size(), count);
    std::size_t held = 0;
    for (const Exchange& exchange : journal.exchanges) {
        held += exchange.response.size();
        EXPECT_EQ(exchange.received(), large);
        EXPECT_EQ(exchange.request, whole_exchange().request);
        EXPECT_EQ(journal.whole(exchange).response, std::string(large, static_cast<char>('a' + exchange.id)));
    }
    EXPECT_EQ(held, room);
    fs::resize_file(file_, 2 * large);
    EXPECT_THAT([&] { (void)journal.whole(journal.exchanges.back()); },
                ThrowsMessage<base::SetupError>(HasSubstr("cannot read exchange 20 again")));
}

TEST_F(JournalFile, GivesBackWhatWasWrittenToTheOctet) {
    const Exchange written = whole_exchange();
    {
        JournalWriter writer{file_, header};
        writer.case_began("selectors.unknown-name", 1ms);
        writer.exchanged(written);
        writer.case_ended("selectors.unknown-name", 6ms);
        writer.run_ended(7ms);
    }
    const Journal journal = read_journal(file_);
    EXPECT_TRUE(journal.complete);
    EXPECT_EQ(journal.ended, 7ms);
    EXPECT_EQ(journal.header.target, header.target);
    EXPECT_EQ(journal.header.seed, header.seed);
    EXPECT_EQ(journal.header.profile_toml, header.profile_toml);
    EXPECT_EQ(journal.header.case_ids, header.case_ids);
    EXPECT_EQ(journal.header.options, header.options);
    ASSERT_EQ(journal.cases.size(), 1U);
    EXPECT_TRUE(journal.cases[0].has_ended);
    EXPECT_EQ(journal.cases[0].ended, 6ms);

    ASSERT_EQ(journal.exchanges.size(), 1U);
    const Exchange& read = journal.exchanges[0];
    EXPECT_EQ(read.id, written.id);
    EXPECT_EQ(read.received(), 5'000'000U);
    EXPECT_EQ(read.case_id, written.case_id);
    EXPECT_EQ(read.label, written.label);
    EXPECT_EQ(read.connection, written.connection);
    EXPECT_EQ(read.unlawful_because, written.unlawful_because);
    EXPECT_EQ(read.request, written.request);
    EXPECT_EQ(read.response, written.response);
    EXPECT_EQ(read.ending, written.ending);
    EXPECT_EQ(read.trouble, written.trouble);
    EXPECT_EQ(read.times.first_octet, 4ms);
    ASSERT_TRUE(read.tls);
    EXPECT_EQ(read.tls->cipher_suite, "TLS_AES_256_GCM_SHA384");
}

TEST_F(JournalFile, KeepsWhatOnlyTheDriverKnowsOfABmc) {
    Exchange written = whole_exchange();
    written.bmc = BmcFacts{.asked = "request; netfn=6",
                           .clear_request = std::string("\x20\x18\0", 3),
                           .clear_response = "",
                           .integrity = Integrity::wrong,
                           .others = {{2ms, true, std::string("\xFF\0", 2)}, {3ms, false, "late"}}};
    {
        JournalWriter writer{file_, header};
        writer.exchanged(written);
    }
    const auto read = read_journal(file_).exchanges.at(0).bmc;
    ASSERT_TRUE(read);
    EXPECT_EQ(read->asked, written.bmc->asked);
    EXPECT_EQ(read->clear_request, written.bmc->clear_request);
    EXPECT_EQ(read->clear_response, written.bmc->clear_response) << "there was an empty payload";
    EXPECT_EQ(read->integrity, Integrity::wrong);
    ASSERT_EQ(read->others.size(), 2U);
    EXPECT_TRUE(read->others[0].sent);
    EXPECT_EQ(read->others[0].octets, written.bmc->others[0].octets);
    EXPECT_EQ(read->others[1].at, 3ms);
    EXPECT_FALSE(read->others[1].sent);
}

TEST_F(JournalFile, KeepsEveryAttemptWhereItWasCutAndWhatWasShrunk) {
    {
        JournalWriter writer{file_, header};
        writer.case_began("a", 1ms);
        writer.case_ended("a", 2ms);
        writer.case_began("a", 3ms, 2);
        Exchange second = whole_exchange();
        second.attempt = 2;
        writer.exchanged(second);
        writer.case_cut("a", {.asks = 4, .within = true, .reason = "too long"}, 5ms);
        writer.case_ended("a", 6ms);
        writer.run_ended(7ms);
        writer.shrunk({.case_id = "a",
                       .rule = "r",
                       .exchange = 2,
                       .tries = 9,
                       .octets_before = 99,
                       .exhausted = true,
                       .request = "\xFF",
                       .response = "<"});
    }
    const Journal journal = read_journal(file_);
    ASSERT_EQ(journal.cases.size(), 2U);
    EXPECT_EQ(journal.cases[0].attempt, 1U);
    EXPECT_EQ(journal.cases[0].ended, 2ms);
    EXPECT_FALSE(journal.cases[0].cut);
    EXPECT_EQ(journal.cases[1].attempt, 2U);
    ASSERT_TRUE(journal.cases[1].cut);
    EXPECT_EQ(journal.cases[1].cut->asks, 4U);
    EXPECT_TRUE(journal.cases[1].cut->within);
    EXPECT_EQ(journal.cases[1].cut->reason, "too long");
    EXPECT_EQ(journal.exchanges.at(0).attempt, 2U);
    ASSERT_EQ(journal.shrunk.size(), 1U);
    EXPECT_EQ(journal.shrunk[0].request, "\xFF");
    EXPECT_EQ(journal.shrunk[0].tries, 9U);
    EXPECT_TRUE(journal.shrunk[0].exhausted);
    EXPECT_TRUE(journal.complete);
}

TEST_F(JournalFile, OfAnInterruptedRunIsReadUpToTheLineThatWasCut) {
    {
        JournalWriter writer{file_, header};
        writer.case_began("identify.answers", 1ms);
        writer.exchanged(whole_exchange());
    }
    const std::string whole = base::read_file(file_);
    const std::size_t last_line = whole.rfind('\n', whole.size() - 2) + 1;
    for (const std::size_t cut : {last_line + 1, (last_line + whole.size()) / 2, whole.size() - 2}) {
        write(whole.substr(0, cut));
        const Journal journal = read_journal(file_);
        EXPECT_FALSE(journal.complete);
        EXPECT_TRUE(journal.exchanges.empty());
        ASSERT_EQ(journal.cases.size(), 1U);
        EXPECT_FALSE(journal.cases[0].has_ended);
    }
}

TEST_F(JournalFile, CanBeReadWhileTheRunStillWritesIt) {
    JournalWriter writer{file_, header};
    writer.case_began("identify.answers", 1ms);
    EXPECT_EQ(read_journal(file_).cases.size(), 1U);
}

TEST_F(JournalFile, KeepsNotesAndThatOthersWereObserved) {
    RunHeader observed = header;
    observed.options[observed_option] = observed_live;
    {
        JournalWriter writer{file_, observed};
        writer.noted("1 connection is \xFF");
        writer.run_ended(2ms);
    }
    const Journal journal = read_journal(file_);
    EXPECT_THAT(journal.notes, testing::ElementsAre("1 connection is \xEF\xBF\xBD"));
    EXPECT_TRUE(journal.header.is_observed());
    EXPECT_FALSE(journal.header.has_lost_the_wire());
}

TEST_F(JournalFile, DamagedInTheMiddleIsRefusedWithItsLine) {
    {
        JournalWriter writer{file_, header};
        writer.case_began("identify.answers", 1ms);
        writer.run_ended(2ms);
    }
    std::string text = base::read_file(file_);
    text[text.find('\n') + 1] = '!';
    write(text);
    EXPECT_THAT([&] { (void)read_journal(file_); },
                ThrowsMessage<base::SetupError>(HasSubstr("journal:2: ")));
}

TEST_F(JournalFile, OfAnotherKindIsRefused) {
    write("{\"event\":\"run\",\"format\":\"har\"}\n");
    EXPECT_THAT([&] { (void)read_journal(file_); },
                ThrowsMessage<base::SetupError>(HasSubstr("not an Assay journal")));
    write("");
    EXPECT_THAT([&] { (void)read_journal(file_); }, ThrowsMessage<base::SetupError>(HasSubstr("empty")));
    EXPECT_THAT([&] { (void)read_journal(folder_.path()); },
                ThrowsMessage<base::SetupError>(HasSubstr("cannot read")));
}

TEST_F(JournalFile, ThatCannotBeWrittenIsOneClearError) {
    EXPECT_THAT([&] { JournalWriter(folder_.path() / "none" / "journal", header); },
                ThrowsMessage<base::SetupError>(HasSubstr("none/journal")));
}

TEST_F(JournalFile, EndingACaseThatNeverBeganIsDamage) {
    {
        JournalWriter writer{file_, header};
        writer.case_ended("identify.answers", 1ms);
    }
    EXPECT_THAT([&] { (void)read_journal(file_); },
                ThrowsMessage<base::SetupError>(HasSubstr("never began")));
}

TEST_F(JournalFile, KeepsHowAClientEnded) {
    {
        JournalWriter writer{file_, header};
        writer.client_ended({.case_id = "a.b",
                             .how = ClientEnding::exited,
                             .exit_code = 3,
                             .output = "\xFF",
                             .errors = "no",
                             .further_requests = 2});
        writer.client_ended({.case_id = "a.c", .how = ClientEnding::timed_out});
    }
    const Journal journal = read_journal(file_);
    ASSERT_EQ(journal.client_ends.size(), 2U);
    EXPECT_EQ(journal.client_ends[0].how, ClientEnding::exited);
    EXPECT_EQ(journal.client_ends[0].exit_code, 3);
    EXPECT_EQ(journal.client_ends[0].output, "\xFF");
    EXPECT_EQ(journal.client_ends[0].errors, "no");
    EXPECT_EQ(journal.client_ends[0].further_requests, 2U);
    EXPECT_FALSE(journal.client_ends[1].exit_code);
    EXPECT_FALSE(journal.header.judges_client());
}

}  // namespace
}  // namespace assay::record
