// What a case can read from an answer.
#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

using observe::XPathResult;

int header(lua_State* state) {
    const auto value = response_at(state, 1).header(text_at(state, 2, "field"));
    if (!value) return 0;
    push_text(state, *value);
    return 1;
}

/// The string values of what is selected; of an expression that is no node set, the one value.
std::vector<std::string> values_of(const XPathResult& result) {
    if (result.kind != observe::XPathKind::nodes) return {result.text};
    std::vector<std::string> values;
    for (const observe::XPathNode& node : result.nodes) values.push_back(node.value);
    return values;
}

int xpath(lua_State* state) {
    const auto values = values_of(response_at(state, 1).select(text_at(state, 2, "XPath")));
    lua_createtable(state, static_cast<int>(values.size()), 0);
    lua_Integer position = 0;
    for (const std::string& value : values) {
        push_text(state, value);
        lua_rawseti(state, -2, ++position);
    }
    return 1;
}

int text(lua_State* state) {
    const auto values = values_of(response_at(state, 1).select(text_at(state, 2, "XPath")));
    if (values.empty()) return 0;
    push_text(state, base::trimmed(values.front()));
    return 1;
}

int count(lua_State* state) {
    lua_pushinteger(state, static_cast<lua_Integer>(
                               response_at(state, 1).select(text_at(state, 2, "XPath")).nodes.size()));
    return 1;
}

int xml(lua_State* state) {
    const Response& response = response_at(state, 1);
    const XPathResult result = response_at(state, 1).select(text_at(state, 2, "XPath"));
    if (result.nodes.empty() || !result.nodes.front().is_element) return 0;
    push_text(state, observe::standalone_xml(response.message().envelope, *result.nodes.front().element));
    return 1;
}

void set_text(lua_State* state, const char* key, const std::string& value) {
    if (value.empty()) return;
    push_text(state, value);
    lua_setfield(state, -2, key);
}

int fault(lua_State* state) {
    const auto found = response_at(state, 1).fault();
    if (!found) return 0;
    lua_newtable(state);
    set_text(state, "code", found->code);
    set_text(state, "subcode", found->subcode);
    set_text(state, "detail", found->detail);
    set_text(state, "reason", found->reason);
    set_text(state, "lang", found->lang);
    set_text(state, "action", found->action);
    return 1;
}

/// The parameters of an Authorization field that were kept: name=value or name="value".
void set_parameters(lua_State* state, std::string_view list) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string_view parameter = base::trimmed(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos) continue;
        std::string_view value = base::trimmed(parameter.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        set_text(state, std::string{parameter.substr(0, equals)}.c_str(), std::string{value});
    }
}

/// Who the client said it is, without what is secret in it.
int authorization(lua_State* state) {
    const auto value = response_at(state, 1).header("Authorization");
    if (!value) return 0;
    const auto space = value->find(' ');
    lua_newtable(state);
    set_text(state, "scheme", value->substr(0, space));
    if (space != std::string::npos) set_parameters(state, std::string_view{*value}.substr(space + 1));
    lua_pushboolean(state, value->ends_with(right_credentials) ? 1 : 0);
    lua_setfield(state, -2, "right");
    return 1;
}

int summary(lua_State* state) {
    push_text(state, response_at(state, 1).summary());
    return 1;
}

constexpr Argument xpath_argument{"xpath", "text",
                                  "XPath 1.0 over the envelope, with the prefixes of messages"};

