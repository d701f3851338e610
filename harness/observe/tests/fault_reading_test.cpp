#include "assay/observe/fault_reading.hpp"

#include <gtest/gtest.h>

namespace assay::observe {
namespace {

std::string enveloped(const std::string& fault) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
           "xmlns:m=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Body>" +
           fault + "</s:Body></s:Envelope>";
}

TEST(FaultReading, ResolvesCodeAndSubcodeWhateverTheirPrefixes) {
    const EnvelopeReading reading = read_envelope(enveloped(
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>m:AccessDenied</s:Value></s:Subcode>"
        "</s:Code><s:Reason><s:Text xml:lang=\"en\">no</s:Text></s:Reason>"
        "<s:Detail><m:FaultDetail> urn:d </m:FaultDetail></s:Detail></s:Fault>"));
    const auto fault = fault_of(reading);
    ASSERT_TRUE(fault);
    EXPECT_TRUE(fault->code.is(vocab::fault::Sender));
    EXPECT_TRUE(fault->subcode.is(vocab::fault::AccessDenied));
    EXPECT_EQ(fault->reasons.at(0).lang, "en");
    EXPECT_EQ(fault->reasons.at(0).text, "no");
    EXPECT_EQ(fault->fault_detail_uri, "urn:d");
}

TEST(FaultReading, HasHolesWhereTheFaultHas) {
    const EnvelopeReading reading = read_envelope(enveloped("<s:Fault/>"));
    const auto fault = fault_of(reading);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->code_value, nullptr);
    EXPECT_EQ(fault->detail, nullptr);
    EXPECT_TRUE(fault->reasons.empty());
}

TEST(FaultReading, IsNotThereWithoutAFault) {
    EXPECT_FALSE(fault_of(read_envelope(enveloped("<a/>"))));
    EXPECT_FALSE(fault_of(read_envelope("")));
}

}  // namespace
}  // namespace assay::observe
