// Filters that speak of CIM, over classes from MOF and instances of the repository.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/awaited/run.hpp"
#include "assay/cim-resource/cim_resource.hpp"
#include "assay/cim/class_uri.hpp"
#include "assay/cim/compile.hpp"
#include "assay/model/names.hpp"
#include "assay/mof/parse.hpp"
#include "assay/query/query.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/repository.hpp"
#include "assay/soap/writer.hpp"

namespace assay::cim_resource {
namespace {

using awaited::run;
using query::dialect::association;
using query::dialect::cql;
using query::dialect::selector;
using query::dialect::wql;
using soap::Element;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::string_view classes = R"(
    #pragma namespace("root/cimv2")
    class CIM_Element { [Key] string Name; string Caption; };
    class CIM_Process : CIM_Element { uint64 Size; };
    class CIM_Daemon : CIM_Process { boolean Running; };
    class CIM_Host : CIM_Element { };
    class CIM_Disk : CIM_Element { uint64 Size; string Tags[]; };
    [Association] class CIM_Link { [Key] CIM_Element REF Antecedent; [Key] CIM_Element REF Dependent; };
    [Association] class CIM_Runs : CIM_Link { };
    [Association] class CIM_Holds : CIM_Link { string Since; };
    instance of CIM_Host { Name = "box"; };
    instance of CIM_Host { Name = "alone"; };
    instance of CIM_Process { Name = "sh"; Size = 10; };
    instance of CIM_Process { Name = "bash"; Size = 200; };
    instance of CIM_Daemon { Name = "sshd"; Size = 3000; Running = true; };
    instance of CIM_Disk { Name = "sda"; Size = 500; Tags = {"fast", "root"}; };
    instance of CIM_Runs { Antecedent = "CIM_Host.Name=\"box\""; Dependent = "CIM_Process.Name=\"sh\""; };
    instance of CIM_Runs { Antecedent = "CIM_Host.Name=\"box\""; Dependent = "CIM_Daemon.Name=\"sshd\""; };
    instance of CIM_Holds { Antecedent = "CIM_Host.Name=\"box\""; Dependent = "CIM_Disk.Name=\"sda\""; Since = "now"; };
)";

const std::string dmtf{vocab::cim_uri::dmtf_class_base};
const std::string all_classes = "http://schemas.dmtf.org/wbem/wscim/1/*";

std::string gist(const model::Fault& fault) {
    return std::string{fault.subcode->local} + (fault.detail.empty() ? "" : " ") + fault.detail;
}

class QueriedTest : public testing::Test {
protected:
    QueriedTest() {
        const mof::Parsed parsed = mof::parse({.name = "test.mof", .text = std::string{classes}});
        compiled_ = cim::compile({&parsed.document, 1});
        EXPECT_TRUE(parsed.ok() && compiled_.ok())
            << (compiled_.ok() ? "" : mof::to_text(compiled_.diagnostics.front()));
        auto repository = std::make_shared<repository::Repository>(
            *compiled_.classes, std::make_unique<repository::MemoryStore>());
        repository->load(compiled_.instances);
        manager_ = std::make_unique<cim::ObjectManager>(compiled_.classes, repository);
        resource_ = std::make_unique<CimResource>(*manager_);
        request_.resource_uri = all_classes;
    }

    /// The members, written, or the fault.
    std::vector<std::string> members(const service::FilterText& filter) {
        wish_.filter = filter;
        const auto cursor = run(resource_->enumerate(request_, wish_));
        if (!cursor) return {gist(cursor.error())};
        std::vector<service::Item> items;
        while (*run((*cursor)->fill(items, 2)) > 0) continue;
        std::vector<std::string> shown;
        shown.reserve(items.size());
        for (const service::Item& each : items) shown.push_back(soap::write_element(each.object));
        return shown;
    }
    /// The Name of each member.
    std::vector<std::string> names(const service::FilterText& filter) {
        std::vector<std::string> found;
        for (const std::string& each : members(filter)) {
            const auto begin = each.find("Name>");
            found.push_back(begin == std::string::npos
                                ? each
                                : each.substr(begin + 5, each.find('<', begin) - begin - 5));
        }
        return found;
    }
    std::vector<std::string> selected(const std::string& text, std::string_view dialect = wql) {
        return names({.dialect = std::string{dialect}, .text = text});
    }

