// What tags and text are made of: names, values, references, character content.
#include <algorithm>
#include <array>

#include "tree_parser.hpp"

namespace assay::soap {
namespace {

constexpr auto make_ascii() {
    std::array<char, 0x80> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<char>(i);
    return all;
}

constexpr auto ascii = make_ascii();
constexpr std::string_view line_feed = "\n";

/// No part of UTF-8 but a character that XML knows, where a scan has stopped at `at`?
bool is_far_character(const char* at, const char* end) {
    return *at == '\xEF' && !xml::is_noncharacter({at, static_cast<std::size_t>(end - at)});
}

struct Entity {
    std::string_view name;
    std::string_view text;
};

/// §4.6: all there are without a document type declaration.
constexpr std::array entities{Entity{"lt", "<"}, Entity{"gt", ">"}, Entity{"amp", "&"}, Entity{"quot", "\""},
                              Entity{"apos", "'"}};

void append_utf8(std::pmr::string& text, char32_t code) {
    const auto put = [&](char32_t octet) { text += static_cast<char>(octet); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0U | code >> 6U);
    } else {
        if (code < 0x10000) {
            put(0xE0U | code >> 12U);
        } else {
            put(0xF0U | code >> 18U);
            put(0x80U | (code >> 12U & 0x3FU));
        }
        put(0x80U | (code >> 6U & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

}  // namespace

/// The `=` of an attribute, with the white space around it.
bool TreeParser::equals_sign() {
    skip_white();
    if (!at('=')) return fail("'=' is missing");
    ++at_;
    skip_white();
    return true;
}

bool TreeParser::ncname(std::string_view& name) {
    const char* const begin = at_;
    at_ = xml::after_name(begin, end_);
    name = {begin, static_cast<std::size_t>(at_ - begin)};
    return at_ != begin || fail("a name is missing");
}

/// Namespaces in XML §4: at most one colon, with a name on either side. Most are plain, and something
/// follows.
bool TreeParser::qname(RawName& name) {
    const char* local = at_;
    const char* after = xml::after_plain_name(local, end_);
    std::string_view prefix;
    if (after != local && after != end_ && *after == ':') {
        prefix = {local, static_cast<std::size_t>(after - local)};
        local = after + 1;
        after = xml::after_plain_name(local, end_);
    }
    if (after == local || after == end_ || *after == ':' || !xml::is_ascii(*after)) {
        return qname_with_care(name);
    }
    name = {.prefix = prefix, .local = {local, static_cast<std::size_t>(after - local)}};
    at_ = after;
    return true;
}

bool TreeParser::qname_with_care(RawName& name) {
    if (!ncname(name.local)) return false;
    if (!at(':')) return true;
    ++at_;
    name.prefix = name.local;
    if (!ncname(name.local)) return false;
    return !at(':') || fail("a name holds more than one colon");
}

/// An attribute's value (§2.3 production 10), normalized (§3.3.3).
bool TreeParser::quoted(std::string_view& value) {
    if (ends() || (*at_ != '"' && *at_ != '\'')) return fail("a value is not quoted");
    const char quote = *at_++;
    const char* const begin = at_;
    at_ = xml::after_value(at_, end_);
    if (!at(quote)) return quoted_with_care(quote, begin, value);
    value = {begin, static_cast<std::size_t>(at_ - begin)};
    ++at_;
    return true;
}

/// A value that is not in the message as it has to be read; its head, from `begin`, is plain.
bool TreeParser::quoted_with_care(char quote, const char* begin, std::string_view& value) {
    std::pmr::string& made = made_.emplace_front();
    for (;; begin = at_, at_ = xml::after_value(at_, end_)) {
        made.append(begin, at_);
        if (ends()) return fail("the document ends inside a value");
        if (*at_ == quote) break;
        if (*at_ == '&') {
            std::string_view decoded;
            if (!reference(decoded)) return false;
            made += decoded;
        } else if (is(*at_, xml::white)) {
            made += ' ';
            if (!take("\r\n")) ++at_;
        } else if (*at_ == '"' || *at_ == '\'' || is_far_character(at_, end_)) {
            made += *at_++;
        } else {
            return fail("a character that no value may hold");
        }
    }
    ++at_;
    value = made;
    return true;
}

bool TreeParser::reference(std::string_view& decoded) {
    ++at_;
    if (take("#")) return character_reference(decoded);
    std::string_view name;
    if (!ncname(name)) return false;
    const auto* const entity = std::ranges::find(entities, name, &Entity::name);
    if (!take(";") || entity == entities.end()) return fail("a reference to an entity that is not declared");
    decoded = entity->text;
    return true;
}

/// §4.1 production 66, after "&#".
bool TreeParser::character_reference(std::string_view& decoded) {
    const bool is_hex = take("x");
    char32_t code = 0;
    const char* const begin = at_;
    for (; !ends() && *at_ != ';'; ++at_) {
        const char digit = *at_;
        char32_t worth = 0;
        if (digit >= '0' && digit <= '9') {
            worth = static_cast<char32_t>(digit - '0');
        } else if (is_hex && digit >= 'a' && digit <= 'f') {
            worth = static_cast<char32_t>(digit - 'a' + 10);
        } else if (is_hex && digit >= 'A' && digit <= 'F') {
            worth = static_cast<char32_t>(digit - 'A' + 10);
        } else {
            return fail("a character reference that is no number");
        }
        code = std::min<char32_t>(code * (is_hex ? 16 : 10) + worth, 0x110000);
    }
    if (ends() || at_ == begin || !xml::is_character(code)) return fail("a reference to no character of XML");
    ++at_;
    if (code < ascii.size()) {
        decoded = {&ascii[code], 1};
    } else {
        append_utf8(made_.emplace_front(), code);
        decoded = made_.front();
    }
    return true;
}

/// §2.5, after "<!--".
bool TreeParser::comment() {
    for (;;) {
        at_ = xml::after_comment(at_, end_);
        if (ends()) return fail("the document ends inside a comment");
        if (take("--")) return take(">") || fail("a comment holds '--'");
        if (*at_ != '-' && !is_far_character(at_, end_)) return fail("a character that XML does not know");
        ++at_;
    }
}

/// §2.7, after "<![CDATA[".
bool TreeParser::cdata() {
    for (const char* begin = at_;;) {
        at_ = xml::after_cdata(at_, end_);
        if (ends()) return fail("the document ends inside a CDATA section");
        if (begins("]]>")) {
            add_run(begin, at_);
            at_ += 3;
            return true;
        }
        if (*at_ == '\r') {
            begin = line_end(begin);
        } else if (*at_ == ']' || is_far_character(at_, end_)) {
            ++at_;
        } else {
            return fail("a character that XML does not know");
        }
    }
}

/// §2.4: character data up to the next markup.
bool TreeParser::characters() {
    // What stands between most elements.
    if (const char* const end = xml::after(at_, end_, xml::plain_white); end != end_ && *end == '<') {
        runs_.emplace_back(at_, static_cast<std::size_t>(end - at_));
        at_ = end;
        return true;
    }
    for (const char* begin = at_;;) {
        at_ = xml::after_text(at_, end_);
        if (ends() || *at_ == '<' || *at_ == '&') {
            add_run(begin, at_);
            return true;
        }
        if (*at_ == '\r') {
            begin = line_end(begin);
        } else if (*at_ == ']' ? !begins("]]>") : is_far_character(at_, end_)) {
            ++at_;
        } else {
            return fail(*at_ == ']' ? "']]>' outside a CDATA section" : "a character that XML does not know");
        }
    }
}

/// At a carriage return that ends the run from `begin`: §2.11 makes a line feed of it. @return what follows.
const char* TreeParser::line_end(const char* begin) {
    add_run(begin, at_);
    add_run(line_feed);
    if (!take("\r\n")) ++at_;
    return at_;
}

void TreeParser::add_run(std::string_view run) {
    if (run.empty()) return;
    Open& open = open_.back();
    const char* const end = run.data() + run.size();
    open.solid = open.solid || xml::after(run.data(), end, xml::white) != end;
    runs_.push_back(run);
}

std::string_view TreeParser::joined_runs(std::size_t from) {
    if (runs_.size() == from) return {};
    if (runs_.size() == from + 1) return runs_.back();
    std::size_t length = 0;
    for (std::size_t i = from; i < runs_.size(); ++i) length += runs_[i].size();
    std::pmr::string& joined = made_.emplace_front();
    joined.reserve(length);
    for (std::size_t i = from; i < runs_.size(); ++i) joined += runs_[i];
    return joined;
}

}  // namespace assay::soap
