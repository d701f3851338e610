// A class schema that the DMTF published, where a copy of it lies beside the source tree, against the one
// that we make of the same class: both have to accept and refuse the same instances. By libxml2, because the
// published one restricts xs:anyType to simple content, which Xerces-C++ does not take.
#include <gmock/gmock.h>
#include <libxml/xmlschemas.h>

#include <filesystem>

#include "assay/base/temporary_folder.hpp"
#include "assay/mof/parse.hpp"
#include "assay/schema/compile.hpp"
#include "assay/schema/xsd.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/xml/libxml.hpp"

namespace assay::schema {
namespace {

const std::filesystem::path source{ASSAY_SOURCE_DIR};
const std::filesystem::path published =
    source / "../shared/spec/xsd/dmtf/CIM_ResourceAllocationSettingData.xsd";

/// The facts of the class: names, types, limits.
constexpr const char* class_text = R"(
Qualifier Key : boolean = false, Scope(property), Flavor(DisableOverride);
Qualifier Required : boolean = false, Scope(property), Flavor(DisableOverride);
Qualifier Override : string = null, Scope(property), Flavor(Restricted);
Qualifier MaxLen : uint32 = null, Scope(property);
Qualifier ValueMap : string[] = null, Scope(property);
class CIM_ManagedElement {
    [MaxLen (64)] string Caption;
    string Description;
    string ElementName;
    uint64 Generation;
};
class CIM_SettingData : CIM_ManagedElement {
    [Key] string InstanceID;
    [Required, Override ("ElementName")] string ElementName;
    [ValueMap {"0", "1", "2", "3"}] uint16 ChangeableType;
    string ConfigurationName;
};
class CIM_ResourceAllocationSettingData : CIM_SettingData {
    [ValueMap {"1", "2", "33", "..", "0x8000..0xFFFF"}] uint16 ResourceType;
    string OtherResourceType;
    string ResourceSubType;
    string PoolID;
    [ValueMap {"0", "2", "3", "4", "..", "32767..65535"}] uint16 ConsumerVisibility;
    string HostResource[];
    string AllocationUnits;
    uint64 VirtualQuantity;
    uint64 Reservation;
    uint64 Limit;
    uint32 Weight;
    boolean AutomaticAllocation;
    boolean AutomaticDeallocation;
    string Parent;
    string Connection[];
    string Address;
    [ValueMap {"0", "2", "3", "4", "5", "..", "32767..65535"}] uint16 MappingBehavior;
    string AddressOnParent;
};)";

struct SchemaDeleter {
    void operator()(xmlSchema* schema) const noexcept { xmlSchemaFree(schema); }
    void operator()(xmlSchemaParserCtxt* context) const noexcept { xmlSchemaFreeParserCtxt(context); }
    void operator()(xmlSchemaValidCtxt* context) const noexcept { xmlSchemaFreeValidCtxt(context); }
};
using SchemaPtr = std::unique_ptr<xmlSchema, SchemaDeleter>;

void say_nothing(void* /*context*/, const char* /*message*/, ...) {}

SchemaPtr load(const std::filesystem::path& file) {
    const std::unique_ptr<xmlSchemaParserCtxt, SchemaDeleter> context{xmlSchemaNewParserCtxt(file.c_str())};
    return SchemaPtr{xmlSchemaParse(context.get())};
}

bool is_valid(const SchemaPtr& schema, const std::string& text) {
    const xml::ParseResult parsed = xml::parse(text);
    const std::unique_ptr<xmlSchemaValidCtxt, SchemaDeleter> context{xmlSchemaNewValidCtxt(schema.get())};
    xmlSchemaSetValidErrors(context.get(), say_nothing, say_nothing, nullptr);
    return parsed.document && xmlSchemaValidateDoc(context.get(), parsed.document.get()) == 0;
}

class Published : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(published)) GTEST_SKIP() << published << " is not there";
        const mof::Parsed parsed = mof::parse({.name = "facts.mof", .text = class_text});
        const Compiled compiled = compile(parsed.document);
        ASSERT_TRUE(parsed.ok() && compiled.ok());
        const ClassPtr of = find(compiled.classes, "root/cimv2", "CIM_ResourceAllocationSettingData");
        uri_ = of->uri;
        theirs_ = load(published);
        ours_ = load(folder_.write("ours.xsd", to_xsd(*of, source / "fixtures/schemas/wscim-common.xsd")));
        ASSERT_TRUE(theirs_ && ours_);
    }

    [[nodiscard]] std::string document(const std::string& before, const std::string& after) const {
        return "<p:CIM_ResourceAllocationSettingData xmlns:p=\"" + uri_ +
               "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" + before +
               "<p:ElementName>e</p:ElementName>" + after + "</p:CIM_ResourceAllocationSettingData>";
    }

    /// Whether both say so.
    void expect(bool valid, const std::string& before, const std::string& after) const {
        const std::string text = document(before, after);
        EXPECT_EQ(is_valid(theirs_, text), valid) << "the published one, on " << text;
        EXPECT_EQ(is_valid(ours_, text), valid) << "ours, on " << text;
    }

    const base::TemporaryFolder folder_;
    std::string uri_;
    SchemaPtr theirs_;
    SchemaPtr ours_;
};

