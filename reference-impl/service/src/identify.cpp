#include "assay/service/identify.hpp"

#include "assay/model/names.hpp"

namespace assay::service {

soap::Envelope identify_response(const Identity& identity, bool anonymous, soap::Encoding encoding) {
    namespace wsmid = model::names::wsmid;
    soap::Element response{wsmid::IdentifyResponse};
    response.add(wsmid::ProtocolVersion, std::string{vocab::protocol_version});
    if (!anonymous) {
        response.add(wsmid::ProductVendor, identity.vendor);
        response.add(wsmid::ProductVersion, identity.version);
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
