// The reply's envelope: where it goes, what it answers, and what it says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/model/fault.hpp"
#include "assay/model/request.hpp"

namespace assay::service {

/// What an operation says when it went well.
struct Answer {
    std::string_view action;  ///< static text: the …Response action
    std::vector<soap::Element> body = {};
    std::vector<soap::Element> headers = {};  ///< beside those of addressing
};

/// What a reply repeats of its request; readable from requests that are refused, too.
struct ReplyTo {
    std::string to{vocab::anonymous_address};
    std::string relates_to = {};  ///< the request's MessageID as it came, or empty
    std::vector<soap::Element> parameters = {};
    soap::Encoding encoding = soap::Encoding::utf8;
    std::string_view language = "en";    ///< of faults (DSP0226 §6.3)
    std::size_t most_octets = SIZE_MAX;  ///< wsman:MaxEnvelopeSize, if there is a valid one
};

/// Never fails: what cannot be read stays at its default.
[[nodiscard]] ReplyTo reply_address(const soap::Envelope& request);

/// Where a fault goes: wsa:FaultTo if there is one, else as any reply (DSP0226 §5.4.3).
[[nodiscard]] ReplyTo fault_address(const soap::Envelope& request);

/// @param message_id  the reply's own, a URI
[[nodiscard]] soap::Envelope to_envelope(Answer answer, const ReplyTo& reply, std::string message_id);
[[nodiscard]] soap::Envelope to_envelope(const model::Fault& fault, const ReplyTo& reply,
                                         std::string message_id);

}  // namespace assay::service
