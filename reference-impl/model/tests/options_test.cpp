#include "assay/model/options.hpp"

#include <gtest/gtest.h>

#include "assay/model/names.hpp"

namespace assay::model {
namespace {

soap::Element option(const std::string& name, std::string value, const std::string& comply = {}) {
    soap::Element element{names::Option, std::move(value)};
    if (!name.empty()) element.set({"", "Name"}, name);
    if (!comply.empty()) element.set({"", "MustComply"}, comply);
    return element;
}

Outcome<OptionSet> read(std::vector<soap::Element> options) {
    soap::Element set{names::OptionSet};
    set.children = std::move(options);
    return read_options(set);
}

std::string refusal(std::vector<soap::Element> options) {
    const auto outcome = read(std::move(options));
    if (outcome) return "none";
    return std::string{outcome.error().subcode->local} + " " + outcome.error().detail;
}

TEST(Options, MayRepeatAndKeepTheirTextAsItIs) {
    const auto set = read({option("Shade", " Blue "), option("Shade", ""), option("Gently", "1", "true")});
    ASSERT_TRUE(set);
    EXPECT_EQ(set->options.size(), 3U);
    EXPECT_EQ(set->options[0].value, " Blue ");
    EXPECT_FALSE(set->options[1].must_comply);
    EXPECT_TRUE(set->options[2].must_comply);
}

TEST(Options, TakeTheNamesWindowsGivesThem) {
    EXPECT_EQ(refusal({option("wmi:timeout", "5")}), "none");
    EXPECT_EQ(refusal({option("wmi:", "5")}), "InvalidOptions InvalidName");
}

TEST(Options, AreRefusedForNamesShapesAndSizes) {
    EXPECT_EQ(refusal({option("", "5")}), "InvalidOptions InvalidName");
    EXPECT_EQ(refusal({option("two words", "5")}), "InvalidOptions InvalidName");
    EXPECT_EQ(refusal({soap::Element{names::Selector}}), "SchemaValidationError ");
    EXPECT_EQ(refusal({option("A", "5", "perhaps")}), "SchemaValidationError ");
    EXPECT_EQ(refusal({option(std::string(2049, 'a'), "5")}), "EncodingLimit OptionLimit");
    EXPECT_EQ(refusal({option("A", std::string(4097, 'x'))}), "EncodingLimit OptionLimit");
}

TEST(Options, HaveTheTypeThatTheyName) {
    const auto typed = [](const std::string& type, const std::string& value) {
        soap::Element element = option("A", value);
        element.set({"", "Type"}, type);
        return refusal({element});
    };
    EXPECT_EQ(typed("xs:int", " -17 "), "none");
    EXPECT_EQ(typed("xs:unsignedInt", "-17"), "InvalidOptions InvalidValue");
    EXPECT_EQ(typed("xs:boolean", "maybe"), "InvalidOptions InvalidValue");
    EXPECT_EQ(typed("xsd:duration", "PT5S"), "none");
    EXPECT_EQ(typed("dateTime", "tomorrow"), "InvalidOptions InvalidValue");
    EXPECT_EQ(typed("my:colour", "blue"), "none");
}

}  // namespace
}  // namespace assay::model
