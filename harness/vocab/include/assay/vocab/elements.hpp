// The names of elements that messages are made of: facts of the schemas, without meaning. Those of
// WS-Addressing, WS-Transfer and WS-Management stand alone; where others have the same local name a namespace
// tells them apart.
#pragma once

#include "assay/vocab/names.hpp"

namespace assay::vocab::name {

namespace soap {
inline constexpr QName Envelope{ns::s, "Envelope"};
inline constexpr QName Header{ns::s, "Header"};
inline constexpr QName Body{ns::s, "Body"};
inline constexpr QName Fault{ns::s, "Fault"};
inline constexpr QName Code{ns::s, "Code"};
inline constexpr QName Reason{ns::s, "Reason"};
inline constexpr QName NotUnderstood{ns::s, "NotUnderstood"};
}  // namespace soap

inline constexpr QName To{ns::wsa, "To"};
inline constexpr QName From{ns::wsa, "From"};
inline constexpr QName ReplyTo{ns::wsa, "ReplyTo"};
inline constexpr QName FaultTo{ns::wsa, "FaultTo"};
inline constexpr QName Action{ns::wsa, "Action"};
inline constexpr QName MessageID{ns::wsa, "MessageID"};
inline constexpr QName RelatesTo{ns::wsa, "RelatesTo"};
inline constexpr QName Address{ns::wsa, "Address"};
inline constexpr QName EndpointReference{ns::wsa, "EndpointReference"};
inline constexpr QName ReferenceParameters{ns::wsa, "ReferenceParameters"};
inline constexpr QName ReferenceProperties{ns::wsa, "ReferenceProperties"};

inline constexpr QName ResourceURI{ns::wsman, "ResourceURI"};
inline constexpr QName SelectorSet{ns::wsman, "SelectorSet"};
inline constexpr QName Selector{ns::wsman, "Selector"};
inline constexpr QName OptionSet{ns::wsman, "OptionSet"};
inline constexpr QName Option{ns::wsman, "Option"};
inline constexpr QName OperationTimeout{ns::wsman, "OperationTimeout"};
inline constexpr QName MaxEnvelopeSize{ns::wsman, "MaxEnvelopeSize"};
inline constexpr QName Locale{ns::wsman, "Locale"};
inline constexpr QName FragmentTransfer{ns::wsman, "FragmentTransfer"};
inline constexpr QName FragmentDialect{ns::wsman, "FragmentDialect"};
inline constexpr QName XmlFragment{ns::wsman, "XmlFragment"};
inline constexpr QName RequestEPR{ns::wsman, "RequestEPR"};
inline constexpr QName RequestedEPR{ns::wsman, "RequestedEPR"};
inline constexpr QName EPRInvalid{ns::wsman, "EPRInvalid"};
inline constexpr QName EPRUnknown{ns::wsman, "EPRUnknown"};
inline constexpr QName RequestTotalItemsCountEstimate{ns::wsman, "RequestTotalItemsCountEstimate"};
inline constexpr QName TotalItemsCountEstimate{ns::wsman, "TotalItemsCountEstimate"};
inline constexpr QName OptimizeEnumeration{ns::wsman, "OptimizeEnumeration"};
inline constexpr QName EnumerationMode{ns::wsman, "EnumerationMode"};
inline constexpr QName Filter{ns::wsman, "Filter"};
inline constexpr QName MaxElements{ns::wsman, "MaxElements"};
inline constexpr QName Items{ns::wsman, "Items"};
inline constexpr QName Item{ns::wsman, "Item"};
inline constexpr QName EndOfSequence{ns::wsman, "EndOfSequence"};
inline constexpr QName FaultDetail{ns::wsman, "FaultDetail"};

inline constexpr QName ResourceCreated{ns::wxf, "ResourceCreated"};

/// Windows' twin of Locale for the forms of numbers and times (MS-WSMV 3.1.4.1.9).
inline constexpr QName DataLocale{{"wsmv", "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"},
                                  "DataLocale"};

inline constexpr QName PolymorphismMode{ns::wsmb, "PolymorphismMode"};

namespace wsen {
inline constexpr QName Enumerate{ns::wsen, "Enumerate"};
inline constexpr QName EnumerateResponse{ns::wsen, "EnumerateResponse"};
inline constexpr QName Pull{ns::wsen, "Pull"};
inline constexpr QName PullResponse{ns::wsen, "PullResponse"};
inline constexpr QName Release{ns::wsen, "Release"};
inline constexpr QName EnumerationContext{ns::wsen, "EnumerationContext"};
inline constexpr QName Expires{ns::wsen, "Expires"};
inline constexpr QName EndTo{ns::wsen, "EndTo"};
inline constexpr QName Filter{ns::wsen, "Filter"};
inline constexpr QName Items{ns::wsen, "Items"};
inline constexpr QName EndOfSequence{ns::wsen, "EndOfSequence"};
inline constexpr QName MaxTime{ns::wsen, "MaxTime"};
inline constexpr QName MaxElements{ns::wsen, "MaxElements"};
inline constexpr QName MaxCharacters{ns::wsen, "MaxCharacters"};
inline constexpr QName SupportedDialect{ns::wsen, "SupportedDialect"};
inline constexpr QName Renew{ns::wsen, "Renew"};
inline constexpr QName RenewResponse{ns::wsen, "RenewResponse"};
inline constexpr QName GetStatus{ns::wsen, "GetStatus"};
inline constexpr QName GetStatusResponse{ns::wsen, "GetStatusResponse"};
}  // namespace wsen

namespace wsmid {
inline constexpr QName Identify{ns::wsmid, "Identify"};
inline constexpr QName IdentifyResponse{ns::wsmid, "IdentifyResponse"};
inline constexpr QName ProtocolVersion{ns::wsmid, "ProtocolVersion"};
inline constexpr QName ProductVendor{ns::wsmid, "ProductVendor"};
inline constexpr QName ProductVersion{ns::wsmid, "ProductVersion"};
inline constexpr QName SecurityProfiles{ns::wsmid, "SecurityProfiles"};
inline constexpr QName SecurityProfileName{ns::wsmid, "SecurityProfileName"};
inline constexpr QName AddressingVersionURI{ns::wsmid, "AddressingVersionURI"};
}  // namespace wsmid

}  // namespace assay::vocab::name
