#include "pattern.hpp"

#include <cctype>
#include <string>

#include "lua_state.hpp"

namespace assay::script {
namespace {

constexpr char escape = '%';
constexpr std::size_t most_captures = 32;
constexpr int deepest = 200;
constexpr std::size_t still_open = static_cast<std::size_t>(-1);

bool is_of_class(char c, char name) {
    const int octet = static_cast<unsigned char>(c);
    bool is = false;
    switch (std::tolower(static_cast<unsigned char>(name))) {
        case 'a': is = std::isalpha(octet) != 0; break;
        case 'c': is = std::iscntrl(octet) != 0; break;
        case 'd': is = std::isdigit(octet) != 0; break;
        case 'g': is = std::isgraph(octet) != 0; break;
        case 'l': is = std::islower(octet) != 0; break;
        case 'p': is = std::ispunct(octet) != 0; break;
        case 's': is = std::isspace(octet) != 0; break;
        case 'u': is = std::isupper(octet) != 0; break;
        case 'w': is = std::isalnum(octet) != 0; break;
        case 'x': is = std::isxdigit(octet) != 0; break;
        case 'z': is = octet == 0; break;
        default: return name == c;
    }
    return std::isupper(static_cast<unsigned char>(name)) != 0 ? !is : is;
}

}  // namespace

std::optional<PatternMatch> PatternMatcher::match_at(std::size_t at) {
    captures_.clear();
    depth_ = 0;
    const Place end = match(at, 0);
    if (!end) return std::nullopt;
    for (const Capture& capture : captures_) {
        if (capture.length == still_open) throw ScriptError{"unfinished capture"};
    }
    return PatternMatch{at, *end, captures_};
}

void PatternMatcher::step(std::uint64_t work) {
    if (!budget_.work(work)) throw ScriptError{budget_.too_much_work()};
}

PatternMatcher::Place PatternMatcher::match(std::size_t s, std::size_t p) {
    if (++depth_ > deepest) throw ScriptError{"pattern too complex"};
    Move move = go_on(s, p);
    while (move.goes_on) {
        step();
        move = move.p == pattern_.size() ? end_with(move.s) : match_item(move.s, move.p);
    }
    --depth_;
    return move.end;
}

PatternMatcher::Move PatternMatcher::match_item(std::size_t s, std::size_t p) {
    const char next = at(p + 1);
    switch (pattern_[p]) {
        case '(': return end_with(next == ')' ? open_capture(s, p + 2, true) : open_capture(s, p + 1, false));
        case ')': return end_with(close_capture(s, p + 1));
        case '$':
            if (p + 1 == pattern_.size()) return end_with(s == subject_.size() ? Place{s} : Place{});
            break;
        case escape:
            if (next == 'b') return match_balance(s, p + 2);
            if (next == 'f') return match_frontier(s, p + 2);
            if (std::isdigit(static_cast<unsigned char>(next)) != 0) return match_back_reference(s, p);
            break;
        default: break;
    }
    return match_repeated(s, p);
}

/// A single character's item with what may stand behind it.
PatternMatcher::Move PatternMatcher::match_repeated(std::size_t s, std::size_t p) {
    const std::size_t item_end = end_of_item(p);
    const bool fits = matches_single(s, p, item_end);
    switch (at(item_end)) {
        case '?':
            if (fits) {
                if (const Place end = match(s + 1, item_end + 1)) return end_with(end);
            }
            return go_on(s, item_end + 1);
        case '+': return end_with(fits ? expand(s, p, item_end, 1) : Place{});
        case '*': return end_with(expand(s, p, item_end, 0));
        case '-': return end_with(expand_lazily(s, p, item_end));
        default: return fits ? go_on(s + 1, item_end) : end_with({});
    }
}

PatternMatcher::Place PatternMatcher::expand(std::size_t s, std::size_t p, std::size_t item_end,
                                             std::size_t at_least) {
    std::size_t count = 0;
    while (matches_single(s + count, p, item_end)) ++count;
    for (; count + 1 > at_least; --count) {
        if (const Place end = match(s + count, item_end + 1)) return end;
        if (count == 0) break;
    }
    return std::nullopt;
}

PatternMatcher::Place PatternMatcher::expand_lazily(std::size_t s, std::size_t p, std::size_t item_end) {
    for (;; ++s) {
        if (const Place end = match(s, item_end + 1)) return end;
        if (!matches_single(s, p, item_end)) return std::nullopt;
    }
}

PatternMatcher::Place PatternMatcher::open_capture(std::size_t s, std::size_t p, bool is_position) {
    if (captures_.size() == most_captures) throw ScriptError{"too many captures"};
    captures_.push_back({s, is_position ? 0 : still_open, is_position});
    const std::size_t before = captures_.size() - 1;
    const Place end = match(s, p);
    if (!end) captures_.resize(before);
    return end;
}

PatternMatcher::Place PatternMatcher::close_capture(std::size_t s, std::size_t p) {
    const std::size_t which = open_one();
    captures_[which].length = s - captures_[which].begin;
    const Place end = match(s, p);
    if (!end) captures_[which].length = still_open;
    return end;
}

std::size_t PatternMatcher::open_one() const {
    for (std::size_t i = captures_.size(); i > 0; --i) {
        if (captures_[i - 1].length == still_open) return i - 1;
    }
    throw ScriptError{"invalid pattern capture"};
}

/// "%bxy"
PatternMatcher::Move PatternMatcher::match_balance(std::size_t s, std::size_t p) {
    if (p + 1 >= pattern_.size()) throw ScriptError{"malformed pattern (missing arguments to '%b')"};
    if (s >= subject_.size() || subject_[s] != pattern_[p]) return end_with({});
    std::size_t open = 1;
    for (std::size_t i = s + 1; i < subject_.size(); ++i) {
        step();
        if (subject_[i] == pattern_[p + 1]) {
            if (--open == 0) return go_on(i + 1, p + 2);
        } else if (subject_[i] == pattern_[p]) {
            ++open;
        }
    }
    return end_with({});
}

/// "%f[set]"
PatternMatcher::Move PatternMatcher::match_frontier(std::size_t s, std::size_t p) {
    if (at(p) != '[') throw ScriptError{"missing '[' after '%f' in pattern"};
    const std::size_t item_end = end_of_item(p);
    const char before = s == 0 ? '\0' : subject_[s - 1];
    const char here = s < subject_.size() ? subject_[s] : '\0';
    const bool is_frontier = !is_in_set(before, p, item_end - 1) && is_in_set(here, p, item_end - 1);
    return is_frontier ? go_on(s, item_end) : end_with({});
}

PatternMatcher::Move PatternMatcher::match_back_reference(std::size_t s, std::size_t p) {
    const auto which = static_cast<std::size_t>(at(p + 1) - '1');
    if (at(p + 1) == '0' || which >= captures_.size() || captures_[which].length == still_open) {
        throw ScriptError{std::string{"invalid capture index %"} + at(p + 1)};
    }
    if (captures_[which].is_position) return end_with({});  // as Lua's own: a place is no text
    const auto text = subject_.substr(captures_[which].begin, captures_[which].length);
    step(Budget::for_octets(text.size()));
    return subject_.substr(s).starts_with(text) ? go_on(s + text.size(), p + 2) : end_with({});
}

bool PatternMatcher::matches_single(std::size_t s, std::size_t p, std::size_t item_end) {
    step(1 + (item_end - p) / 8);  // a set may be long
    if (s >= subject_.size()) return false;
    switch (pattern_[p]) {
        case '.': return true;
        case escape: return is_of_class(subject_[s], at(p + 1));
        case '[': return is_in_set(subject_[s], p, item_end - 1);
        default: return pattern_[p] == subject_[s];
    }
}

/// @param last where the "]" of the set is
bool PatternMatcher::is_in_set(char c, std::size_t p, std::size_t last) const {
    bool found_means = true;
    ++p;
    if (at(p) == '^') {
        found_means = false;
        ++p;
    }
    for (; p < last; ++p) {
        if (pattern_[p] == escape) {
            ++p;
            if (is_of_class(c, at(p))) return found_means;
        } else if (at(p + 1) == '-' && p + 2 < last) {
            const auto octet = static_cast<unsigned char>(c);
            if (static_cast<unsigned char>(pattern_[p]) <= octet &&
                octet <= static_cast<unsigned char>(pattern_[p + 2]))
                return found_means;
            p += 2;
        } else if (pattern_[p] == c) {
            return found_means;
        }
    }
    return !found_means;
}

std::size_t PatternMatcher::end_of_item(std::size_t p) const {
    const char first = pattern_[p++];
    if (first == escape) {
        if (p == pattern_.size()) throw ScriptError{"malformed pattern (ends with '%')"};
        return p + 1;
    }
    if (first != '[') return p;
    if (at(p) == '^') ++p;
    do {  // a "]" that stands first is one of the set
        if (p >= pattern_.size()) throw ScriptError{"malformed pattern (missing ']')"};
        if (pattern_[p++] == escape) ++p;
    } while (p >= pattern_.size() || pattern_[p] != ']');
    return p + 1;
}

}  // namespace assay::script
