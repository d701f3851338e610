// Functions for cases, each with what the reference page says of it. There is no other way to register one.
#pragma once

#include <span>
#include <string_view>

#include "assay/script/api.hpp"
#include "lua_api.hpp"

namespace assay::script {

/// Not defined: a description that lacks something calls it at compile time, which the compiler refuses.
void a_description_needs_a_sentence_and_the_type_and_meaning_of_each_argument();

/// A function under its name in Lua. It does not compile without a description.
class Method {
public:
    consteval Method(const char* name, lua_CFunction calls, const Description& about)
        : name_{name}, function_{calls}, about_{about} {
        bool whole = about.does.ends_with('.');
        for (const Argument& argument : about.takes) {
            whole = whole && !argument.name.empty() && !argument.type.empty() && !argument.text.empty();
            for (const Key& key : argument.keys) whole = whole && !key.type.empty() && !key.text.empty();
        }
        if (!whole) a_description_needs_a_sentence_and_the_type_and_meaning_of_each_argument();
    }

    [[nodiscard]] constexpr const char* name() const { return name_; }
    [[nodiscard]] constexpr lua_CFunction function() const { return function_; }
    [[nodiscard]] constexpr const Description& about() const { return about_; }

private:
    const char* name_;
    lua_CFunction function_;
    Description about_;
};

/// What is registered in one table, under one heading of the reference page. Lives as long as the program.
struct Section {
    std::string_view title;
    std::string_view receiver;
    std::string_view about;
    std::span<const Method> methods{};
    std::span<const Field> fields{};
};

/// Adds the methods to the table on top of the stack, and the section to what the state says of itself.
void set_functions(lua_State* state, const Section& section);

/// The same for global functions.
void set_globals(lua_State* state, const Section& section);

}  // namespace assay::script