    cim::Compiled compiled_;
    std::unique_ptr<cim::ObjectManager> manager_;
    std::unique_ptr<CimResource> resource_;
    Request request_;
    service::EnumerationWish wish_;
};

Element filter_on(std::string_view kind, const std::string& host,
                  const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    constexpr auto wsmb = vocab::ns::wsmb;
    Element filter{vocab::QName{wsmb, kind}};
    Element& object = filter.add(Element{vocab::QName{wsmb, "Object"}});
    object.add(model::names::Address, "http://host/wsman");
    Element& parameters = object.add(Element{model::names::ReferenceParameters});
    parameters.add(model::names::ResourceURI, dmtf + "CIM_Host");
    Element& set = parameters.add(Element{model::names::SelectorSet});
    set.add(model::names::Selector, host).set({"", "Name"}, "Name");
    for (const auto& [field, value] : fields) filter.add(Element{vocab::QName{wsmb, field}}).text = value;
    return filter;
}

service::FilterText associated_with(const std::string& host,
                                    const std::vector<std::pair<std::string, std::string>>& fields = {},
                                    std::string_view kind = "AssociatedInstances") {
    return {.dialect = std::string{association}, .element = filter_on(kind, host, fields)};
}

TEST_F(QueriedTest, SelectsOfAClassAndThoseBelowIt) {
    EXPECT_THAT(selected("SELECT * FROM CIM_Process WHERE Size > 100"), UnorderedElementsAre("bash", "sshd"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Process WHERE Name LIKE '%SH'"),
                UnorderedElementsAre("sh", "bash"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Element WHERE __this ISA 'CIM_Daemon'"), ElementsAre("sshd"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Process WHERE Size > 100 AND Name = 'bash'", cql),
                ElementsAre("bash"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Process WHERE Name = 'nobody'"), IsEmpty());
    wish_.polymorphism = service::Polymorphism::none;
    EXPECT_THAT(selected("SELECT * FROM CIM_Process WHERE Size > 100"), ElementsAre("bash"));
}

TEST_F(QueriedTest, GivesPartsInXmlFragment) {
    const auto shown = members({.dialect = std::string{wql}, .text = "SELECT Size, Name FROM CIM_Disk"});
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_THAT(shown[0], HasSubstr("<wsman:XmlFragment"));
    EXPECT_THAT(shown[0], HasSubstr(":Name>sda</"));
    EXPECT_THAT(shown[0], HasSubstr(":Size>500</"));
    EXPECT_THAT(shown[0], testing::Not(HasSubstr("Tags")));
    EXPECT_THAT(shown[0], testing::Not(HasSubstr("CIM_Disk>")));
}

TEST_F(QueriedTest, KeepsToTheClassAndNamespaceOfTheResource) {
    request_.resource_uri = dmtf + "CIM_Disk";
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("sda"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Host"), ElementsAre("CannotProcessFilter"));
    request_.resource_uri = dmtf + "CIM_Nothing";
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("DestinationUnreachable InvalidResourceURI"));
    request_.resource_uri = std::string{vocab::cim_uri::wmi_class_base} + "root/cimv2/*";
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("sda"));
    request_.selectors = {{"__cimnamespace", "root/other"}};
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("InvalidSelectors InvalidValue"));
    request_.resource_uri = all_classes;
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("InvalidSelectors InvalidValue"));
    request_.selectors = {{"Name", "sda"}};
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), ElementsAre("InvalidSelectors UnexpectedSelectors"));
}

TEST_F(QueriedTest, ComparesSelectorsByType) {
    request_.resource_uri = dmtf + "CIM_Process";
    Element set{model::names::SelectorSet};
    set.add(model::names::Selector, "+200").set({"", "Name"}, "Size");
    EXPECT_THAT(names({.dialect = std::string{selector}, .element = set}), ElementsAre("bash"));
}

