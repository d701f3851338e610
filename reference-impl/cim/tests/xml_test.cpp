#include "assay/cim/xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "assay/cim/compile.hpp"
#include "assay/mof/parse.hpp"
#include "assay/soap/reader.hpp"
#include "assay/soap/writer.hpp"

namespace assay::cim {
namespace {

constexpr std::string_view classes = R"(
    class Assay_Part { string Name; [EmbeddedInstance("Assay_Part")] string Inner; };
    class Assay_Special : Assay_Part { uint8 Extra; };
    class Assay_All {
        [Key] string Id; [Write] boolean Truth; [Write] uint8 Small; [Write] sint64 Large; [Write] real32 Single;
        [Write] real64 Twice; [Write] char16 Mark; [Write, Required] string Text; [Write] datetime When;
        [Write] string Many[]; [Write, OctetString] uint8 Octets[]; [Write, OctetString] string Hex[];
        [Write, EmbeddedInstance("Assay_Part")] string Part; [Write, EmbeddedInstance("Assay_Part")] string Parts[];
        uint32 Fixed; [Write, Read(false)] string Secret; [Write, MaxLen(3)] string Short;
        uint32 Do([In, Required] uint8 Count, [In] string Names[], [In, Out] string Both, [In(false), Out] datetime At,
                  [In] Assay_All REF Other);
        void Rest(); };
    class Assay_Sub : Assay_All { string More; };
    [Association] class Assay_Tie { [Key] Assay_All REF From; [Key] Assay_All REF To; };
)";

class Xml : public testing::Test {
protected:
    Xml() {
        parsed_ = mof::parse({.name = "test.mof", .text = std::string{classes}});
        made_ = compile({&parsed_.document, 1}, "root/assay");
        EXPECT_TRUE(parsed_.ok() && made_.ok())
            << (made_.ok() ? "" : mof::to_text(made_.diagnostics.front()));
    }
    ClassPtr find(std::string_view name) { return made_.classes->find("root/assay", name); }
    Instance all() {
        Instance made{find("Assay_All")};
        made.set("Id", "one");
        made.set("Text", "a < b & \"c\"");
        return made;
    }
    /// The content of the property's elements, from `<p:Name` on, without the prefix.
    static std::string shown(const Instance& instance, std::string_view property) {
        const std::string octets = to_octets(instance);
        const std::string open = "<p:" + std::string{property};
        const std::string close = "</p:" + std::string{property} + ">";
        const std::size_t from = octets.find(open);
        if (from == octets.npos) return {};
        const std::size_t nil = octets.find("/>", from);
        const std::size_t last = octets.rfind(close);
        const std::size_t end = last == octets.npos ? nil + 2 : last + close.size();
        return octets.substr(from, end - from);
    }
    /// Octets of one element as the reader of messages gives them.
    static soap::Element read(const std::string& octets) {
        const std::string message =
            R"(<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>)" + octets +
            "</s:Body></s:Envelope>";
        const auto result = soap::make_reader()->read(base::octets_of(message), "UTF-8");
        const auto* envelope = std::get_if<soap::Envelope>(&result);
        EXPECT_NE(envelope, nullptr) << octets;
        return envelope == nullptr ? soap::Element{} : envelope->body.at(0);
    }
    ReadContext context(std::string_view name) {
        return {.classes = *made_.classes, .uri = find(name)->uri(), .name_space = "root/assay"};
    }
    std::string refusal(const std::string& properties, Purpose purpose = Purpose::put) {
        const auto outcome =
            read_instance(context("Assay_All"), wrapped("Assay_All", properties), all(), purpose);
        return outcome ? "taken" : outcome.error().detail;
    }
    static soap::Element wrapped(const std::string& name, const std::string& content) {
        return read("<p:" + name +
                    " xmlns:p=\"http://schemas.assay.example/wbem/1/Assay_All\" "
                    "xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\" "
                    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
                    content + "</p:" + name + ">");
    }

