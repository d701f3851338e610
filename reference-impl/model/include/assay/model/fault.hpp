// A refusal, as a value.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/soap/envelope.hpp"

namespace assay::model {

/// Everything a fault message says (DSP0226 §14.2) and the HTTP status it travels with. Made by the
/// functions of faults.hpp only: no other place spells a fault's name.
struct Fault {
    vocab::QName code;
    std::optional<vocab::QName> subcode;
    std::string_view action;  ///< static text
    unsigned http_status = 500;
    std::string reason;                       ///< English, for people
    std::string detail = {};                  ///< the last word of a wsman:FaultDetail URI, or empty
    std::vector<soap::Element> more = {};     ///< further children of s:Detail
    std::vector<soap::Element> headers = {};  ///< header blocks of the fault message, e.g. s:NotUnderstood
};

/// The fault as child of s:Body.
/// @param language  one of spoken_language(); the reason always stands there in English, too
[[nodiscard]] soap::Element to_element(const Fault& fault, std::string_view language = "en");

/// Called by Outcome's checked access on a fault: our own mistake, never a peer's.
[[noreturn]] void throw_exception_from_error(const Fault& fault, const boost::source_location& where);

/// A result, or the fault that answers the peer.
template <class T = void>
using Outcome = boost::system::result<T, Fault>;

}  // namespace assay::model
