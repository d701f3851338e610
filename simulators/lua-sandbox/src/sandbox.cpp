#include "assay/lua-sandbox/sandbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <new>

extern "C" {
#include <lauxlib.h>
#include <lualib.h>
}

namespace assay::lua {
namespace {

/// How often it is looked at what a script has used up. Few, because one instruction can move all that the
/// script holds.
constexpr int instructions_between_checks = 100;

std::chrono::nanoseconds processor_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

/// What a library keeps. Left out is what works without executing instructions for as long as a script likes
/// (patterns, rep, move), what would hold on after a limit (pcall, coroutines), what reaches out (load, io),
/// what is another in every run (random), and what would run code where no limit holds (setmetatable with
/// __gc).
struct Kept {
    const char* library;
    lua_CFunction open;
    std::array<const char*, 13> names;
};
constexpr std::array kept{
    Kept{LUA_GNAME,
         luaopen_base,
         {"assert", "error", "ipairs", "next", "pairs", "rawequal", "rawget", "rawlen", "select", "tonumber",
          "tostring", "type"}},
    Kept{LUA_STRLIBNAME,
         luaopen_string,
         {"byte", "char", "format", "len", "lower", "pack", "packsize", "reverse", "sub", "unpack", "upper"}},
    Kept{LUA_TABLIBNAME, luaopen_table, {"concat", "insert", "pack", "remove", "sort", "unpack"}},
    Kept{LUA_MATHLIBNAME,
         luaopen_math,
         {"abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min", "mininteger", "modf", "sqrt",
          "tointeger", "type"}},
};

bool is_kept(const Kept& of, const char* name) {
    return std::ranges::any_of(
        of.names, [name](const char* each) { return each != nullptr && std::string_view{each} == name; });
}

/// Takes all else out of the table on the top of the stack.
void forget_the_rest(lua_State* state, const Kept& of) {
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        lua_pop(state, 1);
        if (is_kept(of, lua_tostring(state, -1))) continue;
        lua_pushvalue(state, -1);
        lua_pushnil(state);
        lua_rawset(state,
                   -4);  // an existing field may be cleared while the table is walked (Lua 5.4 §6.1 next)
    }
    lua_pop(state, 1);
}

/// The globals last, because they lose the names of what they keep of themselves.
void open_libraries(lua_State* state) {
    for (const Kept& each : kept) {
        luaL_requiref(state, each.library, each.open, 0);
        forget_the_rest(state, each);
    }
    for (const Kept& each : kept) {
        if (each.open == luaopen_base) continue;
        luaL_getsubtable(state, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
        lua_getfield(state, -1, each.library);
        lua_setglobal(state, each.library);
        lua_pop(state, 1);
    }
}

}  // namespace

/// What the script has used up.
class Sandbox::Budget {
public:
    explicit Budget(const Limits& limits) : limits_{limits} {}

    void begin() {
        instructions_ = 0;
        began_ = processor_time();
        is_running_ = true;
    }
    void end() { is_running_ = false; }
    void trust() { ++trusted_; }
    void distrust() { --trusted_; }

    /// Our own allocations, between the script's calls, must not fail by its limit.
    [[nodiscard]] bool may_grow(std::size_t by) const {
        return !is_running_ || trusted_ > 0 || octets_ + by <= limits_.memory_octets;
    }
    void heap_changed(std::size_t from, std::size_t to) { octets_ = octets_ - from + to; }

    [[nodiscard]] bool is_used_up(std::uint64_t more_instructions) {
        instructions_ += more_instructions;
        return instructions_ > limits_.instructions || processor_time() - began_ > limits_.processor_time;
    }
    [[nodiscard]] std::string too_much_work() const {
        return fmt::format("it ran for more than {} instructions or {} ms and was cut", limits_.instructions,
                           limits_.processor_time.count());
    }
    [[nodiscard]] std::string too_much_memory() const {
        return fmt::format("it wanted more than {} KiB of memory and was cut", limits_.memory_octets / 1024);
    }

private:
    const Limits limits_;
    std::size_t octets_ = 0;
    std::uint64_t instructions_ = 0;
    std::chrono::nanoseconds began_{};
    bool is_running_ = false;
    int trusted_ = 0;
};

Sandbox::Budget& Sandbox::budget_of(lua_State* state) {
    return **static_cast<Budget**>(lua_getextraspace(state));
}

Sandbox::Trust::Trust(lua_State* state) : budget_{budget_of(state)} { budget_.trust(); }
Sandbox::Trust::~Trust() { budget_.distrust(); }

void* Sandbox::allocate(void* of, void* block, std::size_t old_size, std::size_t new_size) {
    Budget& budget = *static_cast<Budget*>(of);
    if (block == nullptr) old_size = 0;  // it says what kind of object is made (Lua 5.4 §4.6, lua_Alloc)
    if (new_size == 0) {
        std::free(block);
        budget.heap_changed(old_size, 0);
        return nullptr;
    }
    if (new_size > old_size && !budget.may_grow(new_size - old_size)) return nullptr;
    void* const moved = std::realloc(block, new_size);
    if (moved != nullptr) budget.heap_changed(old_size, new_size);
    return moved;
}

void Sandbox::count(lua_State* state, lua_Debug* /*where*/) {
    Budget& budget = budget_of(state);
    if (!budget.is_used_up(instructions_between_checks)) return;
    luaL_where(state, 0);
    {
        const std::string reason = budget.too_much_work();
        lua_pushlstring(state, reason.data(), reason.size());
    }
    lua_concat(state, 2);
    lua_error(state);
}

Sandbox::Sandbox(const Limits& limits)
    : budget_{std::make_unique<Budget>(limits)}, state_{lua_newstate(allocate, budget_.get()), lua_close} {
    if (!state_) throw std::bad_alloc{};
    *static_cast<Budget**>(lua_getextraspace(state_.get())) = budget_.get();
    open_libraries(state_.get());
    lua_sethook(state_.get(), count, LUA_MASKCOUNT, instructions_between_checks);
}

Sandbox::~Sandbox() = default;

lua_State* Sandbox::state() const { return state_.get(); }

void Sandbox::run(const std::string& text, const std::string& file) {
    const std::string chunk = "@" + file;
    if (luaL_loadbufferx(state(), text.data(), text.size(), chunk.c_str(), "t") != LUA_OK) {
        const std::string message = lua_tostring(state(), -1);
        lua_settop(state(), 0);
        throw ScriptError{message};
    }
    call(0, 0);
}

void Sandbox::call(int arguments, int results) {
    // where a message has no place of its own: the function that is called
    lua_Debug function{};
    lua_pushvalue(state(), -1 - arguments);
    lua_getinfo(state(), ">S", &function);
    const std::string place = fmt::format("{}:{}: ", function.short_src, std::max(function.linedefined, 1));
    budget_->begin();
    const int status = lua_pcall(state(), arguments, results, 0);
    budget_->end();
    if (status == LUA_OK) return;
    const char* const text = lua_type(state(), -1) == LUA_TSTRING ? lua_tostring(state(), -1) : nullptr;
    const std::string message = status == LUA_ERRMEM ? place + budget_->too_much_memory()
                                : text == nullptr    ? place + "an error that is not text"
                                                     : text;
    lua_settop(state(), 0);
    lua_gc(state(), LUA_GCCOLLECT);
    throw ScriptError{message};
}

}  // namespace assay::lua
