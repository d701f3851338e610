#include "assay/model/faults.hpp"

#include <gtest/gtest.h>

#include "assay/soap/writer.hpp"

namespace assay::model {
namespace {

std::string written(const Fault& fault) {
    soap::Envelope envelope;
    envelope.body.push_back(to_element(fault));
    const std::string text = soap::write(envelope);
    const auto from = text.find("<s:Fault>");
    return text.substr(from, text.find("</s:Body>") - from);
}

TEST(Faults, SayCodeSubcodeReasonAndDetail) {
    EXPECT_EQ(written(faults::invalid_selectors(faults::Selectors::UnexpectedSelectors, "no such selector")),
              "<s:Fault><s:Code><s:Value>s:Sender</s:Value>"
              "<s:Subcode><s:Value>wsman:InvalidSelectors</s:Value></s:Subcode></s:Code>"
              "<s:Reason><s:Text xml:lang=\"en\">no such selector</s:Text></s:Reason>"
              "<s:Detail><wsman:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"
              "UnexpectedSelectors</wsman:FaultDetail></s:Detail></s:Fault>");
}

TEST(Faults, HaveNoEmptyDetail) { EXPECT_EQ(written(faults::timed_out()).find("Detail"), std::string::npos); }

TEST(Faults, TravelWithTheStatusOfTheirCode) {
    EXPECT_EQ(faults::access_denied("no").http_status, 400U);
    EXPECT_EQ(faults::internal_error("oh").http_status, 500U);
    EXPECT_EQ(faults::version_mismatch().http_status, 500U);
    EXPECT_EQ(faults::must_understand({}).http_status, 500U);
}

TEST(Faults, HaveTheActionOfTheSpecificationThatDefinesThem) {
    EXPECT_EQ(faults::access_denied("no").action, vocab::action::ManagementFault);
    EXPECT_EQ(faults::destination_unreachable("no").action, vocab::action::AddressingFault);
    EXPECT_EQ(faults::invalid_enumeration_context().action, vocab::action::EnumerationFault);
    EXPECT_EQ(faults::must_understand({}).action, vocab::action::AddressingFault);
    EXPECT_EQ(faults::invalid_representation(faults::Representation::InvalidValues, "no").action,
              vocab::action::TransferFault);
}

TEST(Faults, ListTheDialectsThereAre) {
    const std::string_view dialect = "urn:dialect";
    const std::string text = written(faults::filter_dialect_requested_unavailable({&dialect, 1}));
    EXPECT_NE(text.find("<s:Detail><wsen:SupportedDialect>urn:dialect</wsen:SupportedDialect></s:Detail>"),
              std::string::npos)
        << text;
}

TEST(Faults, NameWhatWasNotUnderstoodInAHeader) {
    const soap::Name name{"urn:x", "Lantern"};
    const Fault fault = faults::must_understand({&name, 1});
    ASSERT_EQ(fault.headers.size(), 1U);
    EXPECT_EQ(fault.headers[0].attributes.at(0).qname, name);
}

TEST(Outcome, HoldsAValueOrAFault) {
    const Outcome<int> good = 5;
    const Outcome<int> bad = faults::timed_out();
    EXPECT_EQ(*good, 5);
    EXPECT_EQ(bad.error().subcode, vocab::fault::TimedOut);
    EXPECT_THROW((void)bad.value(), std::logic_error);
}

}  // namespace
}  // namespace assay::model
