// What the lexer hands to the parser.
#pragma once

#include <string>

#include "assay/mof/syntax.hpp"

namespace assay::mof {

enum class TokenKind { word, constant, alias, punctuation, pragma, end };

struct Token {
    TokenKind kind = TokenKind::end;
    Place place;
    std::string text;   ///< of a word (as written), an alias (without $), punctuation
    Constant constant;  ///< a number, a character or one string; "null", "true" and "false" are words
};

/// "'foo'", "the string \"bar\"", "the end of the file": for messages.
[[nodiscard]] std::string description_of(const Token& token);

}  // namespace assay::mof
