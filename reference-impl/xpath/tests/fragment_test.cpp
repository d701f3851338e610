#include "assay/xpath/fragment.hpp"

#include <gtest/gtest.h>

#include "assay/model/names.hpp"
#include "items.hpp"

namespace assay::xpath {
namespace {

using soap::Element;

Element header(std::string expression) {
    Element made{model::names::FragmentTransfer, std::move(expression)};
    made.set({std::string{vocab::ns::xmlns.uri}, "d"}, disk_ns);
    return made;
}

Fragment fragment(const std::string& expression) {
    auto read = Fragment::read(header(expression));
    EXPECT_TRUE(read) << expression << ": " << read.error().reason;
    return std::move(*read);
}

Element body(std::string text = {}) { return {model::names::XmlFragment, std::move(text)}; }

Element body(std::vector<Element> elements) {
    Element made{model::names::XmlFragment};
    made.children = std::move(elements);
    return made;
}

Element note(std::string text) { return {{disk_ns, "Note"}, std::move(text)}; }

std::vector<std::string> values(const Element& item, std::string_view name) {
    std::vector<std::string> found;
    for (const Element& each : item.children) {
        if (each.name.local == name) found.push_back(each.text);
    }
    return found;
}

using Strings = std::vector<std::string>;

void expect_fault(const auto& outcome, std::string_view subcode, std::string_view detail = {}) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().subcode->local, subcode) << outcome.error().reason;
    EXPECT_EQ(outcome.error().detail, detail) << outcome.error().reason;
}

TEST(Fragment, IsReadWithTheDialectThatHoldsWithoutOne) {
    Element named = header("Name");
    named.set({"", "Dialect"}, std::string{xpath_dialect});
    EXPECT_TRUE(Fragment::read(named));
    named.set({"", "Dialect"}, "http://example.org/xpath3");
    const auto refused = Fragment::read(named);
    expect_fault(refused, "FragmentDialectNotSupported");
    EXPECT_EQ(refused.error().code, vocab::fault::Receiver);
    EXPECT_EQ(refused.error().more.at(0).name, model::names::FragmentDialect);
    EXPECT_EQ(refused.error().more.at(0).text, xpath_dialect);
}

TEST(Fragment, IsRefusedWhenItsExpressionIsWrongOrTooMuch) {
    expect_fault(Fragment::read(header("Name[")), "CannotProcessFilter");
    expect_fault(Fragment::read(header("")), "CannotProcessFilter");
    expect_fault(Fragment::read(header("nope:Name")), "CannotProcessFilter");
    expect_fault(Fragment::read(header("//Name"), {.level = Level::one}), "CannotProcessFilter");
    EXPECT_TRUE(Fragment::read(header("Name"), {.level = Level::one}));
}

TEST(Fragment, NeedsMustUnderstandWhereTheRulesSaySo) {
    const FragmentRules strict{.must_understand = true};
    expect_fault(Fragment::read(header("Name"), strict), "InvalidMessageInformationHeader");
    Element marked = header("Name");
    marked.set(soap::names::mustUnderstand, "1");
    EXPECT_TRUE(Fragment::read(marked, strict));
}

TEST(Fragment, IsRepeatedAsAMandatoryHeader) {
    const Element again = fragment("d:Name/text()").header();
    EXPECT_EQ(again.name, model::names::FragmentTransfer);
    EXPECT_EQ(again.text, "d:Name/text()");
    EXPECT_EQ(again.attributes.size(), 1U);
    EXPECT_EQ(*again.attribute(soap::names::mustUnderstand), "true");
}

