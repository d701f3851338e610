#include "assay/repository/packed_map.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

namespace assay::repository {
namespace {

using testing::ElementsAre;

std::vector<std::string> keys_after(const PackedMap& map, const std::optional<std::string>& after,
                                    std::size_t most = 1000) {
    std::vector<Entry> entries;
    map.next(after, most, entries);
    std::vector<std::string> keys;
    keys.reserve(entries.size());
    for (const Entry& each : entries) keys.push_back(each.key);
    return keys;
}

TEST(PackedMap, KeepsItsKeysInOrder) {
    PackedMap map;
    for (const char* key : {"fan", "", "disk", "psu", "cpu"}) EXPECT_TRUE(map.insert(key, "x"));
    EXPECT_THAT(keys_after(map, std::nullopt), ElementsAre("", "cpu", "disk", "fan", "psu"));
    EXPECT_THAT(keys_after(map, "disk"), ElementsAre("fan", "psu"));
    EXPECT_THAT(keys_after(map, "dog", 1), ElementsAre("fan"));
    EXPECT_THAT(keys_after(map, "psu"), ElementsAre());
}

TEST(PackedMap, RefusesWhatIsThereAndWhatIsNot) {
    PackedMap map;
    EXPECT_TRUE(map.insert("fan", "1"));
    EXPECT_FALSE(map.insert("fan", "2"));
    EXPECT_FALSE(map.replace("disk", "2"));
    EXPECT_FALSE(map.erase("disk"));
    EXPECT_EQ(map.find("fan"), "1");
    EXPECT_EQ(map.find("disk"), std::nullopt);
    EXPECT_EQ(map.size(), 1U);
}

/// What an entry of so many octets takes on average, in the order of `numbers`.
double octets_an_entry(const std::vector<int>& numbers, std::size_t octets) {
    PackedMap map;
    for (const int number : numbers) {
        const std::string key = std::to_string(number);
        map.insert(key, std::string(octets - key.size(), 'v'));
    }
    return static_cast<double>(map.octets()) / static_cast<double>(numbers.size());
}

TEST(PackedMap, TakesLittleMoreThanTheOctetsOfItsEntries) {
    std::vector<int> numbers(10'000);
    std::iota(numbers.begin(), numbers.end(), 10'000);
    EXPECT_LT(octets_an_entry(numbers, 52), 52 + 2 + 2);
    std::ranges::shuffle(numbers, std::mt19937{42});
    EXPECT_LT(octets_an_entry(numbers, 52), 52 * 1.5);  // blocks that were halved
}

/// Does what a std::map does, whatever is done to both.
class Twins {
public:
    void step(std::mt19937& dice) {
        // few keys at first, then many; a long value now and then
        const std::string key = "key-" + std::to_string(dice() % 4000);
        const std::string value(dice() % 50 == 0 ? dice() % 6000 : dice() % 60, 'v');
        switch (dice() % 4) {
            case 0: EXPECT_EQ(map.erase(key), honest.erase(key) == 1); break;
            case 1:
                EXPECT_EQ(map.replace(key, value), honest.contains(key));
                if (honest.contains(key)) honest[key] = value;
                break;
            default: EXPECT_EQ(map.insert(key, value), honest.try_emplace(key, value).second);
        }
    }
    void compare() const {
        ASSERT_EQ(map.size(), honest.size());
        std::vector<Entry> entries;
        std::optional<std::string> after;
        do {
            const std::size_t before = entries.size();
            map.next(after, 7, entries);
            if (entries.size() == before) break;
            after = entries.back().key;
        } while (true);
        ASSERT_EQ(entries.size(), honest.size());
        auto expected = honest.begin();
        for (const Entry& each : entries) {
            ASSERT_EQ(each.key, expected->first);
            ASSERT_EQ(each.value, expected->second);
            ASSERT_EQ(map.find(each.key), expected->second);
            ++expected;
        }
    }

    PackedMap map;
    std::map<std::string, std::string> honest;
};

TEST(PackedMap, AgreesWithAnOrdinaryMapInAnyOrderOfChanges) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        std::mt19937 dice{seed};
        Twins twins;
        for (int i = 0; i < 20'000; ++i) twins.step(dice);
        twins.compare();
        while (!twins.honest.empty()) {
            EXPECT_TRUE(twins.map.erase(twins.honest.begin()->first));
            twins.honest.erase(twins.honest.begin());
        }
        twins.compare();
    }
}

}  // namespace
}  // namespace assay::repository
