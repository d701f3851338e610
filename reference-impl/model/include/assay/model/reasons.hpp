// What faults mean, in the languages that are spoken.
#pragma once

#include <string_view>

#include "assay/vocab/names.hpp"

namespace assay::model {

/// The language in which somebody who asks for `tag` (RFC 3066) is answered: "en" or "de", or empty when it
/// is none of them.
[[nodiscard]] std::string_view spoken_language(std::string_view tag);

/// What a fault says in that language beside its English reason, or empty. Constant text.
/// @param name  the subcode, or the code of a fault that has none
[[nodiscard]] std::string_view reason_in(std::string_view language, const vocab::QName& name);

}  // namespace assay::model
