// t:send and what else leaves the script: each stores an ask and suspends the case.
#include <algorithm>

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

/// What is sent is kept with the evidence.
int send_off(lua_State* state, Send send) {
    for (const std::string& piece : send.pieces) hand_over(state, piece.size());
    return wait_for(state, std::move(send));
}

constexpr Key send_options[] = {
    {"timeout", "ms", "for the whole exchange; else the run's own (`--timeout`)"},
    {"await", "boolean", "false: no answer is waited for, and `ended` is `not_awaited`"}};

int send(lua_State* state) {
    const Message& message = message_at(state, 2);
    Send send = send_on(state, 1);
    send.second_user = message.second_user;
    send.pieces = {message.octets()};
    send.label = message.label;
    send.unlawful_because = message.unlawful_because;
    send.fresh = !message.ordinary || !message.unlawful_because.empty();
    send.head_only = message.method == "HEAD";
    if (has_table(state, 3, "options")) {
        refuse_unknown_keys(state, 3, send_options, "send");
        send.timeout = milliseconds_field(state, 3, "timeout");
        send.await = flag_field(state, 3, "await", true);
    }
    return send_off(state, std::move(send));
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
    const int type = push_field(state, 2, "pieces");
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

constexpr Key digest_keys[] = {
    {"realm", "text", "as the challenge had it"},
    {"nonce", "text", "likewise"},
    {"opaque", "text", "likewise; left out unless it is said"},
    {"algorithm", "text", "likewise; left out unless it is said, which means MD5"},
    {"uri", "text", "what the answer names"},
    {"hashed_uri", "text", "what the response is made of, where that is to differ from `uri`"},
    {"method", "text", "what the response is made of; else `POST`"},
    {"count", "integer", "the nonce count; else 1"},
    {"client_nonce", "text", "anything"}};

/// `digest` of raw: what a Digest answer says; the driver adds the user and the response.
void read_digest(lua_State* state, Send& send) {
    lua_getfield(state, 2, "digest");
    const int table = lua_gettop(state);
    if (has_table(state, table, "digest")) {
        refuse_unknown_keys(state, table, digest_keys, "digest");
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

constexpr Key raw_keys[] = {
    {"octets", "text",
     "what is sent. `{host}` stands for the Host field's value, `{authorization}` for the Authorization "
     "field's, `{credentials}` for what follows the scheme in it; without credentials the line that asks "
     "for them is left out"},
    {"pieces", "list of text, or integer",
     "instead of `octets`, what is written one by one; with `octets`, how many octets a piece has"},
    {"pause_ms", "ms", "between pieces; cut short by `100 Continue` when the first piece expects it"},
    {"half_close", "boolean", "shuts the sending side down afterwards"},
    {"head_only", "boolean", "the first head is all that is waited for, also that of an interim response"},
    {"timeout", "ms", "for the whole exchange; else the run's own"},
    {"await", "boolean", "false: no answer is waited for"},
    {"label", "text", "what reports call it; else `raw`"},
    {"second_user", "boolean", "with the credentials of the profile's `[second_user]`"},
    {"digest", "table",
     "makes up the answer to a Digest challenge: `{authorization}` becomes one that says `realm`, `nonce`, "
     "`uri` and "
     "`client_nonce`, with the user's name and the response that fits; also `opaque`, `algorithm`, `count` "
     "(1), `method` "
     "(`POST`, of which the response is made) and `hashed_uri` (likewise, if it is to differ from `uri`). "
     "The password "
     "is never seen by a script"},
    {"why", "text", "which rule it breaks on purpose. Without it the request has to be lawful itself"}};

int raw(lua_State* state) {
    if (!has_table(state, 2, "raw")) throw ScriptError{"raw needs a table"};
    refuse_unknown_keys(state, 2, raw_keys, "raw");
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
    return send_off(state, std::move(send));
}

constexpr Key tls_keys[] = {
    {"newest", "text", "the newest version that is offered: `1.0`, `1.1`, `1.2` or `1.3`"},
    {"ciphers", "text", "OpenSSL's list, for TLS 1.2 and older"},
    {"server_name", "text", "what is asked for; `\"\"` sends none"},
    {"certificate", "boolean", "false: ours is not shown"}};

constexpr Key connect_options[] = {{"tls", "false or table",
                                    "where the target's URL says https: false makes a connection in clear "
                                    "text to that port, and a table one that "
                                    "greets otherwise: `newest = \"1.1\"` (the newest version that is "
                                    "offered), `ciphers` (OpenSSL's list, for TLS 1.2 "
                                    "and older), `server_name` (`\"\"` sends none), `certificate = false` "
                                    "(ours is not shown). A greeting that is "
                                    "refused gives an answer that has `ended` as `closed`"}};

/// `tls` of connect: false for a connection in clear text, or a table.
Greeting greeting_field(lua_State* state) {
    constexpr std::array<std::string_view, 4> versions{"1.0", "1.1", "1.2", "1.3"};
    Greeting greeting;
    lua_getfield(state, 2, "tls");
    const int table = lua_gettop(state);
    if (lua_isboolean(state, table)) {
        greeting.clear = lua_toboolean(state, table) == 0;
    } else if (has_table(state, table, "tls")) {
        refuse_unknown_keys(state, table, tls_keys, "tls");
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
    Connection connection{context_of(state).next_channel()};
    if (has_table(state, 2, "options")) {
        refuse_unknown_keys(state, 2, connect_options, "connect");
        connection.greeting = greeting_field(state);
    }
    push_object(state, connection_type, std::move(connection));
    return 1;
}

constexpr Key read_options[] = {{"timeout", "ms", "to wait; else the run's own"}};

int read(lua_State* state) {
    Read read{connection_at(state, 1).channel, Milliseconds{0}};
    if (has_table(state, 2, "options")) {
        refuse_unknown_keys(state, 2, read_options, "read");
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

constexpr Description about_send{
    .does = "Sends a message and waits for its answer; ordinary messages of a case share a connection.",
    .takes = {{"message", "message", "of `t.msg`"}, {"[options]", "table", "how", send_options}},
    .gives = "an answer"};

constexpr Description about_raw{
    .does = "Sends any octets, on a connection of their own unless it is said of a connection.",
    .takes = {{"request", "table", "what and how", raw_keys}},
    .gives = "an answer",
    .fails = "neither `octets` nor `pieces` is given, or both as lists"};

constexpr Method functions[] = {
    {"send", bound<send>, about_send},
    {"raw", bound<raw>, about_raw},
    {"connect",
     bound<connect>,
     {.does = "Makes a connection that the case keeps to itself; it is opened when first used.",
      .takes = {{"[options]", "table", "how it greets", connect_options}},
      .gives = "a connection"}}};

constexpr Section talking{
    .title = "Talking",
    .receiver = "t:",
    .about =
        "Each of `send`, `raw`, `read` and `close` suspends the case until it is done. When no "
        "connection can be made any more, the case ends as `blocked`, or by what it has found until then.",
    .methods = functions};

constexpr Method course_functions[] = {
    {"sleep",
     bound<sleep>,
     {.does = "Lets time pass.",
      .takes = {{"milliseconds", "integer", "0 to 5000"}},
      .fails = "it is longer than 5000 ms"}},
    {"uuid",
     bound<uuid>,
     {.does = "Makes a UUID that is new in this case, and the same in every run with the same seed.",
      .gives = "text, without a prefix"}},
    {"defer",
     bound<defer>,
     {.does = "Keeps a function to be run when the case has ended, however it ended; the last runs first.",
      .takes = {{"tidy", "function", "called without arguments; it may send"}}}},
    {"setup",
     bound<setup>,
     {.does = "Ends the case as `setup_failed` unless the condition holds.",
      .takes = {{"condition", "any", "what the case stands on; nil and false do not hold"},
                {"reason", "text", "what could not be prepared"}}}},
    {"not_applicable",
     bound<not_applicable>,
     {.does = "Ends the case as `not_applicable`: the target does not offer what it is about.",
      .takes = {{"reason", "text", "what is not offered"}}}}};

constexpr Section course{.title = "The course of a case",
                         .receiver = "t:",
                         .about = "What cases of services and of clients have alike.",
                         .methods = course_functions};

constexpr Method connection_methods[] = {{"send", bound<send>, about_send},
                                         {"raw", bound<raw>, about_raw},
                                         {"read",
                                          bound<read>,
                                          {.does = "Waits for one more answer, as after pipelined requests.",
                                           .takes = {{"[options]", "table", "how", read_options}},
                                           .gives = "an answer"}},
                                         {"close", bound<close>, {.does = "Closes the connection."}}};

constexpr Section connections{.title = "Connections",
                              .receiver = "connection:",
                              .about = "What `t:connect()` gives. It is kept until the case ends.",
                              .methods = connection_methods};

}  // namespace

int wait_for(lua_State* state, Ask ask) {
    Budget& budget = host_of(state).budget;
    const auto* sleep = std::get_if<Sleep>(&ask);
    if (!budget.ask(sleep == nullptr ? Milliseconds{0} : sleep->duration))
        throw ScriptError{budget.too_many_asks()};
    context_of(state).ask = std::move(ask);
    return suspends;
}

void hand_over(lua_State* state, std::size_t octets) {
    Budget& budget = host_of(state).budget;
    if (!budget.hand_over(octets)) throw ScriptError{budget.too_much_handed_over()};
}

void open_conversation(lua_State* state) {
    set_functions(state, talking);
    define_type<Connection>(state, connection_type, connections);
}

void open_course(lua_State* state) { set_functions(state, course); }

}  // namespace assay::script
