#include "lexer.hpp"

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "number.hpp"
#include "utf8.hpp"

namespace assay::mof {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }
/// Identifiers may hold letters beyond ASCII (DSP0004, U+0080 and above).
bool is_word_start(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_word(char c) { return is_word_start(c) || is_digit(c); }
bool is_punctuation(char c) { return std::string_view{"{}[]():;,="}.find(c) != std::string_view::npos; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }

/// Joins the surrogate halves that escapes may spell, and refuses lone ones.
class StringBuilder {
public:
    /// @return false for what no string can hold
    [[nodiscard]] bool add(char32_t c) {
        if (is_low_surrogate(c)) {
            if (high_ == 0) return false;
            append_utf8(text_, 0x10000 + ((high_ - 0xD800) << 10U) + (c - 0xDC00));
            high_ = 0;
            return true;
        }
        if (high_ != 0 || c == 0) return false;
        if (is_high_surrogate(c)) {
            high_ = c;
        } else {
            append_utf8(text_, c);
        }
        return true;
    }
    [[nodiscard]] bool is_whole() const { return high_ == 0; }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
    char32_t high_ = 0;
};

}  // namespace

Token Lexer::next() {
    while (true) {
        skip_blanks();
        if (at_end()) return {.kind = TokenKind::end, .place = place_, .text = {}, .constant = {}};
        const char c = peek();
        if (is_word_start(c)) return word();
        if (c == '"') return string();
        if (c == '\'') return character();
        if (c == '$' && is_word_start(peek(1))) return alias();
        if (c == '#') return pragma();
        if (is_digit(c) || c == '+' || c == '-' || (c == '.' && is_digit(peek(1)))) return number();
        const Place start = place_;
        if (is_punctuation(c)) {
            return {.kind = TokenKind::punctuation,
                    .place = start,
                    .text = std::string(1, take()),
                    .constant = {}};
        }
        const char32_t stray = code_point();
        reporter_.report(start, fmt::format("the character {} has no meaning here", quoted(stray)));
    }
}

char Lexer::take() {
    const char c = text_[at_++];
    if (c == '\n') {
        ++place_.line;
        place_.column = 1;
    } else if ((static_cast<unsigned char>(peek()) & 0xC0U) != 0x80U || at_end()) {
        ++place_.column;
    }
    return c;
}

std::string_view Lexer::take_while(bool (*belongs)(char)) {
    const std::size_t start = at_;
    while (!at_end() && belongs(peek())) take();
    return text_.substr(start, at_ - start);
}

void Lexer::skip_blanks() {
    while (!at_end()) {
        if (is_blank(peek())) {
            take();
        } else if (peek() == '/' && peek(1) == '/') {
            take_while([](char c) { return c != '\n'; });
        } else if (peek() == '/' && peek(1) == '*') {
            skip_block_comment();
        } else {
            return;
        }
    }
}

void Lexer::skip_block_comment() {
    const Place start = place_;
    const std::size_t end = text_.find("*/", at_ + 2);
    const std::size_t stop = end == std::string_view::npos ? text_.size() : end + 2;
    while (at_ < stop) take();
    if (end == std::string_view::npos) reporter_.report(start, "the comment is not closed: expected '*/'");
}

Token Lexer::word() {
    Token token{.kind = TokenKind::word, .place = place_, .text = {}, .constant = {}};
    token.text = take_while(is_word);
    return token;
}

Token Lexer::alias() {
    Token token{.kind = TokenKind::alias, .place = place_, .text = {}, .constant = {}};
    take();
    token.text = take_while(is_word);
    return token;
}

Token Lexer::pragma() {
    Token token{.kind = TokenKind::pragma, .place = place_, .text = {}, .constant = {}};
    take();
    const std::string_view name = take_while(is_word);
    if (!base::equal_ignoring_case(name, "pragma")) {
        reporter_.report(token.place, fmt::format("expected '#pragma', found '#{}'", name));
    }
    return token;
}

