// fixtures/schemas and fixtures/messages as users of the product meet them.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "assay/base/home.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/xml/schema_set.hpp"
#include "assay/xml/validator.hpp"
#include "corpus.hpp"

namespace assay::xml {
namespace {

namespace fs = std::filesystem;

const fs::path fixtures = fs::path{ASSAY_SOURCE_DIR} / "fixtures";

constexpr std::string_view open_envelope =
    "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
    "xmlns:wsman='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd' "
    "xmlns:wsmid='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'>";

std::string with_header(std::string_view header) {
    return std::string{open_envelope} + "<s:Header>" + std::string{header} +
           "</s:Header><s:Body/></s:Envelope>";
}

std::string with_body(std::string_view body) {
    return std::string{open_envelope} + "<s:Body>" + std::string{body} + "</s:Body></s:Envelope>";
}

struct OurSchemas : testing::Test {
    // The quirks that the errors of a document were explained by; "error" for one that was not.
    std::set<std::string> quirks_of(const std::string& document) {
        std::set<std::string> ids;
        for (const SchemaError& error : validator.validate(document)) {
            ids.insert(error.severity == Severity::tolerated ? error.quirk : "error");
        }
        return ids;
    }

    XercesRuntime runtime;
    SchemaSet schemas = SchemaSet::load(runtime, fixtures / "schemas");
    Validator validator{schemas};
};

using Ids = std::set<std::string>;

TEST_F(OurSchemas, AcceptEveryMessageOfTheFixtures) {
    const std::vector<CorpusDocument> messages = read_messages(fixtures / "messages");
    EXPECT_GE(messages.size(), 50U);
    for (const CorpusDocument& message : messages) {
        for (const SchemaError& error : validator.validate(message.text)) {
            EXPECT_EQ(error.quirk, "item-in-optimized-items") << to_text(message.name, error);
        }
    }
}

TEST_F(OurSchemas, AreAllInTheCatalogue) {
    std::set<fs::path> listed;
    for (const SchemaFile& file : schemas.files()) listed.insert(fs::canonical(file.file));
    for (const auto& entry : fs::recursive_directory_iterator{fixtures / "schemas"}) {
        if (entry.path().extension() != ".xsd") continue;
        EXPECT_TRUE(listed.contains(fs::canonical(entry.path()))) << entry.path();
    }
}

TEST_F(OurSchemas, TolerateTheRightSpellingOfInitiativeSupport) {
    const std::string right =
        "<wsmid:InitiativeSupport><wsmid:InitiativeName>SMASH</wsmid:InitiativeName>"
        "<wsmid:InitiativeVersion>1.0.0</wsmid:InitiativeVersion></wsmid:InitiativeSupport>";
    const std::string version = "<wsmid:ProtocolVersion>urn:x</wsmid:ProtocolVersion>";
    const auto response = [](const std::string& content) {
        return with_body("<wsmid:IdentifyResponse>" + content + "</wsmid:IdentifyResponse>");
    };
    EXPECT_EQ(quirks_of(response(version + right)), Ids{"initiative-support-spelling"});
    EXPECT_TRUE(quirks_of(response(right)).contains("error")) << "but the protocol version is missing";
    EXPECT_TRUE(quirks_of(response(right + version)).contains("error")) << "but it is out of order";
}

TEST_F(OurSchemas, TolerateItemsOfObjectsAndEndpointReferences) {
    const auto items = [](const std::string& content) {
        return with_body("<wsman:Items>" + content + "</wsman:Items>");
    };
    const std::string item =
        "<wsman:Item><x/><wsa:EndpointReference xmlns:wsa='http://schemas.xmlsoap.org/ws/2004/08/addressing'>"
        "<wsa:Address>urn:x</wsa:Address></wsa:EndpointReference></wsman:Item>";
    EXPECT_EQ(quirks_of(items(item + item)), Ids{"item-in-optimized-items"});
    EXPECT_TRUE(quirks_of(items(item + "<wsman:Locale xml:lang='en'/>")).contains("error"));
    EXPECT_TRUE(quirks_of(items("<wsman:Item/>")).contains("error")) << "but an Item is not empty";
}

TEST_F(OurSchemas, TolerateWhatWindowsClientsWriteIntoOptions) {
    const auto option = [](std::string_view attributes) {
        return with_header("<wsman:OptionSet><wsman:Option " + std::string{attributes} +
                           ">1</wsman:Option></wsman:OptionSet>");
    };
    EXPECT_EQ(quirks_of(option("Name='msftwinrm:UsePreciseArrays'")), Ids{"option-name-with-prefix"});
    EXPECT_EQ(quirks_of(option("Name='wmi:Depth'")), Ids{"option-name-with-prefix"});
    EXPECT_EQ(quirks_of(option("Name='own:Depth'")), Ids{"error"});
    EXPECT_EQ(quirks_of(option("Name='Depth' Type='xs:int'")), Ids{"option-type-without-binding"});
    EXPECT_EQ(quirks_of(option("Name='Depth' Type='own:int'")), Ids{"error"});
    EXPECT_EQ(quirks_of(with_header("<wsman:SelectorSet><wsman:Selector Name='wmi:x'/></wsman:SelectorSet>")),
              Ids{"error"})
        << "a selector is no option";
}

TEST_F(OurSchemas, AcceptWhatTheOtherQuirksSayIsValid) {
    constexpr std::string_view detail =
        "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/AmbiguousSelectors";
    EXPECT_EQ(quirks_of(with_body("<wsman:FaultDetail>" + std::string{detail} + "</wsman:FaultDetail>")),
              Ids{});
    EXPECT_EQ(quirks_of(with_header("<wsman:SelectorSet><wsman:Selector Name='a'/><wsman:Selector Name='a'/>"
                                    "</wsman:SelectorSet>")),
              Ids{});
    EXPECT_EQ(quirks_of(with_body("<wsmid:InitiativeVersion>1x2y3</wsmid:InitiativeVersion>")), Ids{});
}

TEST_F(OurSchemas, NameEveryQuirkOnceAndExplainIt) {
    std::set<std::string> ids;
    for (const Quirk& quirk : schemas.quirks()) EXPECT_TRUE(ids.insert(quirk.id).second) << quirk.id;
    EXPECT_GE(ids.size(), 10U);
}

}  // namespace
}  // namespace assay::xml
