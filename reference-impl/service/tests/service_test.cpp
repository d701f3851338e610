// Whole messages through the service: literal request in, literal reply out.
#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "fake_resource.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

namespace action = vocab::action;

class Slow final : public Resource {
public:
    awaitable<Outcome<soap::Element>> get(const Request&) override {
        boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, 1h};
        co_await timer.async_wait(boost::asio::use_awaitable);
        co_return soap::Element{};
    }
};

class Clumsy final : public Resource {
public:
    awaitable<Outcome<soap::Element>> get(const Request&) override {
        throw std::runtime_error{"dropped it"};
        co_return soap::Element{};
    }
};

class ServiceTest : public testing::Test {
protected:
    ServiceTest() {
        auto resource = std::make_unique<FakeResource>();
        resource_ = resource.get();
        registry_.add("urn:resource", std::move(resource));
        registry_.add("urn:slow", std::make_unique<Slow>());
        registry_.add("urn:clumsy", std::make_unique<Clumsy>());
    }

    Reply send(const std::string& text, std::string_view charset = "UTF-8",
               std::optional<std::string> soap_action = {}, std::string user = "somebody") {
        Incoming incoming{.octets = text, .charset = charset, .soap_action = std::move(soap_action)};
        incoming.caller.name = std::move(user);
        return run(service_.answer(incoming));
    }
    Reply send(const Message& message) { return send(message.text()); }
    std::string gist_of(const Message& message) { return gist(send(message)); }

    Registry registry_;
    FakeResource* resource_ = nullptr;
    Service service_{registry_, {}, {.version = "1.2", .security_profiles = {"urn:basic"}}};
};

TEST_F(ServiceTest, AnswersGetWithTheRepresentation) {
    const Message message = Message{action::Get}.with(
        "<wsman:SelectorSet><wsman:Selector Name='Name'>a</wsman:Selector></wsman:SelectorSet>");
    EXPECT_EQ(
        scrubbed(send(message).octets),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
        "xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" xmlns:n1=\"urn:resource\"><s:Header>"
        "<wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To>"
        "<wsa:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse</wsa:Action>"
        "<wsa:MessageID>uuid:…</wsa:MessageID><wsa:RelatesTo>uuid:Request-1</wsa:RelatesTo></s:Header>"
        "<s:Body><n1:Thing><n1:Name>a</n1:Name></n1:Thing></s:Body></s:Envelope>");
}

TEST_F(ServiceTest, AnswersAFaultWithWhatItRelatesTo) {
    const Reply reply = send(Message{action::Get}.set("wsman:ResourceURI", "urn:nowhere"));
    EXPECT_EQ(gist(reply), "s:Sender wsa:DestinationUnreachable InvalidResourceURI 400");
    EXPECT_NE(reply.octets.find("<wsa:RelatesTo>uuid:Request-1</wsa:RelatesTo>"), std::string::npos);
    EXPECT_NE(reply.octets.find(std::string{action::AddressingFault}), std::string::npos);
}

TEST_F(ServiceTest, IdentifiesItselfWhateverHeadersComeAlong) {
    Message message{action::Get, "<wsmid:Identify/>"};
    message.headers.clear();
    message.with("<x:Lantern xmlns:x='urn:x' s:mustUnderstand='false'/>");
    const Reply reply = send(message);
    EXPECT_EQ(reply.http_status, 200U);
    EXPECT_NE(reply.octets.find("<s:Header></s:Header><s:Body><wsmid:IdentifyResponse><wsmid:ProtocolVersion>"
                                "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion>"
                                "<wsmid:ProductVendor>Assay</wsmid:ProductVendor>"),
              std::string::npos)
        << reply.octets;
    message.with("<x:Lantern xmlns:x='urn:x' s:mustUnderstand='true'/>");
    EXPECT_EQ(gist_of(message), "s:MustUnderstand 500");
}