    mof::Parsed parsed_;
    Compiled made_;
};

TEST_F(Xml, LeavesNullElementsOfArraysOutWhereTheFormWantsIt) {
    Instance listed{find("Assay_All")};
    listed.set("Many", Value::Array{"one", Value{}, "three"});
    const auto count = [](const std::string& octets, std::string_view what) {
        std::size_t found = 0;
        for (auto at = octets.find(what); at != octets.npos; at = octets.find(what, at + 1)) ++found;
        return found;
    };
    EXPECT_EQ(count(to_octets(listed), "<p:Many"), 3U);
    EXPECT_EQ(count(to_octets(listed, {.null_elements = false}), "<p:Many"), 2U);
    const auto tree = to_element(listed, {.null_elements = false});
    EXPECT_EQ(
        std::ranges::count_if(tree.children, [](const auto& each) { return each.name.local == "Many"; }), 2);
}

TEST_F(Xml, WritesAWholeInstance) {
    Instance part{find("Assay_Part")};
    part.set("Name", "wheel");
    EXPECT_EQ(to_octets(part),
              "<p:Assay_Part xmlns:p=\"http://schemas.assay.example/wbem/1/Assay_Part\""
              " xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\""
              " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
              "<p:Inner xsi:nil=\"true\" /><p:Name>wheel</p:Name></p:Assay_Part>");
    EXPECT_THAT(to_octets(part, {.uri = "urn:x"}), testing::HasSubstr("xmlns:p=\"urn:x\""));
}

TEST_F(Xml, WritesEachTypeInItsLexicalForm) {
    Instance made = all();
    made.set("Truth", true);
    made.set("Small", 255);
    made.set("Large", INT64_MIN);
    made.set("Single", 0.1);
    made.set("Twice", 0.1);
    made.set("Mark", u'é');
    EXPECT_EQ(shown(made, "Truth"), "<p:Truth>true</p:Truth>");
    EXPECT_EQ(shown(made, "Small"), "<p:Small>255</p:Small>");
    EXPECT_EQ(shown(made, "Large"), "<p:Large>-9223372036854775808</p:Large>");
    EXPECT_EQ(shown(made, "Single"), "<p:Single>0.1</p:Single>");
    EXPECT_EQ(shown(made, "Twice"), "<p:Twice>0.1</p:Twice>");
    EXPECT_EQ(shown(made, "Mark"), "<p:Mark>é</p:Mark>");
    EXPECT_EQ(shown(made, "Text"), "<p:Text>a &lt; b &amp; \"c\"</p:Text>");
}

TEST_F(Xml, WritesArraysAsRepeatedElements) {
    Instance made = all();
    EXPECT_EQ(shown(made, "Many"), "<p:Many xsi:nil=\"true\" />");
    made.set("Many", Value::Array{});
    EXPECT_EQ(shown(made, "Many"), "");
    made.set("Many", Value::Array{"b", Value{}, "a"});
    EXPECT_EQ(shown(made, "Many"), "<p:Many>b</p:Many><p:Many xsi:nil=\"true\" /><p:Many>a</p:Many>");
    made.set("Octets", Value::Array{0, 0, 0, 6, 1, 255});
    EXPECT_EQ(shown(made, "Octets"), "<p:Octets>AAAABgH/</p:Octets>");
    made.set("Hex", Value::Array{"0x000000050A"});
    EXPECT_EQ(shown(made, "Hex"), "<p:Hex>000000050A</p:Hex>");
}

TEST_F(Xml, WritesDatetimesAsTheirKindOf) {
    const auto when = [&](std::string_view text) {
        Instance made = all();
        made.set("When", *Datetime::parse(text));
        return shown(made, "When").substr(8);
    };
    EXPECT_EQ(when("20261120193107.250000+060"),
              "<cim:Datetime>2026-11-20T19:31:07.25+01:00</cim:Datetime></p:When>");
    EXPECT_EQ(when("20261120183107.000000+000"),
              "<cim:Datetime>2026-11-20T18:31:07Z</cim:Datetime></p:When>");
    EXPECT_EQ(when("00000042010203.000004:000"), "<cim:Interval>P42DT1H2M3.000004S</cim:Interval></p:When>");
    EXPECT_EQ(when("20261120******.******-330"), "<cim:Date>2026-11-20-05:30</cim:Date></p:When>");
    EXPECT_EQ(when("********183107.000000+000"), "<cim:Time>18:31:07Z</cim:Time></p:When>");
    EXPECT_EQ(when("2026**********.******+000"),
              "<cim:CIM_DateTime>2026**********.******+000</cim:CIM_DateTime></p:When>");
    EXPECT_EQ(when("00000000000000.000000+000"),
              "<cim:CIM_DateTime>00000000000000.000000+000</cim:CIM_DateTime></p:When>");
}

TEST_F(Xml, WritesEmbeddedObjectsWithTheirType) {
    Instance inner{find("Assay_Part")};
    inner.set("Name", "nut");
    Instance special{find("Assay_Special")};
    special.set("Name", "bolt");
    special.set("Inner", inner);
    Instance made = all();
    made.set("Part", special);
    EXPECT_EQ(
        shown(made, "Part"),
        "<p:Part xmlns:pe=\"http://schemas.assay.example/wbem/1/Assay_Special\" "
        "xsi:type=\"pe:Assay_Special_Type\">"
        "<pe:Extra xsi:nil=\"true\" />"
        "<pe:Inner xmlns:pee=\"http://schemas.assay.example/wbem/1/Assay_Part\" "
        "xsi:type=\"pee:Assay_Part_Type\">"
        "<pee:Inner xsi:nil=\"true\" /><pee:Name>nut</pee:Name></pe:Inner><pe:Name>bolt</pe:Name></p:Part>");
}

TEST_F(Xml, DoesNotShowWhatMayNotBeRead) {
    Instance made = all();
    made.set("Secret", "hush");
    EXPECT_EQ(shown(made, "Secret"), "<p:Secret xsi:nil=\"true\" />");
}

/// An instance with everything in it.
class RoundTrip : public Xml {
protected:
    Instance full() {
        Instance made = all();
        made.set("Truth", false);
        made.set("Small", 7);
        made.set("Large", -7);
        made.set("Single", 1.5);
        made.set("Twice", -2.5e300);
        made.set("Mark", u'<');
        made.set("When", *Datetime::parse("20261120193107.250000+060"));
        made.set("Many", Value::Array{"<one>", Value{}, "three"});
        made.set("Octets", Value::Array{0, 0, 0, 5, 9});
        made.set("Hex", Value::Array{"0x0000000509", "0x00000004"});
        Instance part{find("Assay_Special")};
        part.set("Extra", 3);
        Instance inner{find("Assay_Part")};
        inner.set("Name", "nut");
        part.set("Inner", inner);
        made.set("Part", part);
        made.set("Parts", Value::Array{inner, part});
        return made;
    }
};

TEST_F(RoundTrip, ReadsBackWhatItWrote) {
    const Instance made = full();
    const Instance empty{find("Assay_All")};
    const auto from_octets =
        read_instance(context("Assay_All"), read(to_octets(made)), empty, Purpose::create);
    ASSERT_TRUE(from_octets) << from_octets.error().reason;
    EXPECT_EQ(*from_octets, made);
}

TEST_F(RoundTrip, HasTheSameTreeAsOctets) {
    // What an xsi:type says is text to the reader, and its prefix an accident.
    const auto normal = [](const std::string& octets) {
        return std::regex_replace(soap::write_element(read(octets)), std::regex{"xsi:type=\"[^:]*:"},
                                  "xsi:type=\"");
    };
    const Instance made = full();
    EXPECT_EQ(normal(soap::write_element(to_element(made))), normal(to_octets(made)));
}

TEST_F(Xml, GivesReferencesAsEprs) {
    Instance tie{find("Assay_Tie")};
    Instance other = all();
    other.set("Id", "two");
    tie.set("From", all().path());
    tie.set("To", other.path());
    EXPECT_THAT(to_octets(tie),
                testing::HasSubstr(
                    "<wsman:ResourceURI>http://schemas.assay.example/wbem/1/Assay_All</wsman:ResourceURI>"
                    "<wsman:SelectorSet><wsman:Selector Name=\"Id\">two</wsman:Selector>"
                    "<wsman:Selector Name=\"__cimnamespace\">root/assay</wsman:Selector>"));
    const auto back = read_instance(context("Assay_Tie"), read(to_octets(tie)), Instance{find("Assay_Tie")},
                                    Purpose::create);
    ASSERT_TRUE(back) << back.error().reason;
    EXPECT_EQ(*back, tie);
    const model::Epr epr = epr_of(tie.path(), "http://h/wsman");
    EXPECT_EQ(epr.resource_uri, "http://schemas.assay.example/wbem/1/Assay_Tie");
    EXPECT_EQ(path_of(context("Assay_Tie"), epr), tie.path()) << "also when the keys are references";
}

TEST_F(Xml, CastsToABaseClass) {
    Instance sub{find("Assay_Sub")};
    sub.set("Id", "one");
    sub.set("More", "x");
    EXPECT_EQ(cast(sub, find("Assay_All")).find("More"), nullptr);
    EXPECT_EQ(*cast(sub, find("Assay_All")).find("Id"), Value{"one"});
}

TEST_F(Xml, PutKeepsWhatItMayNotChangeAndWhatIsLeftOut) {
    Instance before = all();
    before.set("Fixed", 5);
    before.set("Small", 6);
    const auto now = read_instance(
        context("Assay_All"), wrapped("Assay_All", "<p:Fixed>9</p:Fixed><p:Text>new</p:Text><cim:Location/>"),
        before, Purpose::put);
    ASSERT_TRUE(now) << now.error().reason;
    EXPECT_EQ(*now->find("Fixed"), Value{5});
    EXPECT_EQ(*now->find("Small"), Value{6});
    EXPECT_EQ(*now->find("Text"), Value{"new"});
    EXPECT_EQ(*now->find("Id"), Value{"one"});
}

TEST_F(Xml, RefusesWhatIsNoRepresentation) {
    EXPECT_EQ(refusal("<p:Text>x</p:Text>"), "taken");
    EXPECT_EQ(refusal(""), "MissingValues");
    EXPECT_EQ(refusal("<p:Text xsi:nil='true'/>"), "MissingValues");
    for (const std::string bad :
         {"<p:Small>256</p:Small>", "<p:Small>x</p:Small>", "<p:Small><p:x/></p:Small>",
          "<p:Truth>yes</p:Truth>", "<p:Colour>red</p:Colour>", "<p:small>1</p:small>",
          "<p:Small>1</p:Small><p:Small>2</p:Small>", "<p:Short>four</p:Short>", "<p:When>yesterday</p:When>",
          "<p:When><cim:Datetime>x</cim:Datetime></p:When>",
          "<p:When><cim:Interval>P1M</cim:Interval></p:When>", "<p:Octets>A</p:Octets>", "<p:Hex>0</p:Hex>",
          "<p:Part xsi:type='p:Assay_All_Type'/>", "<p:Small xsi:nil='true'>1</p:Small>",
          "<p:Mark>ab</p:Mark>", "<p:Twice>1e999</p:Twice>", "<p:Fixed>red</p:Fixed>"}) {
        EXPECT_EQ(refusal("<p:Text>x</p:Text>" + bad), "InvalidValues") << bad;
    }
    EXPECT_EQ(refusal("<Text>x</Text>"), "InvalidNamespace");
}

TEST_F(Xml, ReadsParametersInTheirOrderAndTypes) {
    const Method& method = *find("Assay_All")->method("Do");
    const auto input = [&](const std::string& content, const std::string& name = "Do_INPUT") -> std::string {
        const auto values = read_input(context("Assay_All"), method, wrapped(name, content));
        return values ? "taken" : values.error().detail;
    };
    const auto values =
        read_input(context("Assay_All"), method,
                   wrapped("Do_INPUT", "<p:Count>3</p:Count><p:Names>a</p:Names><p:Names>b</p:Names>"));
    ASSERT_TRUE(values);
    EXPECT_EQ((*values)[0], Value{3U});
    EXPECT_EQ((*values)[1], (Value{Value::Array{"a", "b"}}));
    EXPECT_TRUE((*values)[3].is_null());
    EXPECT_EQ(input(""), "InvalidName") << "Count is required";
    EXPECT_EQ(input("<p:Count>300</p:Count>"), "TypeMismatch");
    EXPECT_EQ(input("<p:Count>3</p:Count><p:Colour>3</p:Colour>"), "InvalidName");
    EXPECT_EQ(input("<p:Count>3</p:Count><p:At/>"), "InvalidName") << "At is only OUT";
    EXPECT_EQ(input("<p:Both>x</p:Both><p:Count>3</p:Count>"), "InvalidName") << "out of order";
    EXPECT_EQ(input("<p:Count>3</p:Count><p:Other>x</p:Other>"), "TypeMismatch");
    EXPECT_EQ(input("<p:Count>3</p:Count>", "do_INPUT"), "InvalidName") << "names have their case";
}

TEST_F(Xml, WritesOutputWithTheReturnValueLast) {
    const ClassPtr of = find("Assay_All");
    const std::string output = output_octets(
        *of, *of->method("Do"),
        {.return_value = 0U,
         .parameters = {Value{}, Value{}, "x", *Datetime::parse("00000001000000.000000:000"), Value{}}});
    EXPECT_THAT(output,
                testing::HasSubstr("><p:Both>x</p:Both><p:At><cim:Interval>P1DT0H0M0S</cim:Interval></p:At>"
                                   "<p:ReturnValue>0</p:ReturnValue></p:Do_OUTPUT>"));
    EXPECT_THAT(output_octets(*of, *of->method("Rest"), {}),
                testing::EndsWith("instance\"></p:Rest_OUTPUT>"));
}

}  // namespace
}  // namespace assay::cim
