#include "assay/load/messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::load {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view uuid = "01234567-89ab-4cde-8f01-23456789abcd";

Target target() { return parse_target("http://assay:secret@127.0.0.1:8080/wsman"); }

void expect_length_to_be_true(std::string_view octets) {
    const auto end = octets.find("\r\n\r\n");
    ASSERT_NE(end, std::string_view::npos);
    EXPECT_THAT(std::string{octets},
                HasSubstr("Content-Length: " + std::to_string(octets.size() - end - 4) + "\r\n"));
}

TEST(Messages, IdentifyIsSentWhole) {
    Template identify = MessageFactory{target(), {.operation = Operation::identify}}.first();
    EXPECT_FALSE(identify.has_id());
    EXPECT_EQ(identify.stamped({}),
              "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: assay-bench\r\n"
              "Content-Type: application/soap+xml;charset=UTF-8\r\nAuthorization: Basic YXNzYXk6c2VjcmV0\r\n"
              "Content-Length: 198\r\n\r\n"
              "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
              "xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
              "<s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>");
}

TEST(Messages, GetNamesItsResourceAndPatchesOnlyTheMessageId) {
    Template get = MessageFactory{target(),
                                  {.operation = Operation::get,
                                   .resource = "urn:a?b&c",
                                   .selectors = {{"Name", "item<01>"}, {"Slot", "1"}}}}
                       .first();
    ASSERT_TRUE(get.has_id());
    const std::string first{get.stamped(uuid)};
    expect_length_to_be_true(first);
    EXPECT_THAT(first, HasSubstr(">urn:a?b&amp;c</wsman:ResourceURI>"));
    EXPECT_THAT(first, HasSubstr("<wsman:Selector Name=\"Name\">item&lt;01&gt;</wsman:Selector>"));
    EXPECT_THAT(first, HasSubstr(">uuid:" + std::string{uuid} + "</wsa:MessageID>"));
    EXPECT_THAT(first, HasSubstr(">http://127.0.0.1:8080/wsman</wsa:To>"));
    EXPECT_THAT(first, EndsWith("<s:Body/></s:Envelope>"));

    std::string other{get.stamped("ffffffff-89ab-4cde-8f01-23456789abcd")};
    EXPECT_EQ(other.size(), first.size());
    other.replace(other.find("ffffffff"), 8, "01234567");
    EXPECT_EQ(other, first);
}

TEST(Messages, EnumerateAsksForItemsAtOnceOnlyWhenTold) {
    Request request{.operation = Operation::enumerate, .resource = "urn:a", .max_elements = 7};
    const std::string plain{MessageFactory{target(), request}.first().stamped(uuid)};
    EXPECT_THAT(plain, EndsWith("<s:Body><wsen:Enumerate/></s:Body></s:Envelope>"));
    request.optimize = true;
    const std::string optimized{MessageFactory{target(), request}.first().stamped(uuid)};
    EXPECT_THAT(optimized, HasSubstr("<wsman:OptimizeEnumeration/><wsman:MaxElements>7</wsman:MaxElements>"));
    expect_length_to_be_true(optimized);
}

TEST(Messages, PullCarriesTheContextAsTheServiceWroteIt) {
    const MessageFactory factory{target(),
                                 {.operation = Operation::enumerate, .resource = "urn:a", .max_elements = 7}};
    std::string pull = "left over";
    factory.pull(pull, uuid, "uuid:1&amp;2");
    EXPECT_THAT(pull, StartsWith("POST /wsman HTTP/1.1\r\n"));
    EXPECT_THAT(pull, HasSubstr("<wsen:EnumerationContext>uuid:1&amp;2</wsen:EnumerationContext>"));
    EXPECT_THAT(pull, HasSubstr("enumeration/Pull</wsa:Action>"));
    EXPECT_THAT(pull, HasSubstr("uuid:" + std::string{uuid}));
    expect_length_to_be_true(pull);
}

TEST(Messages, AskForLargerAnswersWhenTold) {
    Request request{.operation = Operation::enumerate, .resource = "urn:a", .max_envelope = 512'000};
    const std::string larger{MessageFactory{target(), request}.first().stamped(uuid)};
    EXPECT_THAT(larger, HasSubstr(">512000</wsman:MaxEnvelopeSize>"));
    expect_length_to_be_true(larger);
    request.max_envelope = 0;
    const std::string usual{MessageFactory{target(), request}.first().stamped(uuid)};
    EXPECT_THAT(usual, Not(HasSubstr("MaxEnvelopeSize")));
}

TEST(Messages, SendNoCredentialsWhenThereAreNone) {
    Template identify =
        MessageFactory{parse_target("http://127.0.0.1"), {.operation = Operation::identify}}.first();
    EXPECT_THAT(std::string{identify.stamped({})}, Not(HasSubstr("Authorization")));
}

TEST(MessageIds, AreDistinctAndKeepTheFormOfAUuid) {
    MessageIds ids{std::string{uuid}};
    EXPECT_EQ(ids.next(), "01234567-89ab-4cde-8f01-000000000001");
    EXPECT_EQ(ids.next(), "01234567-89ab-4cde-8f01-000000000002");
    for (int i = 2; i < 0x1234; ++i) (void)ids.next();
    EXPECT_EQ(ids.next(), "01234567-89ab-4cde-8f01-000000001235");
}

}  // namespace
}  // namespace assay::load
