// The tokens of one file with one token of lookahead; what a parser wants next, and what is said when it is
// not there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lexer.hpp"

namespace assay::mof {

/// Where reading goes on after a mistake: thrown through the functions of the parser, never out of it.
struct SyntaxError {};

class TokenStream {
public:
    TokenStream(std::string_view text, std::uint32_t file, Reporter& reporter)
        : lexer_{text, file, reporter}, reporter_{reporter}, token_{lexer_.next()} {}

    [[nodiscard]] const Token& token() const { return token_; }
    [[nodiscard]] const Place& place() const { return token_.place; }
    Token take();

    [[nodiscard]] bool at(TokenKind kind) const { return token_.kind == kind; }
    [[nodiscard]] bool at(char punctuation) const;
    /// Keywords match without regard to case.
    [[nodiscard]] bool at_word(std::string_view keyword) const;
    [[nodiscard]] bool at_string() const;

    /// Takes the token if it is this one.
    bool accept(char punctuation);
    bool accept_word(std::string_view keyword);

    /// Takes the token, which has to be this one.
    /// @param what for the message: "expected WHAT, found …"
    /// @throws SyntaxError after reporting
    Place expect(char punctuation, std::string_view what);
    Place expect_word(std::string_view keyword);
    Token expect_name(std::string_view what);
    [[noreturn]] void fail(std::string_view expected);

    /// Like expect, but only reports when the token is missing: for what is clearly meant. @return was it
    /// there?
    bool want(char punctuation, std::string_view what);

    Reporter& reporter() { return reporter_; }

private:
    void report_missing(std::string_view expected);

    Lexer lexer_;
    Reporter& reporter_;
    Token token_;
};

}  // namespace assay::mof