TEST_F(ServiceTest, TellsStrangersTheProtocolAndNothingMore) {
    Message message{action::Get, "<wsmid:Identify/>"};
    message.headers.clear();
    const Reply reply = send(message.text(), "UTF-8", {}, "");
    EXPECT_NE(reply.octets.find("ProtocolVersion"), std::string::npos);
    EXPECT_EQ(reply.octets.find("ProductVe"), std::string::npos);
    EXPECT_TRUE(send(Message{action::Get}.text(), "UTF-8", {}, "").unauthenticated);
    EXPECT_TRUE(send("not xml", "UTF-8", {}, "").unauthenticated);
}

TEST_F(ServiceTest, NamesTheHeaderItDoesNotUnderstand) {
    const Reply reply = send(Message{action::Get}.with("<x:Lantern xmlns:x='urn:x' s:mustUnderstand='1'/>"));
    EXPECT_EQ(gist(reply), "s:MustUnderstand 500");
    EXPECT_NE(reply.octets.find("<s:NotUnderstood qname=\"n1:Lantern\" />"), std::string::npos)
        << reply.octets;
    EXPECT_NE(reply.octets.find("xmlns:n1=\"urn:x\""), std::string::npos);
}

TEST_F(ServiceTest, RefusesWhatItCannotRead) {
    EXPECT_EQ(gist(send("not xml")), "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(gist(send("<!DOCTYPE a>" + Message{action::Get}.text())),
              "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(gist(send(Message{action::Get}.text(), "latin1")),
              "s:Sender wsman:EncodingLimit CharacterSet 400");
    EXPECT_EQ(gist(send("<a>\xFF</a>")), "s:Sender wsman:EncodingLimit UnsupportedCharacter 400");
    EXPECT_EQ(gist(send("<html/>")), "s:VersionMismatch 500");
}

TEST_F(ServiceTest, AnswersAndFaultsInTheEncodingOfTheRequest) {
    const auto utf16 = [](const std::string& text) { return soap::encode(text, soap::Encoding::utf16_big); };
    const Reply reply = send(utf16(Message{action::Get}.text()), "utf-16");
    EXPECT_EQ(reply.charset, "UTF-16");
    EXPECT_EQ(gist(reply), action::GetResponse);
    EXPECT_TRUE(reply.octets.starts_with("\xFE\xFF"));
    EXPECT_TRUE(send(utf16("not xml"), "utf-16").octets.starts_with("\xFE\xFF"));
}

TEST_F(ServiceTest, RoutesByAction) {
    EXPECT_EQ(gist_of(Message{action::Put, "<r:Thing/>"}), action::PutResponse);
    EXPECT_EQ(gist_of(Message{action::Create, "<r:Thing/>"}), action::CreateResponse);
    EXPECT_EQ(gist_of(Message{action::Delete}), action::DeleteResponse);
    EXPECT_EQ(gist_of(Message{"urn:polish"}), "s:Sender wsa:ActionNotSupported 400");
    EXPECT_EQ(gist_of(Message{"urn:polish"}.without("wsman:ResourceURI")),
              "s:Sender wsa:ActionNotSupported 400");
    EXPECT_EQ(gist_of(Message{action::Get}.without("wsman:ResourceURI")),
              "s:Sender wsa:DestinationUnreachable InvalidResourceURI 400");
}

