#include "assay/shrink/search.hpp"

#include <gmock/gmock.h>

namespace assay::shrink {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const IsOver never = [] { return false; };

/// A root with `count` children, each with an attribute and a text of ten octets.
std::vector<Piece> children(std::size_t count) {
    std::vector<Piece> pieces;
    for (std::size_t child = 0; child < count; ++child) {
        pieces.push_back({PieceKind::element, "e", 1, 30});
        pieces.push_back({PieceKind::attribute, "a", 1, 6});
        pieces.push_back({PieceKind::text, "t", 1, 10});
    }
    return pieces;
}

TEST(Search, LeavesTheOnePieceThatTheFailureNeeds) {
    const auto pieces = children(64);
    const auto needs = [](const Reduction& reduction) { return !reduction.gone.contains(99); };  // element 33
    const Found found = smallest(pieces, needs, never);
    EXPECT_TRUE(found.exhausted);
    EXPECT_EQ(found.reduction.gone.size(), pieces.size() - 2) << "all but the element and its text";
    EXPECT_THAT(found.reduction.kept, ElementsAre(Pair(101U, 0U)));
    EXPECT_LT(found.tries, 40U) << "halving finds one of 64 without trying each";
}

TEST(Search, FindsPiecesThatAreNeededTogether) {
    const auto pieces = children(16);
    const auto needs = [](const Reduction& reduction) {
        return !reduction.gone.contains(6) && !reduction.gone.contains(39) && !reduction.gone.contains(40);
    };
    const Found found = smallest(pieces, needs, never);
    for (const std::size_t index : {6, 39, 40}) EXPECT_FALSE(found.reduction.gone.contains(index));
    EXPECT_EQ(found.reduction.gone.size(), pieces.size() - 5) << "two elements, two texts, one attribute";
}

TEST(Search, ShortensATextToWhereItStopsFailing) {
    const std::vector<Piece> pieces{{PieceKind::text, "t", 0, 1000}};
    const Found found = smallest(
        pieces,
        [](const Reduction& reduction) {
            const auto kept = reduction.kept.find(0);
            return kept == reduction.kept.end() || kept->second >= 321;
        },
        never);
    EXPECT_THAT(found.reduction.kept, ElementsAre(Pair(0U, 321U)));
}

TEST(Search, TakesNothingAwayWhereEverythingIsNeeded) {
    const Found found = smallest(
        children(4), [](const Reduction&) { return false; }, never);
    EXPECT_THAT(found.reduction.gone, IsEmpty());
    EXPECT_THAT(found.reduction.kept, IsEmpty());
    EXPECT_TRUE(found.exhausted);
}

TEST(Search, TriesTheSameTwiceNeitherInOneSearchNorDifferentlyInTheNext) {
    const auto tried = [] {
        std::vector<Reduction> all;
        (void)smallest(
            children(8),
            [&all](const Reduction& reduction) {
                all.push_back(reduction);
                return !reduction.gone.contains(9) && !reduction.kept.contains(11);
            },
            never);
        return all;
    };
    const auto first = tried();
    EXPECT_EQ(first, tried());
    EXPECT_EQ(std::set<Reduction>(first.begin(), first.end()).size(), first.size());
}

TEST(Search, EndsWhenItsTriesAreSpentWithWhatItHas) {
    std::size_t tries = 0;
    const Found found = smallest(
        children(64),
        [&tries](const Reduction& reduction) {
            ++tries;
            return !reduction.gone.contains(99);
        },
        [&tries] { return tries == 3; });
    EXPECT_EQ(found.tries, 3U);
    EXPECT_FALSE(found.exhausted);
    EXPECT_FALSE(found.reduction.gone.empty());
    EXPECT_FALSE(found.reduction.gone.contains(99));
}

}  // namespace
}  // namespace assay::shrink
