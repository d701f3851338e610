// Lua's patterns (Lua 5.4 manual §6.4.1), matched so that each step is counted. Lua's own matcher can take
// for ever on forty characters without executing a single instruction, and nothing could cut it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "budget.hpp"

namespace assay::script {

struct Capture {
    std::size_t begin = 0;
    std::size_t length = 0;
    bool is_position = false;  ///< "()": where it is, not what
};

struct PatternMatch {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<Capture> captures;
};

/// One pattern on one subject. Both, and the budget, outlive it.
class PatternMatcher {
public:
    PatternMatcher(std::string_view subject, std::string_view pattern, Budget& budget)
        : subject_{subject}, pattern_{pattern}, budget_{budget} {}

    /// The match that begins exactly there.
    /// @throws ScriptError for a malformed pattern, and when the budget is used up
    [[nodiscard]] std::optional<PatternMatch> match_at(std::size_t at);

private:
    using Place = std::optional<std::size_t>;

    /// What came of one item of the pattern: the end of it all, or where to go on.
    struct Move {
        bool goes_on = false;
        std::size_t s = 0;
        std::size_t p = 0;
        Place end{};
    };
    static Move go_on(std::size_t s, std::size_t p) { return {true, s, p, {}}; }
    static Move end_with(Place end) { return {false, 0, 0, end}; }

    /// Where a match of the pattern from `p` on ends, when it begins at `s`.
    Place match(std::size_t s, std::size_t p);
    Move match_item(std::size_t s, std::size_t p);
    Move match_repeated(std::size_t s, std::size_t p);
    Place expand(std::size_t s, std::size_t p, std::size_t item_end, std::size_t at_least);
    Place expand_lazily(std::size_t s, std::size_t p, std::size_t item_end);
    Place open_capture(std::size_t s, std::size_t p, bool is_position);
    Place close_capture(std::size_t s, std::size_t p);
    Move match_balance(std::size_t s, std::size_t p);
    Move match_frontier(std::size_t s, std::size_t p);
    Move match_back_reference(std::size_t s, std::size_t p);

    [[nodiscard]] bool matches_single(std::size_t s, std::size_t p, std::size_t item_end);
    [[nodiscard]] bool is_in_set(char c, std::size_t p, std::size_t last) const;
    [[nodiscard]] std::size_t end_of_item(std::size_t p) const;
    [[nodiscard]] char at(std::size_t p) const { return p < pattern_.size() ? pattern_[p] : '\0'; }
    [[nodiscard]] std::size_t open_one() const;
    void step(std::uint64_t work = 1);

    std::string_view subject_;
    std::string_view pattern_;
    Budget& budget_;
    std::vector<Capture> captures_;
    int depth_ = 0;
};

}  // namespace assay::script
