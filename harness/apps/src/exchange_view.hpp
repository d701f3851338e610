// An exchange as a person reads it in a terminal.
#pragma once

#include <string>

#include "assay/record/exchange.hpp"

namespace assay::apps {

/// Both messages, each line behind "> " or "< ". UTF-16 is shown as text; what could harm a terminal is shown
/// as \xNN; long messages are cut.
[[nodiscard]] std::string messages_shown(const record::Exchange& exchange);

/// The same, how it ended when it was not answered, and how long it took.
[[nodiscard]] std::string shown(const record::Exchange& exchange);

/// What came, in a few words: "HTTP 500 s:Sender wsman:InvalidSelectors UnexpectedSelectors".
[[nodiscard]] std::string gist(const record::Exchange& exchange);

}  // namespace assay::apps
