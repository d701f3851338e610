#include "lexer.hpp"

#include <array>

#include "assay/base/text.hpp"

namespace assay::xpath {
namespace {

using Kind = Token::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_name(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_of_name(char c) { return begins_name(c) || is_digit(c) || c == '-' || c == '.'; }

template <class Predicate>
std::size_t run(std::string_view text, std::size_t from, Predicate holds) {
    while (from < text.size() && holds(text[from])) ++from;
    return from;
}

/// NCName, prefix:local or prefix:*. A double colon belongs to the axis, not to the name.
Token name_at(std::string_view text, std::size_t begin) {
    std::size_t end = run(text, begin, is_of_name);
    Kind kind = Kind::name;
    const auto after = [&](std::size_t at) { return at < text.size() ? text[at] : '\0'; };
    if (after(end) == ':' && (begins_name(after(end + 1)) || after(end + 1) == '*')) {
        kind = Kind::prefixed;
        end = after(end + 1) == '*' ? end + 2 : run(text, end + 1, is_of_name);
    }
    return {.kind = kind, .text = text.substr(begin, end - begin), .position = begin};
}

Token number_at(std::string_view text, std::size_t begin) {
    std::size_t end = run(text, begin, is_digit);
    if (end < text.size() && text[end] == '.') end = run(text, end + 1, is_digit);
    return {.kind = Kind::number, .text = text.substr(begin, end - begin), .position = begin};
}

/// The longest symbol at the head of `rest`, or empty.
std::string_view symbol_at(std::string_view rest) {
    static constexpr std::array<std::string_view, 21> symbols{"::", "..", "//", "!=", "<=", ">=", "(",
                                                              ")",  "[",  "]",  ".",  "@",  ",",  "/",
                                                              "|",  "+",  "-",  "=",  "<",  ">",  "*"};
    for (const std::string_view each : symbols) {
        if (rest.starts_with(each)) return rest.substr(0, each.size());
    }
    return {};
}

Result<Token> token_at(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (begins_name(c)) return name_at(text, at);
    if (is_digit(c) || (c == '.' && at + 1 < text.size() && is_digit(text[at + 1])))
        return number_at(text, at);
    if (c == '"' || c == '\'') {
        const auto close = text.find(c, at + 1);
        if (close == std::string_view::npos) {
            return error_at(at, Error::Kind::syntax, "a literal without its closing quote");
        }
        return Token{.kind = Kind::literal, .text = text.substr(at, close + 1 - at), .position = at};
    }
    if (c == '$') return error_at(at, Error::Kind::forbidden, "there are no variables");
    const std::string_view symbol = symbol_at(text.substr(at));
    if (symbol.empty()) return error_at(at, Error::Kind::syntax, "a character that XPath does not know");
    return Token{.kind = Kind::symbol, .text = symbol, .position = at};
}

}  // namespace

Error error_at(std::size_t position, Error::Kind kind, std::string_view message) {
    return {.kind = kind,
            .position = position,
            .message = "at character " + std::to_string(position + 1) + ": " + std::string{message}};
}

Result<std::vector<Token>> tokens_of(std::string_view text, const Limits& limits) {
    if (text.size() > limits.characters) {
        return error_at(limits.characters, Error::Kind::too_large, "the expression is too long");
    }
    if (!base::is_utf8(text)) return error_at(0, Error::Kind::syntax, "the expression is not UTF-8");
    std::vector<Token> tokens;
    std::size_t at = run(text, 0, is_space);
    while (at < text.size()) {
        auto token = token_at(text, at);
        if (!token) return token.error();
        if (tokens.size() >= limits.tokens) {
            return error_at(at, Error::Kind::too_large, "the expression has too many terms");
        }
        tokens.push_back(*token);
        at = run(text, at + token->text.size(), is_space);
    }
    tokens.push_back({.kind = Kind::end, .text = {}, .position = text.size()});
    return tokens;
}

}  // namespace assay::xpath
