#include "assay/cim-resource/cim_resource.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/awaited/run.hpp"
#include "assay/cim/compile.hpp"
#include "assay/mof/parse.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/repository.hpp"
#include "assay/soap/writer.hpp"

namespace assay::cim_resource {
namespace {

using awaited::run;
using cim::Instance;
using model::SelectorSet;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view classes = R"(
    #pragma namespace("root/assay")
    [Abstract] class Assay_Light { [Key] string Room; [Key, MinValue(1), MaxValue(9)] uint8 Number; [Write, Required] string Colour;
        uint32 Dim([In, Required] uint8 Percent, [In(false), Out] uint8 Before); };
    class Assay_Lamp : Assay_Light { [Write] uint32 Watts; datetime Made; [Write] string Note[];
        [Static] string Maker(); };
    class Assay_Spot : Assay_Lamp { [Write] uint16 Angle; };
    class Assay_Fixed { [Key] string Name; };
    class Assay_Only { [Write] string Text; };
    [Association] class Assay_Beside { [Key] Assay_Light REF Left; [Key] Assay_Light REF Right; };
    instance of Assay_Lamp { Room = "hall"; Number = 1; Colour = "red"; Watts = 40; };
    instance of Assay_Lamp { Room = "hall"; Number = 2; Colour = "blue"; };
    instance of Assay_Spot { Room = "attic"; Number = 1; Colour = "red"; Angle = 30; };
    instance of Assay_Fixed { Name = "rock"; };
    instance of Assay_Only { Text = "alone"; };
    instance of Assay_Beside { Left = "Assay_Lamp.Room=\"hall\",Number=1"; Right = "Assay_Lamp.Room=\"hall\",Number=2"; };
    #pragma namespace("root/cimv2")
    class CIM_Thing { [Key] string Name; };
    class Win32_Thing : CIM_Thing { string Drive; };
    instance of Win32_Thing { Name = "disk"; Drive = "C:"; };
)";

const std::string base{cim::assay_class_base};

template <class T>
std::string gist(const Outcome<T>& outcome) {
    if (outcome) return "fine";
    const model::Fault& fault = outcome.error();
    return std::string{fault.subcode->local} + (fault.detail.empty() ? "" : " ") + fault.detail;
}

/// Has the one method that instances have here.
class Dimmer final : public cim::Provider {
public:
    explicit Dimmer(std::shared_ptr<cim::Provider> kept) : kept_{std::move(kept)} {}

    awaitable<Outcome<Instance>> get(const cim::Call& call, const cim::ObjectPath& path) override {
        return kept_->get(call, path);
    }
    awaitable<Outcome<cim::MethodResult>> invoke(const cim::Call&, const cim::ObjectPath& path,
                                                 const cim::Method& method,
                                                 std::vector<cim::Value> in) override {
        if (method.is_static)
            co_return cim::MethodResult{.return_value = path.keys.empty() ? "us" : path.to_string()};
        co_return cim::MethodResult{.return_value = 0U, .parameters = {cim::Value{}, in[0]}};
    }

private:
    std::shared_ptr<cim::Provider> kept_;
};

class CimResourceTest : public testing::Test {
protected:
    CimResourceTest() {
        const mof::Parsed parsed = mof::parse({.name = "test.mof", .text = std::string{classes}});
        compiled_ = cim::compile({&parsed.document, 1});
        EXPECT_TRUE(parsed.ok() && compiled_.ok())
            << (compiled_.ok() ? "" : mof::to_text(compiled_.diagnostics.front()));
        auto repository = std::make_shared<repository::Repository>(
            *compiled_.classes, std::make_unique<repository::MemoryStore>());
        repository->load(compiled_.instances);
        manager_ = std::make_unique<cim::ObjectManager>(compiled_.classes, repository);
        manager_->claim("root/assay", "Assay_Spot", std::make_shared<Dimmer>(repository));
        resource_ = std::make_unique<CimResource>(*manager_);
    }
    static Request to(std::string uri, SelectorSet selectors = {}) {
        Request request;
        request.resource_uri = std::move(uri);
        request.selectors = std::move(selectors);
        return request;
    }
    std::string get(SelectorSet selectors, const std::string& name = "Assay_Lamp") {
        return gist(run(resource_->get(to(base + name, std::move(selectors)))));
    }
    std::string got(const Request& request) {
        const auto outcome = run(resource_->get(request));
        return outcome ? soap::write_element(*outcome) : gist(outcome);
    }
    static soap::Element lamp(const std::vector<std::pair<std::string, std::string>>& properties,
                              const std::string& name = "Assay_Lamp") {
        soap::Element made{{base + name, name}};
        for (const auto& [property, value] : properties) made.add({base + name, property}, value);
        return made;
    }
    std::string put(const soap::Element& representation) {
        return gist(run(
            resource_->put(to(base + "Assay_Lamp", {{"Room", "hall"}, {"Number", "1"}}), representation)));
    }
    std::string create(const soap::Element& representation, const std::string& name = "Assay_Lamp") {
        return gist(run(resource_->create(to(base + name), representation)));
    }
    /// What an enumeration shows of each member.
    std::vector<std::string> all(const Request& request, const service::EnumerationWish& wish = {}) {
        const auto cursor = run(resource_->enumerate(request, wish));
        if (!cursor) return {gist(cursor)};
        std::vector<service::Item> items;
        while (*run((*cursor)->fill(items, 2)) > 0) continue;
        std::vector<std::string> shown;
        for (const service::Item& each : items) {
            std::string octets = each.object.is_written() ? each.object.text : "";
            shown.push_back(octets.substr(0, octets.find(' ')) +
                            (octets.find(":Angle") == octets.npos ? "" : " Angle"));
            if (wish.wants_references())
                shown.back() += each.resource_uri.substr(each.resource_uri.rfind('/') + 1) + '?' +
                                *each.selectors.find("Room");
        }
        return shown;
    }
    std::string invoked(const std::string& name, SelectorSet selectors, const std::string& method,
                        std::optional<soap::Element> body) {
        Request request = to(base + name, std::move(selectors));
        request.action = base + method;
        if (body) request.body.push_back(std::move(*body));
        const auto outcome = run(resource_->invoke(request));
        return outcome ? outcome->text : gist(outcome);
    }

