// What all expectations have alike: their options, their findings, and that each comes under two names.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {

inline constexpr Key rule_key{"rule", "text", "another rule of `proves` than the first one"};
inline constexpr Key message_key{"message", "text", "other words than the usual ones for what is wrong"};
inline constexpr Key common_keys[] = {rule_key, message_key};
inline constexpr Argument finding_options{"[options]", "table", "for the finding", common_keys};

/// Options of an expectation: its rule and its own words for what is wrong.
struct Options {
    std::string rule;
    std::string message;
};

[[nodiscard]] Options options_at(lua_State* state, int index, std::span<const Key> known = common_keys);

/// Notes the finding. @return false, for the check to return
bool fail(lua_State* state, const Options& options, const std::string& message, const std::string& expected,
          const std::string& actual, record::Place place);

/// The numbers in a number or a list of numbers.
[[nodiscard]] std::vector<lua_Integer> integers_at(lua_State* state, int index, const char* what);

/// Runs a check and gives whether it was met; a required one that was not ends the case.
template <bool (*check)(lua_State*), bool required>
int expectation(lua_State* state) {
    const bool met = check(state);
    if (!met && required) {
        context_of(state).end_with(End::finished, "");
        return suspends;
    }
    lua_pushboolean(state, met ? 1 : 0);
    return 1;
}

/// An expectation under both of its names.
template <bool (*check)(lua_State*)>
consteval std::array<Method, 2> both(const char* expect_name, const char* require_name, Description about) {
    about.gives = "true, or false when a finding was left";
    Description ending = about;
    ending.does = "The same; a finding also ends the case.";
    ending.gives = "true";
    return {Method{expect_name, bound<expectation<check, false>>, about},
            Method{require_name, bound<expectation<check, true>>, ending}};
}

}  // namespace assay::script
