#include "assay/service/accept.hpp"

#include <gtest/gtest.h>

#include "requests.hpp"

namespace assay::service::test {
namespace {

namespace action = vocab::action;

Outcome<Request> taken(const Message& message, const std::optional<std::string>& soap_action = {}) {
    const std::string text = message.text();
    auto read = soap::make_reader()->read(base::octets_of(text), {});
    EXPECT_TRUE(std::holds_alternative<soap::Envelope>(read)) << text;
    return accept(std::get<soap::Envelope>(std::move(read)), soap_action, {});
}

std::string refusal(const Message& message, const std::optional<std::string>& soap_action = {}) {
    const auto outcome = taken(message, soap_action);
    if (outcome) return "none";
    const model::Fault& fault = outcome.error();
    return std::string{fault.subcode->local} + (fault.detail.empty() ? "" : " ") + fault.detail;
}

Message get() { return Message{action::Get}; }

TEST(Accept, ReadsTheHeaders) {
    const auto request = taken(
        get()
            .set("wsa:To", "\n http://host/wsman ")
            .set("wsman:OperationTimeout", "PT5S")
            .set("wsman:MaxEnvelopeSize", " 51200 ")
            .set("wsman:RequestTotalItemsCountEstimate", "")
            .with("<wsman:SelectorSet><wsman:Selector Name='A'>1</wsman:Selector></wsman:SelectorSet>"));
    ASSERT_TRUE(request) << request.error().reason;
    EXPECT_EQ(request->to, "http://host/wsman");
    EXPECT_EQ(request->action, action::Get);
    EXPECT_EQ(request->operation_timeout, 5s);
    EXPECT_EQ(request->max_envelope_octets, 51'200U);
    EXPECT_EQ(request->selectors, (model::SelectorSet{{"A", "1"}}));
    EXPECT_TRUE(request->wants_count);
    EXPECT_FALSE(request->wants_epr);
}

TEST(Accept, NamesTheMissingHeaderBeforeTheUnknownResource) {
    for (const char* header : {"wsa:To", "wsa:Action", "wsa:MessageID", "wsa:ReplyTo"}) {
        const auto outcome = taken(get().set("wsman:ResourceURI", "urn:nowhere").without(header));
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().subcode, vocab::fault::MessageInformationHeaderRequired);
        EXPECT_NE(outcome.error().reason.find(header), std::string::npos);
    }
}

TEST(Accept, RefusesRepeatedHeaders) {
    EXPECT_EQ(refusal(get().with("<wsa:To>urn:other</wsa:To>")), "InvalidMessageInformationHeader");
    EXPECT_EQ(refusal(get().with("<wsman:ResourceURI>urn:other</wsman:ResourceURI>")),
              "InvalidMessageInformationHeader");
}

TEST(Accept, RefusesHeadersThatAreNoUris) {
    EXPECT_EQ(refusal(get().set("wsa:MessageID", "")), "InvalidMessageInformationHeader");
    EXPECT_EQ(refusal(get().set("wsa:MessageID", "two words")), "InvalidMessageInformationHeader");
    EXPECT_EQ(refusal(get().set("wsa:To", "http://host/%zz")), "InvalidMessageInformationHeader");
    EXPECT_EQ(refusal(get().set("wsa:MessageID", "42").set("wsa:To", "/wsman")), "none");
    EXPECT_EQ(refusal(get().set("wsa:To", "http://host/" + std::string(2048, 'a'))),
              "EncodingLimit URILimitExceeded");
}

TEST(Accept, SendsRepliesBackOnTheConnectionOnly) {
    EXPECT_EQ(refusal(get().set("wsa:ReplyTo", "<wsa:Address>http://elsewhere</wsa:Address>")),
              "UnsupportedFeature AddressingMode");
    EXPECT_EQ(refusal(get().set("wsa:FaultTo", "<wsa:Address>http://elsewhere</wsa:Address>")),
              "UnsupportedFeature AddressingMode");
    EXPECT_EQ(refusal(get().set("wsa:ReplyTo", "")), "InvalidMessageInformationHeader");
}

TEST(Accept, ComparesTheActionWithWhatHttpSays) {
    EXPECT_EQ(refusal(get(), std::string{action::Get}), "none");
    EXPECT_EQ(refusal(get(), ""), "none");
    EXPECT_EQ(refusal(get(), "urn:other"), "ActionNotSupported ActionMismatch");
}

TEST(Accept, RefusesImpossibleTimeouts) {
    for (const char* wrong : {"soon", "60000", "PT5", "-PT5S", "PT0S", ""}) {
        EXPECT_EQ(refusal(get().set("wsman:OperationTimeout", wrong)), "InvalidMessageInformationHeader")
            << wrong;
    }
}

TEST(Accept, RefusesImpossibleEnvelopeSizes) {
    EXPECT_EQ(refusal(get().set("wsman:MaxEnvelopeSize", "8191")), "EncodingLimit MinimumEnvelopeLimit");
    EXPECT_EQ(refusal(get().set("wsman:MaxEnvelopeSize", "0")), "SchemaValidationError");
    EXPECT_EQ(refusal(get().set("wsman:MaxEnvelopeSize", "plenty")), "SchemaValidationError");
    EXPECT_EQ(taken(get().set("wsman:MaxEnvelopeSize", "99999999999999999999999"))->max_envelope_octets,
              UINT64_MAX);
}

TEST(Accept, KnowsThePoliciesOfAnEnvelopeSize) {
    const auto with_policy = [](const std::string& policy) {
        return get().with("<wsman:MaxEnvelopeSize Policy='" + policy + "'>9000</wsman:MaxEnvelopeSize>");
    };
    EXPECT_EQ(taken(with_policy(" Skip "))->max_envelope_octets, 9'000U);
    EXPECT_EQ(refusal(with_policy("Shred")), "SchemaValidationError");
}

TEST(Accept, TakesWindowsLocaleOfData) {
    const auto data = [](const std::string& tag) {
        return get().with(
            "<w:DataLocale xmlns:w='http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd' "
            "s:mustUnderstand='true' xml:lang='" +
            tag + "'/>");
    };
    EXPECT_EQ(refusal(data("tlh")), "none");
    EXPECT_EQ(refusal(data("")), "SchemaValidationError");
}

TEST(Accept, SpeaksItsLanguagesAndSaysSoWhenItMatters) {
    EXPECT_EQ(refusal(get().with("<wsman:Locale xml:lang='de-AT' s:mustUnderstand='true'/>")), "none");
    EXPECT_EQ(refusal(get().with("<wsman:Locale xml:lang='tlh'/>")), "none");
    EXPECT_EQ(refusal(get().with("<wsman:Locale xml:lang='en-GB' s:mustUnderstand='true'/>")), "none");
    EXPECT_EQ(refusal(get().with("<wsman:Locale xml:lang='tlh' s:mustUnderstand='true'/>")),
              "UnsupportedFeature Locale");
    EXPECT_EQ(refusal(get().with("<wsman:Locale/>")), "SchemaValidationError");
    EXPECT_EQ(refusal(get().with("<wsman:Locale xml:lang='no such tag'/>")), "SchemaValidationError");
}

TEST(Accept, TakesFragmentsOfRepresentationsOnly) {
    const std::string fragment =
        "<wsman:FragmentTransfer s:mustUnderstand='true'>Name</wsman:FragmentTransfer>";
    EXPECT_EQ(refusal(get().with(fragment)), "none");
    EXPECT_EQ(refusal(Message{vocab::action::Enumerate}.with(fragment)),
              "UnsupportedFeature FragmentLevelAccess");
    EXPECT_EQ(refusal(Message{"urn:Method"}.with(fragment)), "UnsupportedFeature FragmentLevelAccess");
}

TEST(CheckUnderstood, RefusesAMarkThatIsNoBoolean) {
    soap::Envelope envelope;
    envelope.headers.emplace_back(soap::Name{"urn:x", "A"}).set(soap::names::mustUnderstand, "maybe");
    EXPECT_EQ(check_understood(envelope).error().subcode, vocab::fault::SchemaValidationError);
}

}  // namespace
}  // namespace assay::service::test