Token Lexer::number() {
    Token token{.kind = TokenKind::constant, .place = place_, .text = {}, .constant = {}};
    const std::size_t start = at_;
    take();
    // A sign goes on with the number only behind the e of a real one.
    const auto is_exponent_sign = [&] {
        const bool after_e = text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E';
        const bool hexadecimal =
            text_.substr(start, at_ - start).find_first_of("xX") != std::string_view::npos;
        return (peek() == '+' || peek() == '-') && after_e && !hexadecimal;
    };
    while (is_word(peek()) || peek() == '.' || is_exponent_sign()) take();
    token.text = text_.substr(start, at_ - start);
    token.constant.place = token.place;
    auto number = read_number(token.text);
    if (const auto* integer = std::get_if<Integer>(&number)) {
        token.constant.value = *integer;
    } else if (const auto* real = std::get_if<double>(&number)) {
        token.constant.value = *real;
    } else {
        reporter_.report(token.place, std::get<std::string>(number));
        token.constant.value = Integer{};
    }
    return token;
}

Token Lexer::string() {
    Token token{.kind = TokenKind::constant, .place = place_, .text = {}, .constant = {}};
    take();
    StringBuilder builder;
    while (peek() != '"') {
        if (at_end() || peek() == '\n') {
            reporter_.report(token.place, "the string is not closed in its line: expected '\"'");
            break;
        }
        const Place start = place_;
        const std::optional<char32_t> c = element();
        if (c && !builder.add(*c)) {
            reporter_.report(
                start, *c == 0 ? "a string cannot hold U+0000" : "one half of a surrogate pair stands alone");
            builder = {};
        }
    }
    if (peek() == '"') take();
    if (!builder.is_whole()) reporter_.report(token.place, "one half of a surrogate pair stands alone");
    token.constant = {.place = token.place, .value = builder.take()};
    return token;
}

Token Lexer::character() {
    Token token{.kind = TokenKind::constant, .place = place_, .text = {}, .constant = {}};
    take();
    char32_t unit = 0;
    if (peek() == '\'' || peek() == '\n' || at_end()) {
        reporter_.report(token.place, "expected a character between the quotes");
    } else if (const std::optional<char32_t> c = element()) {
        unit = *c;
    }
    if (unit > 0xFFFF) {
        reporter_.report(token.place, fmt::format("{} is more than one UTF-16 code unit", quoted(unit)));
        unit = 0;
    }
    if (peek() == '\'') {
        take();
    } else {
        take_while([](char c) { return c != '\'' && c != '\n' && c != ';'; });
        if (peek() == '\'') take();
        reporter_.report(token.place, "expected ' after one character");
    }
    token.constant = {.place = token.place, .value = Char16{static_cast<char16_t>(unit)}};
    return token;
}

std::optional<char32_t> Lexer::element() {
    const Place start = place_;
    if (peek() != '\\') return code_point();
    take();
    return escape(start);
}

std::optional<char32_t> Lexer::escape(const Place& start) {
    constexpr std::string_view letters = "btnfr\"'\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\"'\\";
    if (peek() == 'x' || peek() == 'X') return hexadecimal_escape(start);
    const std::size_t which = at_end() ? std::string_view::npos : letters.find(peek());
    if (which == std::string_view::npos) {
        if (at_end() || peek() == '\n') return std::nullopt;  // told by the string: it is not closed
        reporter_.report(start,
                         fmt::format("\\{} is no escape: expected one of \\b \\t \\n \\f \\r \\\" \\' \\\\ "
                                     "or \\x with one to four hexadecimal digits",
                                     printable(code_point())));
        return std::nullopt;
    }
    take();
    return static_cast<unsigned char>(meanings[which]);
}

std::optional<char32_t> Lexer::hexadecimal_escape(const Place& start) {
    take();
    char32_t value = 0;
    int digits = 0;
    for (; digits < 4 && is_hexadecimal(peek()); ++digits) {
        const char digit = take();
        const int worth = is_digit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
        value = value * 16 + static_cast<char32_t>(worth);
    }
    if (digits > 0) return value;
    reporter_.report(start, "expected one to four hexadecimal digits after \\x");
    return std::nullopt;
}

char32_t Lexer::code_point() {
    std::size_t next = at_;
    const char32_t c = decode_utf8(text_, next);
    while (at_ < next) take();
    return c;
}

}  // namespace assay::mof
