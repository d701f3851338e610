#include "assay/memory/conformance.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace assay::memory {
namespace {

using service::Outcome;
using service::Request;

template <class T>
T run(service::awaitable<T> work) {
    boost::asio::io_context context;
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(work), [&](const std::exception_ptr& error, T value) {
        if (error) std::rethrow_exception(error);
        result.emplace(std::move(value));
    });
    context.run();
    return std::move(*result);
}

class ConformanceTest : public testing::Test {
protected:
    ConformanceTest() { add_conformance_resources(registry_, {}); }

    service::Resource& resource(std::string_view name) {
        return *registry_.find(std::string{conformance_base} + std::string{name});
    }
    std::string fault_of_get(std::string_view name) {
        const auto outcome = run(resource(name).get(request_));
        return outcome ? "none" : std::string{outcome.error().subcode->local};
    }
    std::size_t members(std::string_view name) {
        const auto cursor = run(resource(name).enumerate(request_, {}));
        std::vector<service::Item> items;
        while (cursor && *run((*cursor)->fill(items, 300)) > 0) continue;
        return items.size();
    }

    service::Registry registry_;
    Request request_;
};

TEST_F(ConformanceTest, HasOneResourceForEachKindOfRefusal) {
    EXPECT_EQ(fault_of_get("Assay_Offline"), "EndpointUnavailable");
    EXPECT_EQ(fault_of_get("Assay_Denied"), "AccessDenied");
    EXPECT_EQ(fault_of_get("Assay_Busy"), "Concurrency");
    EXPECT_EQ(fault_of_get("Assay_Broken"), "InternalError");
    EXPECT_EQ(fault_of_get("Assay_Many"), "ActionNotSupported");
}

TEST_F(ConformanceTest, HasTheItemsThatCasesRelyOn) {
    EXPECT_EQ(members("Assay_Item"), 27U);
    request_.selectors = {{"Name", "item-17"}};
    const auto item = run(resource("Assay_Item").get(request_));
    ASSERT_TRUE(item);
    EXPECT_EQ(item->children.at(1).text, "1");
    request_.selectors = {{"Name", "twin"}};
    EXPECT_EQ(fault_of_get("Assay_Item"), "InvalidSelectors");
}

TEST_F(ConformanceTest, HasAFeedOfThree) {
    const auto cursor = run(resource("Assay_Feed").enumerate(request_, {}));
    ASSERT_TRUE(cursor);
    std::vector<service::Item> items;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(*run((*cursor)->fill(items, 9)), 1U);
    EXPECT_EQ(items[2].selectors, (model::SelectorSet{{"Number", "3"}}));
    EXPECT_FALSE(resource("Assay_Feed").can_be_filtered());
}

TEST_F(ConformanceTest, HasSingletonsAndAThousandMembers) {
    EXPECT_EQ(members("Assay_ReadOnly"), 1U);
    EXPECT_EQ(members("Assay_Many"), 1'000U);
    EXPECT_GT(run(resource("Assay_Large").get(request_))->children.at(0).text.size(), 18'000U);
    request_.selectors = {{"Name", "x"}};
    EXPECT_EQ(fault_of_get("Assay_ReadOnly"), "InvalidSelectors");
}

}  // namespace
}  // namespace assay::memory
