#include "credentials.hpp"

#include <gmock/gmock.h>

#include "assay/drive/authentication.hpp"

namespace assay::peer {
namespace {

using testing::HasSubstr;
using testing::Not;

const drive::Credentials given{"assay", "assay-demo"};

std::string request(const std::string& authorization) {
    return "POST /wsman?a=1 HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization +
           "\r\nContent-Length: 4\r\n\r\n<a/>";
}

TEST(KeptRequest, SaysWhetherBasicHeldTheCredentialsThatTheClientWasGiven) {
    EXPECT_EQ(kept_request(request(given.authorization()), given), request("Basic [redacted]"));
    const drive::Credentials other{"assay", "guess"};
    EXPECT_EQ(kept_request(request(other.authorization()), given),
              request("Basic [redacted: other credentials]"));
}

TEST(KeptRequest, KeepsWhatADigestIsFor) {
    drive::Authentication authentication{given, drive::Scheme::digest};
    ASSERT_TRUE(authentication.challenged({R"(Digest realm="r", nonce="n1", qop="auth")"}, ""));
    const std::string field = authentication.authorization("POST", "/wsman?a=1");
    EXPECT_EQ(
        kept_request(request(field), given),
        request(R"(Digest realm="r", nonce="n1", uri="/wsman?a=1", qop="auth", nc="00000001", [redacted])"));
    EXPECT_THAT(kept_request(request(field), {"assay", "another"}),
                HasSubstr("[redacted: other credentials]"));
    EXPECT_THAT(kept_request(request(field), given), Not(HasSubstr("response=")));
}

TEST(KeptRequest, HidesWhatItDoesNotUnderstand) {
    EXPECT_EQ(kept_request(request("Negotiate YII="), given), request("Negotiate [redacted]"));
    EXPECT_THAT(kept_request(request("Digest nonsense"), given),
                HasSubstr("Digest [redacted: other credentials]"));
    EXPECT_THAT(kept_request("POST / HTTP/1.1\r\n\r\npassword=assay-demo", given),
                Not(HasSubstr("assay-demo")));
}

}  // namespace
}  // namespace assay::peer
