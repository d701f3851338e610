#include "assay/query/like.hpp"

#include <algorithm>
#include <stdexcept>

#include "utf8.hpp"

namespace assay::query {

namespace {
char32_t folded(char32_t character) {
    return character >= U'A' && character <= U'Z' ? character - U'A' + U'a' : character;
}
}  // namespace

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error{"a query error was taken for a result at " + where.to_string() + ": " +
                           error.message};
}

Error error_at(std::size_t position, const std::string& message) {
    return {.position = position, .message = "at character " + std::to_string(position + 1) + ": " + message};
}

/// Reads either language; throws Error, which the makers below turn into their result.
class LikeReader {
public:
    using Element = Like::Element;

    LikeReader(std::string_view pattern, bool escapes)
        : whole_{pattern.size()}, rest_{pattern}, escapes_{escapes} {}

    std::vector<Element> wql() {
        while (!rest_.empty()) {
            const char32_t character = next_character(rest_);
            switch (character) {
                case U'%': add_run(); break;
                case U'_': add(any()); break;
                case U'[': add(set()); break;
                default: add(itself(character));
            }
        }
        return std::move(elements_);
    }

    std::vector<Element> cql() {
        while (!rest_.empty()) {
            const char32_t character = next_character(rest_);
            switch (character) {
                case U'.': add(any()); break;
                case U'[': add(set()); break;
                case U'\\': add(itself(escaped())); break;
                case U'*': repeat(); break;
                default: add(itself(character));
            }
        }
        return std::move(elements_);
    }

private:
    static Element itself(char32_t character) { return {.ranges = {{character, character}}}; }
    static Element any() { return {.negated = true}; }

    [[noreturn]] void fail(const std::string& message) const {
        throw error_at(whole_ - rest_.size(), "in the pattern: " + message);
    }

    void add(Element element) {
        if (elements_.size() >= Like::longest) fail("it is too long");
        elements_.push_back(std::move(element));
    }
    void add_run() {
        Element run = any();
        run.repeated = true;
        const bool again = !elements_.empty() && elements_.back().repeated;
        if (!again) add(std::move(run));
    }
    void repeat() {
        if (elements_.empty() || elements_.back().repeated) fail("there is nothing to repeat");
        elements_.back().repeated = true;
    }

    char32_t escaped() {
        if (rest_.empty()) fail("it ends with an escape");
        return next_character(rest_);
    }

    char32_t of_set() {
        if (rest_.empty()) fail("a set has no end");
        const char32_t character = next_character(rest_);
        return escapes_ && character == U'\\' ? escaped() : character;
    }

    Element set() {
        Element element;
        if (rest_.starts_with('^')) {
            element.negated = true;
            rest_.remove_prefix(1);
        }
        do {
            const char32_t first = of_set();
            char32_t last = first;
            if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
                rest_.remove_prefix(1);
                last = of_set();
            }
            if (last < first) fail("a range of a set runs backwards");
            element.ranges.push_back({first, last});
        } while (!rest_.empty() && rest_[0] != ']');
        if (rest_.empty()) fail("a set has no end");
        rest_.remove_prefix(1);
        return element;
    }

    std::size_t whole_;
    std::string_view rest_;
    bool escapes_;  ///< a backslash makes the next character itself
    std::vector<Element> elements_;
};

Like::Like(std::vector<Element> elements, bool ignores_case)
    : ignores_case_{ignores_case}, elements_{std::move(elements)} {
    for (std::size_t i = 0; i < elements_.size(); ++i) repeated_[i] = elements_[i].repeated;
    for (std::size_t character = 0; character < ascii_.size(); ++character) {
        for (std::size_t i = 0; i < elements_.size(); ++i) {
            ascii_[character][i] = takes(elements_[i], static_cast<char32_t>(character));
        }
    }
}

Result<Like> Like::wql(std::string_view pattern) {
    try {
        return Like{LikeReader{pattern, false}.wql(), true};
    } catch (Error& error) {
        return std::move(error);
    }
}

Result<Like> Like::cql(std::string_view pattern) {
    try {
        return Like{LikeReader{pattern, true}.cql(), false};
    } catch (Error& error) {
        return std::move(error);
    }
}

bool Like::takes(const Element& element, char32_t character) const {
    const auto within = [&](char32_t each) {
        return std::ranges::any_of(element.ranges, [&](const Element::Range& range) {
            return range.first <= each && each <= range.last;
        });
    };
    const bool is_letter = folded(character) >= U'a' && folded(character) <= U'z';
    const bool other_case = ignores_case_ && is_letter && within(character ^ 0x20U);
    return (within(character) || other_case) != element.negated;
}

Like::States Like::takers(char32_t character) const {
    if (character < ascii_.size()) return ascii_[character];
    States states;
    for (std::size_t i = 0; i < elements_.size(); ++i) states[i] = takes(elements_[i], character);
    return states;
}

/// A repeated element may be taken no time.
void Like::pass_repeated(States& states) const {
    if ((states & repeated_).none()) return;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
        if (states[i] && repeated_[i]) states.set(i + 1);
    }
}

bool Like::matches(std::string_view text) const {
    States states;
    states.set(0);
    pass_repeated(states);
    while (!text.empty() && states.any()) {
        const States taken = states & takers(next_character(text));
        states = (taken & repeated_) | ((taken & ~repeated_) << 1);
        pass_repeated(states);
    }
    return states[elements_.size()];
}

}  // namespace assay::query
