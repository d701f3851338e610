#include "assay/xpath/expression.hpp"

#include <gtest/gtest.h>

#include "../src/steps.hpp"
#include "assay/soap/writer.hpp"
#include "items.hpp"

namespace assay::xpath {
namespace {

Expression compiled(std::string_view text, Unprefixed unprefixed = Unprefixed::any_namespace) {
    auto expression = Expression::compile(text, disk_bindings(), {}, unprefixed);
    EXPECT_TRUE(expression) << text << ": " << expression.error().message;
    return std::move(*expression);
}

bool holds(std::string_view text) { return *compiled(text).matches(disk()); }

TEST(Filter, IsTrueOrFalseOfAnItem) {
    EXPECT_TRUE(holds("d:Name = 'sda'"));
    EXPECT_TRUE(holds("Name = 'sda' and Size > 100"));
    EXPECT_FALSE(holds("Name = 'sdb' or Size < 1"));
    EXPECT_TRUE(holds("/d:Disk/d:Name = 'sda'"));
    EXPECT_TRUE(holds("Note = 'b'"));
    EXPECT_TRUE(holds("@unit = 'GB'"));
    EXPECT_TRUE(holds("Owner[Name='root']"));
    EXPECT_FALSE(holds("Owner[Name='nobody']"));
    EXPECT_TRUE(holds("count(Note) = 2"));
    EXPECT_TRUE(holds("starts-with(Name, 'sd') and string-length(Name) = 3"));
    EXPECT_TRUE(holds("not(Missing)"));
    EXPECT_FALSE(holds("Missing"));
    EXPECT_TRUE(holds("self::d:Disk"));
    EXPECT_FALSE(holds("other:Name = 'sda'"));
    EXPECT_TRUE(holds("local-name() = 'Disk' and namespace-uri() = 'urn:disk'"));
    EXPECT_TRUE(holds("position() = 1 and last() = 1"));
}

TEST(Filter, TurnsItsValueAsBooleanDoes) {
    EXPECT_FALSE(holds("0"));
    EXPECT_TRUE(holds("2"));  // no position
    EXPECT_FALSE(holds("''"));
    EXPECT_TRUE(holds("'x'"));
}

TEST(Filter, CanTakeNamesWithoutPrefixToTheLetter) {
    EXPECT_FALSE(*compiled("Name = 'sda'", Unprefixed::no_namespace).matches(disk()));
    EXPECT_TRUE(*compiled("d:Name = 'sda'", Unprefixed::no_namespace).matches(disk()));
}

TEST(Filter, ReadsAnItemThatIsWrittenAlready) {
    const auto written = soap::Element::written(
        "<x:Disk xmlns:x=\"urn:disk\"><x:Name>sda</x:Name><x:Size>500</x:Size></x:Disk>");
    EXPECT_TRUE(*compiled("d:Name = 'sda' and Size = 500").matches(written));
    EXPECT_FALSE(*compiled("d:Name = 'sdb'").matches(written));
}

TEST(Filter, TakesOddTextsAsTheyAre) {
    soap::Element item{{disk_ns, "Disk"}};
    item.add({disk_ns, "Name"}, "a\xff\x01<&>");
    EXPECT_TRUE(*compiled("contains(Name, '<&>') and string-length(Name) > 0").matches(item));
}

TEST(Selection, PointsIntoTheItemInDocumentOrder) {
    const soap::Element item = disk();
    const auto selection = compiled("Size | Name | Owner/Name").select(item);
    ASSERT_EQ(selection->nodes.size(), 3U);
    EXPECT_EQ(selection->nodes[0].element, &item.children[0]);
    EXPECT_EQ(selection->nodes[1].element, &item.children[1]);
    EXPECT_EQ(selection->nodes[2].element, &item.children[4].children[0]);
}

TEST(Selection, HoldsAttributesTextsAndValues) {
    const soap::Element item = disk();
    const auto attribute = compiled("//@d:kind").select(item);
    ASSERT_EQ(attribute->nodes.size(), 1U);
    EXPECT_EQ(attribute->nodes[0], (Node{Node::Kind::attribute, &item.children[4], 0}));
    const auto text = compiled("descendant::Name[2]/text() | Note[2]/text()").select(item);
    ASSERT_EQ(text->nodes.size(), 2U);
    EXPECT_EQ(text->nodes[0], (Node{Node::Kind::text, &item.children[3], 0}));
    EXPECT_EQ(*compiled("sum(Size) + 1").select(item)->value, "501");
    EXPECT_EQ(*compiled("concat(Name, '-', @unit)").select(item)->value, "sda-GB");
    EXPECT_EQ(*compiled("Size > 1").select(item)->value, "true");
    EXPECT_TRUE(compiled("namespace::*").select(item)->nodes.empty());
}

TEST(Walk, SelectsWhatTheEngineSelects) {
    const soap::Element item = disk();
    for (const auto* text : {"/",
                             ".",
                             "/Disk",
                             "/d:Disk/Note",
                             "Name",
                             "d:Name",
                             "other:Name",
                             "Note",
                             "Note[1]",
                             "Note[2]",
                             "Note[3]",
                             "Owner/Name",
                             "Owner/Name/text()",
                             "@unit",
                             "@d:unit",
                             "Owner/@kind",
                             "Owner/@d:kind",
                             "Note/text()",
                             "Empty/text()",
                             "Empty",
                             "./Owner/./Name",
                             "/Disk[1]/Owner[1]",
                             "/Disk[2]",
                             "/Owner",
                             "text()",
                             "/@unit",
                             "/text()",
                             "/./Disk"}) {
        const Expression expression = compiled(text);
        ASSERT_TRUE(expression.syntax().path) << text;
        const Path& path = *expression.syntax().path;
        EXPECT_EQ(walk(item, path.absolute, path.steps), expression.select(item)->nodes) << text;
    }
}

}  // namespace
}  // namespace assay::xpath
