#include "assay/auth/certificate_rule.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace assay::auth {
namespace {

const std::string sha1(40, 'a');
const std::string other_sha1(40, 'b');

struct Certificate {
    std::vector<std::string> names{"operator", "operator@example.org"};
    std::vector<std::string> thumbprints{sha1};
    std::vector<std::string> issuers{other_sha1};

    [[nodiscard]] bool fits(const CertificateRule& rule) const {
        return rule.fits({.names = names, .thumbprints = thumbprints, .issuer_thumbprints = issuers});
    }
};

TEST(CertificateRule, WantsAllThatItSays) {
    const Certificate certificate;
    EXPECT_TRUE(certificate.fits({}));
    EXPECT_TRUE(certificate.fits({.issuer = other_sha1}));
    EXPECT_FALSE(certificate.fits({.issuer = sha1}));
    EXPECT_TRUE(certificate.fits({.thumbprint = sha1}));
    EXPECT_FALSE(certificate.fits({.thumbprint = other_sha1}));
    EXPECT_TRUE(certificate.fits({.issuer = other_sha1, .subject = "operator"}));
    EXPECT_FALSE(certificate.fits({.issuer = sha1, .subject = "operator"}));
}

TEST(CertificateRule, TakesAnAsteriskInFrontForAnything) {
    const Certificate certificate;
    for (const char* fitting : {"operator", "OPERATOR", "*", "*@example.org", "*operator", "*@EXAMPLE.org"}) {
        EXPECT_TRUE(certificate.fits({.subject = fitting})) << fitting;
    }
    for (const char* strange : {"oper*", "operato", "*@example.com", "*x", "xoperator", "*xoperator"}) {
        EXPECT_FALSE(certificate.fits({.subject = strange})) << strange;
    }
    EXPECT_FALSE(CertificateRule{.subject = "*"}.fits({}));
}

TEST(Thumbprint, IsReadAsPeopleCopyIt) {
    EXPECT_EQ(normal_thumbprint("AA:AA aa" + std::string(34, 'A')), sha1);
    EXPECT_EQ(normal_thumbprint(std::string(64, 'F')), std::string(64, 'f'));
    for (const std::string& wrong :
         {std::string{}, std::string(38, 'a'), std::string(40, 'g'), std::string(41, 'a')}) {
        EXPECT_EQ(normal_thumbprint(wrong), "") << wrong;
    }
}

}  // namespace
}  // namespace assay::auth
