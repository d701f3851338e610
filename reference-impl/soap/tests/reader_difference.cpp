#include "reader_difference.hpp"

#include <algorithm>

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;

const ReadError* error_of(const Tree& tree) { return std::get_if<ReadError>(&tree); }

/// Does the URI that libxml2 calls invalid have an empty port?
bool has_empty_port(std::string_view complaint) {
    const auto begin = complaint.find("//");
    if (begin == std::string_view::npos) return false;
    const auto colon = complaint.find(':', begin);
    return colon != std::string_view::npos &&
           std::string_view{"/?#\'"}.find(complaint[colon + 1]) != std::string_view::npos;
}

bool has_bracket_in_fragment(std::string_view text) {
    const auto mark = text.find('#');
    return mark != std::string_view::npos && text.find_first_of("[]", mark) != std::string_view::npos;
}

bool same(const Element& one, const Element& other) {
    const auto same_attribute = [](const Attribute& left, const Attribute& right) {
        return left.name == right.name && left.value == right.value;
    };
    return one.name == other.name && one.text == other.text &&
           std::ranges::equal(one.attributes, other.attributes, same_attribute) &&
           std::ranges::equal(one.children, other.children, same);
}

}  // namespace

bool is_same(const Tree& ours, const Tree& theirs) {
    if (error_of(ours) == nullptr && error_of(theirs) == nullptr) {
        return same(std::get<Element>(ours), std::get<Element>(theirs));
    }
    return error_of(ours) != nullptr && error_of(theirs) != nullptr &&
           error_of(ours)->kind == error_of(theirs)->kind;
}

std::string said(const Tree& tree) {
    const ReadError* const error = error_of(tree);
    return error == nullptr
               ? "a tree"
               : "error " + std::to_string(static_cast<int>(error->kind)) + ", " + error->message;
}

/// Which known disagreement this is, or empty.
std::string settled(const std::string& text, const Tree& ours, const Tree& theirs) {
    const ReadError* const our = error_of(ours);
    const ReadError* const their = error_of(theirs);
    if (their != nullptr && their->kind != Kind::not_well_formed) return {};
    if (our == nullptr) {
        const bool about_uri = their->message.ends_with("is not a valid URI");
        return about_uri && has_empty_port(their->message) ? "RFC 3986 §3.2.3: a port may be empty" : "";
    }
    if (their != nullptr && our->kind == Kind::forbidden) return "forbidden: said as soon as it is seen";
    if (their != nullptr && our->kind == Kind::too_large) return "too large: said as soon as it is seen";
    if (their != nullptr) return {};
    if (our->message.ends_with("is no URI")) {
        return has_bracket_in_fragment(text) ? "RFC 3986 §3.5: no brackets in a fragment" : "";
    }
    if (text.starts_with("\xEF\xBB\xBF"))
        return "XML 1.0 §4.3.3: only the first mark is no part of the document";
    if (text.find('\0') != std::string::npos) return "XML 1.0 §2.2: NUL is no character, nor the end";
    if (our->message.ends_with("unknown XML version")) return "XML 1.0 production 26: digits follow '1.'";
    if (our->message.ends_with("does not end with '?>'"))
        return "XML 1.0 production 32: white space before standalone";
    return {};
}

}  // namespace assay::soap
