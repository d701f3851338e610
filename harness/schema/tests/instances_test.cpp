// Instances as a service sends them against the schemas of their classes.
#include <gmock/gmock.h>

#include "class_schemas.hpp"

namespace assay::schema {
namespace {

using testing::HasSubstr;

/// <p:NAME xmlns:p=… xmlns:cim=… xmlns:xsi=…>CONTENT</p:NAME> of a conformance class
std::string instance(const std::string& class_name, const std::string& content,
                     const std::string& element = {}) {
    const std::string name = element.empty() ? class_name : element;
    return "<p:" + name + " xmlns:p=\"http://schemas.assay.example/wbem/1/" + class_name +
           "\" xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\""
           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
           content + "</p:" + name + ">";
}

class Instances : public testing::Test {
protected:
    static void SetUpTestSuite() { schemas_ = new ClassSchemas{"root/assay"}; }
    static void TearDownTestSuite() {
        delete schemas_;
        schemas_ = nullptr;
    }
    static std::string errors_of(const std::string& document) { return schemas_->errors_of(document); }
    static ClassSchemas* schemas_;
};
ClassSchemas* Instances::schemas_ = nullptr;

TEST_F(Instances, OfEveryTypeAreValid) {
    EXPECT_EQ(
        errors_of(instance(
            "Assay_Types",
            "<p:BooleanValue>true</p:BooleanValue><p:Char16Value>x</p:Char16Value>"
            "<p:DatetimeValue><cim:Datetime>2026-11-20T18:31:07Z</cim:Datetime></p:DatetimeValue>"
            "<p:InstanceID>full</p:InstanceID>"
            "<p:Interval><cim:Interval>P1DT2H3M4.000005S</cim:Interval></p:Interval>"
            "<p:Octets>AAEC</p:Octets><p:Real32Value>1.5</p:Real32Value><p:Real64Value>-6.02E+23</"
            "p:Real64Value>"
            "<p:Sint16Value>-32768</p:Sint16Value><p:Sint32Value>-1</p:Sint32Value>"
            "<p:Sint64Value>-9223372036854775808</p:Sint64Value><p:Sint8Value>-128</p:Sint8Value>"
            "<p:StringValue>text</p:StringValue><p:Uint16Value>65535</p:Uint16Value>"
            "<p:Uint32Value>4294967295</p:Uint32Value><p:Uint64Value>18446744073709551615</p:Uint64Value>"
            "<p:Uint8Value>255</p:Uint8Value>")),
        "");
}

TEST_F(Instances, MayLeaveOutOrNilWhatIsNull) {
    EXPECT_EQ(errors_of(instance("Assay_Types", "<p:InstanceID>null</p:InstanceID>")), "");
    EXPECT_EQ(errors_of(instance("Assay_Types",
                                 "<p:BooleanValue xsi:nil=\"true\"/><p:InstanceID>null</p:InstanceID>"
                                 "<p:Uint8Value xsi:nil=\"true\"/>")),
              "");
}

TEST_F(Instances, NeedTheirKeys) {
    EXPECT_THAT(errors_of(instance("Assay_Types", "<p:BooleanValue>true</p:BooleanValue>")),
                HasSubstr("InstanceID"));
    EXPECT_NE(errors_of(instance("Assay_Types", "<p:InstanceID xsi:nil=\"true\"/>")), "");
}

TEST_F(Instances, KeepTheOrderOfProperties) {
    EXPECT_NE(errors_of(instance("Assay_Types",
                                 "<p:InstanceID>a</p:InstanceID><p:BooleanValue>true</p:BooleanValue>")),
              "");
}

TEST_F(Instances, StayWithinTheirTypes) {
    EXPECT_NE(
        errors_of(instance("Assay_Types", "<p:InstanceID>a</p:InstanceID><p:Uint8Value>256</p:Uint8Value>")),
        "");
    EXPECT_NE(errors_of(instance("Assay_Types",
                                 "<p:BooleanValue>yes</p:BooleanValue><p:InstanceID>a</p:InstanceID>")),
              "");
    EXPECT_NE(errors_of(instance("Assay_Types",
                                 "<p:DatetimeValue>2026-11-20T18:31:07Z</p:DatetimeValue>"
                                 "<p:InstanceID>a</p:InstanceID>")),
              "");
}

TEST_F(Instances, StayWithinTheirLimits) {
    const auto limits = [](const std::string& content) {
        return errors_of(instance("Assay_Limits", content));
    };
    EXPECT_EQ(limits("<p:Amount>4000000000</p:Amount><p:Code>12345678</p:Code><p:Colour>red</"
                     "p:Colour><p:Degrees>-40</p:Degrees>"
                     "<p:Measure>150</p:Measure><p:State>2</p:State><p:Word>ab</p:Word><p:Words>abc</"
                     "p:Words><p:Words>d</p:Words>"),
              "");
    EXPECT_NE(limits("<p:Code>123456789</p:Code>"), "");
    EXPECT_NE(limits("<p:Code>1</p:Code><p:Colour>mauve</p:Colour>"), "");
    EXPECT_NE(limits("<p:Code>1</p:Code><p:Degrees>126</p:Degrees>"), "");
    EXPECT_NE(limits("<p:Code>1</p:Code><p:Measure>50</p:Measure>"), "");
    EXPECT_NE(limits("<p:Code>1</p:Code><p:State>3</p:State>"), "");
    EXPECT_NE(limits("<p:Code>1</p:Code><p:Word>a</p:Word>"), "");
    EXPECT_EQ(limits("<p:Code>1</p:Code><p:Measure xsi:nil=\"true\"/><p:State xsi:nil=\"true\"/>"), "");
}

TEST_F(Instances, RepeatTheElementsOfArrays) {
    const auto arrays = [](const std::string& content) {
        return errors_of(instance("Assay_Arrays", "<p:InstanceID>a</p:InstanceID>" + content));
    };
    EXPECT_EQ(
        arrays("<p:Uint8List>1</p:Uint8List><p:Uint8List xsi:nil=\"true\"/><p:Uint8List>3</p:Uint8List>"),
        "");
    EXPECT_EQ(arrays("<p:Window>1</p:Window><p:Window>2</p:Window><p:Window>3</p:Window>"), "");
    EXPECT_NE(
        arrays("<p:Window>1</p:Window><p:Window>2</p:Window><p:Window>3</p:Window><p:Window>4</p:Window>"),
        "");
}

TEST_F(Instances, HoldReferencesAsAddresses) {
    const std::string address =
        "<wsa:Address xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">http://h/</wsa:Address>";
    EXPECT_EQ(errors_of(instance("Assay_Link", "<p:Cost>1</p:Cost><p:From>" + address + "</p:From><p:To>" +
                                                   address + "</p:To>")),
              "");
    EXPECT_NE(
        errors_of(instance("Assay_Link", "<p:Cost>1</p:Cost><p:From>Assay_Node.Name=\"a\"</p:From><p:To>" +
                                             address + "</p:To>")),
        "");
    EXPECT_NE(errors_of(instance("Assay_Link", "<p:Cost>1</p:Cost><p:From>" + address + "</p:From>")), "");
}

TEST_F(Instances, EmbedObjectsByTheirType) {
    const auto whole = [](const std::string& part) {
        return errors_of(instance("Assay_Whole", "<p:InstanceID>w</p:InstanceID>" + part));
    };
    const std::string part =
        "xmlns:q=\"http://schemas.assay.example/wbem/1/Assay_Part\" xsi:type=\"q:Assay_Part_Type\"";
    EXPECT_EQ(whole("<p:Part " + part + "><q:Amount>4</q:Amount><q:Name>bolt</q:Name></p:Part>"), "");
    EXPECT_NE(whole("<p:Part " + part + "><q:Amount>four</q:Amount></p:Part>"), "");
    EXPECT_NE(whole("<p:Part " + part + "><q:Volume>4</q:Volume></p:Part>"), "");
}

TEST_F(Instances, OfASingletonNeedNoKey) {
    EXPECT_EQ(errors_of(instance("Assay_Singleton", "")), "");
    EXPECT_EQ(
        errors_of(instance("Assay_Singleton", "<p:Count>1</p:Count><p:List>a</p:List><p:Text>t</p:Text>")),
        "");
}

TEST_F(Instances, OfMessagesFollowTheMethod) {
    const auto message = [](const std::string& name, const std::string& content) {
        return errors_of(instance("Assay_Calculator", content, name));
    };
    EXPECT_EQ(message("Add_INPUT", "<p:Left>1</p:Left><p:Right>2</p:Right>"), "");
    EXPECT_EQ(message("Add_OUTPUT", "<p:Sum>3</p:Sum><p:ReturnValue>0</p:ReturnValue>"), "");
    EXPECT_NE(message("Add_INPUT", "<p:Left>1</p:Left><p:Sum>2</p:Sum>"), "");
    EXPECT_NE(message("Add_OUTPUT", "<p:Sum>three</p:Sum>"), "");
    EXPECT_EQ(message("Clear_OUTPUT", ""), "");
    EXPECT_NE(message("Fail_INPUT", ""), "");
}

TEST_F(Instances, TakeForeignElementsAtTheirEnd) {
    EXPECT_EQ(errors_of(instance("Assay_Types", "<p:InstanceID>a</p:InstanceID><cim:Location/>")), "");
    EXPECT_NE(errors_of(instance("Assay_Types", "<cim:Location/><p:InstanceID>a</p:InstanceID>")), "");
}

}  // namespace
}  // namespace assay::schema
