#include "bmc_options.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::script {
namespace {

constexpr std::array<std::string_view, 6> privileges{"none",     "callback",      "user",
                                                     "operator", "administrator", "oem"};

Value value_of_type(lua_State* state, const Key& key) {
    const std::string name{key.name};
    if (key.type == "integer" || key.type == "ms") return {std::int64_t{integer_at(state, -1, name.c_str())}};
    if (key.type == "text") return {text_at(state, -1, name.c_str())};
    if (!lua_isboolean(state, -1)) throw ScriptError{fmt::format("{}: true or false expected", name)};
    return {lua_toboolean(state, -1) != 0};
}

template <class T>
T taken(Table& values, std::string_view name, T otherwise) {
    const auto found = values.find(name);
    if (found == values.end()) return otherwise;
    T value = std::get<T>(found->second.held);
    values.erase(found);
    return value;
}

std::uint8_t octet_in_list(lua_State* state, int list, lua_Integer position, const char* what) {
    lua_rawgeti(state, list, position);
    const lua_Integer octet = integer_at(state, -1, what);
    lua_pop(state, 1);
    if (octet < 0 || octet > 0xFF) throw ScriptError{fmt::format("{}: {} is no octet", what, octet)};
    return static_cast<std::uint8_t>(octet);
}

std::int64_t octet_argument(lua_State* state, int index, const char* what, lua_Integer most) {
    const lua_Integer value = integer_at(state, index, what);
    if (value < 0 || value > most) throw ScriptError{fmt::format("{}: 0 to {} expected", what, most)};
    return value;
}

}  // namespace

Table values_at(lua_State* state, int index, std::span<const Key> known, const char* what) {
    Table values;
    if (!has_table(state, index, what)) return values;
    refuse_unknown_keys(state, index, known, what);
    for (const Key& key : known) {
        if (push_field(state, index, std::string{key.name}.c_str()) != LUA_TNIL)
            values.insert_or_assign(std::string{key.name}, value_of_type(state, key));
        lua_pop(state, 1);
    }
    return values;
}

BmcSend send_with(lua_State* state, int index, BmcMessage message, std::span<const Key> known) {
    BmcSend send;
    send.message = message;
    Table values = values_at(state, index, known, "a message to a BMC");
    send.once = taken(values, "once", false);
    send.await = taken(values, "await", true);
    send.other_port = taken(values, "other_port", false);
    send.label = taken(values, "label", std::string{to_text(message)});
    send.unlawful_because = taken(values, "why", std::string{});
    const auto timeout = taken(values, "timeout", std::int64_t{0});
    if (timeout < 0) throw ScriptError{"timeout is negative"};
    send.timeout = Milliseconds{timeout};
    send.fields = std::move(values);
    return send;
}

std::string octets_at(lua_State* state, int index, const char* what) {
    if (!lua_istable(state, index)) return text_at(state, index, what);
    std::string octets;
    const auto count = static_cast<lua_Integer>(lua_rawlen(state, index));
    for (lua_Integer i = 1; i <= count; ++i)
        octets += static_cast<char>(octet_in_list(state, index, i, what));
    return octets;
}

std::int64_t privilege_of(const std::string& name) {
    const auto found = std::ranges::find(privileges, name);
    if (found == privileges.end()) {
        throw ScriptError{
            fmt::format("unknown privilege '{}'; known are {}", name, fmt::join(privileges, ", "))};
    }
    return found - privileges.begin();
}

int send_off(lua_State* state, BmcSend send) {
    hand_over(state, asked(send).size());
    return wait_for(state, std::move(send));
}

BmcSend request_at(lua_State* state, int first) {
    constexpr lua_Integer highest_netfn = 0x3F;
    constexpr lua_Integer highest_octet = 0xFF;
    const auto netfn = octet_argument(state, first, "netfn", highest_netfn);
    const auto command = octet_argument(state, first + 1, "command", highest_octet);
    std::string data = lua_isnoneornil(state, first + 2) ? "" : octets_at(state, first + 2, "data");
    BmcSend send = send_with(state, first + 3, BmcMessage::request, request_keys);
    if (send.label == to_text(BmcMessage::request)) send.label = fmt::format("{:02X}/{:02X}", netfn, command);
    send.fields.insert_or_assign("netfn", Value{netfn});
    send.fields.insert_or_assign("command", Value{command});
    send.fields.insert_or_assign("data", Value{std::move(data)});
    return send;
}

}  // namespace assay::script
