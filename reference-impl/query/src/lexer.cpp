#include "lexer.hpp"

#include <array>

#include "assay/base/text.hpp"

namespace assay::query {
namespace {

using Kind = Token::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_word(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_{text} {}

    /// @return a token of kind end behind the last one.
    Result<Token> next() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
        begin_ = at_;
        if (at_ == text_.size()) return made(Kind::end, {});
        const char c = text_[at_];
        if (begins_word(c)) return word();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
        if ((c == '-' || c == '+') && (is_digit(peek(1)) || peek(1) == '.')) return number();
        if (c == '\'' || c == '"') return string(c);
        if (c == '{') return braces();
        return symbol();
    }

private:
    [[nodiscard]] char peek(std::size_t ahead) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] Token made(Kind kind, std::string text) const {
        return {.kind = kind, .text = std::move(text), .position = begin_};
    }
    [[nodiscard]] std::string taken() const { return std::string{text_.substr(begin_, at_ - begin_)}; }

    Token word() {
        while (begins_word(peek(0)) || is_digit(peek(0))) ++at_;
        return made(Kind::word, taken());
    }

    Token number() {
        ++at_;
        while (is_digit(peek(0)) || peek(0) == '.') ++at_;
        if (peek(0) == 'e' || peek(0) == 'E') {
            ++at_;
            if (peek(0) == '-' || peek(0) == '+') ++at_;
        }
        // What sticks to a number makes it none; it is told as one word.
        while (begins_word(peek(0)) || is_digit(peek(0))) ++at_;
        return made(Kind::number, taken());
    }

    /// A backslash before a quote or a backslash stands for that; before anything else it is itself.
    Result<Token> string(char quote) {
        std::string content;
        for (++at_; at_ < text_.size(); ++at_) {
            char c = text_[at_];
            if (c == quote) {
                ++at_;
                return made(Kind::string, std::move(content));
            }
            if (c == '\\' && (peek(1) == '\\' || peek(1) == '\'' || peek(1) == '"')) c = text_[++at_];
            content += c;
        }
        return error_at(begin_, "a string without its closing quote");
    }

    /// An object path; braces within quotes are its own.
    Result<Token> braces() {
        char quote = '\0';
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (quote != '\0') {
                if (c == '\\')
                    ++at_;
                else if (c == quote)
                    quote = '\0';
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '}') {
                const std::string inner{text_.substr(begin_ + 1, at_ - begin_ - 1)};
                ++at_;
                return made(Kind::braces, inner);
            }
        }
        return error_at(begin_, "a brace without its closing one");
    }

    Result<Token> symbol() {
        static constexpr std::array<std::string_view, 14> symbols{"<>", "!=", "<=", ">=", "=", "<", ">",
                                                                  "(",  ")",  "[",  "]",  ",", ".", "*"};
        for (const std::string_view each : symbols) {
            if (!text_.substr(at_).starts_with(each)) continue;
            at_ += each.size();
            return made(Kind::symbol, std::string{each});
        }
        return error_at(at_, "a character that the query language does not know");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view text, const Limits& limits) {
    if (text.size() > limits.characters) return error_at(limits.characters, "the query is too long");
    if (!base::is_utf8(text)) return error_at(0, "the query is not UTF-8");
    Lexer lexer{text};
    std::vector<Token> tokens;
    do {
        auto token = lexer.next();
        if (!token) return token.error();
        if (tokens.size() > limits.tokens) return error_at(token->position, "the query has too many terms");
        tokens.push_back(std::move(*token));
    } while (tokens.back().kind != Kind::end);
    return tokens;
}

}  // namespace assay::query
