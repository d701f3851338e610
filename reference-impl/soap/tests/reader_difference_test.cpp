// The service's reader, libxml2 and Xerces-C++ read the same documents: the same verdict, the same tree.
//
// ASSAY_READER_DOCUMENTS says how many documents to read, ASSAY_READER_SEED which ones.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>

#include "document_maker.hpp"
#include "reader_difference.hpp"

namespace assay::soap {
namespace {

using Outcome = Comparison::Outcome;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// How often each outcome came of comparing with one witness.
class Tally {
public:
    explicit Tally(std::string witness) : witness_{std::move(witness)} {}

    void add(const Comparison& one, const std::string& text) {
        ++times_[one.outcome];
        if (one.outcome == Outcome::settled) ++settled_[one.why];
        constexpr std::uint64_t enough = 10;
        if (one.outcome == Outcome::unsettled && times_[one.outcome] <= enough) {
            ADD_FAILURE() << witness_ << " differs; " << one.why << "\n" << text;
        }
    }

    void expect_enough_of_both(std::uint64_t documents) {
        EXPECT_EQ(times_[Outcome::unsettled], 0U) << witness_;
        EXPECT_GT(times_[Outcome::same_tree], documents / 5) << witness_;
        EXPECT_GT(times_[Outcome::same_refusal], documents / 5) << witness_;
    }

    void show() {
        std::printf("%s\n%10lu  the same tree\n%10lu  the same refusal\n%10lu  UNSETTLED\n", witness_.c_str(),
                    times_[Outcome::same_tree], times_[Outcome::same_refusal], times_[Outcome::unsettled]);
        for (const auto& [why, times] : settled_) std::printf("%10lu  %s\n", times, why.c_str());
    }

private:
    std::string witness_;
    std::map<Outcome, std::uint64_t> times_;
    std::map<std::string, std::uint64_t> settled_;
};

TEST(ReaderDifference, ReadsAsLibxmlAndXercesDo) {
    const std::uint64_t count = number_from("ASSAY_READER_DOCUMENTS", 10'000);
    DocumentMaker maker{number_from("ASSAY_READER_SEED", 1), message_corpus()};
    Comparer comparer;
    Tally libxml{"libxml2"};
    Tally xerces{"Xerces-C++"};
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string text = maker.next();
        libxml.add(Comparer::with_libxml(text), text);
        xerces.add(comparer.with_xerces(text), text);
    }
    libxml.show();
    xerces.show();
    libxml.expect_enough_of_both(count);
    xerces.expect_enough_of_both(count);
}

/// What the fuzzer and other seeds have found.
TEST(ReaderDifference, KnowsWhyTheseAreReadDifferently) {
    Comparer comparer;
    for (const std::string text : {"<a xmlns='http://[:/0:1]:80/'/>", "<a/>\xC3", "<a/>\xFF\x88\xFE"}) {
        EXPECT_NE(Comparer::with_libxml(text).outcome, Outcome::unsettled) << text;
        EXPECT_EQ(comparer.with_xerces(text).outcome, Outcome::settled) << text;
    }
}

}  // namespace
}  // namespace assay::soap
