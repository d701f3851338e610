#include "assay/soap/envelope.hpp"

#include <gmock/gmock.h>

#include <array>

namespace assay::soap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

constexpr vocab::QName known{vocab::ns::wsman, "Known"};

Element block(Name name, const std::string& must_understand_value, const std::string& role = {}) {
    Element header{std::move(name)};
    if (!must_understand_value.empty()) header.set(names::mustUnderstand, must_understand_value);
    if (!role.empty()) header.set(names::role, role);
    return header;
}

std::optional<std::vector<Name>> left_over(Element header) {
    Envelope envelope;
    envelope.headers.push_back(std::move(header));
    return not_understood(envelope, std::array{known});
}

TEST(MustUnderstand, IsAnXsBoolean) {
    EXPECT_EQ(must_understand(block({"urn:x", "A"}, "")), false);
    EXPECT_EQ(must_understand(block({"urn:x", "A"}, " true ")), true);
    EXPECT_EQ(must_understand(block({"urn:x", "A"}, "1")), true);
    EXPECT_EQ(must_understand(block({"urn:x", "A"}, "0")), false);
    EXPECT_EQ(must_understand(block({"urn:x", "A"}, "TRUE")), std::nullopt);
}

TEST(NotUnderstood, NamesMandatoryStrangersOnly) {
    EXPECT_THAT(left_over(block({"urn:x", "A"}, "true")), Optional(ElementsAre(Name{"urn:x", "A"})));
    EXPECT_THAT(left_over(block({"urn:x", "A"}, "false")), Optional(IsEmpty()));
    EXPECT_THAT(left_over(block(known, "true")), Optional(IsEmpty()));
}

TEST(NotUnderstood, PassesOverHeadersForOtherNodes) {
    EXPECT_THAT(left_over(block({"urn:x", "A"}, "true", "urn:somebody-else")), Optional(IsEmpty()));
    EXPECT_THAT(left_over(block({"urn:x", "A"}, "true", "http://www.w3.org/2003/05/soap-envelope/role/next")),
                Optional(ElementsAre(Name{"urn:x", "A"})));
}

TEST(NotUnderstood, TellsOfAMarkThatIsNoBooleanWhereverItStands) {
    EXPECT_EQ(left_over(block({"urn:x", "A"}, "maybe", "urn:somebody-else")), std::nullopt);
    EXPECT_EQ(left_over(block(known, "maybe")), std::nullopt);
}

}  // namespace
}  // namespace assay::soap