constexpr Method methods[] = {
    {"header",
     bound<header>,
     {.does = "Reads an HTTP field.",
      .takes = {{"name", "text", "in any case"}},
      .gives = "its values joined by `, `; nil when it is absent",
      .clause = "RFC 9110 §5.3"}},
    {"xpath",
     bound<xpath>,
     {.does = "Selects nodes.",
      .takes = {xpath_argument},
      .gives = "list of their string values, untrimmed",
      .fails = "the expression is not XPath"}},
    {"text",
     bound<text>,
     {.does = "Reads the first node that is selected.",
      .takes = {xpath_argument},
      .gives = "its text without white space around it; nil when nothing is selected",
      .fails = "the expression is not XPath"}},
    {"count",
     bound<count>,
     {.does = "Counts the nodes that are selected.",
      .takes = {xpath_argument},
      .gives = "integer",
      .fails = "the expression is not XPath"}},
    {"xml",
     bound<xml>,
     {.does = "Copies the first element that is selected, with the namespaces it stands in.",
      .takes = {xpath_argument},
      .gives = "XML that stands alone; nil when no element is selected",
      .fails = "the expression is not XPath"}},
    {"fault",
     bound<fault>,
     {.does = "Reads the SOAP fault that the answer carries.",
      .gives =
          "nil, or a table with `code` (`s:Sender`), `subcode` (`wsman:InvalidSelectors`), `detail` (the "
          "word after `…/faultDetail/`, or the whole URI of another kind), `reason`, `lang` and `action`; "
          "names are compared by namespace, so that cases see the customary prefix whatever the target "
          "uses",
      .clause = "SOAP 1.2 part 1 §5.4, DSP0226 §14"}},
    {"summary", bound<summary>, {.does = "Says what came, in a few words, for findings.", .gives = "text"}}};

void push_tls(lua_State* state, const std::optional<record::TlsFacts>& facts) {
    if (!facts) return lua_pushnil(state);
    lua_newtable(state);
    set_text(state, "version", facts->version);
    set_text(state, "cipher", facts->cipher_suite);
    set_text(state, "subject", facts->peer_subject);
}

using Push = void (*)(lua_State*, const Response&);

/// Pushes one value.
struct Property {
    Field about;
    Push push = nullptr;
};

constexpr Property properties[] = {
    {{"status", "integer", "of HTTP; nil when no answer came"},
     [](lua_State* state, const Response& response) {
         const int status = response.message().http.status;
         status != 0 ? lua_pushinteger(state, status) : lua_pushnil(state);
     }},
    {{"ended", "text",
      "`answered`, `cut`, `closed`, `timed_out`, `unreachable`, `not_awaited`, or `given_up`: it went beyond "
      "what is read of one answer"},
     [](lua_State* state, const Response& response) {
         push_text(state, record::to_text(response.exchange().ending));
     }},
    {{"body", "text", "the body's octets, without chunk framing"},
     [](lua_State* state, const Response& response) { push_text(state, response.message().http.body); }},
    {{"document", "text", "the body as characters, in UTF-8 without a byte-order mark"},
     [](lua_State* state, const Response& response) { push_text(state, response.message().envelope.text); }},
    {{"interim", "integer", "how many 1xx responses came before"},
     [](lua_State* state, const Response& response) {
         lua_pushinteger(state, static_cast<lua_Integer>(response.message().http.interim.size()));
     }},
    {{"tls", "table",
      "nil in clear text, else `version` (`TLSv1.3`), `cipher`, and `subject` of the service's certificate"},
     [](lua_State* state, const Response& response) { push_tls(state, response.exchange().tls); }},
    {{"elapsed_ms", "integer", "ms from the last octet sent to the last octet received"},
     [](lua_State* state, const Response& response) {
         const auto& times = response.exchange().times;
         lua_pushinteger(state,
                         std::chrono::duration_cast<Milliseconds>(times.finished - times.sent).count());
     }}};

/// What a request of a client under test has.
constexpr Property request_properties[] = {
    {{"method", "text", "of the request line"},
     [](lua_State* state, const Response& request) { push_text(state, request.message().http.method); }},
    {{"target", "text", "of the request line"},
     [](lua_State* state, const Response& request) { push_text(state, request.message().http.target); }},
    {{"connection", "integer", "on which it came; others have other numbers"},
     [](lua_State* state, const Response& request) {
         lua_pushinteger(state, request.exchange().connection);
     }},
    {{"elsewhere", "boolean", "it came to the other origin, `t.elsewhere`"},
     [](lua_State* state, const Response& request) {
         lua_pushboolean(state, request.exchange().label == elsewhere_label ? 1 : 0);
     }},
    {{"body", "text", "the body's octets, without chunk framing"},
     [](lua_State* state, const Response& request) { push_text(state, request.message().http.body); }},
    {{"document", "text", "the body as characters, in UTF-8 without a byte-order mark"},
     [](lua_State* state, const Response& request) { push_text(state, request.message().envelope.text); }}};

