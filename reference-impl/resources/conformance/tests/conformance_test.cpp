#include "assay/conformance/conformance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/awaited/run.hpp"
#include "assay/cim-resource/cim_resource.hpp"
#include "assay/cim/class_uri.hpp"
#include "assay/cim/compile.hpp"
#include "assay/mof/parse.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/repository.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::conformance {
namespace {

using awaited::run;
using service::Outcome;
using service::Request;
using testing::HasSubstr;

class ConformanceTest : public testing::Test {
protected:
    ConformanceTest() {
        const mof::Parsed parsed = mof::parse_file(ASSAY_SOURCE_DIR "/fixtures/mof/assay.mof");
        compiled_ = cim::compile({&parsed.document, 1});
        EXPECT_TRUE(compiled_.ok());
        repository_ = std::make_shared<repository::Repository>(*compiled_.classes,
                                                               std::make_unique<repository::MemoryStore>());
        repository_->load(compiled_.instances);
        repository_->load(items(*compiled_.classes, {}));
        manager_ = std::make_unique<cim::ObjectManager>(compiled_.classes, repository_);
        claim_classes(*manager_, repository_);
        resource_ = std::make_unique<cim_resource::CimResource>(*manager_);
    }
    Request to(std::string_view name, model::SelectorSet selectors = {}) {
        Request request;
        request.resource_uri = std::string{cim::assay_class_base} + std::string{name};
        request.selectors = std::move(selectors);
        request.wall = base::WallTime{std::chrono::hours{24}};
        return request;
    }
    template <class T>
    static std::string gist(const Outcome<T>& outcome) {
        return outcome ? "none" : std::string{outcome.error().subcode->local};
    }
    std::string get(std::string_view name, model::SelectorSet selectors = {}) {
        const auto outcome = run(resource_->get(to(name, std::move(selectors))));
        return outcome ? outcome->text : gist(outcome);
    }
    std::size_t members(std::string_view name) {
        const auto cursor = run(resource_->enumerate(to(name), {}));
        std::vector<service::Item> items;
        while (cursor && *run((*cursor)->fill(items, 300)) > 0) continue;
        return items.size();
    }
    soap::Element element(std::string_view of, const std::string& name,
                          const std::vector<std::pair<std::string, std::string>>& children) {
        const std::string uri = std::string{cim::assay_class_base} + std::string{of};
        soap::Element made{{uri, name}};
        for (const auto& [child, value] : children) made.add({uri, child}, value);
        return made;
    }
    std::string invoked(std::string_view of, model::SelectorSet selectors, const std::string& method,
                        const std::vector<std::pair<std::string, std::string>>& in) {
        Request request = to(of, std::move(selectors));
        request.action = request.resource_uri + '/' + method;
        request.body.push_back(element(of, method + "_INPUT", in));
        const auto outcome = run(resource_->invoke(request));
        return outcome ? outcome->text.substr(outcome->text.find('>') + 1) : gist(outcome);
    }
    std::string calculated(const std::string& method,
                           const std::vector<std::pair<std::string, std::string>>& in) {
        return invoked("Assay_Calculator", {{"Name", "abacus"}}, method, in);
    }