TEST_F(ServiceTest, WantsEmptyBodiesEmptyAndOthersFilled) {
    EXPECT_EQ(gist_of(Message{action::Get, "<r:Thing/>"}), "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(gist_of(Message{action::Delete, "<r:Thing/>"}), "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(gist_of(Message{action::Put}), "s:Sender wxf:InvalidRepresentation MissingValues 400");
    EXPECT_EQ(gist_of(Message{action::Put, "<r:A/><r:B/>"}), "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(resource_->changes, 0);
}

TEST_F(ServiceTest, HandsOutTheEprOfANewInstance) {
    EXPECT_NE(send(Message{action::Create, "<r:Thing/>"})
                  .octets.find("<wxf:ResourceCreated><wsa:Address>http://host/wsman</wsa:Address>"
                               "<wsa:ReferenceParameters><wsman:ResourceURI>urn:resource</wsman:ResourceURI>"
                               "<wsman:SelectorSet><wsman:Selector Name=\"Name\">new</wsman:Selector>"),
              std::string::npos);
}

TEST_F(ServiceTest, TellsTheEprToWhoeverAsks) {
    const std::string ask = "<wsman:RequestEPR/>";
    const auto told = [&](Message message, const std::string& what) {
        return send(message.with(ask)).octets.find("<wsman:RequestedEPR>" + what) != std::string::npos;
    };
    EXPECT_TRUE(told(Message{action::Get}, "<wsa:EndpointReference>"));
    EXPECT_TRUE(told(Message{action::Put, "<r:Thing/>"}, "<wsa:EndpointReference>"));
    EXPECT_TRUE(told(Message{action::Delete}, "<wsman:EPRInvalid />"));
    EXPECT_TRUE(told(Message{action::Enumerate, "<wsen:Enumerate/>"}, "<wsman:EPRUnknown />"));
}

TEST_F(ServiceTest, RefusesRepliesLargerThanAllowed) {
    resource_->payload = std::string(20'000, 'x');
    EXPECT_EQ(gist_of(Message{action::Get}), action::GetResponse);
    EXPECT_EQ(gist_of(Message{action::Get}.set("wsman:MaxEnvelopeSize", "8192")),
              "s:Sender wsman:EncodingLimit MaxEnvelopeSize 400");
    resource_->payload = std::string(40'000, 'x');
    EXPECT_EQ(gist_of(Message{action::Get}), "s:Sender wsman:EncodingLimit ServiceEnvelopeLimit 400");
    EXPECT_EQ(gist_of(Message{action::Get}.set("wsman:MaxEnvelopeSize", "100000")), action::GetResponse);
    EXPECT_EQ(gist_of(Message{action::Put, "<r:Thing/>"}.set("wsman:MaxEnvelopeSize", "8192")),
              "s:Sender wsman:EncodingLimit UnreportableSuccess 400");
    EXPECT_EQ(gist_of(Message{"urn:resource/Polish"}.set("wsman:MaxEnvelopeSize", "8192")),
              "s:Sender wsman:EncodingLimit UnreportableSuccess 400");
}

TEST_F(ServiceTest, StopsWaitingWhenTheOperationTimeoutIsOver) {
    EXPECT_EQ(gist_of(Message{action::Get}
                          .set("wsman:ResourceURI", "urn:slow")
                          .set("wsman:OperationTimeout", "PT0.01S")),
              "s:Receiver wsman:TimedOut 500");
}

TEST_F(ServiceTest, ObeysOptionsThatHaveToBeObeyed) {
    const auto with_option = [](const std::string& name) {
        return Message{action::Get}.with("<wsman:OptionSet s:mustUnderstand='true'><wsman:Option Name='" +
                                         name + "' MustComply='true'>1</wsman:Option></wsman:OptionSet>");
    };
    EXPECT_EQ(gist_of(with_option("Known")), action::GetResponse);
    EXPECT_EQ(gist_of(with_option("Other")), "s:Sender wsman:InvalidOptions NotSupported 400");
}

TEST_F(ServiceTest, DeniesWhatTheUsersGrantsDoNotAllow) {
    const auto asked = [this](std::string_view what) {
        const std::string text = Message{what}.text();
        Incoming incoming{.octets = text, .charset = {}};
        const model::Grant grant{.prefix = "urn:res", .read = true};
        incoming.caller = {.name = "reader",
                           .grants = std::make_shared<model::Grants>(std::vector<model::Grant>{grant})};
        return gist(run(service_.answer(incoming)));
    };
    EXPECT_EQ(asked(action::Get).find("AccessDenied"), std::string::npos);
    EXPECT_EQ(asked(action::GetStatus).find("AccessDenied"), std::string::npos);
    for (const std::string_view denied : {action::Put, action::Create, action::Delete}) {
        EXPECT_EQ(asked(denied), "s:Sender wsman:AccessDenied 400");
    }
    EXPECT_EQ(asked("urn:resource/Method"), "s:Sender wsman:AccessDenied 400");
}

TEST_F(ServiceTest, RefusesForTheEdgeAndNotesWhatWasWanted) {
    const std::string text = Message{action::Get}.text();
    Note note;
    Incoming incoming{.octets = text, .charset = {}, .note = &note};
    incoming.caller.name = "somebody";
    (void)run(service_.answer(incoming));
    EXPECT_EQ(note.action, action::Get);
    EXPECT_EQ(note.resource_uri, "urn:resource");
    incoming.refusal = model::faults::quota_limit("too many");
    const Reply refused = run(service_.answer(incoming));
    EXPECT_EQ(gist(refused), "s:Sender wsman:QuotaLimit 400");
    EXPECT_NE(refused.octets.find("<wsa:RelatesTo>uuid:Request-1<"), std::string::npos);
}

TEST_F(ServiceTest, CarriesReferenceParametersOfReplyToAndFaultTo) {
    const std::string address = "<wsa:Address>" + std::string{vocab::anonymous_address} + "</wsa:Address>";
    const std::string parameter =
        "<wsa:ReferenceParameters><r:Ticket>17</r:Ticket></wsa:ReferenceParameters>";
    EXPECT_NE(send(Message{action::Get}.set("wsa:ReplyTo", address + parameter)).octets.find(":Ticket>17<"),
              std::string::npos);
    const Reply fault = send(Message{"urn:polish"}.set("wsa:FaultTo", address + parameter));
    EXPECT_NE(fault.octets.find(":Ticket>17<"), std::string::npos);
}

TEST_F(ServiceTest, GivesReasonsInTheLanguageAskedFor) {
    const auto told = [&](const std::string& tag) {
        return send(Message{"urn:polish"}.with("<wsman:Locale xml:lang='" + tag + "'/>")).octets;
    };
    EXPECT_NE(told("de-CH").find("<s:Text xml:lang=\"de\">Die Ressource kennt diese Aktion nicht.</s:Text>"),
              std::string::npos);
    EXPECT_EQ(told("tlh").find("xml:lang=\"de\""), std::string::npos);
    EXPECT_NE(told("tlh").find("<s:Text xml:lang=\"en\">"), std::string::npos);
}

TEST_F(ServiceTest, ShortensFaultsThatExceedTheBound) {
    const std::string address = "<wsa:Address>" + std::string{vocab::anonymous_address} + "</wsa:Address>";
    const auto faulted = [&](std::size_t octets, const std::string& bound) {
        return send(Message{"urn:polish"}
                        .set("wsman:MaxEnvelopeSize", bound)
                        .set("wsa:FaultTo", address + "<wsa:ReferenceParameters><r:Ticket>" +
                                                std::string(octets, '1') +
                                                "</r:Ticket></wsa:ReferenceParameters>"))
            .octets;
    };
    EXPECT_NE(faulted(1'000, "8192").find(":Ticket>1"), std::string::npos);
    const std::string short_one = faulted(9'000, "8192");
    EXPECT_LT(short_one.size(), 8'192U);
    EXPECT_NE(short_one.find("wsa:ActionNotSupported"), std::string::npos);
    EXPECT_NE(faulted(9'000, "20000").find(":Ticket>1"), std::string::npos);
    Message many{action::Get};
    for (int i = 0; i < 2'000; ++i) {
        many.with("<x:Lantern-" + std::to_string(i) + " xmlns:x='urn:x' s:mustUnderstand='true'/>");
    }
    const Reply refused = send(many);
    EXPECT_EQ(gist(refused), "s:MustUnderstand 500");
    EXPECT_LT(refused.octets.size(), 32'767U);
    EXPECT_NE(refused.octets.find("NotUnderstood"), std::string::npos);
}

TEST_F(ServiceTest, AnswersInternalErrorWhenAResourceThrows) {
    const Reply reply = send(Message{action::Get}.set("wsman:ResourceURI", "urn:clumsy"));
    EXPECT_EQ(gist(reply), "s:Receiver wsman:InternalError 500");
    EXPECT_NE(reply.octets.find("dropped it"), std::string::npos);
    EXPECT_EQ(gist_of(Message{action::Get}
                          .set("wsman:ResourceURI", "urn:clumsy")
                          .set("wsman:OperationTimeout", "PT9S")),
              "s:Receiver wsman:InternalError 500");
}

TEST_F(ServiceTest, AnswersACustomActionWithItsOwnResponse) {
    const Reply reply = send(Message{"urn:resource/Polish", "<r:Polish_INPUT/>"});
    EXPECT_EQ(gist(reply), "urn:resource/PolishResponse");
    EXPECT_NE(reply.octets.find(":Polish_OUTPUT /></s:Body>"), std::string::npos);
}

/// DSP0226 §13.3: a client that got no answer may send the message again.
TEST_F(ServiceTest, AnswersAReplayLikeTheFirst) {
    const Message message =
        Message{action::Get}.with("<wsa:From><wsa:Address>urn:me</wsa:Address></wsa:From>");
    EXPECT_EQ(scrubbed(send(message).octets), scrubbed(send(message).octets));
    EXPECT_NE(send(message).octets, send(message).octets) << "each reply has a MessageID of its own";
}

TEST_F(ServiceTest, TellsItsUsersWhatItDeclines) {
    Message message{action::Get, "<wsmid:Identify/>"};
    message.headers.clear();
    const std::string told = send(message).octets;
    EXPECT_NE(told.find(":Dialect>dmtf</"), std::string::npos) << told;
    EXPECT_NE(told.find("enumeration.enumerationend"), std::string::npos);
    EXPECT_EQ(send(message.text(), "UTF-8", {}, "").octets.find("Declined"), std::string::npos);
}

TEST(Seams, LookIntoItemsThatAreWritten) {
    Registry registry;
    registry.add("urn:resource", std::make_unique<FakeResource>());
    Seams seams;
    std::string seen;
    seams.outgoing_envelope = [&](const soap::Envelope&, soap::Envelope& reply) {
        for (const soap::Element& part : reply.body.front().children) {
            if (part.name.local == "Items") seen = part.children.at(0).children.at(0).text;
        }
    };
    Service service{registry, {}, {}, seams};
    const std::string text =
        Message{action::Enumerate, "<wsen:Enumerate><wsman:OptimizeEnumeration/></wsen:Enumerate>"}.text();
    Incoming incoming{.octets = text, .charset = {}};
    incoming.caller.name = "somebody";
    EXPECT_EQ(gist(run(service.answer(incoming))), action::EnumerateResponse);
    EXPECT_EQ(seen, "member-1");
}

TEST(Seams, TwistWhatPasses) {
    Registry registry;
    registry.add("urn:resource", std::make_unique<FakeResource>());
    Seams seams;
    seams.incoming_envelope = [](soap::Envelope& request) {
        request.header({vocab::ns::wsa, "Action"})->text = "urn:x";
    };
    seams.outgoing_envelope = [](const soap::Envelope&, soap::Envelope& reply) { reply.headers.clear(); };
    Service service{registry, {}, {}, seams};
    const std::string text = Message{action::Get}.text();
    Incoming incoming{.octets = text, .charset = {}};
    incoming.caller.name = "somebody";
    const Reply reply = run(service.answer(incoming));
    EXPECT_EQ(gist(reply), "s:Sender wsa:ActionNotSupported 400");
    EXPECT_NE(reply.octets.find("<s:Header></s:Header>"), std::string::npos);
}

}  // namespace
}  // namespace assay::service::test