    cim::Compiled compiled_;
    std::unique_ptr<cim::ObjectManager> manager_;
    std::unique_ptr<CimResource> resource_;
};

TEST_F(CimResourceTest, FindsAnInstanceByItsKeys) {
    EXPECT_THAT(got(to(base + "Assay_Lamp", {{"Room", "hall"}, {"Number", "1"}})),
                HasSubstr("<p:Colour>red</p:Colour><p:Made xsi:nil=\"true\" /><p:Note "
                          "xsi:nil=\"true\" /><p:Number>1</p:Number>"
                          "<p:Room>hall</p:Room><p:Watts>40</p:Watts></p:Assay_Lamp>"));
    EXPECT_EQ(get({{"ROOM", "hall"}, {"number", "2"}}), "fine") << "names of selectors have no case";
    EXPECT_EQ(get({{"Number", "2"}}), "fine") << "some keys do when they name only one";
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "1"}, {"__cimnamespace", "root/assay"}}), "fine");
    EXPECT_EQ(get({}, "Assay_Only"), "fine");
}

TEST_F(CimResourceTest, RefusesSelectorsThatNameNoInstance) {
    EXPECT_EQ(get({}), "InvalidSelectors InsufficientSelectors");
    EXPECT_EQ(get({{"__cimnamespace", "root/assay"}}), "InvalidSelectors InsufficientSelectors");
    EXPECT_EQ(get({{"Room", "hall"}}), "InvalidSelectors AmbiguousSelectors");
    EXPECT_EQ(get({{"Room", "hall"}, {"Watts", "1"}}), "InvalidSelectors UnexpectedSelectors");
    EXPECT_EQ(get({{"Room", "hall"}, {"Colours", "1"}}), "InvalidSelectors UnexpectedSelectors");
    EXPECT_EQ(get({{"Room", "hall"}, {"room", "hall"}}), "InvalidSelectors DuplicateSelectors");
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "one"}}), "InvalidSelectors TypeMismatch");
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "10"}}), "InvalidSelectors InvalidValue");
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "256"}}), "InvalidSelectors InvalidValue");
    EXPECT_EQ(get({{"Room", "hall"}, {"Number", "9"}}), "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(get({{"Room", "HALL"}, {"Number", "1"}}), "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(get({{"Text", "x"}}, "Assay_Only"), "InvalidSelectors UnexpectedSelectors");
    const auto epr =
        std::make_shared<const model::Epr>(model::Epr{.address = "", .resource_uri = base + "Assay_Lamp"});
    EXPECT_EQ(get({{.name = "Room", .value = "", .reference = epr}, {"Number", "1"}}),
              "InvalidSelectors TypeMismatch");
}

TEST_F(CimResourceTest, IgnoresTheCaseOfValuesWhenTheDialectDoes) {
    Request request = to(base + "Assay_Lamp", {{"Room", "HALL"}, {"Number", "1"}});
    request.profile = &model::winrm;
    EXPECT_THAT(got(request), HasSubstr("<p:Room>hall</p:Room>"));
}

