// Enumerate, Pull and Release through the service, with time as an argument.
#include <gtest/gtest.h>

#include "fake_resource.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

namespace action = vocab::action;

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const auto start = text.find(from);
    if (start == std::string::npos) return "not there";
    const auto end = text.find(to, start + from.size());
    return text.substr(start + from.size(), end - start - from.size());
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

class EnumerationTest : public testing::Test {
protected:
    EnumerationTest() {
        auto resource = std::make_unique<FakeResource>(25);
        resource_ = resource.get();
        registry_.add("urn:resource", std::move(resource));
        registry_.add("urn:other", std::make_unique<FakeResource>());
    }

    Reply send(const Message& message, std::string user = "somebody") {
        return send_to(service_, message, std::move(user));
    }
    Reply send_to(Service& service, const Message& message, std::string user) const {
        const std::string text = message.text();
        Incoming incoming{.octets = text, .charset = {}};
        incoming.caller.name = std::move(user);
        incoming.now = now_;
        incoming.wall = wall_ + (now_ - base::Instant{1h});
        return run(service.answer(incoming));
    }
    static Message enumeration(const std::string& content = {}) {
        return Message{action::Enumerate, "<wsen:Enumerate>" + content + "</wsen:Enumerate>"};
    }
    static Message pulling(const std::string& context, const std::string& content = {}) {
        return Message{action::Pull, "<wsen:Pull><wsen:EnumerationContext>" + context +
                                         "</wsen:EnumerationContext>" + content + "</wsen:Pull>"};
    }
    /// Renew or GetStatus.
    static Message asking(const std::string& verb, const std::string& context,
                          const std::string& content = {}) {
        return Message{"http://schemas.xmlsoap.org/ws/2004/09/enumeration/" + verb,
                       "<wsen:" + verb + "><wsen:EnumerationContext>" + context +
                           "</wsen:EnumerationContext>" + content + "</wsen:" + verb + ">"};
    }
    static Message releasing(const std::string& context) {
        return Message{action::Release, "<wsen:Release><wsen:EnumerationContext>" + context +
                                            "</wsen:EnumerationContext></wsen:Release>"};
    }
    std::string context_of(const std::string& content = {}) {
        return between(send(enumeration(content)).octets, "<wsen:EnumerationContext>", "<");
    }
    std::string gist_of(const Message& message) { return gist(send(message)); }
    /// A filter in the selector dialect for the member of that name.
    static std::string selecting(const std::string& name) {
        return "<wsman:Filter" + selector_dialect + "><wsman:SelectorSet><wsman:Selector Name='Name'>" +
               name + "</wsman:Selector></wsman:SelectorSet></wsman:Filter>";
    }
    inline static const std::string selector_dialect =
        " Dialect='http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter'";

    base::Instant now_{1h};
    base::WallTime wall_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};
    Registry registry_;
    FakeResource* resource_ = nullptr;
    Service service_{registry_, {.enumerations = 3}, {}};
};

TEST_F(EnumerationTest, BringsEveryMemberOnceAndThenEnds) {
    const std::string context = context_of();
    std::size_t members = 0;
    std::string last;
    for (int pulls = 0; pulls < 3; ++pulls) {
        last = send(pulling(context, "<wsen:MaxElements>10</wsen:MaxElements>")).octets;
        members += count(last, "</n1:Thing>");
    }
    EXPECT_EQ(members, 25U);
    EXPECT_NE(last.find("<wsen:EndOfSequence />"), std::string::npos);
    EXPECT_EQ(last.find("EnumerationContext"), std::string::npos);
    EXPECT_EQ(gist_of(pulling(context)), "s:Receiver wsen:InvalidEnumerationContext 500");
    EXPECT_EQ(gist_of(releasing(context)), "s:Receiver wsen:InvalidEnumerationContext 500");
}

TEST_F(EnumerationTest, BringsOneMemberWhenNobodySaysHowMany) {
    const std::string reply = send(pulling(context_of())).octets;
    EXPECT_EQ(count(reply, ":Name>member-"), 1U);
    EXPECT_NE(reply.find("<wsen:PullResponse><wsen:EnumerationContext>uuid:"), std::string::npos);
}

