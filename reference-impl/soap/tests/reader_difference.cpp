#include "reader_difference.hpp"

#include <algorithm>
#include <regex>

#include "assay/base/text.hpp"
#include "libxml_witness.hpp"

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;
using Outcome = Comparison::Outcome;

const ReadError* error_of(const Tree& tree) { return std::get_if<ReadError>(&tree); }

/// The service reads only what is in the encoding that it claims.
Tree our_tree(const std::string& text) {
    if (base::is_utf8(text)) return read_element(text);
    return ReadError{.kind = Kind::broken_encoding, .message = "octets that are not in UTF-8"};
}

bool same(const Element& one, const Element& other) {
    const auto same_attribute = [](const Attribute& left, const Attribute& right) {
        return left.name == right.name && left.value == right.value;
    };
    return one.name == other.name && one.text == other.text &&
           std::ranges::equal(one.attributes, other.attributes, same_attribute) &&
           std::ranges::equal(one.children, other.children, same);
}

/// The same tree, or errors of the same kind? What is broken in an encoding is found before all else by ours,
/// and where it stands by the witnesses.
bool is_same(const Tree& ours, const Tree& theirs) {
    const ReadError* const our = error_of(ours);
    const ReadError* const their = error_of(theirs);
    if (our == nullptr && their == nullptr) return same(std::get<Element>(ours), std::get<Element>(theirs));
    return our != nullptr && their != nullptr &&
           (our->kind == their->kind || our->kind == Kind::broken_encoding);
}

std::string said(const Tree& tree) {
    const ReadError* const error = error_of(tree);
    return error == nullptr
               ? "a tree"
               : "error " + std::to_string(static_cast<int>(error->kind)) + ", " + error->message;
}

Comparison compared(const Tree& ours, const Tree& theirs, std::string why) {
    if (is_same(ours, theirs)) {
        return {.outcome = error_of(ours) == nullptr ? Outcome::same_tree : Outcome::same_refusal, .why = {}};
    }
    if (!why.empty()) return {.outcome = Outcome::settled, .why = std::move(why)};
    return {.outcome = Outcome::unsettled, .why = "ours: " + said(ours) + "\ntheirs: " + said(theirs)};
}

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

/// RFC 3986 §3.2: an authority ends at the next of these, and a bracket that is open then stays open. libxml2
/// looks for the closing one behind it.
bool has_broken_literal(std::string_view text) {
    for (auto at = text.find("//["); at != std::string_view::npos; at = text.find("//[", at + 1)) {
        if (text.find_first_of("/?#", at + 3) < text.find(']', at)) return true;
    }
    return false;
}

/// Both refuse a document that breaks two rules, and one says so where the other has not yet looked.
std::string refused_earlier(const Tree& ours, const Tree& theirs) {
    const ReadError* const our = error_of(ours);
    const ReadError* const their = error_of(theirs);
    if (our == nullptr || their == nullptr) return {};
    if (our->kind == Kind::not_well_formed && their->kind == Kind::too_large)
        return "too large: said by the witness before it has seen the end of the tag";
    if (their->kind != Kind::not_well_formed) return {};
    if (our->kind == Kind::forbidden) return "forbidden: said as soon as it is seen";
    if (our->kind == Kind::too_large) return "too large: said as soon as it is seen";
    return {};
}

/// What neither witness holds, so that it reads on where ours refuses.
std::string lenient(const std::string& text, const ReadError& our) {
    if (text.starts_with("\xEF\xBB\xBF"))
        return "XML 1.0 §4.3.3: only the first mark is no part of the document";
    if (text.find('\0') != std::string::npos) return "XML 1.0 §2.2: NUL is no character, nor the end";
    if (our.message.ends_with("unknown XML version"))
        return "XML 1.0 production 26: digits follow '1.', and nothing else";
    return {};
}

