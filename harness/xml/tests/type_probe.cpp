// Compares the named types of the schemas one by one: an element for each, and many contents for each
// element.
#include <fmt/format.h>
#include <array>
#include <span>
#include <string_view>

#include "assay/base/text.hpp"
#include "corpus.hpp"
#include "lexical_values.hpp"

namespace assay::xml {
namespace {

struct TypesOf {
    std::string_view prefix, uri;
    std::span<const std::string_view> names;
};

constexpr std::array<std::string_view, 13> s_types{
    "Body",        "Envelope", "Fault",     "Header",        "NotUnderstoodType", "SupportedEnvType",
    "UpgradeType", "detail",   "faultcode", "faultcodeEnum", "faultreason",       "reasontext",
    "subcode"};
constexpr std::array<std::string_view, 11> wsa_types{
    "AttributedQName",         "AttributedURI",  "EndpointReferenceType",   "FaultSubcodeValues",
    "ReferenceParametersType", "Relationship",   "ReferencePropertiesType", "RelationshipTypeValues",
    "ReplyAfterType",          "RetryAfterType", "ServiceNameType"};
constexpr std::array<std::string_view, 12> wsa10_types{
    "AttributedQNameType",   "AttributedURIType", "AttributedUnsignedLongType",
    "EndpointReferenceType", "FaultCodesType",    "FaultCodesOpenEnumType",
    "MetadataType",          "ProblemActionType", "ReferenceParametersType",
    "RelatesToType",         "RelationshipType",  "RelationshipTypeOpenEnum"};
constexpr std::array<std::string_view, 3> wxf_types{"AnyXmlType", "AnyXmlOptionalType", "CreateResponseType"};
constexpr std::array<std::string_view, 9> wsen_types{"EnumerationContextType",
                                                     "EnumerationEndCodeType",
                                                     "ExpirationType",
                                                     "FilterType",
                                                     "ItemListType",
                                                     "LanguageSpecificStringType",
                                                     "NonNegativeDurationType",
                                                     "OpenEnumerationEndCodeType",
                                                     "PositiveDurationType"};
constexpr std::array<std::string_view, 7> wse_types{"DeliveryType",
                                                    "ExpirationType",
                                                    "FilterType",
                                                    "LanguageSpecificStringType",
                                                    "NonNegativeDurationType",
                                                    "OpenSubscriptionEndCodeType",
                                                    "SubscriptionEndCodeType"};
constexpr std::array<std::string_view, 31> wsman_types{"AuthType",
                                                       "ConnectionRetryType",
                                                       "DroppedEventsType",
                                                       "EnumerationModeType",
                                                       "EventType",
                                                       "EventsType",
                                                       "FaultDetailType",
                                                       "MaxEnvelopeSizeType",
                                                       "ObjectAndEPRType",
                                                       "OptionType",
                                                       "PolicyType",
                                                       "ProfileType",
                                                       "RequestedEPRType",
                                                       "SelectorSetType",
                                                       "SelectorType",
                                                       "ThumbprintType",
                                                       "anyListType",
                                                       "attributableAny",
                                                       "attributableDuration",
                                                       "attributableEmpty",
                                                       "attributableInt",
                                                       "attributableLanguage",
                                                       "attributableNonNegativeInteger",
                                                       "attributablePositiveInteger",
                                                       "attributableURI",
                                                       "filterMixedDataType",
                                                       "fragmentMixedDataType",
                                                       "mixedDataFilterType",
                                                       "mixedDataType",
                                                       "restrictedFaultDetailType",
                                                       "restrictedProfileType"};
constexpr std::array<std::string_view, 6> wsmid_types{"IdentifyType",        "IdentifyResponseType",
                                                      "ProtocolVersionType", "SecurityProfilesType",
                                                      "VERSION_VALUE",       "restrictedProtocolVersionType"};
constexpr std::array<std::string_view, 23> cim_types{
    "cimAnySimpleType", "cimBase64Binary", "cimBoolean",       "cimByte",          "cimChar16",
    "cimDateTime",      "cimDouble",       "cimFloat",         "cimHexBinary",     "cimInt",
    "cimLong",          "cimReference",    "cimShort",         "cimString",        "cimUnsignedByte",
    "cimUnsignedInt",   "cimUnsignedLong", "cimUnsignedShort", "qualifierBoolean", "qualifierSArray",
    "qualifierSInt64",  "qualifierString", "qualifierUInt32"};

constexpr std::array all_types{
    TypesOf{"s", "http://www.w3.org/2003/05/soap-envelope", s_types},
    TypesOf{"wsa", "http://schemas.xmlsoap.org/ws/2004/08/addressing", wsa_types},
    TypesOf{"wsa10", "http://www.w3.org/2005/08/addressing", wsa10_types},
    TypesOf{"wxf", "http://schemas.xmlsoap.org/ws/2004/09/transfer", wxf_types},
    TypesOf{"wsen", "http://schemas.xmlsoap.org/ws/2004/09/enumeration", wsen_types},
    TypesOf{"wse", "http://schemas.xmlsoap.org/ws/2004/08/eventing", wse_types},
    TypesOf{"wsman", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", wsman_types},
    TypesOf{"wsmid", "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd", wsmid_types},
    TypesOf{"cim", "http://schemas.dmtf.org/wbem/wscim/1/common", cim_types},
};

// Contents that complex types may or may not admit.
constexpr std::array contents{
    "<f:Stranger/>",
    "<f:Stranger/><f:Stranger/>",
    "<Stranger xmlns=''/>",
    "text<f:Stranger/>text",
    "<wsa:Address>urn:x</wsa:Address>",
    "<wsa:EndpointReference><wsa:Address>urn:x</wsa:Address></wsa:EndpointReference>",
    "<f:Stranger/><wsa:EndpointReference><wsa:Address>urn:x</wsa:Address></wsa:EndpointReference>",
    "<wxf:ResourceCreated><wsa:Address>urn:x</wsa:Address></wxf:ResourceCreated>",
    "<wxf:ResourceCreated/><f:Stranger/>",
    "<wxf:ResourceCreated><wsa:Address>urn:x</wsa:Address></wxf:ResourceCreated><f:Stranger/><f:Stranger/>",
    "<wsman:Selector Name='x'/>",
    "<wsman:EPRInvalid/>",
    "<wsman:Items><wsman:Item/></wsman:Items>",
    "<s:Value>s:Sender</s:Value>",
    "<s:Text>x</s:Text>",
    "<cim:Interval>PT1S</cim:Interval>",
    "<cim:Datetime>2024-02-29T12:00:00Z</cim:Datetime>",
    "<cim:Date>2024-02-29</cim:Date>",
    "<cim:Time>12:00:00</cim:Time>",
    "<cim:Time>noon</cim:Time>",
    "<cim:CIM_DateTime>20240229120000.000000+000</cim:CIM_DateTime>",
    "<cim:CIM_DateTime xsi:nil='true'/>",
    "<cim:Interval xsi:nil='true'/>",
    "<cim:Date>2024-02-29</cim:Date><cim:Time>12:00:00</cim:Time>",
    "<cim:DefaultValue>x</cim:DefaultValue>",
};

constexpr std::array attributes{
    "",
    " Name='x'",
    " Action='urn:x'",
    " Profile='urn:x'",
    " Total='1'",
    " Dialect='urn:x'",
    " Mode='urn:x'",
    " RelationshipType='wsa:Reply'",
    " PortName='x'",
    " Policy='Skip' MustComply='1' Type='s:x'",
    " qname='s:x'",
    " qname='x:x'",
    " xml:lang='en'",
    " xml:lang='e_n'",
    " cim:qualifier='true'",
    " cim:qualifier='perhaps'",
    " cim:Key='true' cim:Version='1'",
    " cim:Key='perhaps'",
    " f:stray='1'",
    " stray='1'",
};

std::string bindings() {
    std::string text = " xmlns:f='urn:example:foreign' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    for (const TypesOf& types : all_types) text += fmt::format(" xmlns:{}='{}'", types.prefix, types.uri);
    return text;
}

// Only the prefixes that the content can use, lest the bindings be most of the document.
std::string bindings_for(std::string_view content) {
    std::string text = " xmlns:s='http://www.w3.org/2003/05/soap-envelope'";
    const auto bind = [&](std::string_view prefix, std::string_view uri) {
        if (content.find(fmt::format("{}:", prefix)) != std::string_view::npos) {
            text += fmt::format(" xmlns:{}='{}'", prefix, uri);
        }
    };
    bind("f", "urn:example:foreign");
    bind("xsi", "http://www.w3.org/2001/XMLSchema-instance");
    for (const TypesOf& types : all_types) {
        if (types.prefix != "s") bind(types.prefix, types.uri);
    }
    return text;
}

void add_probes(const std::string& element, std::vector<CorpusDocument>& documents) {
    const auto add = [&](std::string_view attribute, const std::string& content) {
        documents.push_back({fmt::format("{}{}: {}", element, attribute, content),
                             fmt::format("<q:{0}{1} xmlns:q='{2}'{3}>{4}</q:{0}>", element,
                                         bindings_for(std::string{attribute} + content), type_probe_namespace,
                                         attribute, content)});
    };
    for (const char* value : lexical_values) add("", base::xml_escaped(value));
    for (const char* content : contents) add("", content);
    for (const char* attribute : attributes) {
        add(attribute, "");
        add(attribute, "1");
    }
}

}  // namespace

std::string type_probe_schema() {
    std::string text =
        fmt::format("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='{}'{}>",
                    type_probe_namespace, bindings());
    for (const TypesOf& types : all_types) text += fmt::format("<xs:import namespace='{}'/>", types.uri);
    for (const TypesOf& types : all_types) {
        for (const std::string_view name : types.names) {
            text += fmt::format("<xs:element name='{0}.{1}' type='{0}:{1}'/>\n", types.prefix, name);
        }
    }
    return text + "</xs:schema>";
}

std::vector<CorpusDocument> type_probes() {
    std::vector<CorpusDocument> documents;
    for (const TypesOf& types : all_types) {
        for (const std::string_view name : types.names) {
            add_probes(fmt::format("{}.{}", types.prefix, name), documents);
        }
    }
    return documents;
}

}  // namespace assay::xml
