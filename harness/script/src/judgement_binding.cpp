// t:expect, t:require and t:observe: what every case may demand or note.
#include "bmc_context.hpp"
#include "expectation.hpp"

namespace assay::script {
namespace {

std::string text_of_field(lua_State* state, int table, const char* name) {
    push_field(state, table, name);
    std::string text = lua_isnil(state, -1) ? "" : shown_at(state, -1);
    lua_pop(state, 1);
    return text;
}

/// The place that { at = answer, path = XPath } names.
std::optional<record::Place> place_field(lua_State* state, int table) {
    if (push_field(state, table, "at") == LUA_TNIL) return std::nullopt;
    const int answer = lua_gettop(state);
    if (is_bmc_answer(state, answer)) return bmc_answer_at(state, answer).place();
    Response& response = response_at(state, answer);
    const auto path = text_field(state, table, "path");
    return path ? response.place_of(*path) : response.place();
}

constexpr Key at_key{"at", "answer", "where the finding is"};
constexpr Key path_key{"path", "text", "XPath to the place in the answer"};
constexpr Key expect_keys[] = {{"message", "text", "what is wrong; it has to be given"},
                               {"expected", "any", "what a lawful answer has"},
                               {"actual", "any", "what is there"},
                               at_key,
                               path_key,
                               rule_key};

bool expect(lua_State* state) {
    if (!has_table(state, 3, "options")) throw ScriptError{"expect needs { message = … }"};
    const Options options = options_at(state, 3, expect_keys);
    if (options.message.empty()) throw ScriptError{"expect needs a message that says what is wrong"};
    if (lua_toboolean(state, 2) != 0) return true;
    context_of(state).find({options.rule, options.message, text_of_field(state, 3, "expected"),
                            text_of_field(state, 3, "actual"), place_field(state, 3)});
    return false;
}

constexpr Key observe_keys[] = {
    {"rule", "text", "else the first rule of `proves` whose level is MAY"}, at_key, path_key};

int observe_may(lua_State* state) {
    record::Finding finding;
    finding.message = text_at(state, 2, "text");
    if (has_table(state, 3, "options")) {
        refuse_unknown_keys(state, 3, observe_keys, "observe");
        finding.rule = text_field(state, 3, "rule").value_or("");
        finding.place = place_field(state, 3);
    }
    context_of(state).observe(std::move(finding));
    return 0;
}

constexpr auto expect_pair =
    both<expect>("expect", "require",
                 {.does = "Demands anything.",
                  .takes = {{"condition", "any", "nil and false do not hold"},
                            {"finding", "table", "what to say when it does not hold", expect_keys}},
                  .fails = "`message` is missing"});

constexpr Method methods[] = {expect_pair[0],
                              expect_pair[1],
                              {"observe",
                               bound<observe_may>,
                               {.does = "Notes which way a MAY went; that is never wrong.",
                                .takes = {{"text", "text", "what the target does"},
                                          {"[options]", "table", "for the finding", observe_keys}},
                                .fails = "`proves` has no rule of level MAY"}}};

constexpr Section expectations{.title = "Expectations",
                               .receiver = "t:",
                               .about =
                                   "An expectation that is not met leaves a finding under the first rule of "
                                   "`proves`, unless `rule` names "
                                   "another; its verdict follows from the rule's level.",
                               .methods = methods};

}  // namespace

Options options_at(lua_State* state, int index, std::span<const Key> known) {
    if (!has_table(state, index, "options")) return {};
    refuse_unknown_keys(state, index, known, "an expectation");
    return {text_field(state, index, "rule").value_or(""), text_field(state, index, "message").value_or("")};
}

bool fail(lua_State* state, const Options& options, const std::string& message, const std::string& expected,
          const std::string& actual, record::Place place) {
    context_of(state).find({options.rule, options.message.empty() ? message : options.message, expected,
                            actual, std::move(place)});
    return false;
}

std::vector<lua_Integer> integers_at(lua_State* state, int index, const char* what) {
    if (!lua_istable(state, index)) return {integer_at(state, index, what)};
    std::vector<lua_Integer> integers;
    const auto count = static_cast<lua_Integer>(lua_rawlen(state, index));
    for (lua_Integer i = 1; i <= count; ++i) {
        lua_rawgeti(state, index, i);
        integers.push_back(integer_at(state, -1, what));
        lua_pop(state, 1);
    }
    return integers;
}

void open_judgements(lua_State* state) { set_functions(state, expectations); }

}  // namespace assay::script