template <std::size_t count>
constexpr std::array<Field, count> fields_of(const Property (&each)[count]) {
    std::array<Field, count> all{};
    for (std::size_t i = 0; i < count; ++i) all[i] = each[i].about;
    return all;
}

constexpr auto fields = fields_of(properties);
constexpr auto request_fields = fields_of(request_properties);

constexpr Section answers{.title = "Answers",
                          .receiver = "answer:",
                          .about = "What `send`, `raw` and `read` give.",
                          .methods = methods,
                          .fields = fields};

constexpr Method request_methods[] = {
    {"authorization",
     bound<authorization>,
     {.does = "Reads who the client says it is. Nothing secret is in it, so that the journal can be judged "
              "again.",
      .gives = "nil without the field, or a table with `scheme`, `right` (it shows the credentials that the "
               "client "
               "was given) and, of Digest, `realm`, `nonce`, `uri`, `algorithm`, `qop` and `nc`",
      .clause = "RFC 9110 §11.6.2, RFC 7616 §3.4"}}};

constexpr Section requests{
    .title = "Requests of clients",
    .receiver = "request:",
    .about =
        "What `t:request()` gives. It has the methods of an answer too (`header`, `xpath`, `text`, `count`, "
        "`xml`, `summary`), and every expectation that fits a request takes one.",
    .methods = request_methods,
    .fields = request_fields};

/// Pushes the field `name`; false when there is none of that name.
bool push_field(lua_State* state, const Response& response, const std::string& name) {
    const std::span<const Property> known =
        response.is_request() ? std::span<const Property>{request_properties} : properties;
    const auto found = std::ranges::find(known, name, [](const Property& each) { return each.about.name; });
    if (found == known.end()) return false;
    found->push(state, response);
    return true;
}

/// upvalue: the methods.
int index(lua_State* state) {
    const std::string name = text_at(state, 2, "field");
    if (push_field(state, response_at(state, 1), name)) return 1;
    lua_pushvalue(state, 2);
    if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    throw ScriptError{(response_at(state, 1).is_request() ? "a request has no '" : "an answer has no '") +
                      name + "'"};
}

}  // namespace

Response& response_at(lua_State* state, int index) {
    return *object_at<ResponsePointer>(state, index, response_type, "an answer");
}

void push_response(lua_State* state, const record::Exchange& exchange) {
    // The collector sees a pointer; what hangs on it is some ten times the answer's size.
    lua_gc(state, LUA_GCSTEP, static_cast<int>(exchange.response.size() / 100) + 1);
    push_object(state, response_type, std::make_shared<Response>(exchange, context_of(state).prefixes()));
}

void push_request(lua_State* state, const record::Exchange& exchange) {
    lua_gc(state, LUA_GCSTEP, static_cast<int>(exchange.request.size() / 100) + 1);
    push_object(state, response_type,
                std::make_shared<Response>(exchange, context_of(state).prefixes(), Shown::request));
}

void open_responses(lua_State* state) {
    define_type<ResponsePointer>(state, response_type, answers);
    luaL_getmetatable(state, response_type);
    lua_getfield(state, -1, "__index");
    lua_pushcclosure(state, bound<index>, 1);
    lua_setfield(state, -2, "__index");
    lua_pop(state, 1);
}

void open_requests(lua_State* state) {
    open_responses(state);
    luaL_getmetatable(state, response_type);
    lua_getfield(state, -1, "__index");
    lua_getupvalue(state, -1, 1);  // the methods
    set_functions(state, requests);
    lua_pop(state, 3);
}

}  // namespace assay::script
