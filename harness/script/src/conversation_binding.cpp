// t:send and what else leaves the script: each stores an ask and suspends the case.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

constexpr lua_Integer longest_sleep_ms = 5000;

/// The connection that a method was called on; `t` itself stands for the ordinary one.
Connection connection_at(lua_State* state, int index) {
    void* connection = luaL_testudata(state, index, connection_type);
    return connection == nullptr ? Connection{} : *static_cast<Connection*>(connection);
}

Send send_on(lua_State* state, int index) {
    const Connection connection = connection_at(state, index);
    Send send;
    send.channel = connection.channel;
    send.greeting = connection.greeting;
    return send;
}

Milliseconds milliseconds_field(lua_State* state, int table, const char* name) {
    const lua_Integer value = integer_field(state, table, name).value_or(0);
    if (value < 0) throw ScriptError{fmt::format("{} is negative", name)};
    return Milliseconds{value};
}

int wait_for(lua_State* state, Ask ask) {
    context_of(state).ask = std::move(ask);
    return suspends;
}

int send(lua_State* state) {
    constexpr std::array<std::string_view, 2> known{"timeout", "await"};
    const Message& message = message_at(state, 2);
    Send send = send_on(state, 1);
    send.second_user = message.second_user;
    send.pieces = {message.octets()};
    send.label = message.label;
    send.unlawful_because = message.unlawful_because;
    send.fresh = !message.ordinary || !message.unlawful_because.empty();
    send.head_only = message.method == "HEAD";
    if (has_table(state, 3, "options")) {
        refuse_unknown_keys(state, 3, known, "send");
        send.timeout = milliseconds_field(state, 3, "timeout");
        send.await = flag_field(state, 3, "await", true);
    }
    return wait_for(state, std::move(send));
}

std::string with_host(std::string octets, const std::string& host) {
    constexpr std::string_view placeholder = "{host}";
    for (auto at = octets.find(placeholder); at != std::string::npos;
         at = octets.find(placeholder, at + host.size())) {
        octets.replace(at, placeholder.size(), host);
    }
    return octets;
}

/// `octets` is one text; `pieces` a list of texts, or with `octets` the size of each piece.
void read_octets(lua_State* state, Send& send) {
    const std::string& host = context_of(state).setting().host;
    if (const auto octets = text_field(state, 2, "octets")) send.pieces = {with_host(*octets, host)};
    const int type = lua_getfield(state, 2, "pieces");
    if (type == LUA_TNUMBER && !send.pieces.empty()) {
        send.piece_octets =
            static_cast<std::size_t>(std::max<lua_Integer>(1, integer_at(state, -1, "pieces")));
    } else if (type == LUA_TTABLE && send.pieces.empty()) {
        const auto count = static_cast<lua_Integer>(lua_rawlen(state, -1));
        for (lua_Integer i = 1; i <= count; ++i) {
            lua_rawgeti(state, -1, i);
            send.pieces.push_back(with_host(text_at(state, -1, "piece"), host));
            lua_pop(state, 1);
        }
    } else if (type != LUA_TNIL || send.pieces.empty()) {
        throw ScriptError{
            "raw needs octets = text, or pieces = a list of texts, or octets and pieces = a number"};
    }
    lua_pop(state, 1);
}

std::string required_field(lua_State* state, int table, const char* name) {
    const auto text = text_field(state, table, name);
    if (!text) throw ScriptError{fmt::format("digest needs {}", name)};
    return *text;
}

/// `digest` of raw: what a Digest answer says; the driver adds the user and the response.
void read_digest(lua_State* state, Send& send) {
    constexpr std::array<std::string_view, 9> known{"realm",      "nonce",  "opaque", "algorithm",   "uri",
                                                    "hashed_uri", "method", "count",  "client_nonce"};
    lua_getfield(state, 2, "digest");
    const int table = lua_gettop(state);
    if (has_table(state, table, "digest")) {
        refuse_unknown_keys(state, table, known, "digest");
        DigestClaim claim;
        claim.realm = required_field(state, table, "realm");
        claim.nonce = required_field(state, table, "nonce");
        claim.uri = required_field(state, table, "uri");
        claim.client_nonce = required_field(state, table, "client_nonce");
        claim.opaque = text_field(state, table, "opaque");
        claim.algorithm = text_field(state, table, "algorithm").value_or("");
        claim.hashed_uri = text_field(state, table, "hashed_uri").value_or(claim.uri);
        claim.method = text_field(state, table, "method").value_or(claim.method);
        claim.count = static_cast<std::uint32_t>(integer_field(state, table, "count").value_or(1));
        send.digest = std::move(claim);
    }
    lua_pop(state, 1);
}