std::string settled_with_libxml(const std::string& text, const Tree& ours, const Tree& theirs) {
    const ReadError* const our = error_of(ours);
    const ReadError* const their = error_of(theirs);
    if (our == nullptr) {
        const bool about_uri = their != nullptr && their->message.ends_with("is not a valid URI");
        return about_uri && has_empty_port(their->message) ? "RFC 3986 §3.2.3: a port may be empty" : "";
    }
    if (std::string why = refused_earlier(ours, theirs); !why.empty()) return why;
    if (our->message.ends_with("is no URI")) {
        if (has_broken_literal(text)) return "RFC 3986 §3.2: an authority ends at a slash, brackets or not";
        return has_bracket_in_fragment(text) ? "RFC 3986 §3.5: no brackets in a fragment" : "";
    }
    if (our->message.ends_with("does not end with '?>'"))
        return "XML 1.0 production 32: white space before standalone";
    return lenient(text, *our);
}

/// How many octets a character has by its first one, as Xerces-C++ counts them: up to six.
std::size_t length_by_lead(unsigned char lead) {
    if (lead >= 0xFCU) return 6;
    if (lead >= 0xF8U) return 5;
    if (lead >= 0xF0U) return 4;
    if (lead >= 0xE0U) return 3;
    return lead >= 0xC0U ? 2 : 1;
}

/// Is nothing of the document broken UTF-8 but its last character, which is not all there?
bool ends_within_a_character(std::string_view text) {
    constexpr std::size_t longest = 5;
    for (std::size_t cut = 1; cut <= longest && cut < text.size(); ++cut) {
        const std::size_t begin = text.size() - cut;
        if (cut < length_by_lead(static_cast<unsigned char>(text[begin])) &&
            base::is_utf8(text.substr(0, begin)))
            return true;
    }
    return false;
}

/// The document without `<!DOCTYPE name>`.
std::string without_idle_doctype(const std::string& text) {
    static const std::regex doctype{R"(<!DOCTYPE\s+[^\s>\[]+\s*>)"};
    return std::regex_replace(text, doctype, "", std::regex_constants::format_first_only);
}

/// The document with the version 1.0 in its declaration.
std::string as_version_one_zero(const std::string& text) {
    static const std::regex declared{R"(^(<\?xml\s+version\s*=\s*["']1\.)[0-9]+)"};
    const std::size_t head = std::min<std::size_t>(text.size(), 100);
    return std::regex_replace(text.substr(0, head), declared, "$010") + text.substr(head);
}

}  // namespace

Comparison Comparer::with_libxml(const std::string& text) {
    const Tree ours = our_tree(text);
    const Tree theirs = libxml_tree(text);
    return compared(ours, theirs, settled_with_libxml(text, ours, theirs));
}

Comparison Comparer::with_xerces(const std::string& text) {
    const Tree ours = our_tree(text);
    const Tree theirs = xerces_.tree(text);
    if (is_same(ours, theirs)) return compared(ours, theirs, {});
    return compared(ours, theirs, settled_with_xerces(text, ours, theirs));
}

std::string Comparer::settled_with_xerces(const std::string& text, const Tree& ours, const Tree& theirs) {
    if (std::string why = refused_earlier(ours, theirs); !why.empty()) return why;
    const ReadError* const our = error_of(ours);
    if (our != nullptr && our->message.ends_with("is no URI"))
        return "Namespaces §8: whether a name is a URI may be left unchecked";
    if (our != nullptr && our->message.ends_with("a prefix is not declared") &&
        text.find("<xmlns:") != std::string::npos)
        return "Namespaces §3: no element's name has the prefix xmlns";
    const std::string bare = without_idle_doctype(text);
    if (our != nullptr && our->kind == Kind::forbidden && bare != text &&
        with_xerces(bare).outcome != Outcome::unsettled)
        return "SOAP 1.2 §5: a document type declaration that declares nothing is one, and Xerces-C++ tells "
               "of none";
    if (our != nullptr && our->kind == Kind::broken_encoding && ends_within_a_character(text))
        return "XML 1.0 §4.3.3: a character that the end cuts off is a fatal error";
    if (const std::string labelled = as_version_one_zero(text);
        labelled != text && with_xerces(labelled).outcome != Outcome::unsettled)
        return "XML 1.0 §2.8, fifth edition: what is labelled 1.x is read as 1.0";
    return our == nullptr ? std::string{} : lenient(text, *our);
}

}  // namespace assay::soap
