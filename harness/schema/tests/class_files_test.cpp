// The class files that we ship compile, and what is made of them is XML Schema.
#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

#include "assay/base/home.hpp"
#include "assay/mof/parse.hpp"
#include "assay/schema/xsd.hpp"
#include "assay/testing/source_dir.hpp"
#include "class_schemas.hpp"

namespace assay::schema {
namespace {

const std::filesystem::path fixtures = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures";

TEST(ClassFiles, CompileWithoutMistakes) {
    for (const auto& entry : std::filesystem::directory_iterator{fixtures / "mof"}) {
        if (entry.path().extension() != ".mof") continue;
        const mof::Parsed parsed = mof::parse_file(entry.path());
        for (const mof::Diagnostic& diagnostic : compile(parsed.document).diagnostics) {
            ADD_FAILURE() << to_text(diagnostic);
        }
    }
}

TEST(ClassFiles, GiveSchemasThatXercesTakes) {
    for (const char* const name_space : {"root/cimv2", "root/hardware", "root/wmi", "root/assay"}) {
        EXPECT_NO_THROW(ClassSchemas{name_space}) << name_space;
    }
    EXPECT_GT(shipped().order.size(), 120U);
}

TEST(ClassFiles, GiveSchemasThatXmllintTakes) {
    if (std::system("xmllint --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "xmllint is not installed";
    const base::TemporaryFolder folder;
    folder.write("common.xsd", base::read_file(fixtures / "schemas/wscim-common.xsd"));
    for (const ClassPtr& of : shipped().order) {
        if (!of->name.starts_with("Assay_")) continue;
        const auto schema = folder.write(of->name + ".xsd", to_xsd(*of, "common.xsd"));
        const auto document = folder.write("empty.xml", "<none/>");
        const auto output = folder.path() / "output.txt";
        const std::string command = "xmllint --nonet --noout --schema " + schema.string() + " " +
                                    document.string() + " >" + output.string() + " 2>&1";
        // 3 says that the document is not valid, which it is not; 5 that the schema is none.
        EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 3) << of->name << "\n"
                                                                << base::read_file(output);
    }
}

/// "4:12: message" of each "// expect …" line at the head of a faulty file.
std::vector<std::string> expected_of(const std::filesystem::path& file) {
    constexpr std::string_view mark = "// expect ";
    std::vector<std::string> result;
    std::istringstream lines{base::read_file(file)};
    for (std::string line; std::getline(lines, line) && line.starts_with(mark);)
        result.push_back(line.substr(mark.size()));
    return result;
}

TEST(FaultyClassFiles, AreToldWhereAndWhatIsWrong) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{fixtures / "mof/faulty/semantic"}) {
        ++count;
        std::vector<std::string> told;
        for (const mof::Diagnostic& diagnostic :
             compile(mof::parse_file(entry.path()).document).diagnostics) {
            told.push_back(std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ": " +
                           diagnostic.message);
        }
        EXPECT_FALSE(told.empty()) << entry.path();
        EXPECT_EQ(told, expected_of(entry.path())) << entry.path();
    }
    EXPECT_GE(count, 60U);
}

std::string example(const std::string& name, const std::string& content) {
    return "<p:" + name + " xmlns:p=\"http://schemas.assay.example/wbem/1/" + name +
           "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" + content + "</p:" + name + ">";
}

TEST(ClassFiles, SayTheSameAsTheSchemasWrittenByHand) {
    const ClassSchemas made{"root/assay"};
    const xml::XercesRuntime runtime;
    const xml::SchemaSet by_hand = xml::SchemaSet::load(runtime, fixtures / "schemas");
    xml::Validator validator{by_hand};
    for (const std::string& document :
         {example("Assay_ReadOnly", "<p:Text>t</p:Text>"),
          example("Assay_ReadOnly", "<p:Text xsi:nil=\"true\"/>"),
          example("Assay_ReadOnly", "<p:Text/><p:Text/>"), example("Assay_ReadOnly", "<p:Other/>"),
          example("Assay_Large", "<p:Text>t</p:Text>"), example("Assay_Slow", "<p:Text>t</p:Text>"),
          example("Assay_Many", "<p:Index>1</p:Index><p:Text>t</p:Text>"),
          example("Assay_Many", "<p:Text>t</p:Text>"),
          example("Assay_Many", "<p:Index>-1</p:Index><p:Text>t</p:Text>"),
          example("Assay_Many", "<p:Text>t</p:Text><p:Index>1</p:Index>"),
          example("Assay_Item", "<p:Name>n</p:Name><p:Slot>17</p:Slot>"),
          example("Assay_Item", "<p:Name>n</p:Name>")}) {
        EXPECT_EQ(made.errors_of(document).empty(), validator.validate(document).empty())
            << document << "\n"
            << made.errors_of(document);
    }
}

}  // namespace
}  // namespace assay::schema
