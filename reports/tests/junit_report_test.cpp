#include "assay/reports/junit_report.hpp"
#include "assay/testing/source_dir.hpp"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>

#include <algorithm>
#include <memory>

#include "approval.hpp"
#include "sample_run.hpp"
#include "written.hpp"

namespace assay::reports {
namespace {

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

Document parsed(const std::string& xml) {
    return {xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "junit.xml", nullptr, XML_PARSE_NONET),
            &xmlFreeDoc};
}

/// Does the document follow reports/junit/junit.xsd?
testing::AssertionResult valid(const std::string& xml) {
    const Document document = parsed(xml);
    if (!document) return testing::AssertionFailure() << "not well-formed";
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> reader{
        xmlSchemaNewParserCtxt(ASSAY_SOURCE_DIR "/reports/junit/junit.xsd"), &xmlSchemaFreeParserCtxt};
    const std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema{xmlSchemaParse(reader.get()),
                                                                      &xmlSchemaFree};
    if (!schema) return testing::AssertionFailure() << "junit.xsd is not a schema";
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> validator{
        xmlSchemaNewValidCtxt(schema.get()), &xmlSchemaFreeValidCtxt};
    if (xmlSchemaValidateDoc(validator.get(), document.get()) == 0) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "not valid against junit.xsd";
}

std::string text_at(const std::string& xml, const char* path) {
    const Document document = parsed(xml);
    const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context{
        xmlXPathNewContext(document.get()), &xmlXPathFreeContext};
    const std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)> found{
        xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path), context.get()), &xmlXPathFreeObject};
    const std::unique_ptr<xmlChar, decltype(xmlFree)> text{xmlXPathCastToString(found.get()), xmlFree};
    return reinterpret_cast<const char*>(text.get());
}

TEST(JunitReport, IsWhatWasApproved) {
    EXPECT_TRUE(approved("mixed.junit.xml", written(JunitReport{}, sample::mixed())));
    EXPECT_TRUE(approved("interrupted.junit.xml", written(JunitReport{}, sample::interrupted())));
    EXPECT_TRUE(approved("repeated.junit.xml", written(JunitReport{}, sample::repeated())));
    EXPECT_TRUE(approved("hostile.junit.xml", written(JunitReport{}, sample::hostile())));
}

TEST(JunitReport, SkipsWhatIsKnownAndNamesTheDeviation) {
    const std::string xml = written(JunitReport{}, sample::deviating());
    EXPECT_EQ(text_at(xml, "count(//failure)"), "0");
    EXPECT_EQ(text_at(xml, "string(/testsuites/@failures)"), "0");
    EXPECT_EQ(text_at(xml,
                      "count(//skipped[starts-with(@message, 'known deviation: answers otherwise until its "
                      "next release; "
                      "the firmware team, until 2027-01-01')]) > 0"),
              "true");
    EXPECT_EQ(text_at(xml, "count(//skipped) = sum(//testsuite/@skipped)"), "true");
}

TEST(JunitReport, TellsOfAKnownQuirkAndFailsAllTheSame) {
    record::RunRecord run = sample::mixed();
    const auto failed = std::ranges::find(run.cases, record::Verdict::failed, &record::CaseResult::verdict);
    failed->findings.front().quirks = {{"Acme's lamp", "It flickers", "Acme/lamp#1"}};
    const std::string xml = written(JunitReport{}, run);
    EXPECT_EQ(text_at(xml,
                      "count(//failure[contains(., \"known quirk of Acme's lamp: It flickers "
                      "(Acme/lamp#1)\")])"),
              "1");
    EXPECT_EQ(text_at(xml, "string(/testsuites/@failures)"),
              text_at(written(JunitReport{}, sample::mixed()), "string(/testsuites/@failures)"));
}

TEST(JunitReport, IsValidForEveryKindOfRun) {
    EXPECT_TRUE(valid(written(JunitReport{}, sample::mixed())));
    EXPECT_TRUE(valid(written(JunitReport{}, sample::interrupted())));
    EXPECT_TRUE(valid(written(JunitReport{}, sample::hostile())));
    EXPECT_TRUE(valid(written(JunitReport{}, sample::conforming())));
    EXPECT_TRUE(valid(written(JunitReport{}, sample::deviating())));
    EXPECT_TRUE(valid(written(JunitReport{}, sample::large(200))));
    EXPECT_TRUE(valid(written(JunitReport{}, record::RunRecord{})));
}

TEST(JunitSchema, RefusesWhatReadersTakeDifferently) {
    const std::string head =
        R"(<testsuites name="a" tests="1" failures="0" errors="0" time="0"><testsuite name="a" )"
        R"(tests="1" failures="0" errors="0" skipped="0" time="0"><properties><property name="a" )"
        R"(value=""/></properties><testcase classname="a" name="a" time="0">)";
    const std::string tail = "</testcase></testsuite></testsuites>";
    EXPECT_TRUE(valid(head + tail));
    EXPECT_FALSE(valid(head + R"(<failure message="" type="a"/><failure message="" type="b"/>)" + tail));
    EXPECT_FALSE(valid(head + R"(<failure message=""/>)" + tail));
}

TEST(JunitReport, TellsTheVerdictsApart) {
    const std::string xml = written(JunitReport{}, sample::mixed());
    EXPECT_EQ(text_at(xml, "count(//failure)"), "4");
    EXPECT_EQ(text_at(xml, "string(//testsuites/@failures)"), "4");
    EXPECT_EQ(text_at(xml, "count(//error)"), "2");
    EXPECT_EQ(text_at(xml, "string(//testsuites/@errors)"), "2");
    EXPECT_EQ(text_at(xml, "count(//skipped)"), "2");
    EXPECT_EQ(text_at(xml, "sum(//testsuite/@skipped)"), "2");
    EXPECT_EQ(text_at(xml, "sum(//testsuite/@tests)"), text_at(xml, "count(//testcase)"));
}

TEST(JunitReport, NamesTheFirstFindingAndHowManyOthers) {
    const std::string xml = written(JunitReport{}, sample::mixed());
    EXPECT_EQ(text_at(xml, "string(//testcase[@name='transfer.get.relates-to']/failure/@message)"),
              "The reply's wsa:RelatesTo is not the request's wsa:MessageID. (and 1 other finding)");
    EXPECT_EQ(text_at(xml, "string(//testcase[@name='transfer.get.relates-to']/@classname)"),
              "dsp0226.transfer.get");
    EXPECT_EQ(text_at(xml, "string(//testcase[@name='transfer.create.new-item']/skipped/@message)"),
              "not applicable: the profile says that feature.transfer.create is not offered");
}

TEST(JunitReport, BoundsWhatAnEndpointCanBlowUp) {
    record::RunRecord run = sample::mixed();
    for (int i = 0; i < 500; ++i) run.cases[0].findings.push_back(run.cases[0].findings[0]);
    for (record::Finding& finding : run.cases[0].findings) finding.actual = std::string(1'000'000, 'x');
    EXPECT_LT(written(JunitReport{}, run).size(), 400'000U);
}

}  // namespace
}  // namespace assay::reports
