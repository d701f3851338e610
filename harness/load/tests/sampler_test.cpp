#include "../src/sampler.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using record::Ending;

constexpr const char* request = "POST /wsman HTTP/1.1\r\nHost: bmc\r\n\r\nasked";
const base::Instant began{1000h};

class Kept final : public ExchangeSink {
public:
    void take(record::Exchange&& exchange) override { exchanges.push_back(std::move(exchange)); }
    std::vector<record::Exchange> exchanges;
};

class SamplerTest : public testing::Test {
protected:
    Sampler sampler(unsigned user = 0) { return {origin, user}; }

    Kept kept;
    SampleOrigin origin{{.share = 0.01, .seed = 7, .sink = &kept, .began = began}};
};

TEST_F(SamplerTest, HandsOverOctetsTimesAndConnection) {
    Sampler sampler = this->sampler();
    sampler.connected();
    sampler.connected();
    sampler.begin(request, record::TlsFacts{"TLSv1.3", "suite", "subject"}, began + 1ms);
    sampler.received("HTTP/1.1 200", began + 3ms);
    sampler.received(" OK\r\n\r\n", began + 4ms);
    sampler.end(std::nullopt, began + 5ms);
    ASSERT_EQ(kept.exchanges.size(), 1U);
    const record::Exchange& exchange = kept.exchanges[0];
    EXPECT_EQ(exchange.request, request);
    EXPECT_EQ(exchange.response, "HTTP/1.1 200 OK\r\n\r\n");
    EXPECT_EQ(exchange.label, "POST /wsman");
    EXPECT_EQ(exchange.connection, 2U);
    EXPECT_EQ(exchange.ending, Ending::answered);
    EXPECT_EQ(exchange.tls.value().version, "TLSv1.3");
    EXPECT_EQ(exchange.times.sent, 1ms);
    EXPECT_EQ(exchange.times.first_octet, 3ms);
    EXPECT_EQ(exchange.times.finished, 5ms);
}

TEST_F(SamplerTest, SeesNothingOfWhatWasNotDrawn) {
    Sampler sampler = this->sampler();
    sampler.received("HTTP/1.1 200 OK\r\n\r\n", began);
    sampler.end(std::nullopt, began);
    EXPECT_TRUE(kept.exchanges.empty());
}

TEST_F(SamplerTest, SaysHowAnExchangeEndedThatHasNoWholeAnswer) {
    const auto ending = [&](ErrorKind error, const char* octets) {
        Sampler sampler = this->sampler();
        sampler.begin(request, std::nullopt, began);
        sampler.received(octets, began + 1ms);
        sampler.end(error, began + 2ms);
        return kept.exchanges.back().ending;
    };
    EXPECT_EQ(ending(ErrorKind::closed, ""), Ending::closed);
    EXPECT_EQ(ending(ErrorKind::reset, "HTTP"), Ending::cut);
    EXPECT_EQ(ending(ErrorKind::timed_out, "HTTP"), Ending::timed_out);
    EXPECT_EQ(ending(ErrorKind::too_large, "HTTP"), Ending::given_up);
    EXPECT_EQ(ending(ErrorKind::malformed, "SSH-2.0"), Ending::answered);
    EXPECT_EQ(kept.exchanges.back().trouble, "malformed");
}

TEST_F(SamplerTest, DrawsTheShareThatIsAskedForOfEachUser) {
    for (const unsigned user : {0U, 1U, 9999U}) {
        Sampler sampler = this->sampler(user);
        int drawn = 0;
        constexpr int requests = 200'000;
        for (int i = 0; i < requests; ++i) drawn += sampler.draw() ? 1 : 0;
        const double expected = 0.01 * requests;
        EXPECT_NEAR(drawn, expected, 5 * std::sqrt(expected)) << user;  // five standard deviations
    }
}

TEST_F(SamplerTest, DrawsTheSameForTheSameSeedAndOthersForOthers) {
    const auto draws = [&](std::uint64_t seed, unsigned user) {
        origin.sampling.seed = seed;
        Sampler sampler = this->sampler(user);
        std::vector<bool> drawn;
        for (int i = 0; i < 5000; ++i) drawn.push_back(sampler.draw());
        return drawn;
    };
    EXPECT_EQ(draws(1, 3), draws(1, 3));
    EXPECT_NE(draws(1, 3), draws(2, 3));
    EXPECT_NE(draws(1, 3), draws(1, 4));
}

// A user draws which flow he plays from the same seed. Were it the same stream, one kind of request would
// never be looked at.
TEST_F(SamplerTest, DrawsIndependentlyOfWhatIsAsked) {
    origin.sampling.share = 0.5;
    Sampler sampler = this->sampler(3);
    SeededRandom flows{origin.sampling.seed ^ SeededRandom{3}.next()};
    int both = 0;
    constexpr int requests = 10'000;
    for (int i = 0; i < requests; ++i) {
        const bool first_flow = flows.fraction() < 0.5;
        both += sampler.draw() && first_flow ? 1 : 0;
    }
    EXPECT_NEAR(both, requests / 4, 250);  // more than five standard deviations of 43
}

TEST_F(SamplerTest, DrawsAllAndNone) {
    for (const double share : {0.0, 1.0}) {
        origin.sampling.share = share;
        Sampler sampler = this->sampler();
        for (int i = 0; i < 1000; ++i) ASSERT_EQ(sampler.draw(), share == 1);
    }
}

}  // namespace
}  // namespace assay::load