TEST_F(CimResourceTest, FindsClassesByUriAndNamespace) {
    const std::string dmtf{vocab::cim_uri::dmtf_class_base};
    const std::string wmi = std::string{vocab::cim_uri::wmi_class_base} + "root/cimv2/";
    EXPECT_THAT(got(to(wmi + "Win32_Thing", {{"Name", "disk"}})), HasSubstr("wmi/root/cimv2/Win32_Thing\""));
    EXPECT_THAT(got(to(dmtf + "CIM_Thing", {{"Name", "disk"}})), HasSubstr("<p:Win32_Thing xmlns:p=\"" + wmi))
        << "an instance of a subclass is shown as itself";
    EXPECT_THAT(got(to(wmi + "CIM_Thing", {{"Name", "disk"}})), HasSubstr("<p:Win32_Thing xmlns:p=\"" + wmi));
    EXPECT_EQ(got(to(dmtf + "CIM_Nothing")), "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(got(to(base + "CIM_Thing")), "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(got(to("urn:x")), "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(got(to(dmtf + "CIM_Thing", {{"__cimnamespace", "root/nowhere"}})),
              "InvalidSelectors InvalidValue");
    EXPECT_EQ(got(to(wmi + "Win32_Thing", {{"__cimnamespace", "root/assay"}})),
              "InvalidSelectors InvalidValue");
    EXPECT_EQ(got(to(dmtf + "CIM_Thing", {{"__cimnamespace", "root/assay"}})),
              "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(got(to("http://schemas.dmtf.org/wbem/wscim/1/*")), "ActionNotSupported");
    EXPECT_THAT(all(to("http://schemas.dmtf.org/wbem/wscim/1/*")),
                ElementsAre("UnsupportedFeature FilteringRequired"));
}

TEST_F(CimResourceTest, PutChangesWhatMayBeChanged) {
    EXPECT_EQ(put(lamp({{"Room", "hall"}, {"Number", "1"}, {"Colour", "green"}, {"Watts", "60"}})), "fine");
    EXPECT_THAT(got(to(base + "Assay_Lamp", {{"Room", "hall"}, {"Number", "1"}})),
                HasSubstr("<p:Watts>60</p:Watts>"));
    EXPECT_EQ(put(lamp({{"Colour", "white"}})), "fine") << "what is left out is unchanged";
    EXPECT_THAT(got(to(base + "Assay_Lamp", {{"Room", "hall"}, {"Number", "1"}})),
                HasSubstr("<p:Watts>60</p:Watts>"));
    EXPECT_EQ(put(lamp({{"Room", "hall"}, {"Number", "3"}, {"Colour", "green"}})),
              "InvalidRepresentation InvalidValues");
    EXPECT_EQ(put(lamp({{"Watts", "1"}})), "InvalidRepresentation MissingValues");
    EXPECT_EQ(gist(run(resource_->put(to(base + "Assay_Fixed", {{"Name", "rock"}}),
                                      lamp({{"Name", "rock"}}, "Assay_Fixed")))),
              "ActionNotSupported")
        << "nothing of it may be written";
    EXPECT_EQ(gist(run(resource_->put(to(base + "Assay_Lamp", {{"Room", "attic"}, {"Number", "1"}}),
                                      lamp({{"Colour", "x"}})))),
              "DestinationUnreachable InvalidResourceURI")
        << "a spot is changed as a spot";
}

TEST_F(CimResourceTest, CreatesAndDeletes) {
    EXPECT_EQ(create(lamp({{"Room", "porch"}, {"Number", "1"}, {"Colour", "green"}})), "fine");
    EXPECT_EQ(create(lamp({{"Room", "porch"}, {"Number", "1"}, {"Colour", "green"}})), "AlreadyExists");
    EXPECT_EQ(create(lamp({{"Room", "porch"}, {"Colour", "green"}})), "InvalidRepresentation MissingValues");
    EXPECT_EQ(create(lamp({{"Room", "porch"}, {"Number", "12"}, {"Colour", "green"}})),
              "InvalidRepresentation InvalidValues");
    EXPECT_EQ(create(lamp({}, "Assay_Light"), "Assay_Light"), "ActionNotSupported") << "it is abstract";
    const auto made = run(resource_->create(to(base + "Assay_Lamp", {{"Room", "porch"}, {"Number", "2"}}),
                                            lamp({{"Colour", "green"}})));
    ASSERT_TRUE(made) << "selectors may give the keys";
    EXPECT_EQ(*made, (SelectorSet{{"Number", "2"}, {"Room", "porch"}, {"__cimnamespace", "root/assay"}}));
    const auto remove = [&] {
        return gist(run(resource_->remove(to(base + "Assay_Light", {{"Room", "porch"}, {"Number", "1"}}))));
    };
    EXPECT_EQ(remove(), "fine") << "also by the name of a class above";
    EXPECT_EQ(remove(), "DestinationUnreachable InvalidResourceURI");
}

TEST_F(CimResourceTest, EnumeratesTheClassAndThoseBelowInEachMode) {
    const service::EnumerationWish references{.mode = service::Mode::object_and_epr};
    // A provider that has no instances() is passed over in an enumeration of a class above.
    EXPECT_THAT(all(to(base + "Assay_Light"), references),
                ElementsAre("<p:Assay_LampAssay_Lamp?hall", "<p:Assay_LampAssay_Lamp?hall"));
    EXPECT_THAT(all(to(base + "Assay_Spot")), ElementsAre("ActionNotSupported"));
    EXPECT_THAT(all(to(base + "Assay_Lamp", {{"Number", "2"}})), ElementsAre("<p:Assay_Lamp"));
    EXPECT_THAT(all(to(base + "Assay_Lamp", {{"Colour", "2"}})),
                ElementsAre("InvalidSelectors UnexpectedSelectors"));
    EXPECT_THAT(all(to(base + "Assay_Beside")), ElementsAre("<p:Assay_Beside"));
}

TEST_F(CimResourceTest, CastsInstancesOfSubclassesAsTheModeSays) {
    const std::string dmtf{vocab::cim_uri::dmtf_class_base};
    using service::Polymorphism;
    const auto mode = [&](Polymorphism of) { return all(to(dmtf + "CIM_Thing"), {.polymorphism = of}); };
    EXPECT_THAT(all(to(dmtf + "CIM_Thing")), ElementsAre("<p:Win32_Thing"));
    EXPECT_THAT(mode(Polymorphism::include_subclass_properties), ElementsAre("<p:Win32_Thing"));
    EXPECT_THAT(mode(Polymorphism::exclude_subclass_properties), ElementsAre("<p:CIM_Thing"));
    EXPECT_THAT(mode(Polymorphism::none), ElementsAre());
}

TEST_F(CimResourceTest, InvokesMethodsOfInstancesAndOfClasses) {
    const SelectorSet attic{{"Room", "attic"}, {"Number", "1"}};
    const auto input = [](const std::string& name, const std::string& percent) {
        soap::Element made{{base + name, "Dim_INPUT"}};
        made.add({base + name, "Percent"}, percent);
        return made;
    };
    EXPECT_THAT(invoked("Assay_Spot", attic, "Assay_Spot/Dim", input("Assay_Spot", "50")),
                HasSubstr("><p:Before>50</p:Before><p:ReturnValue>0</p:ReturnValue></p:Dim_OUTPUT>"));
    EXPECT_THAT(invoked("Assay_Lamp", attic, "Assay_Light/Dim", input("Assay_Lamp", "50")),
                HasSubstr("Dim_OUTPUT xmlns:p=\"" + base + "Assay_Lamp\""));
    EXPECT_THAT(invoked("Assay_Spot", {}, "Assay_Spot/Maker", std::nullopt),
                HasSubstr("<p:ReturnValue>us</p:ReturnValue>"));
    EXPECT_EQ(invoked("Assay_Spot", attic, "Assay_Spot/Dim", input("Assay_Spot", "500")),
              "InvalidParameter TypeMismatch");
    EXPECT_EQ(invoked("Assay_Spot", attic, "Assay_Spot/Dim", std::nullopt), "InvalidParameter InvalidName");
    EXPECT_EQ(invoked("Assay_Spot", attic, "Assay_Spot/dim", input("Assay_Spot", "50")),
              "ActionNotSupported");
    EXPECT_EQ(invoked("Assay_Spot", attic, "Assay_Only/Dim", input("Assay_Spot", "50")),
              "ActionNotSupported");
    EXPECT_EQ(invoked("Assay_Spot", {}, "Assay_Spot/Dim", input("Assay_Spot", "50")),
              "InvalidSelectors InsufficientSelectors");
    EXPECT_EQ(invoked("Assay_Lamp", {{"Room", "hall"}, {"Number", "1"}}, "Assay_Lamp/Dim",
                      input("Assay_Lamp", "50")),
              "ActionNotSupported")
        << "its provider has no such method";
}

TEST_F(CimResourceTest, NamesAssociationsByNestedReferences) {
    const auto epr = [](const std::string& number) {
        return std::make_shared<const model::Epr>(
            model::Epr{.address = "http://h",
                       .resource_uri = base + "Assay_Lamp",
                       .selectors = {{"Room", "hall"}, {"Number", number}}});
    };
    EXPECT_EQ(get({{.name = "Left", .value = "", .reference = epr("1")},
                   {.name = "Right", .value = "", .reference = epr("2")}},
                  "Assay_Beside"),
              "fine");
    EXPECT_EQ(get({{.name = "Left", .value = "", .reference = epr("2")},
                   {.name = "Right", .value = "", .reference = epr("2")}},
                  "Assay_Beside"),
              "DestinationUnreachable InvalidResourceURI");
    EXPECT_EQ(get({{"Left", "lamp"}}, "Assay_Beside"), "InvalidSelectors TypeMismatch");
}

}  // namespace
}  // namespace assay::cim_resource
