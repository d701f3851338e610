// Fragment-level transfer (DSP0226 §7.7 to §7.11) through the service.
#include <gtest/gtest.h>

#include "assay/model/faults.hpp"
#include "requests.hpp"

namespace assay::service::test {
namespace {

namespace action = vocab::action;

/// One thing that can be changed, but for its Serial, which stays whatever a Put says.
class Thing final : public Resource {
public:
    awaitable<Outcome<soap::Element>> get(const Request&) override { co_return stored; }
    awaitable<Outcome<soap::Element>> put(const Request&, const soap::Element& representation) override {
        for (const soap::Element& each : representation.children) {
            if (each.name.local == "Forbidden") {
                co_return model::faults::invalid_representation(model::faults::Representation::InvalidValues,
                                                                "no such property");
            }
        }
        ++puts;
        soap::Element next = representation;
        for (soap::Element& each : next.children) {
            if (each.name.local == "Serial") each.text = "S1";
            if (each.name.local == "Enabled" && each.text == "1") each.text = "true";
        }
        stored = next;
        co_return stored;
    }
    [[nodiscard]] bool waits() const override { return false; }

    static soap::Element initial() {
        soap::Element thing{{"urn:resource", "Thing"}};
        thing.add({"urn:resource", "Name"}, "one");
        thing.add({"urn:resource", "Serial"}, "S1");
        thing.add({"urn:resource", "Enabled"}, "true");
        thing.add({"urn:resource", "Note"}, "a");
        thing.add({"urn:resource", "Note"}, "b");
        return thing;
    }

    soap::Element stored = initial();
    int puts = 0;
};

class FragmentTest : public testing::Test {
protected:
    FragmentTest() {
        auto thing = std::make_unique<Thing>();
        thing_ = thing.get();
        registry_.add("urn:resource", std::move(thing));
    }

    static Message on(std::string_view verb, const std::string& expression, const std::string& body = {}) {
        return Message{verb, body}.with("<wsman:FragmentTransfer s:mustUnderstand='true'>" + expression +
                                        "</wsman:FragmentTransfer>");
    }
    static std::string wrapped(const std::string& content) {
        return "<wsman:XmlFragment>" + content + "</wsman:XmlFragment>";
    }
    Reply send(const Message& message) {
        const std::string text = message.text();
        Incoming incoming{.octets = text, .charset = "UTF-8"};
        incoming.caller.name = "somebody";
        return run(service_.answer(incoming));
    }
    std::string gist_of(const Message& message) { return gist(send(message)); }
    /// The body of the reply, between the tags of s:Body.
    std::string body_of(const Message& message) {
        const std::string octets = send(message).octets;
        const auto begin = octets.find("<s:Body>") + 8;
        return octets.substr(begin, octets.find("</s:Body>") - begin);
    }

