#include "assay/model/epr.hpp"

#include <gtest/gtest.h>

#include "assay/model/names.hpp"
#include "assay/soap/writer.hpp"

namespace assay::model {
namespace {

TEST(Epr, IsWrittenInTheDefaultAddressingModel) {
    const Epr epr{.address = "urn:to", .resource_uri = "urn:item", .selectors = {{"Name", "a&b"}}};
    soap::Envelope envelope;
    envelope.body.push_back(to_element(epr, names::ResourceCreated));
    EXPECT_NE(soap::write(envelope).find(
                  "<wxf:ResourceCreated><wsa:Address>urn:to</wsa:Address><wsa:ReferenceParameters>"
                  "<wsman:ResourceURI>urn:item</wsman:ResourceURI><wsman:SelectorSet>"
                  "<wsman:Selector Name=\"Name\">a&amp;b</wsman:Selector></wsman:SelectorSet>"
                  "</wsa:ReferenceParameters></wxf:ResourceCreated>"),
              std::string::npos);
}

TEST(ReplyAddress, KeepsParametersOfBothKindsButNotAddressingHeaders) {
    soap::Element reply_to{names::ReplyTo};
    reply_to.add(names::Address, " urn:to ");
    reply_to.add(soap::Element{names::ReferenceProperties}).add({"urn:x", "One"}, "1");
    soap::Element& parameters = reply_to.add(soap::Element{names::ReferenceParameters});
    parameters.add({"urn:x", "Two"}, "2");
    parameters.add(names::RelatesTo, "uuid:somebody-else");
    const auto read = read_reply_address(reply_to);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->address, "urn:to");
    ASSERT_EQ(read->parameters.size(), 2U);
    EXPECT_EQ(read->parameters[1].text, "2");
}

TEST(ReplyAddress, NeedsAnAddress) {
    soap::Element reply_to{names::ReplyTo};
    EXPECT_EQ(read_reply_address(reply_to).error().subcode, vocab::fault::InvalidMessageInformationHeader);
    reply_to.add(names::Address, " ");
    EXPECT_FALSE(read_reply_address(reply_to));
}

}  // namespace
}  // namespace assay::model
