#include "assay/load/dialogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::load {
namespace {

using testing::HasSubstr;

Response ok(std::string_view body) { return {.status = 200, .body = body}; }

class DialogueTest : public testing::Test {
protected:
    static MessageFactory factory_for(Operation operation) {
        return {parse_target("http://127.0.0.1"), {.operation = operation, .resource = "urn:a"}};
    }
    MessageIds ids{"01234567-89ab-4cde-8f01-23456789abcd"};
};

TEST_F(DialogueTest, EndsAGetWithItsAnswer) {
    const MessageFactory factory = factory_for(Operation::get);
    Dialogue dialogue{factory, ids};
    EXPECT_THAT(std::string{dialogue.begin()}, HasSubstr("-000000000001</wsa:MessageID>"));
    const Turn turn =
        dialogue.on_answer(ok("<RelatesTo>uuid:01234567-89ab-4cde-8f01-000000000001</RelatesTo>"));
    EXPECT_FALSE(turn.error);
    EXPECT_TRUE(turn.octets.empty());
    EXPECT_THAT(std::string{dialogue.begin()}, HasSubstr("-000000000002</wsa:MessageID>"));
    EXPECT_EQ(
        dialogue.on_answer(ok("<RelatesTo>uuid:01234567-89ab-4cde-8f01-000000000001</RelatesTo>")).error,
        ErrorKind::mismatched);
}

TEST_F(DialogueTest, PullsUntilTheEndOfTheSequence) {
    const MessageFactory factory = factory_for(Operation::enumerate);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    EXPECT_EQ(dialogue.kind(), MessageKind::enumerate);
    EXPECT_THAT(
        std::string{dialogue.on_answer(ok("<w:EnumerationContext>one</w:EnumerationContext>")).octets},
        HasSubstr("<wsen:EnumerationContext>one</wsen:EnumerationContext>"));
    EXPECT_EQ(dialogue.kind(), MessageKind::pull);
    EXPECT_THAT(
        std::string{dialogue.on_answer(ok("<w:EnumerationContext>two</w:EnumerationContext>")).octets},
        HasSubstr("<wsen:EnumerationContext>two</wsen:EnumerationContext>"));
    EXPECT_THAT(std::string{dialogue.on_answer(ok("<w:Items/>")).octets}, HasSubstr(">two<"));
    const Turn last = dialogue.on_answer(ok("<w:Items/><w:EndOfSequence/>"));
    EXPECT_TRUE(last.octets.empty());
    EXPECT_FALSE(last.error);
    (void)dialogue.begin();
    EXPECT_EQ(dialogue.kind(), MessageKind::enumerate);
}

TEST_F(DialogueTest, EndsAnOptimizedEnumerationWithoutAPull) {
    const MessageFactory factory = factory_for(Operation::enumerate);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    const Turn turn = dialogue.on_answer(ok("<w:EnumerationContext/><w:Items/><wsman:EndOfSequence/>"));
    EXPECT_TRUE(turn.octets.empty());
    EXPECT_FALSE(turn.error);
}

TEST_F(DialogueTest, FailsWhenAnEnumerationHasNoContext) {
    const MessageFactory factory = factory_for(Operation::enumerate);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    EXPECT_EQ(dialogue.on_answer(ok("<w:EnumerateResponse/>")).error, ErrorKind::no_context);
}

TEST_F(DialogueTest, FailsOnAFaultInTheMiddle) {
    const MessageFactory factory = factory_for(Operation::enumerate);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    (void)dialogue.on_answer(ok("<w:EnumerationContext>one</w:EnumerationContext>"));
    EXPECT_EQ(dialogue.on_answer({.status = 500, .body = "<s:Fault>"}).error, ErrorKind::fault);
    EXPECT_EQ(dialogue.kind(), MessageKind::pull);
}

TEST(Dialogue, LooksAtTheStatusOnlyWhenItIsTold) {
    const MessageFactory checking{parse_target("http://127.0.0.1"), {}};
    const MessageFactory careless{parse_target("http://127.0.0.1"), {.checks = false}};
    MessageIds ids{"00000000-0000-4000-8000-000000000000"};
    for (const MessageFactory* factory : {&checking, &careless}) {
        Dialogue dialogue{*factory, ids};
        static_cast<void>(dialogue.begin());
        EXPECT_EQ(dialogue.on_answer({.status = 200, .body = "<s:Fault/>"}).error.has_value(),
                  factory == &checking);
        EXPECT_EQ(dialogue.on_answer({.status = 404, .body = ""}).error, ErrorKind::status);
    }
}

TEST_F(DialogueTest, CountsTheItemsOfEachAnswer) {
    const MessageFactory factory = factory_for(Operation::enumerate);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    EXPECT_EQ(dialogue.on_answer(ok("<w:EnumerationContext>one</w:EnumerationContext>")).items, 0U);
    EXPECT_EQ(dialogue.on_answer(ok("<w:Items><p:A/><p:A/></w:Items>")).items, 2U);
    EXPECT_EQ(dialogue.on_answer(ok("<w:Items><p:A/></w:Items><w:EndOfSequence/>")).items, 1U);
}

TEST_F(DialogueTest, NamesTheFault) {
    const MessageFactory factory = factory_for(Operation::get);
    Dialogue dialogue{factory, ids};
    (void)dialogue.begin();
    const Turn turn = dialogue.on_answer(
        {.status = 500, .body = "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>"});
    EXPECT_EQ(turn.error.value().fault.code, "s:Sender");
}

}  // namespace
}  // namespace assay::load
