// What a case can read from the answer of a BMC.
#include <algorithm>
#include <array>

#include "assay/base/octets.hpp"
#include "binding.hpp"
#include "bmc_context.hpp"

namespace assay::script {
namespace {

using observe::Number;

void push_number(lua_State* state, const Number& number) {
    number ? lua_pushinteger(state, *number) : lua_pushnil(state);
}

std::size_t octet_number_at(lua_State* state, int index) {
    const lua_Integer number = integer_at(state, index, "octet");
    if (number < 1) throw ScriptError{"octets are counted from 1, the completion code"};
    return static_cast<std::size_t>(number);
}

/// A number of `octets` octets, the lowest first.
template <std::size_t octets>
int number(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 1);
    const std::size_t first = octet_number_at(state, 2);
    lua_Integer value = 0;
    for (std::size_t i = 0; i < octets; ++i) {
        const Number octet = answer.octet(first + i);
        if (!octet) return 0;
        value |= lua_Integer{*octet} << 8U * i;
    }
    lua_pushinteger(state, value);
    return 1;
}

int bits(lua_State* state) {
    const Number octet = bmc_answer_at(state, 1).octet(octet_number_at(state, 2));
    const lua_Integer high = integer_at(state, 3, "high");
    const lua_Integer low = integer_at(state, 4, "low");
    if (low < 0 || high < low || high > 7) throw ScriptError{"bits are 7 to 0, the higher one first"};
    if (!octet) return 0;
    lua_pushinteger(state, lua_Integer{*octet} >> low & ((1 << (high - low + 1)) - 1));
    return 1;
}

int octets(lua_State* state) {
    const BmcAnswer& answer = bmc_answer_at(state, 1);
    const std::size_t first = octet_number_at(state, 2);
    const auto count = static_cast<std::size_t>(std::max<lua_Integer>(0, integer_at(state, 3, "count")));
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const Number octet = answer.octet(first + i);
        if (!octet) return 0;
        text += static_cast<char>(*octet);
    }
    push_text(state, text);
    return 1;
}

int hex(lua_State* state) {
    push_text(state, base::to_hex(base::octets_of(bmc_answer_at(state, 1).clear().value_or(""))));
    return 1;
}

int summary(lua_State* state) {
    push_text(state, bmc_answer_at(state, 1).summary());
    return 1;
}

constexpr Argument octet{"octet", "integer",
                         "as the command's table in the specification counts them: 1 is the completion code, "
                         "2 the first octet of data"};

constexpr Description about_number(std::string_view does) {
    return {.does = does,
            .takes = {octet},
            .gives = "integer; nil when the answer is too short",
            .fails = "`octet` is less than 1"};
}

constexpr Method methods[] = {
    {"u8", bound<number<1>>, about_number("Reads an octet of the response.")},
    {"u16", bound<number<2>>, about_number("Reads two octets, the lowest first.")},
    {"u24", bound<number<3>>, about_number("Reads three octets, the lowest first.")},
    {"u32", bound<number<4>>, about_number("Reads four octets, the lowest first.")},
    {"bits",
     bound<bits>,
     {.does = "Reads bits of an octet.",
      .takes = {octet, {"high", "integer", "7 to 0"}, {"low", "integer", "7 to 0, not above `high`"}},
      .gives = "integer; nil when the answer is too short",
      .fails = "the bits are not in that order"}},
    {"octets",
     bound<octets>,
     {.does = "Reads octets as they are.",
      .takes = {octet, {"count", "integer", "how many"}},
      .gives = "text; nil when the answer is too short",
      .fails = "`octet` is less than 1"}},
    {"hex",
     bound<hex>,
     {.does = "Shows the payload in clear text, for findings.", .gives = "hexadecimal digits"}},
    {"summary", bound<summary>, {.does = "Says what came, in a few words, for findings.", .gives = "text"}}};

using Push = void (*)(lua_State*, const BmcAnswer&);

struct Property {
    Field about;
    Push push = nullptr;
};

template <Number observe::DatagramReading::*member>
void push_header(lua_State* state, const BmcAnswer& answer) {
    push_number(state, answer.datagram().*member);
}

template <Number observe::LanReading::*member>
void push_lan(lua_State* state, const BmcAnswer& answer) {
    answer.lan() ? push_number(state, (*answer.lan()).*member) : lua_pushnil(state);
}

template <Number observe::SetupReading::*member>
void push_setup(lua_State* state, const BmcAnswer& answer) {
    answer.setup() ? push_number(state, (*answer.setup()).*member) : lua_pushnil(state);
}

template <std::string observe::SetupReading::*member>
void push_setup_text(lua_State* state, const BmcAnswer& answer) {
    if (!answer.setup() || ((*answer.setup()).*member).empty()) return lua_pushnil(state);
    push_text(state, (*answer.setup()).*member);
}

