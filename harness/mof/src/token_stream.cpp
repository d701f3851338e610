#include "token_stream.hpp"

#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"

namespace assay::mof {

Token TokenStream::take() { return std::exchange(token_, lexer_.next()); }

bool TokenStream::at(char punctuation) const {
    return at(TokenKind::punctuation) && token_.text.front() == punctuation;
}

bool TokenStream::at_word(std::string_view keyword) const {
    return at(TokenKind::word) && base::equal_ignoring_case(token_.text, keyword);
}

bool TokenStream::at_string() const {
    return at(TokenKind::constant) && std::holds_alternative<std::string>(token_.constant.value);
}

bool TokenStream::accept(char punctuation) {
    if (!at(punctuation)) return false;
    take();
    return true;
}

bool TokenStream::accept_word(std::string_view keyword) {
    if (!at_word(keyword)) return false;
    take();
    return true;
}

Place TokenStream::expect(char punctuation, std::string_view what) {
    if (!at(punctuation)) fail(what);
    return take().place;
}

Place TokenStream::expect_word(std::string_view keyword) {
    if (!at_word(keyword)) fail(fmt::format("'{}'", keyword));
    return take().place;
}

Token TokenStream::expect_name(std::string_view what) {
    if (!at(TokenKind::word)) fail(what);
    return take();
}

void TokenStream::fail(std::string_view expected) {
    report_missing(expected);
    throw SyntaxError{};
}

bool TokenStream::want(char punctuation, std::string_view what) {
    const bool there = accept(punctuation);
    if (!there) report_missing(what);
    return there;
}

void TokenStream::report_missing(std::string_view expected) {
    reporter_.report(token_.place, fmt::format("expected {}, found {}", expected, description_of(token_)));
}

}  // namespace assay::mof
