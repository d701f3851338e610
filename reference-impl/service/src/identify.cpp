#include "assay/service/identify.hpp"

#include <array>

#include "assay/model/names.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::service {

namespace {

constexpr vocab::Namespace own{"identity", "http://schemas.assay.example/wbem/1/identity"};

/// Optional rules of DSP0226 that are not followed, by the ids of the rule catalogue; each request for what
/// they offer is answered with the fault that the rule names.
constexpr std::array declined{
    vocab::rule("enumeration.enumerate.endto"),
    vocab::rule("enumeration.enumerationend"),
    vocab::rule("addressing.replyto.same-connection-only"),
    vocab::rule("addressing.faultto.same-connection-only"),
    vocab::rule("attachments.mtom-optional"),
    vocab::rule("transport.http.not-get"),
    vocab::rule("metadata.wsdl"),
};

std::string list_of_declined() {
    std::string list;
    for (const std::string_view each : declined) list += (list.empty() ? "" : " ") + std::string{each};
    return list;
}

}  // namespace

soap::Envelope identify_response(const Identity& identity, const model::Profile& profile, bool anonymous,
                                 soap::Encoding encoding) {
    namespace wsmid = model::names::wsmid;
    soap::Element response{wsmid::IdentifyResponse};
    response.add(wsmid::ProtocolVersion, std::string{vocab::protocol_version});
    if (!anonymous) {
        response.add(wsmid::ProductVendor, identity.vendor);
        response.add(wsmid::ProductVersion, identity.version);
        response.add(vocab::QName{own, "Dialect"}, std::string{profile.name});
        response.add(vocab::QName{own, "Declined"}, list_of_declined());
    }
    soap::Element& profiles = response.add(soap::Element{wsmid::SecurityProfiles});
    for (const std::string& each : identity.security_profiles) {
        profiles.add(wsmid::SecurityProfileName, each);
    }
    response.add(wsmid::AddressingVersionURI, std::string{vocab::ns::wsa.uri});
    soap::Envelope envelope{.encoding = encoding};
    envelope.body.push_back(std::move(response));
    return envelope;
}

}  // namespace assay::service