TEST(FragmentGet, WrapsElementsTextsAttributesAndNothing) {
    const auto array = fragment("Note").get(disk());
    EXPECT_EQ(array->name, model::names::XmlFragment);
    EXPECT_EQ(values(*array, "Note"), (Strings{"a", "b"}));
    EXPECT_EQ(fragment("Name/text()").get(disk())->text, "sda");
    EXPECT_EQ(fragment("Note[2]/text()").get(disk())->text, "b");
    EXPECT_EQ(fragment("@unit").get(disk())->text, "GB");
    EXPECT_EQ(fragment("Owner").get(disk())->children.at(0).children.at(0).text, "root");
    EXPECT_EQ(fragment("/").get(disk())->children.at(0).name.local, "Disk");
    EXPECT_EQ(fragment("count(Note)").get(disk())->text, "2");
    const auto nothing = fragment("Missing").get(disk());
    EXPECT_TRUE(nothing->children.empty() && nothing->text.empty());
    expect_fault(fragment("Name | Size/text()").get(disk()), "CannotProcessFilter");
}

TEST(FragmentGet, ReadsARepresentationThatIsWrittenAlready) {
    const auto written = Element::written("<Disk xmlns='urn:disk'><Name>sda</Name></Disk>");
    EXPECT_EQ(fragment("d:Name").get(written)->children.at(0).text, "sda");
}

TEST(FragmentPut, ReplacesOneElementAndLeavesTheRest) {
    const auto changed = fragment("Note[2]").put(disk(), body({note("c")}));
    EXPECT_EQ(values(*changed, "Note"), (Strings{"a", "c"}));
    EXPECT_EQ(values(*changed, "Name"), (Strings{"sda"}));
    EXPECT_EQ(changed->children.size(), disk().children.size());
}

TEST(FragmentPut, ReplacesAnArrayAsAWhole) {
    const auto changed = fragment("Note").put(disk(), body({note("x"), note("y"), note("z")}));
    EXPECT_EQ(values(*changed, "Note"), (Strings{"x", "y", "z"}));
    EXPECT_EQ(changed->children[2].text, "x");
}

TEST(FragmentPut, ReplacesTextsAndAttributes) {
    EXPECT_EQ(values(*fragment("Size/text()").put(disk(), body("7")), "Size"), (Strings{"7"}));
    EXPECT_EQ(*fragment("@unit").put(disk(), body("TB"))->attribute("unit"), "TB");
    EXPECT_EQ(values(*fragment("Empty/text()").put(disk(), body("full")), "Empty"), (Strings{"full"}));
}

TEST(FragmentPut, AddsAPropertyThatHadNoValue) {
    EXPECT_EQ(values(*fragment("Label/text()").put(disk(), body("new")), "Label"), (Strings{"new"}));
    const auto changed = fragment("Label").put(disk(), body({Element{{disk_ns, "Label"}, "new"}}));
    EXPECT_EQ(values(*changed, "Label"), (Strings{"new"}));
}

TEST(FragmentPut, TakesNilForNoValue) {
    Element nil = body();
    nil.set(vocab::QName{vocab::ns::xsi, "nil"}, "true");
    const auto changed = fragment("Size").put(disk(), nil);
    EXPECT_EQ(*changed->children[1].attribute(vocab::QName{vocab::ns::xsi, "nil"}), "true");
    EXPECT_EQ(changed->children[1].text, "");
    const auto back = fragment("Size/text()").put(*changed, body("1"));
    EXPECT_EQ(back->children[1].attribute(vocab::QName{vocab::ns::xsi, "nil"}), nullptr);
}

TEST(FragmentPut, RefusesWhatDoesNotFit) {
    constexpr auto* fault = "InvalidRepresentation";
    constexpr auto* detail = "InvalidFragment";
    expect_fault(fragment("Name").put(disk(), Element{{disk_ns, "Name"}, "x"}), fault, detail);
    expect_fault(fragment("Name").put(disk(), body("bare")), fault, detail);
    expect_fault(fragment("Name").put(disk(), body({note("other")})), fault, detail);
    expect_fault(fragment("Name").put(disk(), body(std::vector<Element>{})), fault, detail);
    expect_fault(fragment("Name/text()").put(disk(), body({note("x")})), fault, detail);
    expect_fault(fragment("Note/text()").put(disk(), body("x")), fault, detail);
    expect_fault(fragment("Note[9]").put(disk(), body({note("x")})), fault, detail);
    expect_fault(fragment("Missing/Name").put(disk(), body({Element{{disk_ns, "Name"}}})), fault, detail);
    expect_fault(fragment("Name | Size").put(disk(), body({note("x")})), fault, detail);
    expect_fault(fragment("//Name").put(disk(), body({Element{{disk_ns, "Name"}}})), fault, detail);
    Element mixed = body({note("x")});
    mixed.text = "and text";
    expect_fault(fragment("Note").put(disk(), mixed), fault, detail);
}