TEST_F(EnumerationTest, BringsFirstMembersAtOnceWhenOptimized) {
    const std::string some =
        send(enumeration("<wsman:OptimizeEnumeration/><wsman:MaxElements>5</wsman:MaxElements>")).octets;
    EXPECT_EQ(count(some, ":Name>member-"), 5U);
    EXPECT_NE(
        some.find(
            "<wsen:EnumerateResponse><wsen:Expires>PT600S</wsen:Expires><wsen:EnumerationContext>uuid:"),
        std::string::npos);
    const std::string all =
        send(enumeration("<wsman:OptimizeEnumeration/><wsman:MaxElements>100</wsman:MaxElements>")).octets;
    EXPECT_EQ(count(all, ":Name>member-"), 25U);
    EXPECT_NE(all.find("<wsen:EnumerateResponse><wsen:EnumerationContext /><wsman:Items>"),
              std::string::npos);
    EXPECT_NE(all.find("</wsman:Items><wsman:EndOfSequence /></wsen:EnumerateResponse>"), std::string::npos);
    EXPECT_EQ(count(send(enumeration("<wsman:OptimizeEnumeration/>")).octets, ":Name>member-"), 1U);
}

TEST_F(EnumerationTest, BringsEprsInTheModesThatAskForThem) {
    const auto pulled = [&](const std::string& mode) {
        return send(pulling(context_of("<wsman:EnumerationMode>" + mode + "</wsman:EnumerationMode>")))
            .octets;
    };
    const std::string references = pulled("EnumerateEPR");
    EXPECT_TRUE(std::regex_search(
        references,
        std::regex{"<wsen:Items><wsa:EndpointReference[^>]*><wsa:Address>http://host/wsman</wsa:Address>"}));
    EXPECT_NE(references.find("<wsman:Selector Name=\"Name\">member-1</wsman:Selector>"), std::string::npos);
    EXPECT_EQ(count(references, ":Thing>"), 0U);
    const std::string both = pulled("EnumerateObjectAndEPR");
    EXPECT_NE(both.find(":Thing><wsa:EndpointReference>"), std::string::npos);
    EXPECT_NE(both.find("<wsen:Items><wsman:Item "), std::string::npos);
    EXPECT_EQ(gist_of(enumeration("<wsman:EnumerationMode>EnumerateNames</wsman:EnumerationMode>")),
              "s:Sender wsman:UnsupportedFeature EnumerationMode 400");
}

TEST_F(EnumerationTest, ExpiresOnTheSecondItSaidItWould) {
    const std::string context = context_of("<wsen:Expires>PT30S</wsen:Expires>");
    now_ += 30s - 1ns;
    EXPECT_EQ(gist_of(pulling(context)), action::PullResponse);
    now_ += 1ns;
    EXPECT_EQ(gist_of(pulling(context)), "s:Receiver wsen:InvalidEnumerationContext 500");
}

TEST_F(EnumerationTest, GrantsWhatItCanOfAnExpiry) {
    const auto granted = [&](const std::string& wish) {
        const Reply reply = send(enumeration("<wsen:Expires>" + wish + "</wsen:Expires>"));
        return reply.http_status == 200 ? between(reply.octets, "<wsen:Expires>", "<") : gist(reply);
    };
    EXPECT_EQ(granted("PT30S"), "PT30S");
    EXPECT_EQ(granted("P1Y"), "PT600S");
    EXPECT_EQ(granted("2026-11-20T00:01:00Z"), "2026-11-20T00:01:00Z");
    const std::string invalid = "s:Sender wsen:InvalidExpirationTime 400";
    EXPECT_EQ(granted("PT0S"), invalid);
    EXPECT_EQ(granted("-PT5M"), invalid);
    EXPECT_EQ(granted("2026-11-19T00:00:00Z"), invalid);
    EXPECT_EQ(granted("tomorrow"), invalid);
}

