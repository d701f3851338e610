#include "token.hpp"

#include <fmt/format.h>

#include "utf8.hpp"

namespace assay::mof {
namespace {

constexpr std::size_t most_shown = 40;

/// The beginning of `text`, cut between characters, in one line.
std::string shown(const std::string& text) {
    std::string result;
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size(); ++count) {
        if (count == most_shown) return result + "…";
        result += printable(decode_utf8(text, at));
    }
    return result;
}

struct Describe {
    std::string operator()(const std::string& text) const {
        return fmt::format("the string \"{}\"", shown(text));
    }
    std::string operator()(const Char16&) const { return "a character"; }
    template <class Other>
    std::string operator()(const Other&) const {
        return "a number";
    }
};

}  // namespace

std::string description_of(const Token& token) {
    switch (token.kind) {
        case TokenKind::word:
        case TokenKind::punctuation: return fmt::format("'{}'", shown(token.text));
        case TokenKind::alias: return fmt::format("the alias ${}", shown(token.text));
        case TokenKind::pragma: return "'#pragma'";
        case TokenKind::constant:
            return token.text.empty() ? std::visit(Describe{}, token.constant.value)
                                      : fmt::format("the number {}", shown(token.text));
        case TokenKind::end: break;
    }
    return "the end of the file";
}

}  // namespace assay::mof
