// Text for a terminal of 80 columns.
#pragma once

#include <string>
#include <string_view>

namespace assay::apps {

inline constexpr std::size_t columns = 80;

/// `text` broken at spaces into lines that fit `columns`, each behind `indent` spaces.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

/// What a peer sent or a file holds, safe to print on one line: at most `limit` octets of it, with a stand-in
/// for all that is no character or that commands a terminal (reports::visible).
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 400);

}  // namespace assay::apps