TEST_F(EnumerationTest, StaysWithItsCallerAndItsResource) {
    const std::string context = context_of();
    EXPECT_EQ(gist(send(pulling(context), "another")), "s:Sender wsman:AccessDenied 400");
    EXPECT_EQ(gist_of(pulling(context).set("wsman:ResourceURI", "urn:other")),
              "s:Sender wsa:MessageInformationHeaderRequired 400");
    EXPECT_EQ(gist_of(pulling(context)), action::PullResponse);
}

TEST_F(EnumerationTest, IsReleasedOnce) {
    const std::string context = context_of();
    const Reply reply = send(releasing(context));
    EXPECT_EQ(gist(reply), action::ReleaseResponse);
    EXPECT_NE(reply.octets.find("<s:Body></s:Body>"), std::string::npos);
    EXPECT_EQ(gist_of(releasing(context)), "s:Receiver wsen:InvalidEnumerationContext 500");
    EXPECT_EQ(gist_of(pulling(context)), "s:Receiver wsen:InvalidEnumerationContext 500");
}

TEST_F(EnumerationTest, IsRenewedAndTellsHowLongItLives) {
    const std::string context = context_of("<wsen:Expires>PT30S</wsen:Expires>");
    const auto told = [&](const Message& message) {
        return between(send(message).octets, "<wsen:Expires>", "<");
    };
    now_ += 10s;
    EXPECT_EQ(told(asking("GetStatus", context)), "PT20S");
    EXPECT_EQ(told(asking("Renew", context, "<wsen:Expires>PT60S</wsen:Expires>")), "PT60S");
    EXPECT_EQ(told(asking("Renew", context)), "PT600S");
    EXPECT_EQ(told(asking("Renew", context, "<wsen:Expires>2026-11-20T00:02:00Z</wsen:Expires>")),
              "2026-11-20T00:02:00Z");
    now_ += 100s;
    EXPECT_EQ(told(asking("GetStatus", context)), "PT10S");
    EXPECT_EQ(gist_of(asking("Renew", context)), action::RenewResponse);
    EXPECT_EQ(gist_of(asking("GetStatus", context)), action::GetStatusResponse);
    EXPECT_EQ(gist_of(asking("Renew", context, "<wsen:Expires>PT0S</wsen:Expires>")),
              "s:Sender wsen:InvalidExpirationTime 400");
    now_ += 600s;
    const std::string invalid = "s:Receiver wsen:InvalidEnumerationContext 500";
    EXPECT_EQ(gist_of(asking("GetStatus", context)), invalid);
    EXPECT_EQ(gist_of(asking("Renew", context)), invalid);
    EXPECT_EQ(gist_of(asking("Renew", "")), invalid);
    EXPECT_EQ(gist(send(Message{action::Renew})), "s:Sender wsman:SchemaValidationError 400");
}

TEST_F(EnumerationTest, EndsWhenNobodyPullsIt) {
    Service impatient{registry_, {.enumeration_idle = 20s}, {}};
    const auto talk = [&](const Message& message) { return send_to(impatient, message, "somebody").octets; };
    const std::string context = between(talk(enumeration()), "<wsen:EnumerationContext>", "<");
    for (int pulls = 0; pulls < 3; ++pulls) {
        now_ += 19s;
        EXPECT_NE(talk(pulling(context)).find("PullResponse"), std::string::npos);
    }
    now_ += 20s;
    EXPECT_NE(talk(pulling(context)).find("InvalidEnumerationContext"), std::string::npos);
}

TEST_F(EnumerationTest, LeavesRoomForTheEnumerationsOfOthers) {
    Service fair{registry_, {.enumerations = 4, .enumerations_per_user = 2}, {}};
    const auto opened = [&](const std::string& user) { return gist(send_to(fair, enumeration(), user)); };
    EXPECT_EQ(opened("greedy"), action::EnumerateResponse);
    EXPECT_EQ(opened("greedy"), action::EnumerateResponse);
    EXPECT_EQ(opened("greedy"), "s:Sender wsman:QuotaLimit 400");
    EXPECT_EQ(opened("modest"), action::EnumerateResponse);
    now_ += 601s;
    EXPECT_EQ(opened("greedy"), action::EnumerateResponse);
    EXPECT_EQ(opened("greedy"), action::EnumerateResponse);
    EXPECT_EQ(opened("greedy"), "s:Sender wsman:QuotaLimit 400");
}

