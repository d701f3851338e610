#include "assay/server/media_type.hpp"

#include <gtest/gtest.h>

namespace assay::server {
namespace {

TEST(MediaType, ReadsTypeCharsetAndAction) {
    const auto media =
        parse_media_type("Application/SOAP+xml; Charset=\"utf-16\" ;action=\"urn:a;b=\\\"c\\\"\"");
    ASSERT_TRUE(media);
    EXPECT_EQ(media->type, "Application/SOAP+xml");
    EXPECT_EQ(media->charset, "utf-16");
    EXPECT_EQ(media->action, "urn:a;b=\"c\"");
}

TEST(MediaType, DoesWithoutParameters) {
    EXPECT_EQ(parse_media_type(" text/xml ")->type, "text/xml");
    EXPECT_EQ(parse_media_type("text/xml;")->charset, "");
    EXPECT_EQ(parse_media_type("application/soap+xml;charset=UTF-8")->charset, "UTF-8");
}

TEST(MediaType, RefusesWhatIsNone) {
    for (const char* wrong : {"", "soap", "/xml", "text/", "text/xml;charset", "text/xml;charset=\"utf-8"}) {
        EXPECT_FALSE(parse_media_type(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace assay::server
