// Plain facts both sides may share: namespaces, prefixes, action URIs, fault QNames and fault details.
// No meaning lives here: which fault answers what is for each side to know by itself.
#pragma once

#include <string_view>

namespace assay::vocab {

struct Namespace {
    std::string_view prefix;  ///< the customary one; never to be compared
    std::string_view uri;
};

/// A qualified name. Two are equal when namespace URI and local part are.
struct QName {
    Namespace ns;
    std::string_view local;

    friend constexpr bool operator==(const QName& left, const QName& right) {
        return left.local == right.local && left.ns.uri == right.ns.uri;
    }
};

namespace ns {
inline constexpr Namespace s{"s", "http://www.w3.org/2003/05/soap-envelope"};
inline constexpr Namespace soap11{"s11", "http://schemas.xmlsoap.org/soap/envelope/"};
inline constexpr Namespace wsa{"wsa", "http://schemas.xmlsoap.org/ws/2004/08/addressing"};
inline constexpr Namespace wsa10{"wsa10", "http://www.w3.org/2005/08/addressing"};
inline constexpr Namespace wxf{"wxf", "http://schemas.xmlsoap.org/ws/2004/09/transfer"};
inline constexpr Namespace wsen{"wsen", "http://schemas.xmlsoap.org/ws/2004/09/enumeration"};
inline constexpr Namespace wse{"wse", "http://schemas.xmlsoap.org/ws/2004/08/eventing"};
inline constexpr Namespace wsman{"wsman", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"};
inline constexpr Namespace wsmid{"wsmid", "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"};
inline constexpr Namespace wsmb{"wsmb", "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"};
inline constexpr Namespace cim{"cim", "http://schemas.dmtf.org/wbem/wscim/1/common"};
inline constexpr Namespace xml{"xml", "http://www.w3.org/XML/1998/namespace"};
inline constexpr Namespace xmlns{"xmlns", "http://www.w3.org/2000/xmlns/"};
inline constexpr Namespace xs{"xs", "http://www.w3.org/2001/XMLSchema"};
inline constexpr Namespace xsi{"xsi", "http://www.w3.org/2001/XMLSchema-instance"};
}  // namespace ns

namespace action {
inline constexpr std::string_view Get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
inline constexpr std::string_view GetResponse = "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse";
inline constexpr std::string_view Put = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put";
inline constexpr std::string_view PutResponse = "http://schemas.xmlsoap.org/ws/2004/09/transfer/PutResponse";
inline constexpr std::string_view Create = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create";
inline constexpr std::string_view CreateResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/transfer/CreateResponse";
inline constexpr std::string_view Delete = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete";
inline constexpr std::string_view DeleteResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/transfer/DeleteResponse";
inline constexpr std::string_view TransferFault = "http://schemas.xmlsoap.org/ws/2004/09/transfer/fault";
inline constexpr std::string_view Enumerate = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate";
inline constexpr std::string_view EnumerateResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/EnumerateResponse";
inline constexpr std::string_view Pull = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull";
inline constexpr std::string_view PullResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/PullResponse";
inline constexpr std::string_view Release = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release";
inline constexpr std::string_view ReleaseResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/ReleaseResponse";
inline constexpr std::string_view Renew = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Renew";
inline constexpr std::string_view RenewResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/RenewResponse";
inline constexpr std::string_view GetStatus = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/GetStatus";
inline constexpr std::string_view GetStatusResponse =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/GetStatusResponse";
inline constexpr std::string_view EnumerationFault =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault";
inline constexpr std::string_view AddressingFault = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";
inline constexpr std::string_view ManagementFault = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";
}  // namespace action

/// WS-Addressing 2004/08 §2: the address that means "the connection this came on".
inline constexpr std::string_view anonymous_address =
    "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";

/// What wsmid:ProtocolVersion says (DSP0226 §11).
inline constexpr std::string_view protocol_version = ns::wsman.uri;

namespace fault {
inline constexpr QName Sender{ns::s, "Sender"};
inline constexpr QName Receiver{ns::s, "Receiver"};
inline constexpr QName MustUnderstand{ns::s, "MustUnderstand"};
inline constexpr QName VersionMismatch{ns::s, "VersionMismatch"};
inline constexpr QName ActionNotSupported{ns::wsa, "ActionNotSupported"};
inline constexpr QName DestinationUnreachable{ns::wsa, "DestinationUnreachable"};
inline constexpr QName EndpointUnavailable{ns::wsa, "EndpointUnavailable"};
inline constexpr QName InvalidMessageInformationHeader{ns::wsa, "InvalidMessageInformationHeader"};
inline constexpr QName MessageInformationHeaderRequired{ns::wsa, "MessageInformationHeaderRequired"};
inline constexpr QName InvalidRepresentation{ns::wxf, "InvalidRepresentation"};
inline constexpr QName CannotProcessFilter{ns::wsen, "CannotProcessFilter"};
inline constexpr QName FilterDialectRequestedUnavailable{ns::wsen, "FilterDialectRequestedUnavailable"};
inline constexpr QName FilteringNotSupported{ns::wsen, "FilteringNotSupported"};
inline constexpr QName InvalidEnumerationContext{ns::wsen, "InvalidEnumerationContext"};
inline constexpr QName InvalidExpirationTime{ns::wsen, "InvalidExpirationTime"};
inline constexpr QName EnumerationTimedOut{ns::wsen, "TimedOut"};
inline constexpr QName UnsupportedExpirationType{ns::wsen, "UnsupportedExpirationType"};
inline constexpr QName AccessDenied{ns::wsman, "AccessDenied"};
inline constexpr QName AlreadyExists{ns::wsman, "AlreadyExists"};
inline constexpr QName CannotProcessFragment{ns::wsman, "CannotProcessFilter"};
inline constexpr QName Concurrency{ns::wsman, "Concurrency"};
inline constexpr QName EncodingLimit{ns::wsman, "EncodingLimit"};
inline constexpr QName FragmentDialectNotSupported{ns::wsman, "FragmentDialectNotSupported"};
inline constexpr QName InternalError{ns::wsman, "InternalError"};
inline constexpr QName InvalidOptions{ns::wsman, "InvalidOptions"};
inline constexpr QName InvalidParameter{ns::wsman, "InvalidParameter"};
inline constexpr QName InvalidSelectors{ns::wsman, "InvalidSelectors"};
inline constexpr QName QuotaLimit{ns::wsman, "QuotaLimit"};
inline constexpr QName SchemaValidationError{ns::wsman, "SchemaValidationError"};
inline constexpr QName TimedOut{ns::wsman, "TimedOut"};
inline constexpr QName UnsupportedFeature{ns::wsman, "UnsupportedFeature"};
inline constexpr QName PolymorphismModeNotSupported{ns::wsmb, "PolymorphismModeNotSupported"};
}  // namespace fault

/// wsman:FaultDetail URIs are this and a word, e.g. "InvalidResourceURI".
inline constexpr std::string_view fault_detail_base =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";

namespace cim_uri {
/// A class of the CIM schema is this and its name (DSP0227 §6.1).
inline constexpr std::string_view dmtf_class_base = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
inline constexpr std::string_view wmi_class_base = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
}  // namespace cim_uri

}  // namespace assay::vocab
