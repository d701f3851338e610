#include "type_probe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "assay/base/text.hpp"
#include "assay/xml/libxml.hpp"
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
    "<cim:Datetime>2024-02-30T12:00:00Z</cim:Datetime>",
    "<cim:Date>2024-02-30</cim:Date>",
    "<cim:Interval>1H</cim:Interval>",
    "<cim:CIM_DateTime>%zz</cim:CIM_DateTime>",
    "<wxf:ResourceCreated><wsa:Address>urn:x</wsa:Address></wxf:ResourceCreated><f:Stranger/>",
    "<cim:CIM_DateTime>20240229120000.000000+000</cim:CIM_DateTime>",
    "<cim:CIM_DateTime xsi:nil='true'/>",
    "<cim:Interval xsi:nil='true'/>",
    "<cim:Date>2024-02-29</cim:Date><cim:Time>12:00:00</cim:Time>",
    "<cim:DefaultValue>x</cim:DefaultValue>",
};

// A derived type for one type of each namespace that blocks derivation, or does not.
struct Derivation {
    std::string_view name, base, before, after;  ///< the element's text around the xsi:type attribute
};
constexpr std::array derivations{
    Derivation{"longer-uri-2004", "wsa:AttributedURI", "<wsa:To", ">urn:x</wsa:To>"},
    Derivation{"longer-uri-2005", "wsa10:AttributedURIType", "<wsa10:To", ">urn:x</wsa10:To>"},
    Derivation{"longer-filter", "wsen:FilterType", "<wsen:Enumerate><wsen:Filter", "/></wsen:Enumerate>"},
    Derivation{"longer-event-filter", "wse:FilterType", "<wse:Subscribe><wse:Delivery/><wse:Filter",
               "/></wse:Subscribe>"},
    Derivation{"longer-option", "wsman:OptionType", "<wsman:Option Name='x'", "/>"},
    Derivation{"longer-reason", "s:reasontext",
               "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang='en'",
               "/></s:Reason></s:Fault>"},
    Derivation{"longer-body", "s:Body", "<s:Body", "/>"},
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

std::string_view prefix_of(std::string_view element) { return element.substr(0, element.find('.')); }

}  // namespace

const std::vector<std::string>& probe_attributes() {
    static const std::vector<std::string> attributes{
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
        " wsa:Action='urn:x'",
        " wsa:Action='%zz'",
        " wse:EventSource='maybe'",
        " wse:EventSource='true'",
        " wsa10:IsReferenceParameter='maybe'",
        " s:relay='maybe'",
        " s:role='%zz'",
        " s:encodingStyle='%zz'",
        " xml:space='other'",
        " xml:space='default'",
        " xml:space=' preserve '",
        " xml:base='%zz'",
        " xml:id='9x'",
    };
    return attributes;
}

void add_enumerations(const std::string& schema, Enumerations& enumerations) {
    const ParseResult parsed = parse(schema);
    const TextPtr target{
        xmlGetNoNsProp(xmlDocGetRootElement(parsed.document.get()), xml_text("targetNamespace"))};
    const XPathContextPtr context{xmlXPathNewContext(parsed.document.get())};
    const XPathObjectPtr found{
        xmlXPathEvalExpression(xml_text("//*[local-name()='enumeration']/@value"), context.get())};
    std::vector<std::string>& values = enumerations[std::string{view_of(target.get())}];
    const int count = found->nodesetval == nullptr ? 0 : found->nodesetval->nodeNr;
    for (int index = 0; index < count; ++index) {
        const TextPtr content{xmlNodeGetContent(found->nodesetval->nodeTab[index])};
        std::string value{view_of(content.get())};
        const std::size_t colon = value.find(':');
        const bool is_qname = colon != std::string::npos && value.find('/') == std::string::npos;
        if (is_qname) value.erase(0, colon + 1);
        if (std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(std::move(value));
    }
}

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
    for (const Derivation& derivation : derivations) {
        const bool simple = derivation.after.find(">urn:x") != std::string_view::npos ||
                            derivation.base == "wsman:OptionType" || derivation.base == "s:reasontext";
        text += fmt::format(
            "<xs:complexType name='{0}'><xs:{1}><xs:extension base='{2}'><xs:attribute "
            "name='more'/></xs:extension>"
            "</xs:{1}></xs:complexType>\n",
            derivation.name, simple ? "simpleContent" : "complexContent", derivation.base);
    }
    return text + "</xs:schema>";
}

std::vector<TypeProbe> type_probes(const Enumerations& enumerations) {
    std::vector<TypeProbe> probes;
    for (const TypesOf& types : all_types) {
        std::vector<std::string> common{contents.begin(), contents.end()};
        for (const char* value : lexical_values) common.push_back(base::xml_escaped(value));
        if (const auto own = enumerations.find(types.uri); own != enumerations.end()) {
            for (const std::string& value : own->second) {
                common.push_back(value);
                common.push_back(fmt::format("{}:{}", types.prefix, value));
                common.push_back(fmt::format("other:{}", value));
            }
        }
        for (const std::string_view name : types.names) {
            probes.push_back({fmt::format("{}.{}", types.prefix, name), common});
        }
    }
    return probes;
}

CorpusDocument probe_document(const std::string& element, const std::string& attributes,
                              const std::string& content) {
    std::string bound = bindings_for(std::string{prefix_of(element)} + ":" + attributes + content);
    // A second prefix for the namespace of the type: QNames are to be compared by namespace.
    const auto types = std::find_if(all_types.begin(), all_types.end(),
                                    [&](const TypesOf& each) { return each.prefix == prefix_of(element); });
    if (content.starts_with("other:")) bound += fmt::format(" xmlns:other='{}'", types->uri);
    return {fmt::format("{}{}: {}", element, attributes, content),
            fmt::format("<q:{0}{1} xmlns:q='{2}'{3}>{4}</q:{0}>", element, bound, type_probe_namespace,
                        attributes, content)};
}

std::vector<CorpusDocument> derivation_probes() {
    std::vector<CorpusDocument> documents;
    for (const Derivation& place : derivations) {
        for (const Derivation& type : derivations) {
            const std::string inner =
                fmt::format("{} xsi:type='q:{}' more='1'{}", place.before, type.name, place.after);
            documents.push_back({inner, fmt::format("<s:Body xmlns:q='{}'{}>{}</s:Body>",
                                                    type_probe_namespace, bindings(), inner)});
        }
    }
    return documents;
}

}  // namespace assay::xml
