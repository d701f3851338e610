// Each shared fact is found again in the published schemas, which neither side of the project wrote.
#include "assay/vocab/names.hpp"

#include <filesystem>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "assay/base/home.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::vocab {
namespace {

namespace fs = std::filesystem;

const fs::path published = fs::path{ASSAY_SOURCE_DIR} / "../shared/spec/xsd";

std::string all_published_schemas() {
    std::string text;
    for (const auto& entry : fs::recursive_directory_iterator{published}) {
        if (entry.is_regular_file()) text += base::read_file(entry.path());
    }
    return text;
}

class PublishedNames : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::is_directory(published))
            GTEST_SKIP() << "the published schemas are not beside this checkout";
        text_ = all_published_schemas();
    }
    void expect_found(std::string_view fact) const {
        EXPECT_NE(text_.find('"' + std::string{fact} + '"'), std::string::npos) << fact;
    }
    std::string text_;
};

TEST_F(PublishedNames, HoldEachNamespace) {
    for (const Namespace& space : {ns::s, ns::wsa, ns::wsa10, ns::wxf, ns::wsen, ns::wse, ns::wsman,
                                   ns::wsmid, ns::cim, ns::xml, ns::xs}) {
        expect_found(space.uri);
    }
}

TEST_F(PublishedNames, HoldEachAction) {
    for (const auto uri : {action::Get, action::GetResponse, action::Put, action::PutResponse, action::Create,
                           action::CreateResponse, action::Delete, action::DeleteResponse, action::Enumerate,
                           action::EnumerateResponse, action::Pull, action::PullResponse, action::Release,
                           action::ReleaseResponse}) {
        expect_found(uri);
    }
}

TEST_F(PublishedNames, HoldEachElement) {
    const std::string header =
        base::read_file(fs::path{ASSAY_SOURCE_DIR} / "harness/vocab/include/assay/vocab/elements.hpp");
    const std::regex constant{R"re(QName \w+\{.*"(\w+)"\})re"};
    const auto last = std::sregex_iterator{};
    std::size_t found = 0;
    for (auto each = std::sregex_iterator{header.begin(), header.end(), constant}; each != last; ++each) {
        const std::string local = (*each)[1];
        // The schema of DSP0227 is not among them.
        if (local == "PolymorphismMode") continue;
        ++found;
        EXPECT_NE(text_.find("name=\"" + local + '"'), std::string::npos) << local;
    }
    EXPECT_GT(found, 60U);
}

TEST_F(PublishedNames, HoldTheFaultsOfAddressingAndManagement) {
    for (const QName& name :
         {fault::ActionNotSupported, fault::DestinationUnreachable, fault::EndpointUnavailable,
          fault::InvalidMessageInformationHeader, fault::MessageInformationHeaderRequired,
          fault::AccessDenied, fault::AlreadyExists, fault::Concurrency, fault::EncodingLimit,
          fault::FragmentDialectNotSupported, fault::InternalError, fault::InvalidOptions,
          fault::InvalidParameter, fault::InvalidSelectors, fault::QuotaLimit, fault::SchemaValidationError,
          fault::TimedOut, fault::UnsupportedFeature}) {
        const bool qualified = text_.find(':' + std::string{name.local} + '"') != std::string::npos;
        const bool declared = text_.find('"' + std::string{name.local} + '"') != std::string::npos;
        EXPECT_TRUE(qualified || declared) << name.local;
    }
}

// The schemas of WS-Transfer and WS-Enumeration do not list their faults; the catalogue's fault table does.
TEST(CatalogueNames, HoldTheFaultsOfTransferAndEnumeration) {
    const std::string table = base::read_file(fs::path{ASSAY_SOURCE_DIR} / "suites/catalogue/faults.toml");
    for (const QName& name :
         {fault::InvalidRepresentation, fault::CannotProcessFilter, fault::FilterDialectRequestedUnavailable,
          fault::FilteringNotSupported, fault::InvalidEnumerationContext, fault::InvalidExpirationTime,
          fault::EnumerationTimedOut, fault::UnsupportedExpirationType}) {
        const std::string printed = std::string{name.ns.prefix} + ':' + std::string{name.local};
        EXPECT_NE(table.find(printed + " is sent with code"), std::string::npos) << printed;
    }
}

}  // namespace
}  // namespace assay::vocab
