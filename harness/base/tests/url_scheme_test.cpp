#include "assay/base/url_scheme.hpp"

#include <gmock/gmock.h>

#include "assay/base/usage_error.hpp"

namespace assay::base {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string complaint(std::string_view url) {
    try {
        expect_scheme(url, {"http", "https", "ipmi"});
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

TEST(UrlScheme, IsOneOfThoseThatAreUnderstood) {
    for (const char* url : {"http://bmc", "https://bmc", "ipmi://bmc"}) EXPECT_EQ(complaint(url), "") << url;
}

TEST(UrlScheme, IsRefusedWithAllThatThereAre) {
    EXPECT_THAT(complaint("impi://bmc"), AllOf(HasSubstr("impi://bmc"), HasSubstr("http, https, ipmi"),
                                               HasSubstr("ipmi://host:port")));
    EXPECT_THAT(complaint("bmc:623"), HasSubstr("not a URL"));
    EXPECT_THAT(complaint("httpx://bmc"), HasSubstr("not a URL"));
    EXPECT_THAT(complaint("impi://user:secret@bmc"), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace assay::base
