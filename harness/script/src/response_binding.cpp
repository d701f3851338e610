// What a case can read from an answer.
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

constexpr std::array<Method, 8> methods{{{"header", bound<header>},
                                         {"authorization", bound<authorization>},
                                         {"xpath", bound<xpath>},
                                         {"text", bound<text>},
                                         {"count", bound<count>},
                                         {"xml", bound<xml>},
                                         {"fault", bound<fault>},
                                         {"summary", bound<summary>}}};

/// What only requests of a client under test have.
bool push_request_field(lua_State* state, const Response& response, const std::string& name) {
    if (name == "method") {
        push_text(state, response.message().http.method);
    } else if (name == "target") {
        push_text(state, response.message().http.target);
    } else if (name == "connection") {
        lua_pushinteger(state, response.exchange().connection);
    } else if (name == "elsewhere") {
        lua_pushboolean(state, response.exchange().label == elsewhere_label ? 1 : 0);
    } else {
        return false;
    }
    return true;
}

void push_tls(lua_State* state, const std::optional<record::TlsFacts>& facts) {
    if (!facts) return lua_pushnil(state);
    lua_newtable(state);
    set_text(state, "version", facts->version);
    set_text(state, "cipher", facts->cipher_suite);
    set_text(state, "subject", facts->peer_subject);
}

/// Pushes the field `name`; false when there is none of that name.
bool push_field(lua_State* state, const Response& response, const std::string& name) {
    const observe::HttpReading& http = response.message().http;
    if (response.is_request() && name != "body" && name != "document")
        return push_request_field(state, response, name);
    if (name == "status") {
        if (http.status != 0) {
            lua_pushinteger(state, http.status);
        } else {
            lua_pushnil(state);
        }
    } else if (name == "ended") {
        push_text(state, record::to_text(response.exchange().ending));
    } else if (name == "body") {
        push_text(state, http.body);
    } else if (name == "document") {
        push_text(state, response.message().envelope.text);
    } else if (name == "interim") {
        lua_pushinteger(state, static_cast<lua_Integer>(http.interim.size()));
    } else if (name == "tls") {
        push_tls(state, response.exchange().tls);
    } else if (name == "elapsed_ms") {
        const auto& times = response.exchange().times;
        lua_pushinteger(state, std::chrono::duration_cast<Milliseconds>(times.finished - times.sent).count());
    } else {
        return false;
    }
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
    push_object(state, response_type, std::make_shared<Response>(exchange, context_of(state).prefixes()));
}

void push_request(lua_State* state, const record::Exchange& exchange) {
    push_object(state, response_type,
                std::make_shared<Response>(exchange, context_of(state).prefixes(), Shown::request));
}

void open_responses(lua_State* state) {
    define_type<ResponsePointer>(state, response_type, methods);
    luaL_getmetatable(state, response_type);
    lua_getfield(state, -1, "__index");
    lua_pushcclosure(state, bound<index>, 1);
    lua_setfield(state, -2, "__index");
    lua_pop(state, 1);
}

}  // namespace assay::script
