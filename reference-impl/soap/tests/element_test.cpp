#include "assay/soap/element.hpp"

#include <gtest/gtest.h>

namespace assay::soap {
namespace {

constexpr vocab::QName colour{vocab::ns::wsman, "Colour"};

TEST(Element, FindsChildrenByNamespaceAndLocalName) {
    Element box{{"urn:boxes", "Box"}};
    box.add({"urn:other", "Colour"}, "red");
    box.add(colour, "blue");
    ASSERT_NE(box.child(colour), nullptr);
    EXPECT_EQ(box.child(colour)->text, "blue");
    EXPECT_EQ(box.child(vocab::QName{vocab::ns::wsman, "Shape"}), nullptr);
}

TEST(Element, TellsAttributesWithNamespaceFromThoseWithout) {
    Element box{{"urn:boxes", "Box"}};
    box.set({"", "Colour"}, "plain");
    box.set(colour, "qualified");
    box.set({"", "Colour"}, "plainer");
    EXPECT_EQ(*box.attribute("Colour"), "plainer");
    EXPECT_EQ(*box.attribute(colour), "qualified");
    EXPECT_EQ(box.attributes.size(), 2U);
}

TEST(Element, TrimsXmlWhiteSpaceFromItsValueOnly) {
    const Element box{{"", "Box"}, " \t\r\n two words \n"};
    EXPECT_EQ(box.value(), "two words");
    EXPECT_EQ(box.text.front(), ' ');
}

}  // namespace
}  // namespace assay::soap
