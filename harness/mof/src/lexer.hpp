// Characters → tokens. Reports what is no token, and goes on behind it.
#pragma once

#include <string_view>

#include "reporter.hpp"
#include "token.hpp"

namespace assay::mof {

class Lexer {
public:
    /// @param text well-formed UTF-8 without a byte-order mark; outlives the lexer
    Lexer(std::string_view text, std::uint32_t file, Reporter& reporter)
        : text_{text}, place_{.file = file, .line = 1, .column = 1}, reporter_{reporter} {}

    /// The next token; after the last one always TokenKind::end.
    [[nodiscard]] Token next();

private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    char take();
    std::string_view take_while(bool (*belongs)(char));
    void skip_blanks();
    void skip_block_comment();
    Token word();
    Token alias();
    Token number();
    Token string();
    Token character();
    Token pragma();
    /// One character or escape of a string or char16; nothing after a mistake, which is reported.
    std::optional<char32_t> element();
    std::optional<char32_t> escape(const Place& start);
    std::optional<char32_t> hexadecimal_escape(const Place& start);
    char32_t code_point();

    std::string_view text_;
    std::size_t at_ = 0;
    Place place_;
    Reporter& reporter_;
};

}  // namespace assay::mof