constexpr Property properties[] = {
    {{"ended", "text", "`answered`, `timed_out` (silence), `not_awaited` or `unreachable`"},
     [](lua_State* state, const BmcAnswer& answer) {
         push_text(state, record::to_text(answer.exchange().ending));
     }},
    {{"datagram", "text", "the datagram as it came"},
     [](lua_State* state, const BmcAnswer& answer) { push_text(state, answer.exchange().response); }},
    {{"sent", "text", "the datagram that was answered, as it is kept: without secrets"},
     [](lua_State* state, const BmcAnswer& answer) { push_text(state, answer.exchange().request); }},
    {{"elapsed_ms", "integer", "ms from the last octet sent to the answer"},
     [](lua_State* state, const BmcAnswer& answer) {
         const auto& times = answer.exchange().times;
         lua_pushinteger(state,
                         std::chrono::duration_cast<Milliseconds>(times.finished - times.sent).count());
     }},
    {{"whole", "boolean", "its header is there, and its payload is as long as it says"},
     [](lua_State* state, const BmcAnswer& answer) {
         lua_pushboolean(state, answer.answered() && answer.datagram().whole ? 1 : 0);
     }},
    {{"rmcp_class", "integer", "6 is ASF, 7 IPMI"}, push_header<&observe::DatagramReading::rmcp_class>},
    {{"auth_type", "integer", "of the session header; 6 is RMCP+"},
     push_header<&observe::DatagramReading::auth_type>},
    {{"payload_type", "integer", "of RMCP+; 0 is IPMI"},
     push_header<&observe::DatagramReading::payload_type>},
    {{"session_id", "integer", "of the session header"}, push_header<&observe::DatagramReading::session_id>},
    {{"sequence", "integer", "of the session header"}, push_header<&observe::DatagramReading::sequence>},
    {{"encrypted", "boolean", "its payload says that it is"},
     [](lua_State* state, const BmcAnswer& answer) {
         lua_pushboolean(state, answer.datagram().encrypted ? 1 : 0);
     }},
    {{"authenticated", "boolean", "it says that it has a trailer"},
     [](lua_State* state, const BmcAnswer& answer) {
         lua_pushboolean(state, answer.datagram().authenticated ? 1 : 0);
     }},
    {{"integrity", "text",
      "whether its AuthCode, key exchange code or integrity check is the right one: `verified`, `wrong` or "
      "`unchecked`"},
     [](lua_State* state, const BmcAnswer& answer) {
         push_text(state, record::to_text(answer.integrity()));
     }},
    {{"payload", "text", "in clear text; nil when it could not be decrypted"},
     [](lua_State* state, const BmcAnswer& answer) {
         answer.clear() ? push_text(state, *answer.clear()) : lua_pushnil(state);
     }},
    {{"completion", "integer", "the completion code; nil for what is no response of IPMI"},
     push_lan<&observe::LanReading::completion>},
    {{"data", "text", "the octets after the completion code"},
     [](lua_State* state, const BmcAnswer& answer) {
         answer.lan() ? push_text(state, answer.lan()->data) : lua_pushnil(state);
     }},
    {{"netfn", "integer", "of the response"}, push_lan<&observe::LanReading::netfn>},
    {{"command", "integer", "of the response"}, push_lan<&observe::LanReading::command>},
    {{"request_sequence", "integer", "of the response"}, push_lan<&observe::LanReading::request_sequence>},
    {{"checksums_fit", "boolean", "both of the response"},
     [](lua_State* state, const BmcAnswer& answer) {
         lua_pushboolean(state, answer.lan() && answer.lan()->checksums_fit ? 1 : 0);
     }},
    {{"tag", "integer", "of Open Session, RAKP 2 and RAKP 4"}, push_setup<&observe::SetupReading::tag>},
    {{"status", "integer", "likewise, the RMCP+ status code"}, push_setup<&observe::SetupReading::status>},
    {{"privilege", "integer", "of Open Session"}, push_setup<&observe::SetupReading::privilege>},
    {{"console_session", "integer", "of all three"}, push_setup<&observe::SetupReading::console_session>},
    {{"managed_session", "integer", "of Open Session"}, push_setup<&observe::SetupReading::managed_session>},
    {{"authentication", "integer", "of Open Session, the algorithm"},
     push_setup<&observe::SetupReading::authentication>},
    {{"integrity_algorithm", "integer", "likewise"}, push_setup<&observe::SetupReading::integrity>},
    {{"confidentiality", "integer", "likewise"}, push_setup<&observe::SetupReading::confidentiality>},
    {{"random", "text", "of RAKP 2, 16 octets"}, push_setup_text<&observe::SetupReading::random>},
    {{"guid", "text", "of RAKP 2, 16 octets"}, push_setup_text<&observe::SetupReading::guid>},
    {{"code", "text", "of RAKP 2 the key exchange code, of RAKP 4 the integrity check"},
     push_setup_text<&observe::SetupReading::code>}};

constexpr auto fields = [] {
    std::array<Field, std::size(properties)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = properties[i].about;
    return all;
}();

constexpr Section answers{.title = "Answers of BMCs",
                          .receiver = "answer:",
                          .about =
                              "What each of `t.bmc` and of a session gives. A value that this kind of "
                              "answer does not have is nil.",
                          .methods = methods,
                          .fields = fields};

/// upvalue: the methods.
int index(lua_State* state) {
    const std::string name = text_at(state, 2, "field");
    const auto found =
        std::ranges::find(properties, name, [](const Property& each) { return each.about.name; });
    if (found != std::end(properties)) {
        found->push(state, bmc_answer_at(state, 1));
        return 1;
    }
    lua_pushvalue(state, 2);
    if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    throw ScriptError{"an answer of a BMC has no '" + name + "'"};
}

}  // namespace

BmcAnswer& bmc_answer_at(lua_State* state, int index) {
    return *object_at<BmcAnswerPointer>(state, index, bmc_answer_type, "an answer of a BMC");
}

bool is_bmc_answer(lua_State* state, int index) {
    return luaL_testudata(state, index, bmc_answer_type) != nullptr;
}

void push_bmc_answer(lua_State* state, const record::Exchange& exchange) {
    push_object(state, bmc_answer_type, std::make_shared<BmcAnswer>(exchange));
}

void open_bmc_answers(lua_State* state) {
    define_type<BmcAnswerPointer>(state, bmc_answer_type, answers);
    luaL_getmetatable(state, bmc_answer_type);
    lua_getfield(state, -1, "__index");
    lua_pushcclosure(state, bound<index>, 1);
    lua_setfield(state, -2, "__index");
    lua_pop(state, 1);
}

}  // namespace assay::script
