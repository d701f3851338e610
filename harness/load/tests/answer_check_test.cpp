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

}  // namespace
}  // namespace assay::load
