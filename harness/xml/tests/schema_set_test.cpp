#include "assay/xml/schema_set.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/xml/validator.hpp"

namespace assay::xml {
namespace {

using testing::HasSubstr;

constexpr std::string_view garden = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="urn:garden" xmlns:b="urn:bed" elementFormDefault="qualified">
  <xs:import namespace="urn:bed"/>
  <xs:element name="Garden"><xs:complexType><xs:sequence>
    <xs:element ref="b:Bed" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>)";

constexpr std::string_view bed = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="urn:bed" elementFormDefault="qualified">
  <xs:element name="Bed" type="xs:positiveInteger"/>
</xs:schema>)";

struct SchemaSetTest : testing::Test {
    [[nodiscard]] std::string message_of_loading() const {
        try {
            static_cast<void>(SchemaSet::load(runtime, scratch.path()));
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "no error";
    }

    XercesRuntime runtime;
    const base::TemporaryFolder scratch;
};

TEST_F(SchemaSetTest, TakesEverySchemaOfAFolderAndResolvesImportsByNamespace) {
    scratch.write("garden.xsd", garden);
    scratch.write("bed.xsd", bed);
    const SchemaSet set = SchemaSet::load(runtime, scratch.path());
    ASSERT_EQ(set.files().size(), 2U);
    EXPECT_EQ(set.files()[0].target_namespace, "urn:bed");
    Validator validator{set};
    EXPECT_TRUE(
        validator.validate("<Garden xmlns='urn:garden'><Bed xmlns='urn:bed'>1</Bed></Garden>").empty());
    EXPECT_EQ(validator.validate("<Garden xmlns='urn:garden'><Bed xmlns='urn:bed'>0</Bed></Garden>").size(),
              1U);
}

TEST_F(SchemaSetTest, TakesOnlyWhatTheCatalogueLists) {
    scratch.write("bed.xsd", bed);
    scratch.write("other-bed.xsd", bed);
    scratch.write("catalogue.toml", "[[schema]]\nnamespace = 'urn:bed'\nfile = 'other-bed.xsd'\n");
    const SchemaSet set = SchemaSet::load(runtime, scratch.path());
    ASSERT_EQ(set.files().size(), 1U);
    EXPECT_EQ(set.files()[0].file.filename(), "other-bed.xsd");
}

TEST_F(SchemaSetTest, NamesFileAndLineOfABrokenSchema) {
    scratch.write("bed.xsd", std::string{bed.substr(0, bed.find("xs:positiveInteger"))} +
                                 "xs:gardenia\"/>\n</xs:schema>");
    EXPECT_THAT(message_of_loading(), HasSubstr((scratch.path() / "bed.xsd").string() + ":3:"));
    EXPECT_THAT(message_of_loading(), HasSubstr("gardenia"));
}

TEST_F(SchemaSetTest, NamesFileAndLineOfASchemaThatIsNotWellFormed) {
    scratch.write("bed.xsd", "<xs:schema\n<");
    EXPECT_THAT(message_of_loading(), HasSubstr((scratch.path() / "bed.xsd").string() + ":2"));
}

TEST_F(SchemaSetTest, NamesTheSchemaThatImportsWhatIsNotThere) {
    scratch.write("garden.xsd", garden);
    EXPECT_THAT(message_of_loading(), HasSubstr("urn:bed"));
    EXPECT_THAT(message_of_loading(), HasSubstr("garden.xsd:"));
}

TEST_F(SchemaSetTest, RefusesTwoSchemasOfOneNamespace) {
    scratch.write("bed.xsd", bed);
    scratch.write("other-bed.xsd", bed);
    EXPECT_THAT(message_of_loading(), HasSubstr("'urn:bed' is declared by two schemas"));
}

TEST_F(SchemaSetTest, SaysWhichListedSchemaCannotBeRead) {
    scratch.write("catalogue.toml", "[[schema]]\nnamespace = 'urn:bed'\nfile = 'gone.xsd'\n");
    EXPECT_THAT(message_of_loading(), HasSubstr((scratch.path() / "gone.xsd").string() + ": cannot read it"));
}

TEST_F(SchemaSetTest, SaysWhereACatalogueOrAQuirkIsNotWhole) {
    scratch.write("bed.xsd", bed);
    scratch.write("quirks.toml", "[[quirk]]\nid = 'thorny'\n");
    EXPECT_THAT(message_of_loading(), HasSubstr("quirks.toml:1: 'published' is missing"));
    scratch.write("catalogue.toml", "[[schema]]\nnamespace = 'urn:bed'\n");
    EXPECT_THAT(message_of_loading(), HasSubstr("catalogue.toml:1: 'file' is missing"));
    scratch.write("catalogue.toml", "[[schema\n");
    EXPECT_THAT(message_of_loading(), HasSubstr("catalogue.toml:1"));
}

TEST_F(SchemaSetTest, SaysThatAFolderIsNotThereOrHoldsNoSchema) {
    EXPECT_THAT(message_of_loading(), HasSubstr("there is no schema"));
    std::filesystem::remove_all(scratch.path());
    EXPECT_THAT(message_of_loading(), HasSubstr("cannot be read: No such file"));
}

TEST_F(SchemaSetTest, OpensNothingThatASchemaPointsToOutside) {
    scratch.write("bed.xsd",
                  R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:bed">
  <xs:include schemaLocation="http://127.0.0.1:9/bed.xsd"/></xs:schema>)");
    EXPECT_THAT(message_of_loading(),
                HasSubstr("includes 'http://127.0.0.1:9/bed.xsd', which is no file beside it"));
}

}  // namespace
}  // namespace assay::xml
