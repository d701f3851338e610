// What a scenario file has told so far, while it runs.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/setup_error.hpp"
#include "assay/load/program.hpp"
#include "assay/lua-sandbox/values.hpp"

namespace assay::scenario {

class Reader {
public:
    explicit Reader(std::filesystem::path folder) : folder_{std::move(folder)} {}

    /// Makes the functions that a scenario calls; the reader outlives the state.
    void open(lua_State* state);
    /// @throws lua::ScriptError when the file never said scenario{}, or used what nothing saves
    [[nodiscard]] load::Program finish(std::string_view name);

    /// The reader whose functions run in this state.
    static Reader& of(lua_State* state);

    /// The slot of this name, made when there is none yet.
    [[nodiscard]] std::size_t slot(const std::string& name);
    void saves(std::size_t slot) { saved_.at(slot) = true; }
    void uses(std::size_t slot, int line);

    [[nodiscard]] std::filesystem::path beside(const std::string& file) const { return folder_ / file; }
    /// @return its number
    std::size_t add(load::Table table);
    [[nodiscard]] const load::Table& table(std::size_t number) const { return program_.tables.at(number); }

    /// Keeps a step until a flow takes it. @return its number
    std::size_t add(load::Step step);
    [[nodiscard]] const load::Step& step(std::size_t number) const { return steps_.at(number); }

    /// The slot of the event sink's address, which the load fills.
    [[nodiscard]] std::size_t sink_slot();

    /// Something outside the script is wrong; the script is cut, and this is what people are told.
    void fails(const base::SetupError& failure) { failure_ = failure; }
    [[nodiscard]] const std::optional<base::SetupError>& failure() const { return failure_; }

    [[nodiscard]] load::Program& program() { return program_; }

private:
    std::filesystem::path folder_;
    load::Program program_{};
    std::vector<load::Step> steps_{};
    /// Of each slot: does something fill it? The load itself fills the first two.
    std::vector<bool> saved_ = std::vector<bool>(2, true);
    std::optional<base::SetupError> failure_{};
    std::map<std::size_t, int> used_{};  // the line that first asked for a slot
};

/// csv, jsonl, saved, unique, sink and escape.
void open_values(lua_State* state);
/// identify, get, enumerate … and request.
void open_steps(lua_State* state);

/// ipmi.
void open_bmc_steps(lua_State* state);

/// A step from its name and whatever a script gave it; the table that stands for it is on the stack.
/// @return 1
int give(lua_State* state, load::Step step);
/// Takes save = { NAME = … } of the table that a step was given. @param take gets each name, its value on the
/// stack
void take_saved(lua_State* state, const std::function<void(const std::string& name)>& take);
/// Steps take one table; without parentheses it is enough to write get{…}. @throws lua::ScriptError
void expect_table(lua_State* state, const char* name);

/// What may stand where octets of a command are said: a number from 0 to 255, text (its octets), a field that
/// names an octet in every row, something saved, or an array of these.
[[nodiscard]] load::Text octets_from(lua_State* state, int index, const std::string& what);

/// What may stand where the octets of a request are said: text, a field, something saved, or an array of
/// these.
/// @param is_xml whether the file's own text is XML already, or has to be escaped
[[nodiscard]] load::Text text_from(lua_State* state, int index, const std::string& what, bool is_xml);

/// The line of the script that called one of our functions.
[[nodiscard]] int line_of_caller(lua_State* state);

}  // namespace assay::scenario
