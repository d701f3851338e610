#include <gtest/gtest.h>

#include <set>

#include "assay/mutants/mutant.hpp"
#include "assay/mutants/variation.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::mutants {
namespace {

TEST(Mutants, HaveNamesOfTheirOwnAndKnownRules) {
    std::set<std::string_view> ids;
    for (const Mutant& each : all_mutants()) {
        EXPECT_TRUE(ids.insert(each.id).second) << each.id << " comes twice";
        EXPECT_TRUE(vocab::is_rule(each.violates)) << each.violates;
        EXPECT_FALSE(each.title.empty());
    }
    EXPECT_GE(ids.size(), 220U);
}

TEST(Mutants, TwistOneSeamEach) {
    for (const Mutant& each : all_mutants()) {
        server::Seams seams;
        each.install(seams);
        const int set = (seams.received_octets ? 1 : 0) + (seams.incoming_octets ? 1 : 0) +
                        (seams.outgoing_octets ? 1 : 0) + (seams.envelope.incoming_envelope ? 1 : 0) +
                        (seams.envelope.outgoing_envelope ? 1 : 0) + (seams.tls ? 1 : 0);
        EXPECT_EQ(set, 1) << each.id;
    }
}

TEST(Variations, HaveNamesOfTheirOwnAndARuleThatAMutantBreaks) {
    std::set<std::string_view> broken;
    for (const Mutant& each : all_mutants()) broken.insert(each.violates);
    std::set<std::string_view> ids;
    for (const Variation& each : all_variations()) {
        EXPECT_TRUE(ids.insert(each.id).second) << each.id << " comes twice";
        EXPECT_TRUE(broken.contains(each.permitted_by))
            << each.permitted_by << ": what it forbids has to be refused";
        EXPECT_FALSE(each.clause.empty());
    }
    EXPECT_GE(ids.size(), 30U);
}

TEST(Variations, TwistOneSeamAndPerhapsTheStatus) {
    for (const Variation& each : all_variations()) {
        server::Seams seams;
        each.install(seams);
        const int set = (seams.incoming_octets ? 1 : 0) + (seams.outgoing_octets ? 1 : 0) +
                        (seams.envelope.incoming_envelope ? 1 : 0) +
                        (seams.envelope.outgoing_envelope ? 1 : 0);
        EXPECT_TRUE(set == 1 || (set == 2 && seams.envelope.outgoing_envelope && seams.outgoing_octets))
            << each.id;
    }
}

TEST(Mutants, AreListedAsJson) {
    const Mutant one{.id = "a", .violates = "b", .title = "c", .install = {}};
    EXPECT_EQ(vocab::to_json<server::Seams>({&one, 1}),
              "[\n  {\"id\": \"a\", \"violates\": \"b\", \"title\": \"c\"}\n]\n");
}

}  // namespace
}  // namespace assay::mutants
