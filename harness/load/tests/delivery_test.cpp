#include "assay/load/delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/load/shard.hpp"

namespace assay::load {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman/";
const CreationPlace system_time{"TimeCreated", "SystemTime"};

std::string envelope(const std::string& action, const std::string& body, const std::string& header = "") {
    return "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:a='urn:a' "
           "xmlns:w='urn:w'><s:Header>"
           "<a:Action>" +
           action + "</a:Action><a:MessageID>uuid:7</a:MessageID>" + header + "</s:Header><s:Body>" + body +
           "</s:Body></s:Envelope>";
}

std::string windows_event(const std::string& time) {
    return "<Event xmlns='urn:e'><System><TimeCreated SystemTime=\"" + time + "\"/></System></Event>";
}

base::WallTime at(const char* time) { return parse_wall_time(time).value(); }

TEST(Delivery, IsAPushThatNobodyAnswers) {
    const std::string text = envelope("urn:alert", windows_event("2026-11-29T06:00:00.5Z"));
    const auto delivery = read_delivery(text, system_time);
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->kind, Delivery::Kind::push);
    EXPECT_EQ(delivery->events, 1U);
    EXPECT_FALSE(delivery->awaits_ack);
    EXPECT_THAT(delivery->created, ElementsAre(at("2026-11-29T06:00:00.5Z")));
}

TEST(Delivery, IsOneThatWantsToBeAcknowledged) {
    const std::string text = envelope("urn:alert", "<x/>", "<w:AckRequested/>");
    const auto delivery = read_delivery(text, {});
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->kind, Delivery::Kind::push_with_ack);
    EXPECT_TRUE(delivery->awaits_ack);
    EXPECT_TRUE(delivery->created.empty());
    const std::string ack = acknowledgement_of(delivery->message_id);
    EXPECT_THAT(ack, HasSubstr("<wsa:RelatesTo>uuid:7</wsa:RelatesTo>"));
    EXPECT_THAT(ack, HasSubstr(wsman + "Ack</wsa:Action>"));
}

TEST(Delivery, IsABatchWhoseEventsAreCountedEach) {
    const std::string text =
        envelope(wsman + "Events",
                 "<w:Events><w:Event Action='urn:alert'>" + windows_event("2026-11-29T06:00:01Z") +
                     "</w:Event><w:Event Action='urn:alert'>" + windows_event("2026-11-29T06:00:02Z") +
                     "</w:Event></w:Events>",
                 "<w:AckRequested/>");
    const auto delivery = read_delivery(text, system_time);
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->kind, Delivery::Kind::events);
    EXPECT_EQ(delivery->events, 2U);
    EXPECT_THAT(delivery->created, ElementsAre(at("2026-11-29T06:00:01Z"), at("2026-11-29T06:00:02Z")));
}

TEST(Delivery, FindsATimeInTheContentAlsoWithinAnotherElement) {
    const auto created = [](const std::string& body) {
        return read_delivery(envelope("urn:alert", body), {"IndicationTime", ""})->created;
    };
    EXPECT_THAT(created("<p:IndicationTime> 2026-11-29T06:00:00Z </p:IndicationTime>"),
                ElementsAre(at("2026-11-29T06:00:00Z")));
    EXPECT_THAT(
        created("<p:IndicationTime><c:Datetime>2026-11-29T07:00:00+01:00</c:Datetime></p:IndicationTime>"),
        ElementsAre(at("2026-11-29T06:00:00Z")));
    EXPECT_THAT(created("<p:IndicationTime/><p:Other>2026-11-29T06:00:00Z</p:Other>"), ElementsAre());
    EXPECT_THAT(created("<p:NoIndicationTime>2026-11-29T06:00:00Z</p:NoIndicationTime>"), ElementsAre());
    EXPECT_THAT(created("<p:IndicationTime>yesterday</p:IndicationTime>"), ElementsAre());
}

TEST(Delivery, HasNoEventsWhereItSaysThatTheSourceLivesOrTheSubscriptionEnds) {
    const auto heartbeat = read_delivery(envelope(wsman + "Heartbeat", ""), {});
    ASSERT_TRUE(heartbeat);
    EXPECT_EQ(heartbeat->kind, Delivery::Kind::heartbeat);
    EXPECT_EQ(heartbeat->events, 0U);
    const auto end = read_delivery(
        envelope("http://schemas.xmlsoap.org/ws/2004/08/eventing/SubscriptionEnd", "<e:SubscriptionEnd/>"),
        {});
    ASSERT_TRUE(end);
    EXPECT_EQ(end->kind, Delivery::Kind::end);
}

TEST(Delivery, IsNothingThatHasNoEnvelopeOrNoAction) {
    EXPECT_FALSE(read_delivery("", {}));
    EXPECT_FALSE(read_delivery("<s:Envelope><s:Header/><s:Body/></s:Envelope>", {}));
    EXPECT_FALSE(read_delivery("<a:Action>urn:alert</a:Action>", {}));
    EXPECT_FALSE(read_delivery("<Event<Action", {"Event", ""}));
}

}  // namespace
}  // namespace assay::load