TEST_F(EnumerationTest, IsNotPulledThroughOtherSelectors) {
    const auto selector = [](const std::string& name) {
        return "<wsman:SelectorSet><wsman:Selector Name='" + name +
               "'>1</wsman:Selector></wsman:SelectorSet>";
    };
    const std::string context =
        between(send(enumeration().with(selector("A"))).octets, "<wsen:EnumerationContext>", "<");
    EXPECT_EQ(gist_of(pulling(context).with(selector("B"))),
              "s:Sender wsa:MessageInformationHeaderRequired 400");
    EXPECT_EQ(gist_of(pulling(context).with(selector("A"))), action::PullResponse);
    EXPECT_EQ(gist_of(pulling(context)), action::PullResponse);
}

TEST_F(EnumerationTest, TellsTheResourceWhatToShowOfSubclasses) {
    const auto mode = [](const std::string& word) {
        return enumeration(
            "<b:PolymorphismMode xmlns:b='http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd'>" + word +
            "</b:PolymorphismMode>");
    };
    EXPECT_EQ(gist_of(mode(" ExcludeSubClassProperties ")), action::EnumerateResponse);
    EXPECT_EQ(resource_->last_wish.polymorphism, Polymorphism::exclude_subclass_properties);
    EXPECT_EQ(gist_of(mode("None")), action::EnumerateResponse);
    EXPECT_EQ(resource_->last_wish.polymorphism, Polymorphism::none);
    EXPECT_EQ(gist_of(enumeration()), action::EnumerateResponse);
    EXPECT_FALSE(resource_->last_wish.polymorphism);
    EXPECT_EQ(gist_of(mode("Some")), "s:Sender wsmb:PolymorphismModeNotSupported 400");
}

TEST_F(EnumerationTest, IsRefusedWhenTooManyAreOpenUntilOneExpires) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(gist_of(enumeration()), action::EnumerateResponse);
    EXPECT_EQ(gist_of(enumeration()), "s:Sender wsman:QuotaLimit 400");
    now_ += 601s;
    EXPECT_EQ(gist_of(enumeration()), action::EnumerateResponse);
}

