#include "half_stream.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace assay::capture {
namespace {

/// Writes down what comes: octets as they are, "<3>" for three lost ones, "." for the end.
class Written final : public StreamSink {
public:
    void data(std::string_view octets) override { text += octets; }
    void lost(std::size_t octets) override { text += "<" + std::to_string(octets) + ">"; }
    void closed() override { text += "."; }

    std::string text;
};

class HalfStreamTest : public testing::Test {
protected:
    HalfStreamTest() { stream.begin(100); }

    void take(std::uint32_t sequence, std::string_view payload, std::size_t missing = 0) {
        stream.take(sequence, payload, missing, out);
    }

    observe::Budget budget{64};
    Written out;
    HalfStream stream{budget};
};

TEST_F(HalfStreamTest, HandsOnWhatComesInOrder) {
    take(100, "one");
    take(103, "two");
    EXPECT_EQ(out.text, "onetwo");
}

TEST_F(HalfStreamTest, PutsSegmentsInOrder) {
    take(106, "three");
    take(103, "two");
    EXPECT_EQ(out.text, "");
    take(100, "one");
    EXPECT_EQ(out.text, "onetwothree");
    EXPECT_EQ(budget.left(), 64U);
}

TEST_F(HalfStreamTest, TakesARetransmissionOnce) {
    take(100, "one");
    take(100, "one");
    take(103, "two");
    take(100, "onetwo");
    EXPECT_EQ(out.text, "onetwo");
}

TEST_F(HalfStreamTest, TakesWhatIsNewOfAnOverlap) {
    take(100, "abcd");
    take(102, "CDef");
    EXPECT_EQ(out.text, "abcdef");
}

TEST_F(HalfStreamTest, TakesTheLongerOfTwoThatWaitAtOnePlace) {
    take(103, "two");
    take(103, "twothree");
    take(103, "t");
    take(100, "one");
    EXPECT_EQ(out.text, "onetwothree");
    EXPECT_EQ(budget.left(), 64U);
}

TEST_F(HalfStreamTest, PassesOverAKeepAliveProbe) {
    take(100, "one");
    take(102, "e");
    take(102, "");
    take(103, "two");
    EXPECT_EQ(out.text, "onetwo");
}

TEST_F(HalfStreamTest, GoesOnWhereSequenceNumbersWrapAround) {
    HalfStream other{budget};
    other.begin(std::numeric_limits<std::uint32_t>::max() - 1);
    other.take(2, "cd", 0, out);
    other.take(std::numeric_limits<std::uint32_t>::max() - 1, "__ab", 0, out);
    other.take(4, "ef", 0, out);
    EXPECT_EQ(out.text, "__abcdef");
}

TEST_F(HalfStreamTest, TellsWhatThePeerHasAndTheCaptureHasNot) {
    take(106, "three");
    stream.acknowledged(111, out);
    EXPECT_EQ(out.text, "<6>three");
    stream.acknowledged(115, out);
    EXPECT_EQ(out.text, "<6>three<4>");
    take(112, "toolate");
    EXPECT_EQ(out.text, "<6>three<4>late");
}

TEST_F(HalfStreamTest, TellsWhatTheSnapshotLengthCutOff) {
    take(100, "one", 5);
    take(108, "two");
    EXPECT_EQ(out.text, "one<5>two");
}

TEST_F(HalfStreamTest, TellsOfEveryHoleWhenNothingMoreComes) {
    take(103, "two");
    take(110, "four");
    stream.flush(out);
    EXPECT_EQ(out.text, "<3>two<4>four");
    EXPECT_EQ(budget.left(), 64U);
}

TEST_F(HalfStreamTest, EndsAfterItsLastOctet) {
    stream.end_at(106, out);
    take(103, "two");
    EXPECT_EQ(out.text, "");
    take(100, "one");
    EXPECT_EQ(out.text, "onetwo.");
    stream.end_at(106, out);
    stream.acknowledged(107, out);
    EXPECT_EQ(out.text, "onetwo.");
}

TEST_F(HalfStreamTest, GivesUpAHoleWhenTooMuchWaitsBehindIt) {
    take(110, std::string(40, 'a'));
    take(150, std::string(40, 'b'));
    EXPECT_EQ(out.text, "<10>" + std::string(40, 'a') + std::string(40, 'b'));
    take(300, std::string(100, 'c'));
    EXPECT_EQ(out.text.substr(out.text.size() - 105), "<110>" + std::string(100, 'c'));
    EXPECT_EQ(budget.left(), 64U);
}

TEST_F(HalfStreamTest, PassesOverWhatIsFarOutsideEveryWindow) {
    take(100U + (1U << 30U) + 1U, "far");
    take(100, "near");
    stream.flush(out);
    EXPECT_EQ(out.text, "near");
}

TEST_F(HalfStreamTest, GivesTheBudgetBackWhenItGoes) {
    {
        HalfStream other{budget};
        other.begin(0);
        other.take(10, "waits", 0, out);
        EXPECT_EQ(budget.left(), 59U);
    }
    EXPECT_EQ(budget.left(), 64U);
}

}  // namespace
}  // namespace assay::capture
