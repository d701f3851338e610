#include "assay/xml/validator.hpp"

#include <gmock/gmock.h>

#include <string>
#include <thread>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/base/text.hpp"

namespace assay::xml {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view garden = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="urn:garden" xmlns:g="urn:garden" elementFormDefault="qualified">
  <xs:element name="Garden"><xs:complexType><xs:sequence>
    <xs:element name="Bed" type="g:Bed" maxOccurs="unbounded"/>
    <xs:element name="Gate" minOccurs="0"/>
    <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Bed"><xs:sequence>
    <xs:element name="Plant" minOccurs="0" maxOccurs="unbounded">
      <xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[a-z]+"/></xs:restriction></xs:simpleType>
    </xs:element></xs:sequence>
    <xs:attribute name="sunny" type="xs:boolean"/>
  </xs:complexType>
</xs:schema>)";

constexpr std::string_view quirks = R"([[quirk]]
id = "shady-bed"
published = "sunny is a boolean"
wire = "old gardens say perhaps"
source = "the almanac"
because = "every old garden does"
tolerate = [{ namespace = "urn:garden", element = "Bed", message = "value 'perhaps' is invalid boolean" }]

[[quirk]]
id = "garden-door"
published = "the Gate is called Gate"
wire = "old gardens have a Door"
source = "the almanac"
because = "one walks through either"
tolerate = [
  { namespace = "urn:garden", element = "Garden", message = "not allowed", child = "Door", reads_as = "Gate" },
  { namespace = "urn:garden", element = "Door", message = "no declaration found" },
]
)";

std::string in_garden(std::string_view content) {
    return "<g:Garden xmlns:g='urn:garden'>\n" + std::string{content} + "\n</g:Garden>";
}

struct ValidatorTest : testing::Test {
    ValidatorTest() {
        scratch.write("garden.xsd", garden);
        scratch.write("quirks.toml", quirks);
    }
    SchemaError only_error(const std::string& document) {
        const std::vector<SchemaError> errors = validator().validate(document);
        EXPECT_THAT(errors, SizeIs(1)) << document;
        return errors.empty() ? SchemaError{} : errors.front();
    }
    const SchemaSet& schemas() {
        if (!schemas_) schemas_ = std::make_unique<SchemaSet>(SchemaSet::load(runtime, scratch.path()));
        return *schemas_;
    }
    Validator& validator() {
        if (!validator_) validator_ = std::make_unique<Validator>(schemas());
        return *validator_;
    }

    XercesRuntime runtime;
    const base::TemporaryFolder scratch;
    std::unique_ptr<SchemaSet> schemas_;
    std::unique_ptr<Validator> validator_;
};

TEST_F(ValidatorTest, AcceptsAValidDocumentAgainAndAgain) {
    for (int round = 0; round < 3; ++round) {
        EXPECT_THAT(validator().validate(in_garden("<g:Bed sunny='1'><g:Plant>fern</g:Plant></g:Bed>")),
                    IsEmpty());
        EXPECT_THAT(validator().validate(in_garden("<g:Bed sunny='maybe'/>")), SizeIs(1));
    }
}

TEST_F(ValidatorTest, PointsAtTheStartTagWithTheWrongAttribute) {
    const std::string document = in_garden("  <g:Bed/><g:Bed\n   sunny='maybe'></g:Bed>");
    const SchemaError error = only_error(document);
    EXPECT_EQ(error.line, 2U);
    EXPECT_EQ(error.column, 11U);
    EXPECT_EQ(document.substr(error.offset, error.length), "<g:Bed\n   sunny='maybe'>");
    EXPECT_EQ(error.path, "/g:Garden/g:Bed[2]");
    EXPECT_THAT(error.message, HasSubstr("maybe"));
    EXPECT_EQ(error.severity, Severity::error);
}

TEST_F(ValidatorTest, PointsAtTheElementWithTheWrongText) {
    const SchemaError error =
        only_error(in_garden("<g:Bed><g:Plant>fern</g:Plant>\r\n<g:Plant>FERN</g:Plant></g:Bed>"));
    EXPECT_EQ(error.line, 3U);
    EXPECT_EQ(error.column, 1U);
    EXPECT_EQ(error.path, "/g:Garden/g:Bed/g:Plant[2]");
}