int raw(lua_State* state) {
    constexpr std::array<std::string_view, 11> known{"octets",     "why",     "pieces",     "pause_ms",
                                                     "half_close", "timeout", "head_only",  "await",
                                                     "label",      "digest",  "second_user"};
    if (!has_table(state, 2, "raw")) throw ScriptError{"raw needs a table"};
    refuse_unknown_keys(state, 2, known, "raw");
    Send send = send_on(state, 1);
    read_octets(state, send);
    read_digest(state, send);
    send.second_user = flag_field(state, 2, "second_user");
    send.label = text_field(state, 2, "label").value_or("raw");
    send.unlawful_because = text_field(state, 2, "why").value_or("");
    send.pause = milliseconds_field(state, 2, "pause_ms");
    send.timeout = milliseconds_field(state, 2, "timeout");
    send.half_close = flag_field(state, 2, "half_close");
    send.head_only = flag_field(state, 2, "head_only");
    send.await = flag_field(state, 2, "await", true);
    send.fresh = true;
    return wait_for(state, std::move(send));
}

/// `tls` of connect: false for a connection in clear text, or a table.
Greeting greeting_field(lua_State* state) {
    constexpr std::array<std::string_view, 4> known{"newest", "ciphers", "server_name", "certificate"};
    constexpr std::array<std::string_view, 4> versions{"1.0", "1.1", "1.2", "1.3"};
    Greeting greeting;
    lua_getfield(state, 2, "tls");
    const int table = lua_gettop(state);
    if (lua_isboolean(state, table)) {
        greeting.clear = lua_toboolean(state, table) == 0;
    } else if (has_table(state, table, "tls")) {
        refuse_unknown_keys(state, table, known, "tls");
        greeting.newest = text_field(state, table, "newest").value_or("");
        greeting.ciphers = text_field(state, table, "ciphers").value_or("");
        greeting.server_name = text_field(state, table, "server_name");
        greeting.certificate = flag_field(state, table, "certificate", true);
        if (!greeting.newest.empty() && std::ranges::find(versions, greeting.newest) == versions.end())
            throw ScriptError{fmt::format("unknown version of TLS '{}'; known are {}", greeting.newest,
                                          fmt::join(versions, ", "))};
    }
    lua_pop(state, 1);
    return greeting;
}

int connect(lua_State* state) {
    constexpr std::array<std::string_view, 1> known{"tls"};
    Connection connection{context_of(state).next_channel()};
    if (has_table(state, 2, "options")) {
        refuse_unknown_keys(state, 2, known, "connect");
        connection.greeting = greeting_field(state);
    }
    push_object(state, connection_type, std::move(connection));
    return 1;
}

int read(lua_State* state) {
    constexpr std::array<std::string_view, 1> known{"timeout"};
    Read read{connection_at(state, 1).channel, Milliseconds{0}};
    if (has_table(state, 2, "options")) {
        refuse_unknown_keys(state, 2, known, "read");
        read.timeout = milliseconds_field(state, 2, "timeout");
    }
    return wait_for(state, read);
}

int close(lua_State* state) { return wait_for(state, Close{connection_at(state, 1).channel}); }

int sleep(lua_State* state) {
    const lua_Integer duration = integer_at(state, 2, "milliseconds");
    if (duration < 0 || duration > longest_sleep_ms)
        throw ScriptError{fmt::format("a case sleeps 0 to {} ms", longest_sleep_ms)};
    return wait_for(state, Sleep{Milliseconds{duration}});
}

int uuid(lua_State* state) {
    push_text(state, context_of(state).next_uuid());
    return 1;
}

int defer(lua_State* state) {
    if (!lua_isfunction(state, 2)) throw ScriptError{"defer needs a function"};
    lua_settop(state, 2);
    context_of(state).deferred.push_back(luaL_ref(state, LUA_REGISTRYINDEX));
    return 0;
}

int setup(lua_State* state) {
    if (lua_toboolean(state, 2) != 0) return 0;
    context_of(state).end_with(End::setup_failed, text_at(state, 3, "reason"));
    return suspends;
}

int not_applicable(lua_State* state) {
    context_of(state).end_with(End::not_applicable, text_at(state, 2, "reason"));
    return suspends;
}

constexpr std::array<Method, 3> functions{
    {{"send", bound<send>}, {"raw", bound<raw>}, {"connect", bound<connect>}}};

constexpr std::array<Method, 5> course_functions{{{"sleep", bound<sleep>},
                                                  {"uuid", bound<uuid>},
                                                  {"defer", bound<defer>},
                                                  {"setup", bound<setup>},
                                                  {"not_applicable", bound<not_applicable>}}};

constexpr std::array<Method, 4> connection_methods{
    {{"send", bound<send>}, {"raw", bound<raw>}, {"read", bound<read>}, {"close", bound<close>}}};

}  // namespace

void open_conversation(lua_State* state) {
    define_type<Connection>(state, connection_type, connection_methods);
    set_functions(state, functions);
}

void open_course(lua_State* state) { set_functions(state, course_functions); }

}  // namespace assay::script
