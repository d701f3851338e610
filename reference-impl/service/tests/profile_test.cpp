// What a dialect profile changes in the answers.
#include <gtest/gtest.h>

#include "fake_resource.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

namespace action = vocab::action;

Reply answer_in(const model::Profile& profile, const Message& message) {
    Registry registry;
    registry.add("urn:resource", std::make_unique<FakeResource>());
    Service service{registry, {.enumerations = 1}, {.machine = "here"}, {}, profile};
    const std::string text = message.text();
    Incoming incoming{.octets = text, .charset = {}};
    incoming.caller.name = "somebody";
    return run(service.answer(std::move(incoming)));
}

const Message polish{"urn:polish"};

TEST(Profiles, DifferInTheHttpStatusOfSenderFaults) {
    EXPECT_EQ(answer_in(model::dmtf, polish).http_status, 400U);
    EXPECT_EQ(answer_in(model::amt, polish).http_status, 400U);
    EXPECT_EQ(answer_in(model::strict, polish).http_status, 400U);
    EXPECT_EQ(answer_in(model::winrm, polish).http_status, 500U);
}

TEST(Profiles, GiveFaultsNumbersForWindowsClients) {
    const std::string told = answer_in(model::winrm, polish).octets;
    EXPECT_NE(told.find(":WSManFault Code=\"2150858771\" Machine=\"here\">"), std::string::npos) << told;
    EXPECT_EQ(answer_in(model::dmtf, polish).octets.find("WSManFault"), std::string::npos);
}

TEST(Profiles, RepeatTheResourceUriForAmtClients) {
    const std::string uri = "<wsman:ResourceURI>urn:resource</wsman:ResourceURI></s:Header>";
    EXPECT_NE(answer_in(model::amt, Message{action::Get}).octets.find(uri), std::string::npos);
    EXPECT_EQ(answer_in(model::dmtf, Message{action::Get}).octets.find(uri), std::string::npos);
}

TEST(Profiles, TakeRelativeAddressesUnlessStrict) {
    const Message relative = Message{action::Get}.set("wsa:To", "/wsman").set("wsa:MessageID", "7");
    EXPECT_EQ(gist(answer_in(model::amt, relative)), action::GetResponse);
    EXPECT_EQ(gist(answer_in(model::dmtf, relative)), action::GetResponse);
    EXPECT_EQ(gist(answer_in(model::strict, relative)), "s:Sender wsa:InvalidMessageInformationHeader 400");
    EXPECT_EQ(gist(answer_in(model::strict, Message{action::Get})), action::GetResponse);
}

TEST(Profiles, WantTheOrderOfTheSchemaWhenStrict) {
    const auto enumerate = [](const std::string& content) {
        return Message{action::Enumerate, "<wsen:Enumerate>" + content + "</wsen:Enumerate>"};
    };
    const std::string optimize = "<wsman:OptimizeEnumeration/>",
                      expires = "<wsen:Expires>PT9S</wsen:Expires>";
    const std::string invalid = "s:Sender wsman:SchemaValidationError 400";
    EXPECT_EQ(gist(answer_in(model::strict, enumerate(expires + optimize))), action::EnumerateResponse);
    EXPECT_EQ(gist(answer_in(model::strict, enumerate(optimize + expires))), invalid);
    EXPECT_EQ(gist(answer_in(model::strict, enumerate(expires + expires))), invalid);
    EXPECT_EQ(gist(answer_in(model::strict, enumerate("<wsen:MaxElements>5</wsen:MaxElements>"))), invalid);
    EXPECT_EQ(gist(answer_in(model::dmtf, enumerate(optimize + expires))), action::EnumerateResponse);
}

}  // namespace
}  // namespace assay::service::test
