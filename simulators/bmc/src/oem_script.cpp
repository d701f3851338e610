#include "assay/bmc/oem_script.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/bmc/command_table.hpp"
#include "assay/lua-sandbox/values.hpp"
#include "oem_bindings.hpp"

extern "C" {
#include <lauxlib.h>
}

namespace assay::bmc {
namespace {

using ipmi_wire::Completion;

constexpr const char* registry_key = "assay.oem";

/// "FILE:LINE: what" as its two parts.
std::pair<std::string, std::string> placed(const std::string& message, const std::string& file) {
    const auto end = message.starts_with(file + ":") ? message.find(": ", file.size()) : std::string::npos;
    if (end == std::string::npos) return {file, message};
    return {message.substr(0, end), message.substr(end + 2)};
}

std::string name_of(const OemCommand& command) {
    return fmt::format("command {:02X}h/{:02X}h", command.netfn, command.number);
}

/// Where the script defines what runs, for mistakes that have no line of their own.
std::string place_of(lua_State* state, int function) {
    lua_Debug about{};
    lua_rawgeti(state, LUA_REGISTRYINDEX, function);
    lua_getinfo(state, ">S", &about);
    return fmt::format("{}:{}", about.short_src, about.linedefined);
}

}  // namespace

OemScript::OemScript(const std::string& text, const std::string& file)
    : sandbox_{std::make_unique<lua::Sandbox>()} {
    lua_State* const state = sandbox_->state();
    lua_pushlightuserdata(state, this);
    lua_setfield(state, LUA_REGISTRYINDEX, registry_key);
    open_oem(state);
    try {
        sandbox_->run(text, file);
    } catch (const lua::ScriptError& error) {
        const auto [where, what] = placed(error.what(), file);
        throw base::SetupError{what, where, "correct the script (fixtures/chassis/README.md, OEM commands)"};
    }
    if (commands_.empty())
        throw base::SetupError{"the script registers no command", file + ":1", "call oem.command{…} in it"};
}

OemScript::~OemScript() = default;

OemScript& OemScript::of(lua_State* state) {
    lua_getfield(state, LUA_REGISTRYINDEX, registry_key);
    auto* const script = static_cast<OemScript*>(lua_touserdata(state, -1));
    lua_pop(state, 1);
    return *script;
}

void OemScript::add(OemCommand command) {
    const bool is_there = std::ranges::any_of(commands_, [&](const OemCommand& each) {
        return each.netfn == command.netfn && each.number == command.number && each.prefix == command.prefix;
    });
    if (is_there) throw lua::ScriptError{name_of(command) + " is there twice"};
    commands_.push_back(std::move(command));
}

const OemCommand* OemScript::find(std::uint8_t netfn, std::uint8_t number, base::OctetView data) const {
    const auto found = std::ranges::find_if(commands_, [&](const OemCommand& each) {
        return each.netfn == netfn && each.number == number && data.size() >= each.prefix.size() &&
               std::ranges::equal(each.prefix, data.first(each.prefix.size()));
    });
    return found == commands_.end() ? nullptr : &*found;
}

Call& OemScript::current() const {
    if (current_ != nullptr) return *current_;
    throw lua::ScriptError{"the chassis is there while a command runs, not while the script is loaded"};
}

Completion OemScript::run(const OemCommand& command, Call& call) {
    Completion completion = Completion::unspecified;
    current_ = &call;
    try {
        completion = answer(command, call);
    } catch (const lua::ScriptError& error) {
        report(fmt::format("{} ({})", error.what(), name_of(command)));
    }
    current_ = nullptr;
    lua_settop(sandbox_->state(), 0);
    return completion;
}

Completion OemScript::answer(const OemCommand& command, Call& call) {
    lua_State* const state = sandbox_->state();
    const auto prefix = call.request.take(command.prefix.size());
    call.reply.put(prefix);
    lua_rawgeti(state, LUA_REGISTRYINDEX, command.function);
    lua_newtable(state);
    const auto data = call.request.rest();
    lua::push_text(state, {reinterpret_cast<const char*>(data.data()), data.size()});
    lua_setfield(state, -2, "data");
    lua_pushinteger(state, static_cast<lua_Integer>(call.session->current));
    lua_setfield(state, -2, "privilege");
    lua_pushinteger(state, call.channel());
    lua_setfield(state, -2, "channel");
    sandbox_->call(1, 2);
    try {
        const auto code = lua::integer_at(state, 1, 0, 0xFF, "the completion code, which run returns first");
        const std::string reply =
            lua_isnil(state, 2) ? "" : lua::text_at(state, 2, "the data, which run returns second");
        if (reply.size() > longest_reply)
            throw lua::ScriptError{
                fmt::format("the data, which run returns second: at most {} octets expected, got {}",
                            longest_reply, reply.size())};
        call.reply.put(base::octets_of(reply));
        return static_cast<Completion>(code);
    } catch (const lua::ScriptError& error) {
        throw lua::ScriptError{place_of(state, command.function) + ": " + error.what()};
    }
}

void OemScript::report(const std::string& line) {
    if (report_ && line != last_reported_) report_(line);
    last_reported_ = line;
}

}  // namespace assay::bmc
