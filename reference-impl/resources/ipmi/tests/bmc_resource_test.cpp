#include "../src/bmc_resource.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace assay::ipmi {
namespace {

using testing::HasSubstr;

/// Two instances that need no BMC; `broken` makes it fail like one.
class Pair final : public BmcResource {
public:
    explicit Pair(ipmi_client::Client& client) : BmcResource{client, "CIM_Pair", {"Name", "Side"}} {}
    std::optional<ipmi_client::Error> broken;

protected:
    awaitable<Outcome<std::vector<service::Item>>> instances(const model::SelectorSet&) override {
        if (broken) co_return fault_of(*broken);
        std::vector<service::Item> items;
        for (const char* side : {"left", "right"}) {
            items.push_back({.object = soap::Element{{"", "CIM_Pair"}, side},
                             .selectors = {{"Name", "pair"}, {"Side", side}}});
        }
        co_return items;
    }
};

class BmcResources : public testing::Test {
protected:
    /// The instance's text, or the fault's detail and reason.
    std::string get(const model::SelectorSet& selectors) {
        model::Request request;
        request.selectors = selectors;
        auto answer = boost::asio::co_spawn(context, pair.get(request), boost::asio::use_future);
        context.restart();
        context.run();
        const auto outcome = answer.get();
        return outcome ? outcome->text : outcome.error().detail + ": " + outcome.error().reason;
    }

    boost::asio::io_context context;
    ipmi_client::Client client{context.get_executor(), {.host = "127.0.0.1", .port = 1, .credentials = {}}};
    Pair pair{client};
};

TEST_F(BmcResources, AreFoundByTheirKeys) {
    EXPECT_EQ(get({{"Name", "pair"}, {"Side", "right"}}), "right");
    EXPECT_EQ(get({{"Side", "left"}}), "left") << "keys that match exactly one are enough";
    EXPECT_EQ(get({{"Side", "left"}, {"__cimnamespace", "root/hardware"}}), "left");
}

TEST_F(BmcResources, AreRefusedForSelectorsThatDoNotFit) {
    EXPECT_THAT(get({}), HasSubstr("InsufficientSelectors"));
    EXPECT_THAT(get({{"Name", "pair"}}), HasSubstr("AmbiguousSelectors"));
    EXPECT_THAT(get({{"Colour", "red"}}), HasSubstr("UnexpectedSelectors"));
    EXPECT_THAT(get({{"Side", "left"}, {"__cimnamespace", "root/cimv2"}}), HasSubstr("InvalidValue"));
    EXPECT_THAT(get({{"Side", "top"}}), HasSubstr("no such instance"));
}

TEST_F(BmcResources, SayWhatIsWrongWithTheBmc) {
    pair.broken = {.trouble = ipmi_client::Trouble::unreachable, .message = "BMC x: no answer"};
    EXPECT_EQ(get({{"Side", "left"}}), "ResourceOffline: BMC x: no answer");
    EXPECT_EQ(fault_of(*pair.broken).subcode->local, "EndpointUnavailable");
    EXPECT_EQ(fault_of({.trouble = ipmi_client::Trouble::wrong_password, .message = "m"}).subcode->local,
              "InternalError");
}

}  // namespace
}  // namespace assay::ipmi
