#include "assay/load/answer_check.hpp"

#include <gtest/gtest.h>

namespace assay::load {
namespace {

Response answer(int status, std::string_view body) { return {.status = status, .body = body}; }

TEST(ElementContent, FindsTheElementWhateverItsPrefix) {
    EXPECT_EQ(element_content("<a><n:Context>uuid:1</n:Context></a>", "Context"), "uuid:1");
    EXPECT_EQ(element_content("<Context>x</Context>", "Context"), "x");
    EXPECT_EQ(element_content("<n:Context a=\"1>2\" b='\"'>x</n:Context >", "Context"), "x");
    EXPECT_EQ(element_content("<n:Context><k:Inner/>7</n:Context>", "Context"), "<k:Inner/>7");
}

TEST(ElementContent, IsEmptyForAnEmptyElement) {
    EXPECT_EQ(element_content("<n:Context/>", "Context"), "");
    EXPECT_EQ(element_content("<n:Context />", "Context"), "");
    EXPECT_EQ(element_content("<n:Context></n:Context>", "Context"), "");
}

TEST(ElementContent, IsNotFooledByTheNameElsewhere) {
    EXPECT_EQ(element_content("<a>Context</a>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<a Context=\"1\"/>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<a n:Context=\"1\"/>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<ContextId>1</ContextId>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<MyContext>1</MyContext>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<a>of Context </a><n:Context>2</n:Context>", "Context"), "2");
}

TEST(ElementContent, IsNothingWhenTheElementIsCut) {
    EXPECT_EQ(element_content("<n:Context>uuid:1", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<n:Context", "Context"), std::nullopt);
    EXPECT_EQ(element_content("<n:Context a='", "Context"), std::nullopt);
    EXPECT_EQ(element_content("Context>", "Context"), std::nullopt);
    EXPECT_EQ(element_content("", "Context"), std::nullopt);
}

TEST(Check, PassesASuccess) {
    EXPECT_EQ(check(answer(200, "<s:Envelope/>"), ""), std::nullopt);
    EXPECT_EQ(check(answer(200, "<wsa:RelatesTo>uuid:7</wsa:RelatesTo>"), "7"), std::nullopt);
    EXPECT_EQ(check(answer(200, "<s:Envelope/>"), "7"), std::nullopt);
}

TEST(Check, SeesAnswersThatWereMeantForAnother) {
    EXPECT_EQ(check(answer(200, "<wsa:RelatesTo>uuid:8</wsa:RelatesTo>"), "7"), ErrorKind::mismatched);
}

TEST(Check, SeesFaultsUnderEveryStatus) {
    EXPECT_EQ(check(answer(200, "<s:Body><s:Fault><s:Code/></s:Fault></s:Body>"), ""), ErrorKind::fault);
    EXPECT_EQ(check(answer(500, "<Body><Fault xmlns='x'>"), ""), ErrorKind::fault);
    EXPECT_EQ(check(answer(200, "<p:DefaultFaultCount>3</p:DefaultFaultCount>No Fault here"), ""),
              std::nullopt);
}

TEST(Check, SeesTheStatus) {
    EXPECT_EQ(check(answer(401, ""), ""), ErrorKind::unauthorized);
    EXPECT_EQ(check(answer(403, ""), ""), ErrorKind::unauthorized);
    EXPECT_EQ(check(answer(404, "<html/>"), ""), ErrorKind::status);
    EXPECT_EQ(check(answer(204, ""), ""), ErrorKind::status);
}

TEST(AttributeOf, IsThatOfTheFirstElementOfTheName) {
    EXPECT_EQ(attribute_of("<a Code='1'/><f:F x=\"Code=\" Code=\"a>b\">", "F", "Code"), "a>b");
    EXPECT_EQ(attribute_of("<f:F MyCode=\"1\" f:Code=\"2\"/>", "F", "Code"), std::nullopt);
    EXPECT_EQ(attribute_of("<f:F Code=\"unfinished", "F", "Code"), std::nullopt);
    EXPECT_EQ(attribute_of("<G Code='1'/>", "F", "Code"), std::nullopt);
}

TEST(CountItems, CountsTheElementsInItemsAndNoneWithinThem) {
    EXPECT_EQ(count_items("<w:Items><p:A><p:X>1</p:X><p:X/></p:A> <p:B/><q:C x='/>'>\n</q:C></w:Items>"), 3U);
    EXPECT_EQ(count_items("<w:Items><p:A><p:A>an item in an item</p:A></p:A><p:A></p:A></w:Items>"), 2U);
    EXPECT_EQ(count_items("<w:Items><p:A><p:AB></p:AB><!-- <p:A> --></p:A><!-- <p:A/> --></w:Items>"), 1U);
    EXPECT_EQ(count_items("<w:Items/>"), 0U);
    EXPECT_EQ(count_items("<w:PullResponse/>"), 0U);
}

TEST(CountItems, ComesToAnEndWhateverIsThere) {
    for (const char* content :
         {"<", "<>", "<p:A", "<p:A>", "<p:A><p:A>", "</p:A>", "<!--", "<![CDATA[", "<?", "<p:A x='"})
        EXPECT_LE(count_children(content), 1U) << content;
    EXPECT_EQ(count_children("<?pi <a>?><![CDATA[<a>]]><a/>"), 1U);
}

}  // namespace
}  // namespace assay::load
