// A SOAP 1.2 envelope as the service sees it: it can hold only lawful structure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "assay/soap/element.hpp"
#include "assay/soap/encoding.hpp"

namespace assay::soap {

namespace names {
inline constexpr vocab::QName Envelope{vocab::ns::s, "Envelope"};
inline constexpr vocab::QName Header{vocab::ns::s, "Header"};
inline constexpr vocab::QName Body{vocab::ns::s, "Body"};
inline constexpr vocab::QName mustUnderstand{vocab::ns::s, "mustUnderstand"};
inline constexpr vocab::QName role{vocab::ns::s, "role"};
inline constexpr vocab::QName lang{vocab::ns::xml, "lang"};
}  // namespace names

struct Envelope {
    std::vector<Element> headers = {};
    std::vector<Element> body = {};  ///< the children of s:Body
    Encoding encoding = Encoding::utf8;

    /// The first header block of that name, or nullptr.
    [[nodiscard]] const Element* header(const vocab::QName& of) const;
    [[nodiscard]] Element* header(const vocab::QName& of);
};

/// What s:mustUnderstand says: xs:boolean, false when absent (SOAP 1.2 part 1 §5.2.3).
/// @return nothing when the attribute holds no xs:boolean.
[[nodiscard]] std::optional<bool> must_understand(const Element& header);

/// Is the header block meant for this node: no role, "next" or "ultimateReceiver" (SOAP 1.2 part 1 §2.2)?
[[nodiscard]] bool is_for_us(const Element& header);

/// The mandatory header blocks for this node whose names are not in `known`, each once
/// (SOAP 1.2 part 1 §2.6 step 2; §5.4.8).
/// @return nothing when the mustUnderstand of a block, whoever it is for, holds no xs:boolean.
[[nodiscard]] std::optional<std::vector<Name>> not_understood(const Envelope& envelope,
                                                              std::span<const vocab::QName> known);

}  // namespace assay::soap
