// t:expect_*: what a case demands of an answer over HTTP. One that is not met is a finding with its place.
#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "expectation.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

bool check_status(lua_State* state, Response& response, const std::vector<lua_Integer>& lawful,
                  const Options& options) {
    if (std::ranges::find(lawful, response.message().http.status) != lawful.end()) return true;
    const std::string expected = fmt::format("HTTP {}", fmt::join(lawful, " or "));
    return fail(state, options, "the answer has another HTTP status", expected, response.summary(),
                response.place_of_status());
}

bool expect_status(lua_State* state) {
    return check_status(state, response_at(state, 2), integers_at(state, 3, "status"), options_at(state, 4));
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
        any_status || check_status(state, response, integers_at(state, lua_gettop(state), "status"), options);
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

constexpr Argument answer{"answer", "answer", "that is looked at"};
constexpr Argument path{"xpath", "text", "XPath 1.0 over the envelope"};

constexpr std::array pairs{
    both<expect_ok>(
        "expect_ok", "require_ok",
        {.does = "Demands success: 2xx with an envelope that is no fault, or 204.",
         .takes = {answer, {"[action]", "text", "that the answer has to carry"}, finding_options}}),
    both<expect_fault>(
        "expect_fault", "require_fault",
        {.does = "Demands a fault.",
         .takes = {answer,
                   {"name", "text",
                    "of the subcode, `wsman:InvalidSelectors`; names of `s:` are compared with "
                    "the code"},
                   {"[options]", "table", "what else, and for the finding", fault_keys}},
         .clause = "DSP0226 §14"}),
    both<expect_status>(
        "expect_status", "require_status",
        {.does = "Demands an HTTP status.",
         .takes = {answer, {"status", "integer or list", "the lawful ones"}, finding_options}}),
    both<expect_text>("expect_text", "require_text",
                      {.does = "Demands a value; white space around both does not count.",
                       .takes = {answer, path, {"expected", "text or number", "the value"}, finding_options},
                       .fails = "the expression is not XPath"}),
    both<expect_count>("expect_count", "require_count",
                       {.does = "Demands a number of nodes.",
                        .takes = {answer, path, {"count", "integer", "how many"}, finding_options},
                        .fails = "the expression is not XPath"}),
    both<expect_present>("expect_present", "require_present",
                         {.does = "Demands that something is selected.",
                          .takes = {answer, path, finding_options},
                          .fails = "the expression is not XPath"}),
    both<expect_absent>("expect_absent", "require_absent",
                        {.does = "Demands an envelope in which nothing is selected.",
                         .takes = {answer, path, finding_options},
                         .fails = "the expression is not XPath, or selects no nodes but a value"}),
    both<expect_header>("expect_header", "require_header",
                        {.does = "Demands an HTTP field.",
                         .takes = {answer,
                                   {"name", "text", "in any case"},
                                   {"[pattern]", "text", "a Lua pattern that its value has to match"},
                                   finding_options},
                         .fails = "the pattern is malformed"})};

template <std::size_t... each>
consteval auto all_of(std::index_sequence<each...>) {
    return std::array{pairs[each / 2][each % 2]...};
}

constexpr auto methods = all_of(std::make_index_sequence<2 * pairs.size()>{});

constexpr Section expectations{.title = "Expectations of answers",
                               .receiver = "t:",
                               .about = "What a case of services, or of clients, demands of a message.",
                               .methods = methods};

}  // namespace

void open_expectations(lua_State* state) { set_functions(state, expectations); }

}  // namespace assay::script
