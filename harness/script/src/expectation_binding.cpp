// t:expect_*: what a case demands of an answer. One that is not met is a finding with its place.
#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "binding.hpp"
#include "case_context.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

using Keys = std::span<const Key>;

constexpr Key rule_key{"rule", "text", "another rule of `proves` than the first one"};
constexpr Key message_key{"message", "text", "other words than the usual ones for what is wrong"};
constexpr Key common_keys[] = {rule_key, message_key};

/// Options of an expectation: its rule and its own words for what is wrong.
struct Options {
    std::string rule;
    std::string message;
};

Options options_at(lua_State* state, int index, Keys known = common_keys) {
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

/// The statuses in a number or a list of numbers.
std::vector<int> statuses_at(lua_State* state, int index) {
    std::vector<int> statuses;
    if (lua_istable(state, index)) {
        const auto count = static_cast<lua_Integer>(lua_rawlen(state, index));
        for (lua_Integer i = 1; i <= count; ++i) {
            lua_rawgeti(state, index, i);
            statuses.push_back(static_cast<int>(integer_at(state, -1, "status")));
            lua_pop(state, 1);
        }
    } else {
        statuses.push_back(static_cast<int>(integer_at(state, index, "status")));
    }
    return statuses;
}

bool check_status(lua_State* state, Response& response, const std::vector<int>& lawful,
                  const Options& options) {
    if (std::ranges::find(lawful, response.message().http.status) != lawful.end()) return true;
    const std::string expected = fmt::format("HTTP {}", fmt::join(lawful, " or "));
    return fail(state, options, "the answer has another HTTP status", expected, response.summary(),
                response.place_of_status());
}

bool expect_status(lua_State* state) {
    return check_status(state, response_at(state, 2), statuses_at(state, 3), options_at(state, 4));
}

bool expect_ok(lua_State* state) {
    Response& response = response_at(state, 2);
    const auto action = lua_istable(state, 3) ? std::nullopt : optional_text_at(state, 3, "action");
    const Options options = options_at(state, lua_istable(state, 3) ? 3 : 4);
    const auto& message = response.message();
    const bool succeeded = response.answered() && message.http.status / 100 == 2 && !response.fault();
    const bool enveloped =
        message.http.status == 204 || message.envelope.soap() == observe::SoapVersion::soap12;
    if (!succeeded || !enveloped) {
        return fail(state, options, "a request that is in order was not carried out", "success",
                    response.summary(), response.place());
    }
    const std::string got{message.envelope.header_value({vocab::ns::wsa, "Action"}).value_or("")};
    if (!action || got == *action) return true;
    return fail(state, options, "the answer has another action", *action, got.empty() ? "no wsa:Action" : got,
                response.place_of("/s:Envelope/s:Header/wsa:Action"));
}

constexpr const char* at_code = "/s:Envelope/s:Body/s:Fault/s:Code/s:Value";
constexpr const char* at_subcode = "/s:Envelope/s:Body/s:Fault/s:Code/s:Subcode/s:Value";
constexpr const char* at_detail = "/s:Envelope/s:Body/s:Fault/s:Detail/wsman:FaultDetail";

/// The codes of SOAP itself are looked for where SOAP puts them.
bool is_soap_code(const std::string& name) { return name.starts_with("s:"); }

bool check_detail(lua_State* state, Response& response, const Fault& fault, const Options& options,
                  const std::string& name) {
    const auto detail = text_field(state, 4, "detail");
    if (!detail || fault.detail == *detail) return true;
    return fail(state, options, fmt::format("{} does not carry the detail that tells its cause", name),
                *detail, fault.detail.empty() ? "no wsman:FaultDetail" : fault.detail,
                response.place_of(at_detail));
}

bool check_code(lua_State* state, Response& response, const Fault& fault, const Options& options,
                const std::string& name) {
    const auto code = text_field(state, 4, "code");
    if (!code || fault.code == *code) return true;
    return fail(state, options, fmt::format("{} has another code", name), *code, fault.code,
                response.place_of(at_code));
}

constexpr Key fault_keys[] = {{"detail", "text", "the word after `…/faultDetail/`"},
                              {"code", "text", "`s:Sender` or `s:Receiver`, beside the subcode"},
                              {"status", "integer or list", "the HTTP statuses that are lawful"},
                              rule_key,
                              message_key};

bool expect_fault(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string name = text_at(state, 3, "fault");
    const Options options = options_at(state, 4, fault_keys);
    const auto fault = response.fault();
    if (!fault)
        return fail(state, options, fmt::format("the request was not refused with {}", name), name,
                    response.summary(), response.place());
    const std::string& got = is_soap_code(name) ? fault->code : fault->subcode;
    if (got != name) {
        return fail(state, options, fmt::format("the request was refused with another fault than {}", name),
                    name, response.summary(), response.place_of(is_soap_code(name) ? at_code : at_subcode));
    }
    if (!lua_istable(state, 4)) return true;
    const bool detail = check_detail(state, response, *fault, options, name);
    const bool code = check_code(state, response, *fault, options, name);
    push_field(state, 4, "status");
    const bool any_status = lua_isnil(state, -1);
    const bool status =
        any_status || check_status(state, response, statuses_at(state, lua_gettop(state)), options);
    return detail && code && status;
}

bool expect_text(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string path = text_at(state, 3, "XPath");
    const std::string expected = text_at(state, 4, "expected");
    const Options options = options_at(state, 5);
    const auto result = response.select(path);
    const bool is_there = result.kind != observe::XPathKind::nodes || !result.nodes.empty();
    if (is_there && base::trimmed(result.text) == base::trimmed(expected)) return true;
    return fail(state, options, fmt::format("{} has another value", path), expected,
                is_there ? std::string{base::trimmed(result.text)}
                         : fmt::format("nothing there; {}", response.summary()),
                response.place_of(path));
}

bool expect_count(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string path = text_at(state, 3, "XPath");
    const auto expected = integer_at(state, 4, "count");
    const Options options = options_at(state, 5);
    const auto count = static_cast<lua_Integer>(response.select(path).nodes.size());
    if (count == expected) return true;
    return fail(state, options, fmt::format("{} stands there another number of times", path),
                std::to_string(expected), std::to_string(count), response.place_of(path));
}

bool expect_present(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string path = text_at(state, 3, "XPath");
    const Options options = options_at(state, 4);
    if (!response.select(path).nodes.empty()) return true;
    return fail(state, options, fmt::format("{} is missing", path), path,
                fmt::format("not there; {}", response.summary()), response.place_of(path));
}

bool expect_absent(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string path = text_at(state, 3, "XPath");
    const Options options = options_at(state, 4);
    const auto result = response.select(path);
    if (result.kind != observe::XPathKind::nodes)
        throw ScriptError{fmt::format("XPath '{}' selects no nodes; what is absent has to be one", path)};
    if (!response.answered() || response.message().envelope.soap() != observe::SoapVersion::soap12) {
        return fail(state, options, fmt::format("there is no envelope that could lack {}", path),
                    "an envelope without it", response.summary(), response.place());
    }
    if (result.nodes.empty()) return true;
    return fail(state, options, fmt::format("{} should not be there", path), "not there",
                result.nodes.front().value, response.place_of(path));
}

bool expect_header(lua_State* state) {
    Response& response = response_at(state, 2);
    const std::string name = text_at(state, 3, "field");
    const std::string pattern = optional_text_at(state, 4, "pattern").value_or("");
    const Options options = options_at(state, 5);
    const auto value = response.header(name);
    if (value && matches_pattern(state, *value, pattern)) return true;
    const std::string message =
        fmt::format("the field {} {}", name, value ? "has another value" : "is missing");
    return fail(state, options, message,
                pattern.empty() ? "some value" : fmt::format("a match for {}", pattern),
                value ? *value : response.summary(), response.place_of_header(name));
}

std::string text_of_field(lua_State* state, int table, const char* name) {
    push_field(state, table, name);
    std::string text = lua_isnil(state, -1) ? "" : shown_at(state, -1);
    lua_pop(state, 1);
    return text;
}

/// The place that { at = answer, path = XPath } names.
std::optional<record::Place> place_field(lua_State* state, int table) {
    if (push_field(state, table, "at") == LUA_TNIL) return std::nullopt;
    Response& response = response_at(state, lua_gettop(state));
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

/// Runs a check and gives whether it was met; a required one that was not ends the case.
template <bool (*check)(lua_State*), bool required>
int expectation(lua_State* state) {
    const bool met = check(state);
    if (!met && required) {
        CaseContext& context = context_of(state);
        context.end_with(End::finished, "");
        return suspends;
    }
    lua_pushboolean(state, met ? 1 : 0);
    return 1;
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

constexpr Argument answer{"answer", "answer", "that is looked at"};
constexpr Argument path{"xpath", "text", "XPath 1.0 over the envelope"};
constexpr Argument options{"[options]", "table", "for the finding", common_keys};

constexpr std::array pairs{
    both<expect_ok>("expect_ok", "require_ok",
                    {.does = "Demands success: 2xx with an envelope that is no fault, or 204.",
                     .takes = {answer, {"[action]", "text", "that the answer has to carry"}, options}}),
    both<expect_fault>(
        "expect_fault", "require_fault",
        {.does = "Demands a fault.",
         .takes = {answer,
                   {"name", "text",
                    "of the subcode, `wsman:InvalidSelectors`; names of `s:` are compared with "
                    "the code"},
                   {"[options]", "table", "what else, and for the finding", fault_keys}},
         .clause = "DSP0226 §14"}),
    both<expect_status>("expect_status", "require_status",
                        {.does = "Demands an HTTP status.",
                         .takes = {answer, {"status", "integer or list", "the lawful ones"}, options}}),
    both<expect_text>("expect_text", "require_text",
                      {.does = "Demands a value; white space around both does not count.",
                       .takes = {answer, path, {"expected", "text or number", "the value"}, options},
                       .fails = "the expression is not XPath"}),
    both<expect_count>("expect_count", "require_count",
                       {.does = "Demands a number of nodes.",
                        .takes = {answer, path, {"count", "integer", "how many"}, options},
                        .fails = "the expression is not XPath"}),
    both<expect_present>("expect_present", "require_present",
                         {.does = "Demands that something is selected.",
                          .takes = {answer, path, options},
                          .fails = "the expression is not XPath"}),
    both<expect_absent>("expect_absent", "require_absent",
                        {.does = "Demands an envelope in which nothing is selected.",
                         .takes = {answer, path, options},
                         .fails = "the expression is not XPath, or selects no nodes but a value"}),
    both<expect_header>("expect_header", "require_header",
                        {.does = "Demands an HTTP field.",
                         .takes = {answer,
                                   {"name", "text", "in any case"},
                                   {"[pattern]", "text", "a Lua pattern that its value has to match"},
                                   options},
                         .fails = "the pattern is malformed"}),
    both<expect>("expect", "require",
                 {.does = "Demands anything else.",
                  .takes = {{"condition", "any", "nil and false do not hold"},
                            {"finding", "table", "what to say when it does not hold", expect_keys}},
                  .fails = "`message` is missing"})};

constexpr Method observe_method{"observe",
                                bound<observe_may>,
                                {.does = "Notes which way a MAY went; that is never wrong.",
                                 .takes = {{"text", "text", "what the target does"},
                                           {"[options]", "table", "for the finding", observe_keys}},
                                 .fails = "`proves` has no rule of level MAY"}};

template <std::size_t... each>
consteval auto all_of(std::index_sequence<each...>) {
    return std::array{pairs[each / 2][each % 2]..., observe_method};
}

constexpr auto methods = all_of(std::make_index_sequence<2 * pairs.size()>{});

constexpr Section expectations{.title = "Expectations",
                               .receiver = "t:",
                               .about =
                                   "An expectation that is not met leaves a finding under the first rule of "
                                   "`proves`, unless `rule` names "
                                   "another; its verdict follows from the rule's level.",
                               .methods = methods};

}  // namespace

void open_expectations(lua_State* state) { set_functions(state, expectations); }

}  // namespace assay::script
