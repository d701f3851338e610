// The tokens of WQL and CQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/query/error.hpp"

namespace assay::query {

struct Token {
    enum class Kind {
        word,    ///< a name or keyword
        string,  ///< text without its quotes, escapes undone
        number,
        braces,  ///< text between { and }
        symbol,
        end,
    };
    Kind kind = Kind::end;
    std::string text = {};
    std::size_t position = 0;
};

/// The tokens of `text`, the last being of kind end.
[[nodiscard]] Result<std::vector<Token>> tokens_of(std::string_view text, const Limits& limits);

}  // namespace assay::query
