// What a case of clients does: it waits for requests and answers them, as octets.
#include <algorithm>

#include <fmt/format.h>

#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

constexpr lua_Integer longest_wait_ms = 5000;

int request(lua_State* state) { return wait_for(state, Await{}); }

int outcome(lua_State* state) { return wait_for(state, AwaitEnd{}); }

Milliseconds wait_field(lua_State* state, const char* name) {
    const lua_Integer value = integer_field(state, 3, name).value_or(0);
    if (value < 0 || value > longest_wait_ms)
        throw ScriptError{fmt::format("{}: 0 to {} ms", name, longest_wait_ms)};
    return Milliseconds{value};
}

/// `octets` is one text, `pieces` beside it the size of each piece; or `pieces` is a list of texts. Neither:
/// no answer.
void read_octets(lua_State* state, Reply& reply) {
    if (const auto octets = text_field(state, 3, "octets")) reply.pieces = {*octets};
    const int type = push_field(state, 3, "pieces");
    if (type == LUA_TNUMBER && !reply.pieces.empty()) {
        reply.piece_octets =
            static_cast<std::size_t>(std::max<lua_Integer>(1, integer_at(state, -1, "pieces")));
    } else if (type == LUA_TTABLE && reply.pieces.empty()) {
        const auto count = static_cast<lua_Integer>(lua_rawlen(state, -1));
        for (lua_Integer i = 1; i <= count; ++i) {
            lua_rawgeti(state, -1, i);
            reply.pieces.push_back(text_at(state, -1, "piece"));
            lua_pop(state, 1);
        }
    } else if (type != LUA_TNIL) {
        throw ScriptError{
            "reply takes octets = text, or pieces = a list of texts, or octets and pieces = a number"};
    }
    lua_pop(state, 1);
}

constexpr Key reply_keys[] = {
    {"octets", "text", "what is written, as it is; `lib.service` writes lawful answers"},
    {"pieces", "list of text, or integer",
     "instead of `octets`, what is written one by one; with `octets`, how many octets a piece has. Without "
     "either the request gets no answer"},
    {"pause_ms", "ms", "between pieces, 5000 at most"},
    {"delay_ms", "ms", "before the first piece, 5000 at most"},
    {"close", "boolean", "ends the connection afterwards, as no answer does"},
    {"why", "text", "which rule it breaks on purpose. Without it the answer has to be lawful itself"}};

int reply(lua_State* state) {
    const Response& request = response_at(state, 2);
    if (!request.is_request()) throw ScriptError{"reply answers a request"};
    if (!has_table(state, 3, "reply")) throw ScriptError{"reply needs a table { octets = … }"};
    refuse_unknown_keys(state, 3, reply_keys, "reply");
    Reply reply;
    reply.exchange = request.exchange().id;
    read_octets(state, reply);
    reply.pause = wait_field(state, "pause_ms");
    reply.delay = wait_field(state, "delay_ms");
    reply.close = flag_field(state, 3, "close", reply.pieces.empty());
    reply.unlawful_because = text_field(state, 3, "why").value_or("");
    return wait_for(state, std::move(reply));
}

constexpr Method functions[] = {
    {"request",
     bound<request>,
     {.does = "Waits for the client's next request.",
      .gives = "a request; nil when the client has ended or its time is up, and from then on"}},
    {"reply",
     bound<reply>,
     {.does = "Answers a request.",
      .takes = {{"request", "request", "of `t:request()`"}, {"answer", "table", "what and how", reply_keys}},
      .fails = "`octets` and `pieces` do not fit each other, or a wait is longer than 5000 ms"}},
    {"outcome",
     bound<outcome>,
     {.does = "Waits for the client's end. Requests that still come are counted and get no answer.",
      .gives =
          "a table with `kind` (`success`, `fault`, `transport`, `error`, `crashed`, `timed_out`, or "
          "`unknown` "
          "when a person started the client), `output`, `errors`, `exit_code` and `further`, the count of "
          "requests that came too late"}}};

constexpr Field fields[] = {{"given", "table", "what the case gives; it cannot be changed"},
                            {"url", "text", "where the client was sent"},
                            {"elsewhere", "text", "another origin, where it was not sent"}};

constexpr Section service{
    .title = "Serving a client",
    .receiver = "t:",
    .about =
        "What a case of clients has instead of messages, `t:send`, `t:raw` and `t:connect`. Each of these "
        "suspends the case until it is done.",
    .methods = functions,
    .fields = fields};

void set_text(lua_State* state, const char* key, const std::string& value) {
    push_text(state, value);
    lua_setfield(state, -2, key);
}

/// The URL that the client is told: with the path that the case gives it, if it does.
std::string url_for(const Setting& setting, const Value& given) {
    const auto* table = std::get_if<Table>(&given.held);
    const auto path = table == nullptr ? Table::const_iterator{} : table->find("path");
    if (table == nullptr || path == table->end()) return setting.url;
    const auto* text = std::get_if<std::string>(&path->second.held);
    return text == nullptr ? setting.url : fmt::format("http://{}{}", setting.host, *text);
}

}  // namespace

void open_service(lua_State* state, const Value& given) {
    set_functions(state, service);
    const Setting& setting = context_of(state).setting();
    set_text(state, "url", url_for(setting, given));
    set_text(state, "elsewhere", setting.elsewhere);
    push_value(state, given);
    lua_setfield(state, -2, "given");
}

void push_client_outcome(lua_State* state, const ClientOutcome& outcome) {
    lua_newtable(state);
    set_text(state, "kind", outcome.kind);
    set_text(state, "output", outcome.end.output);
    set_text(state, "errors", outcome.end.errors);
    lua_pushinteger(state, static_cast<lua_Integer>(outcome.end.further_requests));
    lua_setfield(state, -2, "further");
    if (!outcome.end.exit_code) return;
    lua_pushinteger(state, *outcome.end.exit_code);
    lua_setfield(state, -2, "exit_code");
}

}  // namespace assay::script
