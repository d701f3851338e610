#include "assay/soap/uri.hpp"

#include <gtest/gtest.h>

#include "assay/vocab/names.hpp"

namespace assay::soap {
namespace {

TEST(Uri, IsTheTextItWasMadeFrom) {
    const std::string text = "urn:some-resource";
    const Uri uri = text;
    EXPECT_EQ(uri, text);
    EXPECT_EQ(uri, "urn:some-resource");
    EXPECT_EQ(uri, Uri{text});
    EXPECT_FALSE(uri == "urn:some-other");
    EXPECT_FALSE(uri == Uri{"urn:some"});
    EXPECT_EQ(std::string{uri.view()}, text);
    EXPECT_TRUE(Uri{}.empty());
    EXPECT_EQ(Uri{}, Uri{""});
}

TEST(Uri, OutlivesWhatItWasMadeFrom) {
    Uri kept;
    {
        const std::string text = "urn:" + std::string(100, 'x');
        kept = Uri{text};
    }
    EXPECT_EQ(kept.view().size(), 104U);
}

TEST(Uri, SharesItsTextWithItsCopiesAndWithTheVocabulary) {
    const Uri one{"urn:items"};
    const Uri two{one};  // NOLINT(performance-unnecessary-copy-initialization): what is tested
    EXPECT_EQ(one.view().data(), two.view().data());
    const std::string text{vocab::ns::wsman.uri};
    EXPECT_EQ(Uri{text}.view().data(), Uri{vocab::ns::wsman.uri}.view().data());
    EXPECT_NE(Uri{text}.view().data(), text.data());
}

}  // namespace
}  // namespace assay::soap
