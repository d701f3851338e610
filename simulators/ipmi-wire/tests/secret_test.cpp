#include "assay/ipmi-wire/secret.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "assay/ipmi-wire/rakp.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::string_view word = "correct horse";

/// Storage whose octets stay readable when the object in it has ended.
template <class T>
struct Grave {
    alignas(T) std::array<Octet, sizeof(T)> octets{};

    template <class... Arguments>
    T* make(Arguments&&... arguments) {
        return std::construct_at(reinterpret_cast<T*>(octets.data()), std::forward<Arguments>(arguments)...);
    }
    [[nodiscard]] bool holds(std::string_view text) const {
        return base::text_of(octets).find(text) != std::string_view::npos;
    }
};

TEST(Secret, LeavesNothingBehindWhenItEnds) {
    Grave<Secret> grave;
    Secret* const secret = grave.make(base::octets_of(word));
    ASSERT_TRUE(grave.holds(word));
    std::destroy_at(secret);
    EXPECT_FALSE(grave.holds(word));
}

TEST(Secret, LeavesNothingBehindWhereItWasMovedFrom) {
    Grave<Secret> grave;
    Secret* const from = grave.make(base::octets_of(word));
    const Secret to{std::move(*from)};
    EXPECT_EQ(base::text_of(to.view()), word);
    EXPECT_FALSE(grave.holds(word));
    std::destroy_at(from);

    Secret* const again = grave.make(base::octets_of(word));
    Secret assigned{base::octets_of("longer than what takes its place")};
    assigned = std::move(*again);
    EXPECT_EQ(base::text_of(assigned.view()), word);
    EXPECT_FALSE(grave.holds(word));
    std::destroy_at(again);
}

TEST(KeyExchange, LeavesNoPasswordBehind) {
    Grave<KeyExchange> grave;
    KeyExchange* const exchange = grave.make();
    exchange->password = Secret{base::octets_of(word)};
    ASSERT_TRUE(grave.holds(word));
    std::destroy_at(exchange);
    EXPECT_FALSE(grave.holds(word));
}

}  // namespace
}  // namespace assay::ipmi_wire
