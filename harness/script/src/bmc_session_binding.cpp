// Sessions with a BMC: step by step for a case that lies in one of them, or all steps at once.
#include <span>
#include <utility>

#include <fmt/format.h>

#include "bmc_options.hpp"

namespace assay::script {
namespace {

constexpr std::int64_t user_level = 2;  // §6.8: what every session begins with, at most
constexpr std::int64_t app = 0x06;
constexpr std::int64_t set_session_privilege = 0x3B;

/// What is sent to open a session, in order. The last one raises its privilege level (§22.18).
constexpr BmcMessage opening_20[] = {BmcMessage::open_session, BmcMessage::rakp1, BmcMessage::rakp3,
                                     BmcMessage::request};
constexpr BmcMessage opening_15[] = {BmcMessage::challenge, BmcMessage::activate, BmcMessage::request};

std::span<const BmcMessage> opening_of(const BmcSession& session) {
    return session.is_15 ? std::span<const BmcMessage>{opening_15} : opening_20;
}

BmcSend of_session(const BmcSession& session, BmcSend send) {
    send.session = session.number;
    send.terms = session.terms;
    return send;
}

/// The terms at `index`; the names among them become the numbers that travel.
BmcSession session_at(lua_State* state, int index) {
    BmcSession session;
    session.terms = values_at(state, index, session_terms, "a session");
    const auto text = [&](const char* name, const char* otherwise) {
        const auto found = session.terms.find(name);
        return found == session.terms.end() ? std::string{otherwise}
                                            : std::get<std::string>(found->second.held);
    };
    const std::string version = text("version", "2.0");
    if (version != "2.0" && version != "1.5")
        throw ScriptError{fmt::format("version is '2.0' or '1.5', not '{}'", version)};
    const std::string auth = text("auth", "md5");
    if (auth != "none" && auth != "md2" && auth != "md5" && auth != "password")
        throw ScriptError{fmt::format("auth is 'none', 'md2', 'md5' or 'password', not '{}'", auth)};
    session.is_15 = version == "1.5";
    session.privilege = privilege_of(text("privilege", "administrator"));
    session.terms.insert_or_assign("privilege", Value{session.privilege});
    session.number = context_of(state).next_bmc_session();
    return session;
}

/// Did the BMC go along with this step?
bool agreed(const BmcAnswer& answer, BmcMessage message) {
    switch (message) {
        case BmcMessage::open_session:
        case BmcMessage::rakp1:
        case BmcMessage::rakp3: return answer.setup() && answer.setup()->status == 0U;
        default: return answer.lan() && answer.lan()->completion == 0U;
    }
}

void note(BmcSession& session, const BmcAnswer& answer, BmcMessage message) {
    if (message != BmcMessage::rakp3 && message != BmcMessage::activate) return;
    session.established = session.established || agreed(answer, message);
}

BmcSend step_of(const BmcSession& session, BmcMessage message) {
    BmcSend send;
    send.message = message;
    send.label = to_text(message);
    if (message == BmcMessage::request) {
        send.label = "Set Session Privilege Level";
        send.fields = {{"netfn", Value{app}},
                       {"command", Value{set_session_privilege}},
                       {"data", Value{std::string(1, static_cast<char>(session.privilege))}}};
    }
    return of_session(session, std::move(send));
}

/// Is there a further step after this many?
bool goes_on(const BmcSession& session, std::size_t done) {
    const auto opening = opening_of(session);
    if (done >= opening.size()) return false;
    return opening[done] != BmcMessage::request || session.privilege > user_level;
}

enum class Way { asks, refused, open };

/// Takes the answer to the step before, on top of the stack, and asks for the next one.
Way go_on(lua_State* state, BmcSession& session, std::size_t step) {
    if (step > 0) {
        const BmcMessage message = opening_of(session)[step - 1];
        const BmcAnswer& answer = bmc_answer_at(state, -1);
        note(session, answer, message);
        if (!agreed(answer, message)) return Way::refused;
    }
    if (!goes_on(session, step)) return Way::open;
    (void)send_off(state, step_of(session, opening_of(session)[step]));
    return Way::asks;
}

int close_left_open(lua_State* state);

/// Pushes the session; it is closed when the case ends without having done so.
void push_session(lua_State* state, BmcSession session) {
    push_object(state, bmc_session_type, std::move(session));
    lua_pushvalue(state, -1);
    lua_pushcclosure(state, bound<close_left_open>, 1);
    context_of(state).deferred.push_back(luaL_ref(state, LUA_REGISTRYINDEX));
}

BmcSend closing(const BmcSession& session) {
    BmcSend send;
    send.message = BmcMessage::close;
    send.label = "Close Session";
    return of_session(session, std::move(send));
}

int close_left_open(lua_State* state) {
    BmcSession& session = bmc_session_at(state, lua_upvalueindex(1));
    if (!session.established) return 0;
    session.established = false;
    BmcSend send = closing(session);
    send.once = true;
    return send_off(state, std::move(send));
}

int handshake(lua_State* state) {
    push_session(state, session_at(state, 2));
    return 1;
}

/// The session stands at index 3 from the first step on.
int session(lua_State* state, lua_KContext step) {
    constexpr int place = 3;
    if (step == 0) {
        lua_settop(state, 2);
        push_session(state, session_at(state, 2));
    }
    BmcSession& opened = bmc_session_at(state, place);
    const Way way = go_on(state, opened, static_cast<std::size_t>(step));
    if (way == Way::asks) return suspends;
    if (way == Way::open) {
        lua_pushvalue(state, place);
        return 1;
    }
    const BmcMessage message = opening_of(opened)[static_cast<std::size_t>(step) - 1];
    context_of(state).end_with(End::setup_failed,
                               fmt::format("no session: {} was answered with {}", to_text(message),
                                           bmc_answer_at(state, -1).summary()));
    return suspends;
}

int log_on(lua_State* state, lua_KContext step) {
    const Way way = go_on(state, bmc_session_at(state, 1), static_cast<std::size_t>(step));
    return way == Way::asks ? suspends : 1;
}

/// A message of the opening by itself, with what the case says of it.
template <BmcMessage message, const auto& keys>
int opening_step(lua_State* state, lua_KContext step) {
    BmcSession& session = bmc_session_at(state, 1);
    if (step == 0) return send_off(state, of_session(session, send_with(state, 2, message, keys)));
    note(session, bmc_answer_at(state, -1), message);
    return 1;
}

int request(lua_State* state) {
    return send_off(state, of_session(bmc_session_at(state, 1), request_at(state, 2)));
}

int again(lua_State* state) {
    BmcSend send = send_with(state, 2, BmcMessage::again, again_keys);
    send.once = true;
    return send_off(state, of_session(bmc_session_at(state, 1), std::move(send)));
}

int receive(lua_State* state) {
    BmcSend send = send_with(state, 2, BmcMessage::receive, send_options);
    send.once = true;
    return send_off(state, of_session(bmc_session_at(state, 1), std::move(send)));
}

int close(lua_State* state, lua_KContext step) {
    BmcSession& session = bmc_session_at(state, 1);
    if (step == 0) return send_off(state, closing(session));
    if (agreed(bmc_answer_at(state, -1), BmcMessage::close)) session.established = false;
    return 1;
}

int is_open(lua_State* state) {
    lua_pushboolean(state, bmc_session_at(state, 1).established ? 1 : 0);
    return 1;
}

constexpr Argument terms{"[terms]", "table", "who opens it, and how", session_terms};

constexpr Method functions[] = {
    {"session",
     stepwise<session>,
     {.does = "Opens a session and raises it to the privilege level that is asked for. Where that fails, the "
              "case ends as `setup_failed`. A session that is left open is closed after the case.",
      .takes = {terms},
      .gives = "a session",
      .fails = "a term is unknown, or a name among them"}},
    {"handshake",
     bound<handshake>,
     {.does =
          "Makes a session that is not open yet: for a case that takes the steps itself. Nothing is sent.",
      .takes = {terms},
      .gives = "a session",
      .fails = "a term is unknown, or a name among them"}}};

constexpr Section opening{.title = "Opening sessions with a BMC",
                          .receiver = "t.bmc:",
                          .about = "All steps at once, or a session to take them with one by one.",
                          .methods = functions};

constexpr Method methods[] = {
    {"log_on",
     stepwise<log_on>,
     {.does =
          "Takes all steps up to the privilege level that the terms ask for, as far as the BMC goes along.",
      .gives = "the last answer"}},
    {"open_session",
     stepwise<opening_step<BmcMessage::open_session, open_session_keys>>,
     {.does = "Asks for a session.",
      .takes = {{"[fields]", "table", "how, and what is to be otherwise", open_session_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §13.17"}},
    {"rakp1",
     stepwise<opening_step<BmcMessage::rakp1, rakp1_keys>>,
     {.does = "Says who we are.",
      .takes = {{"[fields]", "table", "how, and what is to be otherwise", rakp1_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §13.20"}},
    {"rakp3",
     stepwise<opening_step<BmcMessage::rakp3, rakp3_keys>>,
     {.does = "Proves it. When the answer is in order, the session is open.",
      .takes = {{"[fields]", "table", "how, and what is to be otherwise", rakp3_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §13.22"}},
    {"challenge",
     stepwise<opening_step<BmcMessage::challenge, challenge_keys>>,
     {.does = "Asks for a session of IPMI 1.5.",
      .takes = {{"[fields]", "table", "how, and what is to be otherwise", challenge_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §22.16"}},
    {"activate",
     stepwise<opening_step<BmcMessage::activate, activate_keys>>,
     {.does = "Opens it. When the answer is in order, the session is open.",
      .takes = {{"[fields]", "table", "how, and what is to be otherwise", activate_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §22.17"}},
    {"request",
     bound<request>,
     {.does = "Sends a command in the session.",
      .takes = {{"netfn", "integer", "the network function of the request, even"},
                {"command", "integer", "its number"},
                {"[data]", "text or list of integers", "its data"},
                {"[options]", "table", "how it is sent, and fields that are to be otherwise", request_keys}},
      .gives = "an answer",
      .clause = "IPMI 2.0 §13.8"}},
    {"again",
     bound<again>,
     {.does = "Sends the datagram that was sent last once more, octet for octet.",
      .takes = {{"[options]", "table", "how, and which", again_keys}},
      .gives = "an answer"}},
    {"receive",
     bound<receive>,
     {.does = "Waits for one more datagram of the session.",
      .takes = {{"[options]", "table", "how", send_options}},
      .gives = "an answer"}},
    {"close",
     stepwise<close>,
     {.does = "Closes the session with Close Session.", .gives = "an answer", .clause = "IPMI 2.0 §22.19"}},
    {"is_open", bound<is_open>, {.does = "Tells whether it was opened and not closed.", .gives = "boolean"}}};

constexpr Section sessions{
    .title = "Sessions with a BMC",
    .receiver = "session:",
    .about =
        "What `t.bmc:session` and `t.bmc:handshake` give. The driver computes what takes the password or a "
        "key, so that a journal holds neither.",
    .methods = methods};

}  // namespace

BmcSession& bmc_session_at(lua_State* state, int index) {
    return object_at<BmcSession>(state, index, bmc_session_type, "a session with a BMC");
}

void open_bmc_sessions(lua_State* state) {
    set_functions(state, opening);
    define_type<BmcSession>(state, bmc_session_type, sessions);
}

}  // namespace assay::script