TEST_F(ValidatorTest, PointsAtTheChildThatIsOneTooMany) {
    const SchemaError error = only_error(in_garden("<g:Bed/>\n<g:Gate/>\n <g:Gate/>"));
    EXPECT_EQ(error.line, 4U);
    EXPECT_EQ(error.column, 2U);
    EXPECT_EQ(error.path, "/g:Garden/g:Gate[2]");
}

TEST_F(ValidatorTest, PointsAtTheFirstOfSeveralStrangers) {
    const std::vector<SchemaError> errors = validator().validate(in_garden("<g:Bed/>\n<g:Weed/>\n<g:Weed/>"));
    ASSERT_THAT(errors, SizeIs(3));
    EXPECT_EQ(errors[0].line, 3U);
    EXPECT_EQ(errors[1].line, 3U);
    EXPECT_THAT(errors[1].message, HasSubstr("not allowed for content model"));
    EXPECT_EQ(errors[2].line, 4U);
}

TEST_F(ValidatorTest, PointsAtTheElementWhoseContentIsNotComplete) {
    for (const std::string_view empty :
         {"<Garden xmlns='urn:garden'/>", "<Garden xmlns='urn:garden'></Garden>"}) {
        const SchemaError error = only_error(std::string{empty});
        EXPECT_EQ(error.path, "/Garden");
        EXPECT_EQ(error.offset, 0U);
        EXPECT_THAT(error.message, HasSubstr("content"));
    }
}

TEST_F(ValidatorTest, CountsColumnsInCharactersAndOffsetsInOctetsOfUtf8) {
    const SchemaError error =
        only_error(in_garden("<g:Bed/><!-- \xF0\x9F\x8C\xBB\xC3\xA9 --><g:Bed sunny='2'/>"));
    EXPECT_EQ(error.column, 20U);
    EXPECT_EQ(error.offset, 55U);
}

TEST_F(ValidatorTest, ReadsUtf16AndUtf8WithOrWithoutByteOrderMark) {
    const std::string document = in_garden("<g:Bed sunny='\xC3\xA9'/>");
    const std::string little = *base::utf16_from_utf8(document, base::ByteOrder::little);
    const std::string big = *base::utf16_from_utf8(document, base::ByteOrder::big);
    const std::string declared = "<?xml version='1.0' encoding='utf-16'?>" + document;
    for (const std::string& octets :
         {"\xFF\xFE" + little, little, "\xFE\xFF" + big, big, "\xEF\xBB\xBF" + document,
          *base::utf16_from_utf8(declared, base::ByteOrder::little)}) {
        const SchemaError error = only_error(octets);
        EXPECT_EQ(error.line, 2U);
        EXPECT_EQ(error.column, 1U);
        EXPECT_EQ(error.severity, Severity::error);
    }
}

TEST_F(ValidatorTest, RefusesOtherEncodings) {
    const SchemaError latin = only_error("<?xml version='1.0' encoding='ISO-8859-1'?><a/>");
    EXPECT_EQ(latin.severity, Severity::fatal);
    EXPECT_THAT(latin.message, HasSubstr("ISO-8859-1"));
    EXPECT_EQ(only_error("\xFF\xFE<").severity, Severity::fatal);
    EXPECT_EQ(only_error("<g:Garden xmlns:g='urn:garden'><g:Bed/>\xC3</g:Garden>").severity, Severity::fatal);
}

TEST_F(ValidatorTest, SaysWhereADocumentIsNotWellFormed) {
    const SchemaError error = only_error(in_garden("<g:Bed>\n </g:Bett>"));
    EXPECT_EQ(error.severity, Severity::fatal);
    EXPECT_EQ(error.line, 3U);
    EXPECT_EQ(only_error("").severity, Severity::fatal);
}

TEST_F(ValidatorTest, RefusesDocumentTypesEntityBombsAndDeepNesting) {
    EXPECT_THAT(only_error("<!DOCTYPE a>\n<a/>").message, HasSubstr("document type"));
    const SchemaError bomb =
        only_error("\n\n<!DOCTYPE a [<!ENTITY x 'yyyy'><!ENTITY z '&x;&x;&x;'>]><a>&z;</a>");
    EXPECT_EQ(bomb.severity, Severity::fatal);
    EXPECT_EQ(bomb.line, 3U);
    std::string deep = "<g:Garden xmlns:g='urn:garden'><g:Bed/>";
    for (int level = 0; level < 10000; ++level) deep += "<a>";
    const SchemaError error = validator().validate(deep).back();
    EXPECT_EQ(error.severity, Severity::fatal);
    EXPECT_THAT(error.message, HasSubstr("deeper than 256"));
    EXPECT_THAT(validator().validate(in_garden("<g:Bed/>")), IsEmpty()) << "usable after all that";
}

