// The service's parser and libxml2 read the same documents: the same verdict, the same tree.
//
// ASSAY_READER_DOCUMENTS says how many documents to read, ASSAY_READER_SEED which ones.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>

#include "assay/base/text.hpp"
#include "document_maker.hpp"
#include "libxml_witness.hpp"
#include "reader_difference.hpp"

namespace assay::soap {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(ReaderDifference, ReadsAsLibxmlDoes) {
    const std::uint64_t count = number_from("ASSAY_READER_DOCUMENTS", 20'000);
    DocumentMaker maker{number_from("ASSAY_READER_SEED", 1), message_corpus()};
    std::map<std::string, std::uint64_t> outcomes;
    int shown = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string text = maker.next();
        if (!base::is_utf8(text)) {
            ++outcomes["no UTF-8, not compared"];
            continue;
        }
        const Tree ours = read_element(text);
        const Tree theirs = libxml_tree(text);
        if (is_same(ours, theirs)) {
            ++outcomes[std::holds_alternative<Element>(ours) ? "the same tree" : "the same refusal"];
            continue;
        }
        const std::string why = settled(text, ours, theirs);
        ++outcomes[why.empty() ? "UNSETTLED" : "settled: " + why];
        if (why.empty() && ++shown <= 20) {
            ADD_FAILURE() << "ours: " << said(ours) << "\nlibxml2: " << said(theirs) << "\n" << text;
        }
    }
    for (const auto& [outcome, times] : outcomes) std::printf("%10lu  %s\n", times, outcome.c_str());
    EXPECT_GT(outcomes["the same tree"], count / 5);
    EXPECT_GT(outcomes["the same refusal"], count / 5);
}

}  // namespace
}  // namespace assay::soap