TEST_F(QueriedTest, FollowsAssociations) {
    EXPECT_THAT(names(associated_with("box")), UnorderedElementsAre("sh", "sshd", "sda"));
    EXPECT_THAT(names(associated_with("alone")), IsEmpty());
    EXPECT_THAT(names(associated_with("box", {{"AssociationClassName", "CIM_Runs"}})),
                UnorderedElementsAre("sh", "sshd"));
    EXPECT_THAT(names(associated_with("box", {{"ResultClassName", "CIM_Daemon"}})), ElementsAre("sshd"));
    EXPECT_THAT(names(associated_with("box", {{"Role", "Dependent"}})), IsEmpty());
    EXPECT_THAT(names(associated_with("box", {{"ResultRole", "Dependent"}, {"ResultClassName", "CIM_Disk"}})),
                ElementsAre("sda"));
}

TEST_F(QueriedTest, GivesTheAssociationsThemselves) {
    const auto shown =
        members(associated_with("box", {{"ResultClassName", "CIM_Holds"}}, "AssociationInstances"));
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_THAT(shown[0], HasSubstr(":Since>now</"));
    EXPECT_EQ(members(associated_with("box", {}, "AssociationInstances")).size(), 3U);
}

TEST_F(QueriedTest, LimitsThePropertiesOfResults) {
    const auto shown = members(associated_with("box", {{"ResultClassName", "CIM_Disk"},
                                                       {"IncludeResultProperty", "Size"},
                                                       {"IncludeResultProperty", "Nonsense"}}));
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_THAT(shown[0], HasSubstr("<wsman:XmlFragment"));
    EXPECT_THAT(shown[0], HasSubstr(":Size>500</"));
    EXPECT_THAT(shown[0], testing::Not(HasSubstr("Name>")));
}

TEST_F(QueriedTest, SaysTheSameInWql) {
    EXPECT_THAT(selected("ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE AssocClass=CIM_Runs"),
                UnorderedElementsAre("sh", "sshd"));
    EXPECT_THAT(selected("ASSOCIATORS OF {CIM_Disk.Name=\"sda\"}"), ElementsAre("box"));
    EXPECT_EQ(members({.dialect = std::string{wql}, .text = "REFERENCES OF {CIM_Host.Name=\"box\"}"}).size(),
              3U);
}

TEST_F(QueriedTest, FindsTheObjectByAClassAboveItsOwn) {
    EXPECT_THAT(selected("ASSOCIATORS OF {CIM_Process.Name=\"sshd\"}"), ElementsAre("box"));
    EXPECT_THAT(selected("ASSOCIATORS OF {CIM_Element.Name=\"sda\"} WHERE AssocClass = CIM_Holds"),
                ElementsAre("box"));
}

TEST_F(QueriedTest, NeedsTheObjectToBeThere) {
    EXPECT_THAT(names(associated_with("nobody")), ElementsAre("CannotProcessFilter"));
    EXPECT_THAT(selected("ASSOCIATORS OF {CIM_Host.Name=\"nobody\"}"), ElementsAre("CannotProcessFilter"));
}

TEST_F(QueriedTest, TellsWhereEachMemberIs) {
    wish_.mode = service::Mode::epr;
    wish_.filter = associated_with("box", {{"ResultClassName", "CIM_Disk"}});
    const auto cursor = run(resource_->enumerate(request_, wish_));
    std::vector<service::Item> items;
    EXPECT_EQ(*run((*cursor)->fill(items, 5)), 1U);
    EXPECT_EQ(items[0].resource_uri, dmtf + "CIM_Disk");
    EXPECT_EQ(*items[0].selectors.find("Name"), "sda");
}

TEST_F(QueriedTest, ShowsOnlyWhatTheCallerMayRead) {
    request_.caller.grants = std::make_shared<const model::Grants>(
        std::vector<model::Grant>{{.prefix = all_classes.substr(0, all_classes.size() - 1), .read = true},
                                  {.prefix = dmtf + "CIM_Disk"}});
    EXPECT_THAT(names(associated_with("box")), UnorderedElementsAre("sh", "sshd"));
    EXPECT_THAT(selected("SELECT * FROM CIM_Disk"), IsEmpty());
}

}  // namespace
}  // namespace assay::cim_resource