TEST_F(ValidatorTest, TellsNoMoreErrorsThanItWasAskedFor) {
    Validator brief{schemas(), {.errors = 2}};
    EXPECT_THAT(brief.validate(in_garden("<g:Bed sunny='2'/><g:Bed sunny='3'/><g:Bed sunny='4'/>")),
                SizeIs(2));
}

TEST_F(ValidatorTest, PassesUndeclaredNamespacesWhereAWildcardIsLax) {
    EXPECT_THAT(
        validator().validate(in_garden("<g:Bed/><p:Pond xmlns:p='urn:pond' deep='1'><p:Carp/></p:Pond>")),
        IsEmpty());
    EXPECT_THAT(validator().validate("<p:Pond xmlns:p='urn:pond'/>"), SizeIs(1))
        << "but a root must be declared";
}

TEST_F(ValidatorTest, IgnoresWhereADocumentSaysItsSchemaIs) {
    EXPECT_THAT(validator().validate(
                    "<g:Garden xmlns:g='urn:garden' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
                    "i:schemaLocation='urn:garden http://127.0.0.1:9/x.xsd'><g:Bed/></g:Garden>"),
                IsEmpty());
}

TEST_F(ValidatorTest, ToleratesANamedQuirkAndNothingElse) {
    const std::vector<SchemaError> quirky = validator().validate(in_garden("<g:Bed sunny='perhaps'/>"));
    ASSERT_THAT(quirky, SizeIs(1));
    EXPECT_EQ(quirky[0].severity, Severity::tolerated);
    EXPECT_EQ(quirky[0].quirk, "shady-bed");
    EXPECT_FALSE(has_errors(quirky));
    const std::vector<SchemaError> wrong = validator().validate(in_garden("<g:Bed sunny='never'/>"));
    EXPECT_TRUE(has_errors(wrong));
}

TEST_F(ValidatorTest, ToleratesAMisnamedChildOnlyWhereTheRightNameWouldDo) {
    const std::vector<SchemaError> door = validator().validate(in_garden("<g:Bed/><g:Door/>"));
    EXPECT_THAT(door, SizeIs(2));
    EXPECT_FALSE(has_errors(door));
    EXPECT_TRUE(has_errors(validator().validate(in_garden("<g:Door/>")))) << "no bed";
    EXPECT_TRUE(has_errors(validator().validate(in_garden("<g:Bed/><g:Door/><g:Door/>"))))
        << "one door too many";
}

TEST_F(ValidatorTest, AnswersEachOfSeveralThreadsAlike) {
    const std::string wrong = in_garden("<g:Bed><g:Plant>FERN</g:Plant></g:Bed><g:Gate/><g:Gate/>");
    const std::string right = in_garden("<g:Bed><g:Plant>fern</g:Plant></g:Bed>");
    const auto work = [&](std::size_t& mistaken) {
        Validator own{schemas()};
        for (int round = 0; round < 200; ++round) {
            if (own.validate(wrong).size() != 2) ++mistaken;
            if (!own.validate(right).empty()) ++mistaken;
        }
    };
    static_cast<void>(schemas());
    std::size_t first = 0;
    std::size_t second = 0;
    std::thread other{work, std::ref(first)};
    work(second);
    other.join();
    EXPECT_EQ(first + second, 0U);
}

TEST_F(ValidatorTest, ValidatesFilesAndPrintsWhatCompilersPrint) {
    const std::vector<std::filesystem::path> files{scratch.write("good.xml", in_garden("<g:Bed/>")),
                                                   scratch.write("bad.xml", in_garden("<g:Bed sunny='x'/>"))};
    const std::vector<FileReport> reports = validate_files(files, schemas());
    ASSERT_THAT(reports, SizeIs(2));
    EXPECT_THAT(reports[0].errors, IsEmpty());
    ASSERT_THAT(reports[1].errors, SizeIs(1));
    EXPECT_EQ(to_text("bad.xml", reports[1].errors[0]), "bad.xml:2:1: error: value 'x' is invalid boolean");
    const std::vector<std::filesystem::path> gone{scratch.path() / "gone.xml"};
    EXPECT_THROW(static_cast<void>(validate_files(gone, schemas())), base::SetupError);
}

}  // namespace
}  // namespace assay::xml