const std::string id = "<p:InstanceID>i</p:InstanceID>";

TEST_F(Published, SchemaAgreesWithOursOnOrderAndPresence) {
    expect(true, "", id);
    expect(false, "", "");
    expect(false, id, "");
    expect(false, "", id + "<p:Address>late</p:Address>");
    expect(true, "<p:Address>a</p:Address><p:AddressOnParent>b</p:AddressOnParent><p:Caption>c</p:Caption>",
           id);
    expect(false, "<p:Caption>c</p:Caption><p:Address>a</p:Address>", id);
    expect(true, "", id + "<p:Weight>1</p:Weight><other xmlns=\"urn:other\"/>");
    expect(false, "", id + "<p:Weight>1</p:Weight><p:Weight>2</p:Weight>");
    expect(false, "", id + "<p:Unknown/>");
}

TEST_F(Published, SchemaAgreesWithOursOnNulls) {
    expect(true, "<p:Caption xsi:nil=\"true\"/>", id + "<p:Weight xsi:nil=\"true\"/>");
    expect(false, "", "<p:InstanceID xsi:nil=\"true\"/>");
    expect(true, "<p:ChangeableType xsi:nil=\"true\"/>", id);
}

TEST_F(Published, SchemaAgreesWithOursOnArrays) {
    expect(true, "", "<p:HostResource>a</p:HostResource><p:HostResource xsi:nil=\"true\"/>" + id);
    expect(false, "", id + "<p:Parent>a</p:Parent><p:Parent>b</p:Parent>");
}

TEST_F(Published, SchemaAgreesWithOursOnValues) {
    expect(true, "<p:Caption>" + std::string(64, 'x') + "</p:Caption>", id);
    expect(false, "<p:Caption>" + std::string(65, 'x') + "</p:Caption>", id);
    expect(true, "<p:ChangeableType>3</p:ChangeableType>", id);
    expect(false, "<p:ChangeableType>4</p:ChangeableType>", id);
    expect(false, "<p:AutomaticAllocation>maybe</p:AutomaticAllocation>", id);
    for (const char* const value : {"0", "1", "34", "32767", "32768", "65535"}) {
        expect(true, "", id + "<p:ResourceType>" + value + "</p:ResourceType>");
    }
    expect(false, "", id + "<p:ResourceType>65536</p:ResourceType>");
    expect(false, "", id + "<p:ResourceType>-1</p:ResourceType>");
    expect(true, "", id + "<p:Limit>18446744073709551615</p:Limit>");
    expect(false, "", id + "<p:Limit>18446744073709551616</p:Limit>");
}

}  // namespace
}  // namespace assay::schema