TEST(FragmentCreate, AddsWhereNothingIs) {
    const auto added = fragment("Note[3]").create(disk(), body({note("c")}));
    EXPECT_EQ(values(*added, "Note"), (Strings{"a", "b", "c"}));
    EXPECT_EQ(added->children[4].text, "c");
    const auto label = fragment("d:Label").create(disk(), body({Element{{disk_ns, "Label"}, "l"}}));
    EXPECT_EQ(values(*label, "Label"), (Strings{"l"}));
    EXPECT_EQ(*fragment("Owner/@new").create(disk(), body("v"))->children[4].attribute("new"), "v");
    EXPECT_EQ(fragment("Owner/Mail/text()").create(disk(), body("m"))->children[4].children[1].text, "m");
}

TEST(FragmentCreate, TakesThePlaceOfANil) {
    const auto none = fragment("Size").remove(disk());
    const auto again = fragment("Size").create(*none, body({Element{{disk_ns, "Size"}, "9"}}));
    EXPECT_EQ(values(*again, "Size"), (Strings{"9"}));
}

TEST(FragmentCreate, NeverOverwrites) {
    expect_fault(fragment("Note[2]").create(disk(), body({note("c")})), "AlreadyExists");
    expect_fault(fragment("Name").create(disk(), body({Element{{disk_ns, "Name"}}})), "AlreadyExists");
    expect_fault(fragment("/").create(disk(), body({disk()})), "AlreadyExists");
}

TEST(FragmentCreate, RefusesPlacesThatAreNotOne) {
    constexpr auto* fault = "InvalidRepresentation";
    constexpr auto* detail = "InvalidFragment";
    expect_fault(fragment("Note[5]").create(disk(), body({note("c")})), fault, detail);
    expect_fault(fragment("Note[3]").create(disk(), body({note("c"), note("d")})), fault, detail);
    expect_fault(fragment("Missing/Note").create(disk(), body({note("c")})), fault, detail);
    expect_fault(fragment("Note/Sub").create(disk(), body({Element{{disk_ns, "Sub"}}})), fault, detail);
    expect_fault(fragment("/Other").create(disk(), body({Element{{disk_ns, "Other"}}})), fault, detail);
    expect_fault(fragment("//Nothing").create(disk(), body({note("c")})), "CannotProcessFilter");
}

TEST(FragmentDelete, TakesOutElementsAndLeavesNilForTheLast) {
    EXPECT_EQ(values(*fragment("Note[1]").remove(disk()), "Note"), (Strings{"b"}));
    const auto none = fragment("Note").remove(disk());
    EXPECT_EQ(values(*none, "Note"), (Strings{""}));
    EXPECT_EQ(*none->children[2].attribute(vocab::QName{vocab::ns::xsi, "nil"}), "true");
    EXPECT_EQ(fragment("@unit").remove(disk())->attribute("unit"), nullptr);
    EXPECT_EQ(values(*fragment("Size/text()").remove(disk()), "Size"), (Strings{""}));
}

TEST(FragmentDelete, RefusesNothingAndEverything) {
    expect_fault(fragment("Missing").remove(disk()), "InvalidRepresentation", "InvalidFragment");
    expect_fault(fragment("/").remove(disk()), "InvalidRepresentation", "InvalidFragment");
    expect_fault(fragment("Name | .").remove(disk()), "InvalidRepresentation", "InvalidFragment");
}

}  // namespace
}  // namespace assay::xpath
