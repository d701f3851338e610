// The pattern of LIKE.
#pragma once

#include <array>
#include <bitset>
#include <string_view>
#include <vector>

#include "assay/query/error.hpp"

namespace assay::query {

/// A compiled pattern: an automaton that looks at each character once, so that no pattern makes it go back.
/// Works on characters, not octets.
class Like {
public:
    /// Characters of a pattern at most.
    static constexpr std::size_t longest = 256;

    /// WQL: % any run, _ one character, [a-z] one of a set, [^a-z] one of all others, [%] the
    /// character itself; a backslash is a character like others. The case of ASCII letters does not matter.
    [[nodiscard]] static Result<Like> wql(std::string_view pattern);

    /// CQL's regular expressions (DSP0202, Basic Like and the sets of Full Like): . one character, [a-z] and
    /// [^a-z] sets, * behind any of these any number of it, `\` before a character itself.
    [[nodiscard]] static Result<Like> cql(std::string_view pattern);

    /// Does the pattern describe the whole of `text`?
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    friend class LikeReader;
    using States = std::bitset<longest + 1>;  ///< one before each element, and one behind the last

    /// One character of the pattern.
    struct Element {
        struct Range {
            char32_t first;
            char32_t last;
        };
        std::vector<Range> ranges = {};
        bool negated = false;
        bool repeated = false;  ///< any number of times, none included
    };

    Like(std::vector<Element> elements, bool ignores_case);

    [[nodiscard]] bool takes(const Element& element, char32_t character) const;
    [[nodiscard]] States takers(char32_t character) const;
    void pass_repeated(States& states) const;

    bool ignores_case_;
    std::vector<Element> elements_;
    States repeated_;
    std::array<States, 128> ascii_;  ///< which elements take that character
};

}  // namespace assay::query