    cim::Compiled compiled_;
    std::shared_ptr<repository::Repository> repository_;
    std::unique_ptr<cim::ObjectManager> manager_;
    std::unique_ptr<cim_resource::CimResource> resource_;
};

TEST_F(ConformanceTest, HasOneClassForEachKindOfRefusal) {
    EXPECT_EQ(get("Assay_Offline"), "EndpointUnavailable");
    EXPECT_EQ(get("Assay_Denied"), "AccessDenied");
    EXPECT_EQ(get("Assay_Busy"), "Concurrency");
    EXPECT_EQ(get("Assay_Broken"), "InternalError");
    EXPECT_EQ(get("Assay_Many", {{"Index", "1"}}), "ActionNotSupported");
    const soap::Element nonsense{soap::Name{"urn:x", "Nonsense"}};
    EXPECT_EQ(gist(run(resource_->create(to("Assay_Offline"), nonsense))), "EndpointUnavailable");
    EXPECT_EQ(gist(run(resource_->put(to("Assay_Denied", {{"Any", "thing"}}), nonsense))), "AccessDenied");
    EXPECT_EQ(gist(run(resource_->remove(to("Assay_Busy")))), "Concurrency");
    EXPECT_EQ(gist(run(resource_->enumerate(to("Assay_Broken"), {}))), "InternalError");
}

TEST_F(ConformanceTest, HasTheItemsThatCasesRelyOn) {
    EXPECT_EQ(members("Assay_Item"), 27U);
    EXPECT_THAT(get("Assay_Item", {{"Name", "item-17"}}), HasSubstr("<p:Slot>1</p:Slot>"));
    EXPECT_EQ(get("Assay_Item", {{"Name", "twin"}}), "InvalidSelectors");
}

TEST_F(ConformanceTest, SetsWhatTheServiceAloneSets) {
    EXPECT_EQ(gist(run(resource_->create(
                  to("Assay_Item"),
                  element("Assay_Item", "Assay_Item", {{"Name", "new"}, {"Slot", "1"}, {"Label", "x"}})))),
              "none");
    EXPECT_THAT(get("Assay_Item", {{"Name", "new"}}),
                HasSubstr("<cim:Datetime>1970-01-02T00:00:00Z</cim:Datetime>"));
    const auto put =
        run(resource_->put(to("Assay_Access", {{"InstanceID", "one"}}),
                           element("Assay_Access", "Assay_Access",
                                   {{"Required", "x"}, {"RequiredList", "2"}, {"WriteOnly", "hush"}})));
    ASSERT_TRUE(put) << put.error().reason;
    EXPECT_THAT(put->text, HasSubstr("<p:Revision>2</p:Revision>"));
    EXPECT_THAT(put->text, HasSubstr("<p:WriteOnly xsi:nil=\"true\" />"));
}

TEST_F(ConformanceTest, HasSingletonsAndAThousandMembers) {
    EXPECT_EQ(members("Assay_ReadOnly"), 1U);
    EXPECT_EQ(members("Assay_Many"), 1'000U);
    EXPECT_GT(get("Assay_Large").size(), 18'000U);
    EXPECT_EQ(get("Assay_ReadOnly", {{"Name", "x"}}), "InvalidSelectors");
    EXPECT_EQ(gist(run(resource_->remove(to("Assay_ReadOnly")))), "ActionNotSupported");
    EXPECT_EQ(
        gist(run(resource_->create(to("Assay_ReadOnly"), element("Assay_ReadOnly", "Assay_ReadOnly", {})))),
        "ActionNotSupported");
    EXPECT_EQ(
        gist(run(resource_->put(to("Assay_ReadOnly"), element("Assay_ReadOnly", "Assay_ReadOnly", {})))),
        "ActionNotSupported");
}

TEST_F(ConformanceTest, HasAFeedOfThree) {
    service::Registry registry;
    add_feed(registry);
    service::Resource& feed = *registry.find(std::string{cim::assay_class_base} + "Assay_Feed");
    const auto cursor = run(feed.enumerate(to("Assay_Feed"), {}));
    ASSERT_TRUE(cursor);
    std::vector<service::Item> items;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(*run((*cursor)->fill(items, 9)), 1U);
    EXPECT_EQ(items[2].selectors, (model::SelectorSet{{"Number", "3"}}));
    EXPECT_FALSE(feed.can_be_filtered());
}

TEST_F(ConformanceTest, Calculates) {
    EXPECT_EQ(calculated("Add", {{"Left", "2"}, {"Right", "-5"}}),
              "<p:Sum>-3</p:Sum><p:ReturnValue>0</p:ReturnValue></p:Add_OUTPUT>");
    EXPECT_THAT(get("Assay_Calculator", {{"Name", "abacus"}}), HasSubstr("<p:Memory>-3</p:Memory>"));
    EXPECT_EQ(calculated("Clear", {}), "</p:Clear_OUTPUT>");
    EXPECT_EQ(calculated("Reverse", {{"List", "a"}, {"List", "b"}}),
              "<p:List>b</p:List><p:List>a</p:List><p:ReturnValue>0</p:ReturnValue></p:Reverse_OUTPUT>");
    EXPECT_EQ(calculated("Total", {{"Numbers", "1"}, {"Numbers", "2"}}),
              "<p:ReturnValue>3</p:ReturnValue></p:Total_OUTPUT>");
    EXPECT_EQ(calculated("Total", {}), "<p:ReturnValue xsi:nil=\"true\" /></p:Total_OUTPUT>");
    EXPECT_EQ(calculated("Fail", {{"How", "1"}}), "<p:ReturnValue>1</p:ReturnValue></p:Fail_OUTPUT>");
    EXPECT_EQ(calculated("Fail", {{"How", "2"}}), "InternalError");
    EXPECT_EQ(calculated("Describe", {{"Language", "seventeen letters"}}), "InvalidParameter");
    EXPECT_EQ(invoked("Assay_Calculator", {}, "Version", {}),
              "<p:Text>1.0</p:Text><p:ReturnValue>0</p:ReturnValue></p:Version_OUTPUT>");
}

TEST_F(ConformanceTest, AnswersWithTheMethodOfTheMostSpecialClass) {
    EXPECT_THAT(invoked("Assay_Level1", {{"InstanceID", "three"}}, "Level", {}),
                HasSubstr("<p:ReturnValue>1<"));
    EXPECT_THAT(invoked("Assay_Level1", {{"InstanceID", "seven"}}, "Level", {}),
                HasSubstr("<p:ReturnValue>4<"));
}

}  // namespace
}  // namespace assay::conformance
