#include "assay/model/selectors.hpp"

#include <gtest/gtest.h>

#include "assay/model/epr.hpp"
#include "assay/model/names.hpp"

namespace assay::model {
namespace {

soap::Element selector(const std::string& name, std::string value) {
    soap::Element element{names::Selector, std::move(value)};
    element.set({"", "Name"}, name);
    return element;
}

Outcome<SelectorSet> read(std::vector<soap::Element> selectors) {
    soap::Element set{names::SelectorSet};
    set.children = std::move(selectors);
    return read_selectors(set);
}

std::string refusal(std::vector<soap::Element> selectors) {
    const auto outcome = read(std::move(selectors));
    if (outcome) return "none";
    return std::string{outcome.error().subcode->local} + " " + outcome.error().detail;
}

TEST(Selectors, AreReadInOrderWithTheirValuesTrimmed) {
    const auto set = read({selector("Name", " a, b; c=d&e%\xC3\xBC "), selector("Slot", "2")});
    ASSERT_TRUE(set);
    EXPECT_EQ(*set, (SelectorSet{{"Name", "a, b; c=d&e%\xC3\xBC"}, {"Slot", "2"}}));
    EXPECT_EQ(*set->find("Slot"), "2");
    EXPECT_EQ(set->find("slot"), nullptr);
}

TEST(Selectors, AreRefusedForTheirShape) {
    EXPECT_EQ(refusal({}), "SchemaValidationError ");
    EXPECT_EQ(refusal({soap::Element{names::Option}}), "SchemaValidationError ");
    EXPECT_EQ(refusal({soap::Element{names::Selector}}), "SchemaValidationError ");
    EXPECT_EQ(refusal({selector("no name", "1")}), "SchemaValidationError ");
}

TEST(Selectors, AreRefusedWhenANameRepeats) {
    EXPECT_EQ(refusal({selector("Name", "1"), selector("Name", "2")}), "InvalidSelectors DuplicateSelectors");
}

TEST(Selectors, AreRefusedBeyondTheLimits) {
    EXPECT_EQ(refusal({selector("Name", std::string(4097, 'x'))}), "EncodingLimit SelectorLimit");
    EXPECT_EQ(refusal({selector("A", std::string(4096, 'x')), selector("B", std::string(4001, 'x'))}),
              "EncodingLimit SelectorLimit");
    EXPECT_EQ(refusal({selector("A", std::string(4096, 'x')), selector("B", std::string(4000, 'x'))}),
              "none");
}

TEST(Selectors, MayHoldOneReferenceThatNamesAResource) {
    soap::Element nested = selector("Antecedent", "");
    soap::Element& reference = nested.add(soap::Element{names::EndpointReference});
    soap::Element& parameters = reference.add(soap::Element{names::ReferenceParameters});
    EXPECT_EQ(refusal({nested}), "InvalidSelectors InvalidValue");
    parameters.add(names::ResourceURI, "urn:other");
    nested = selector("Antecedent", "");
    soap::Element& again = nested.add(soap::Element{names::EndpointReference});
    soap::Element& named = again.add(soap::Element{names::ReferenceParameters});
    named.add(names::ResourceURI, "urn:other");
    named.add(to_element(SelectorSet{{.name = "Name", .value = "fan1"}}));
    const auto set = read({nested});
    ASSERT_TRUE(set);
    const Epr other{
        .address = {}, .resource_uri = "urn:other", .selectors = {{.name = "Name", .value = "fan1"}}};
    ASSERT_NE(set->all().front().reference, nullptr);
    EXPECT_EQ(*set->all().front().reference, other);
    EXPECT_EQ(*read_selectors(to_element(*set)), *set) << "written as it was read";
}

TEST(NCName, IsWhatNamespacesInXmlSays) {
    EXPECT_TRUE(is_ncname("Name"));
    EXPECT_TRUE(is_ncname("_a.b-c1"));
    EXPECT_FALSE(is_ncname(""));
    EXPECT_FALSE(is_ncname("1a"));
    EXPECT_FALSE(is_ncname("a:b"));
    EXPECT_FALSE(is_ncname("a b"));
}

}  // namespace
}  // namespace assay::model
