// How text, counts and times are shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"
#include "assay/reports/visible_text.hpp"

namespace assay::reports {

/// At most `octets` octets of `text`, cut between characters, and then how many were cut.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t octets);

/// "1,204"
[[nodiscard]] std::string to_text(std::size_t count);

/// "1 finding", "1,204 findings"
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// "0.42 ms", "318 ms", "3.2 s", "2 min 14 s"
[[nodiscard]] std::string to_text(record::RunTime time);

/// "request head", "response body" and so on
[[nodiscard]] std::string_view to_text(record::Part part);

/// `verdict` in words: "not applicable"
[[nodiscard]] std::string spoken(std::string_view name);

/// `text` as one word of a POSIX shell, quoted when it has to be.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace assay::reports
