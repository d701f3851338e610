// The tokens of XPath 1.0 (§3.7).
#pragma once

#include <string_view>
#include <vector>

#include "assay/xpath/syntax.hpp"

namespace assay::xpath {

struct Token {
    enum class Kind {
        name,      ///< NCName, or a star where a name belongs; operators by name too
        prefixed,  ///< prefix:local or prefix:*
        number,
        literal,  ///< text includes its quotes
        symbol,
        end,
    };
    Kind kind = Kind::end;
    std::string_view text = {};
    std::size_t position = 0;
};

/// The tokens of `text`, the last being of kind end; they point into `text`.
[[nodiscard]] Result<std::vector<Token>> tokens_of(std::string_view text, const Limits& limits);

/// An error that tells its position.
[[nodiscard]] Error error_at(std::size_t position, Error::Kind kind, std::string_view message);

}  // namespace assay::xpath