TEST_F(EnumerationTest, BringsWhatFitsAndKeepsTheRest) {
    resource_->payload = std::string(1'500, 'x');
    const std::string context = context_of();
    const Message all =
        pulling(context, "<wsen:MaxElements>100</wsen:MaxElements>").set("wsman:MaxEnvelopeSize", "8192");
    std::size_t members = 0;
    for (int pulls = 0; pulls < 25 && members < 25; ++pulls) {
        const Reply reply = send(all);
        EXPECT_EQ(gist(reply), action::PullResponse);
        EXPECT_LE(reply.octets.size(), 8'192U);
        EXPECT_GT(count(reply.octets, ":Name>member-"), 0U);
        members += count(reply.octets, ":Name>member-");
    }
    EXPECT_EQ(members, 25U);
}

TEST_F(EnumerationTest, RefusesAPullWhoseNextMemberIsTooLargeAndGoesOnAfterwards) {
    resource_->payload = std::string(10'000, 'x');
    const std::string context = context_of();
    EXPECT_EQ(gist_of(pulling(context).set("wsman:MaxEnvelopeSize", "8192")),
              "s:Sender wsman:EncodingLimit MaxEnvelopeSize 400");
    EXPECT_NE(send(pulling(context)).octets.find("member-1<"), std::string::npos);
}

TEST_F(EnumerationTest, TakesMaxCharactersAsAHint) {
    resource_->payload = std::string(500, 'x');
    const auto members = [&](const std::string& characters) {
        return count(send(pulling(context_of(), "<wsen:MaxElements>9</wsen:MaxElements><wsen:MaxCharacters>" +
                                                    characters + "</wsen:MaxCharacters>"))
                         .octets,
                     ":Name>member-");
    };
    EXPECT_EQ(members("10"), 1U);
    EXPECT_EQ(members("1300"), 2U);
}

TEST_F(EnumerationTest, RefusesNumbersAndTimesThatAreNone) {
    const std::string context = context_of();
    const std::string invalid = "s:Sender wsman:SchemaValidationError 400";
    EXPECT_EQ(gist_of(pulling(context, "<wsen:MaxElements>0</wsen:MaxElements>")), invalid);
    EXPECT_EQ(gist_of(pulling(context, "<wsen:MaxCharacters>-1</wsen:MaxCharacters>")), invalid);
    EXPECT_EQ(gist_of(pulling(context, "<wsen:MaxTime>later</wsen:MaxTime>")), invalid);
    EXPECT_EQ(gist_of(enumeration("<wsman:OptimizeEnumeration/><wsman:MaxElements>many</wsman:MaxElements>")),
              invalid);
    EXPECT_EQ(gist_of(Message{action::Enumerate}), invalid);
    EXPECT_EQ(gist_of(Message{action::Pull, "<wsen:Pull/>"}),
              "s:Receiver wsen:InvalidEnumerationContext 500");
}

TEST_F(EnumerationTest, CountsItsMembersWhenAsked) {
    const std::string ask = "<wsman:RequestTotalItemsCountEstimate/>";
    const std::string told = "<wsman:TotalItemsCountEstimate>25</wsman:TotalItemsCountEstimate>";
    EXPECT_NE(send(enumeration().with(ask)).octets.find(told), std::string::npos);
    EXPECT_NE(send(pulling(context_of()).with(ask)).octets.find(told), std::string::npos);
    EXPECT_EQ(send(enumeration()).octets.find("TotalItemsCountEstimate"), std::string::npos);
}

TEST_F(EnumerationTest, DoesNotCountWhatAFilterHasToFindFirst) {
    const Reply reply =
        send(enumeration(selecting("member-7")).with("<wsman:RequestTotalItemsCountEstimate/>"));
    EXPECT_NE(reply.octets.find("<wsman:TotalItemsCountEstimate xsi:nil=\"true\" />"), std::string::npos);
}

TEST_F(EnumerationTest, LeavesFiltersToAResourceThatSpeaksTheirDialect) {
    EXPECT_EQ(gist_of(enumeration("<wsen:Filter Dialect=' urn:own '> all of it </wsen:Filter>")),
              action::EnumerateResponse);
    ASSERT_TRUE(resource_->last_wish.filter);
    EXPECT_EQ(resource_->last_wish.filter->dialect, "urn:own");
    EXPECT_EQ(resource_->last_wish.filter->text, "all of it");
    EXPECT_FALSE(resource_->last_wish.needs_trees);
    EXPECT_EQ(gist_of(enumeration("<wsman:Filter Dialect='urn:own'><r:A>1</r:A></wsman:Filter>")),
              action::EnumerateResponse);
    EXPECT_EQ(resource_->last_wish.filter->element->name.local, "A");
    EXPECT_EQ(gist_of(enumeration(selecting("member-7"))), action::EnumerateResponse);
    EXPECT_FALSE(resource_->last_wish.filter);
    EXPECT_TRUE(resource_->last_wish.needs_trees);
}

TEST_F(EnumerationTest, LooksForWhatPassesAFilterNoLongerThanItMay) {
    registry_.add("urn:crowd", std::make_unique<FakeResource>(SIZE_MAX));
    const auto to_crowd = [](Message message) { return message.set("wsman:ResourceURI", "urn:crowd"); };
    const std::string context =
        between(send(to_crowd(enumeration(selecting("nobody")))).octets, "<wsen:EnumerationContext>", "<");
    EXPECT_EQ(gist_of(to_crowd(pulling(context)).set("wsman:OperationTimeout", "PT0.05S")),
              "s:Receiver wsman:TimedOut 500");
    const Reply patient = send(to_crowd(pulling(context, "<wsen:MaxTime>PT0.05S</wsen:MaxTime>")));
    EXPECT_EQ(gist(patient), action::PullResponse);
    EXPECT_NE(patient.octets.find("</wsen:EnumerationContext><wsen:Items />"), std::string::npos)
        << patient.octets;
}

TEST_F(EnumerationTest, HasNoFilterWhereItMeansNothing) {
    resource_->filterable = false;
    EXPECT_EQ(gist_of(enumeration(selecting("member-7"))), "s:Sender wsen:FilteringNotSupported 400");
    EXPECT_EQ(gist_of(enumeration()), action::EnumerateResponse);
}

TEST_F(EnumerationTest, IsOpenStillAfterItsResourceFailed) {
    const std::string context = context_of();
    resource_->broken = true;
    EXPECT_EQ(gist_of(pulling(context)), "s:Receiver wsman:InternalError 500");
    resource_->broken = false;
    EXPECT_NE(send(pulling(context)).octets.find("member-1<"), std::string::npos);
}

TEST_F(EnumerationTest, SendsNoEnumerationEnd) {
    const auto end_to = [&](const std::string& address) {
        return gist_of(enumeration("<wsen:EndTo>" + address + "</wsen:EndTo>"));
    };
    const std::string unsupported = "s:Sender wsman:UnsupportedFeature AddressingMode 400";
    EXPECT_EQ(end_to("<wsa:Address>http://elsewhere</wsa:Address>"), unsupported);
    EXPECT_EQ(end_to("<wsa:Address>" + std::string{vocab::anonymous_address} + "</wsa:Address>"),
              unsupported);
    EXPECT_EQ(end_to(""), "s:Sender wsman:SchemaValidationError 400");
}

TEST_F(EnumerationTest, FiltersBySelectors) {
    const std::string found =
        send(pulling(context_of(selecting("member-7")), "<wsen:MaxElements>9</wsen:MaxElements>")).octets;
    EXPECT_EQ(count(found, ":Name>member-"), 1U);
    EXPECT_NE(found.find("member-7"), std::string::npos);
    const std::string unavailable = "s:Sender wsen:FilterDialectRequestedUnavailable 400";
    EXPECT_EQ(gist_of(enumeration("<wsen:Filter Dialect='urn:bogus'>x</wsen:Filter>")), unavailable);
    const std::string cannot = "s:Sender wsen:CannotProcessFilter 400";
    EXPECT_EQ(gist_of(enumeration("<wsen:Filter>a</wsen:Filter><wsman:Filter>a</wsman:Filter>")), cannot);
    EXPECT_EQ(gist_of(enumeration("<wsman:Filter>a<r:b/></wsman:Filter>")), cannot);
    EXPECT_EQ(gist_of(enumeration("<wsman:Filter" + selector_dialect + ">text</wsman:Filter>")), cannot);
}

TEST_F(EnumerationTest, FiltersByXPathWhenNoDialectIsNamed) {
    const std::string all = "<wsen:MaxElements>30</wsen:MaxElements>";
    for (const std::string filter :
         {"<wsman:Filter>r:Name='member-7' or r:Name='member-8'</wsman:Filter>",
          "<wsen:Filter Dialect='http://www.w3.org/TR/1999/REC-xpath-19991116'>starts-with(Name, 'member-7') "
          "or "
          "/r:Thing/r:Name = 'member-8'</wsen:Filter>"}) {
        const std::string found = send(pulling(context_of(filter), all)).octets;
        EXPECT_EQ(count(found, ":Name>member-"), 2U) << filter;
        EXPECT_NE(found.find("member-8"), std::string::npos) << filter;
        EXPECT_NE(found.find("EndOfSequence"), std::string::npos) << filter;
    }
    EXPECT_TRUE(resource_->last_wish.needs_trees);
}

TEST_F(EnumerationTest, RefusesXPathThatIsNone) {
    const std::string cannot = "s:Sender wsen:CannotProcessFilter 400";
    for (const std::string text :
         {"", "Name='a", "unbound:Name", "$x", "document('a')", "//*[", "<r:a/>", "count(1)"}) {
        EXPECT_EQ(gist_of(enumeration("<wsman:Filter>" + text + "</wsman:Filter>")), cannot) << text;
    }
}

}  // namespace
}  // namespace assay::service::test