    Registry registry_;
    Thing* thing_ = nullptr;
    Service service_{registry_, {}, {}};
};

TEST_F(FragmentTest, GetsOnlyThePartAndRepeatsTheHeader) {
    const Reply reply = send(on(action::Get, "r:Note"));
    EXPECT_NE(reply.octets.find(
                  "<wsman:FragmentTransfer s:mustUnderstand=\"true\">r:Note</wsman:FragmentTransfer>"),
              std::string::npos)
        << reply.octets;
    EXPECT_NE(reply.octets.find(
                  "<s:Body><wsman:XmlFragment><n1:Note>a</n1:Note><n1:Note>b</n1:Note></wsman:XmlFragment>"),
              std::string::npos)
        << reply.octets;
    EXPECT_EQ(body_of(on(action::Get, "Name/text()")), wrapped("one"));
    EXPECT_EQ(body_of(on(action::Get, "Note[2]/text()")), wrapped("b"));
    EXPECT_EQ(body_of(on(action::Get, "Missing")), "<wsman:XmlFragment />");
}

TEST_F(FragmentTest, PutsThePartAndAnswersWithIt) {
    EXPECT_EQ(body_of(on(action::Put, "Name/text()", wrapped("two"))), wrapped("two"));
    EXPECT_EQ(thing_->stored.children[0].text, "two");
    EXPECT_EQ(thing_->stored.children.size(), 5U);
    EXPECT_EQ(gist_of(on(action::Put, "r:Note", wrapped("<r:Note>z</r:Note>"))), action::PutResponse);
    EXPECT_EQ(thing_->stored.children.size(), 4U);
}

TEST_F(FragmentTest, RefusesAPutOfNothingButAReadOnlyValue) {
    EXPECT_EQ(gist_of(on(action::Put, "Serial/text()", wrapped("S2"))),
              "s:Sender wsa:ActionNotSupported 400");
    EXPECT_EQ(gist_of(on(action::Put, "Serial/text()", wrapped("S1"))), action::PutResponse);
    EXPECT_EQ(gist_of(on(action::Put, "Enabled/text()", wrapped("1"))), action::PutResponse);
}

TEST_F(FragmentTest, CreatesAndDeletesParts) {
    EXPECT_EQ(gist_of(on(action::Create, "Note[3]", wrapped("<r:Note>c</r:Note>"))), action::CreateResponse);
    EXPECT_EQ(thing_->stored.children.size(), 6U);
    EXPECT_EQ(gist_of(on(action::Create, "Note[3]", wrapped("<r:Note>d</r:Note>"))),
              "s:Sender wsman:AlreadyExists 400");
    EXPECT_EQ(gist_of(on(action::Delete, "Note[1]")), action::DeleteResponse);
    EXPECT_EQ(thing_->stored.children.size(), 5U);
    EXPECT_EQ(thing_->stored.children[3].text, "b");
}

TEST_F(FragmentTest, ChangesNothingWhenARequestIsWrong) {
    const std::string misfit = "s:Sender wxf:InvalidRepresentation InvalidFragment 400";
    const std::string cannot = "s:Sender wsman:CannotProcessFilter 400";
    EXPECT_EQ(gist_of(on(action::Put, "Name", "<r:Name>bare</r:Name>")), misfit);
    EXPECT_EQ(gist_of(on(action::Put, "Name", wrapped("<r:Other/>"))), misfit);
    EXPECT_EQ(gist_of(on(action::Delete, "Missing")), misfit);
    EXPECT_EQ(gist_of(on(action::Put, "Name[", wrapped("x"))), cannot);
    EXPECT_EQ(gist_of(on(action::Get, "unbound:Name")), cannot);
    EXPECT_EQ(gist_of(on(action::Create, "r:Forbidden", wrapped("<r:Forbidden/>"))),
              "s:Sender wxf:InvalidRepresentation InvalidValues 400");
    EXPECT_EQ(gist_of(on(action::Get, "Name", "<r:Name/>")), "s:Sender wsman:SchemaValidationError 400");
    EXPECT_EQ(
        gist_of(Message{action::Get}.with("<wsman:FragmentTransfer s:mustUnderstand='true' Dialect='urn:x'>a"
                                          "</wsman:FragmentTransfer>")),
        "s:Receiver wsman:FragmentDialectNotSupported 500");
    EXPECT_EQ(thing_->puts, 0);
}

TEST_F(FragmentTest, KeepsToTheProfile) {
    Service windows{registry_, {}, {}, {}, model::winrm};
    const auto gist_there = [&](const Message& message) {
        const std::string text = message.text();
        Incoming incoming{.octets = text, .charset = "UTF-8"};
        incoming.caller.name = "somebody";
        return gist(run(windows.answer(incoming)));
    };
    EXPECT_EQ(gist_there(on(action::Get, "Name/text()")), action::GetResponse);
    EXPECT_EQ(gist_there(on(action::Get, "//Name")), "s:Sender wsman:CannotProcessFilter 500");
    EXPECT_EQ(gist_there(on(action::Delete, "Name")),
              "s:Sender wsman:UnsupportedFeature FragmentLevelAccess 500");
    EXPECT_EQ(gist_there(Message{action::Get}.with("<wsman:FragmentTransfer>Name</wsman:FragmentTransfer>")),
              "s:Sender wsa:InvalidMessageInformationHeader 500");
}

}  // namespace
}  // namespace assay::service::test
