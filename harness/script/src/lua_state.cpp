#include "lua_state.hpp"

#include <cstdlib>

#include "binding.hpp"

namespace assay::script {
namespace {

constexpr int instructions_between_checks = 1000;

void* allocate(void* user, void* block, std::size_t old_size, std::size_t new_size) {
    Budget& budget = static_cast<Host*>(user)->budget;
    if (block == nullptr) old_size = 0;  // it says what kind of object is made (Lua manual §4.6, lua_Alloc)
    if (new_size == 0) {
        std::free(block);
        budget.octets -= old_size;
        return nullptr;
    }
    const bool too_much = new_size > old_size && budget.octets + (new_size - old_size) > budget.octets_limit;
    if (too_much && budget.trusted == 0) return nullptr;
    void* moved = std::realloc(block, new_size);
    if (moved != nullptr) budget.octets = budget.octets - old_size + new_size;
    return moved;
}

void count_instructions(lua_State* state, lua_Debug* /*where*/) {
    Budget& budget = host_of(state).budget;
    budget.instructions += instructions_between_checks;
    if (budget.instructions > budget.instructions_limit) {
        luaL_where(state, 0);
        lua_pushfstring(state, "the script ran %I instructions without an end: it was cut",
                        static_cast<LUAI_UACINT>(budget.instructions_limit));
        lua_concat(state, 2);
        lua_error(state);
    }
}

}  // namespace

Host& host_of(lua_State* state) { return **static_cast<Host**>(lua_getextraspace(state)); }

LuaState::LuaState(const Library& library, Limits limits, std::uint64_t seed)
    : host_{std::make_unique<Host>()} {
    host_->budget.octets_limit = limits.memory_octets;
    host_->budget.instructions_limit = limits.instructions;
    host_->library = &library;
    state_.reset(lua_newstate(allocate, host_.get()));
    if (!state_) throw std::bad_alloc{};
    *static_cast<Host**>(lua_getextraspace(state_.get())) = host_.get();
    lua_sethook(state_.get(), count_instructions, LUA_MASKCOUNT, instructions_between_checks);
    open_sandbox(state_.get(), seed);
}

std::string LuaState::run_file(const std::string& file) {
    lua_State* coroutine = new_coroutine();
    int results = 0;
    int status = load_script(coroutine, *host_->library, file);
    if (status == LUA_OK) status = resume(coroutine, 0, results);
    if (status == LUA_OK) return {};
    return status == LUA_YIELD ? host_->library->shown_root + "/" + file + ": a script file cannot send"
                               : error_with_traceback(coroutine);
}

lua_State* LuaState::new_coroutine() {
    lua_State* coroutine = lua_newthread(state_.get());
    luaL_ref(state_.get(), LUA_REGISTRYINDEX);
    return coroutine;
}

int LuaState::resume(lua_State* coroutine, int arguments, int& results) {
    --host_->budget.trusted;
    const int status = lua_resume(coroutine, state_.get(), arguments, &results);
    ++host_->budget.trusted;
    return status;
}

}  // namespace assay::script
