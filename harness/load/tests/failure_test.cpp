#include "assay/load/failure.hpp"

#include <gtest/gtest.h>

#include "assay/load/answer_check.hpp"

namespace assay::load {
namespace {

TEST(FaultName, IsItsSubcodeWithTheCustomaryPrefixWhateverTheServiceCallsIt) {
    const FaultName name = fault_name_in(
        "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" "
        "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><e:Body><e:Fault><e:Code>"
        "<e:Value> e:Sender </e:Value><e:Subcode><e:Value>w:InvalidSelectors</e:Value></e:Subcode></e:Code>"
        "<e:Reason><e:Text>no</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>");
    EXPECT_EQ(name.code, "s:Sender");
    EXPECT_EQ(name.subcode, "wsman:InvalidSelectors");
    EXPECT_EQ(name.text(), "wsman:InvalidSelectors");
    EXPECT_TRUE(name.is("wsman:InvalidSelectors"));
    EXPECT_TRUE(name.is("s:Sender"));
    EXPECT_FALSE(name.is("wsman:TimedOut"));
}

TEST(FaultName, IsItsCodeWhereThereIsNoSubcode) {
    const FaultName name = fault_name_in(
        "<s:Fault xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Code><s:Value>s:Receiver</s:Value>"
        "</s:Code><s:Detail><x:Value>wsman:TimedOut</x:Value></s:Detail></s:Fault>");
    EXPECT_EQ(name.text(), "s:Receiver");
    EXPECT_EQ(name.subcode, "") << "a Value in the Detail is none of the Code's";
}

TEST(FaultName, TakesTheFirstOfSubcodesWithinEachOther) {
    const FaultName name = fault_name_in(
        "<s:Fault "
        "xmlns:w=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><s:Code><s:Value>s:Sender</s:Value>"
        "<s:Subcode><s:Value>w:TimedOut</s:Value><s:Subcode><s:Value>x:More</s:Value></s:Subcode></s:Subcode>"
        "</s:Code></s:Fault>");
    EXPECT_EQ(name.subcode, "wsen:TimedOut");
    EXPECT_EQ(name.code, "s:Sender") << "a prefix that nobody declared stays";
}

TEST(FaultName, BelievesTheNearestDeclarationOfAPrefix) {
    const FaultName name = fault_name_in(
        "<s:Fault xmlns:n=\"urn:else\"><s:Code><s:Value>s:Sender</s:Value><s:Subcode>"
        "<s:Value xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">n:ActionNotSupported</s:Value>"
        "</s:Subcode></s:Code></s:Fault>");
    EXPECT_EQ(name.subcode, "wsa:ActionNotSupported");
}

TEST(FaultName, HasTheCodeOfTheProviderBesides) {
    const FaultName windows = fault_name_in(
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></"
        "s:Code>"
        "<s:Detail><f:WSManFault xmlns:f=\"urn:f\" Code=\"2150858793\" Machine=\"a Code=b\"><f:Message/>"
        "</f:WSManFault></s:Detail></s:Fault>");
    EXPECT_EQ(windows.text(), "w:TimedOut (2150858793)");
    EXPECT_TRUE(windows.is("2150858793"));
    EXPECT_EQ(fault_name_in("<s:Fault><s:Detail><p:MSFT_WmiError><p:error_Code>2147943452</p:error_Code>"
                            "</p:MSFT_WmiError></s:Detail></s:Fault>")
                  .text(),
              "without a code (2147943452)");
}

TEST(FaultName, TakesNothingIntoATerminalOrAReportThatIsNoName) {
    const FaultName name = fault_name_in("<s:Fault><s:Code><s:Value>\x1b[31m\"<!--" + std::string(500, 'x') +
                                         "</s:Value></s:Code></s:Fault>");
    EXPECT_EQ(name.code.size(), 64U);
    EXPECT_EQ(name.code.substr(0, 10), "??31m??\?--");
}

TEST(FaultName, IsEmptyWhereTheFaultIsCutOrSaysNothing) {
    for (const char* body :
         {"", "<s:Fault", "<s:Fault>", "<s:Fault/>", "<s:Fault><s:Code></s:Fault>",
          "<s:Fault><s:Code><s:Value/></s:Code></s:Fault>", "<s:Fault><s:Code/></s:Fault>"}) {
        EXPECT_EQ(fault_name_in(body), FaultName{}) << body;
    }
    EXPECT_EQ(FaultName{}.text(), "without a code");
}

TEST(Failure, NamesAFaultAndNothingElse) {
    const std::string_view body = "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>";
    EXPECT_EQ(failure_of(ErrorKind::fault, {.status = 500, .body = body}).fault.code, "s:Sender");
    EXPECT_EQ(failure_of(ErrorKind::mismatched, {.status = 500, .body = body}).fault, FaultName{});
}

}  // namespace
}  // namespace assay::load
