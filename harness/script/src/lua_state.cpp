#include "lua_state.hpp"

#include <cstdlib>

#include "binding.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

constexpr int instructions_between_checks = 1000;

void* allocate(void* user, void* block, std::size_t old_size, std::size_t new_size) {
    Budget& budget = static_cast<Host*>(user)->budget;
    if (block == nullptr) old_size = 0;  // it says what kind of object is made (Lua manual §4.6, lua_Alloc)
    if (new_size == 0) {
        std::free(block);
        budget.heap_changed(old_size, 0);
        return nullptr;
    }
    if (new_size > old_size && !budget.may_grow(new_size - old_size)) return nullptr;
    void* moved = std::realloc(block, new_size);
    if (moved != nullptr) budget.heap_changed(old_size, new_size);
    return moved;
}

void count_instructions(lua_State* state, lua_Debug* /*where*/) {
    Budget& budget = host_of(state).budget;
    if (budget.work(instructions_between_checks) && !budget.is_overdue()) return;
    push_error(state, budget.too_much_work());
    lua_error(state);
}

}  // namespace

Host& host_of(lua_State* state) { return **static_cast<Host**>(lua_getextraspace(state)); }

LuaState::LuaState(const Library& library, Limits limits, std::uint64_t seed)
    : host_{std::make_unique<Host>(limits)} {
    host_->library = &library;
    state_.reset(lua_newstate(allocate, host_.get()));
    if (!state_) throw std::bad_alloc{};
    *static_cast<Host**>(lua_getextraspace(state_.get())) = host_.get();
    lua_sethook(state_.get(), count_instructions, LUA_MASKCOUNT, instructions_between_checks);
    open_sandbox(state_.get(), seed);
}

std::string LuaState::run_file(const std::string& file) {
    host_->file = file;
    lua_State* coroutine = new_coroutine();
    int results = 0;
    int status = load_script(coroutine, *host_->library, file);
    if (status == LUA_OK) status = resume(coroutine, 0, results);
    if (status == LUA_OK) return {};
    return status == LUA_YIELD ? host_->library->shown(file) + ":1: a script file cannot send"
                               : error_with_traceback(coroutine, status);
}

lua_State* LuaState::new_coroutine() {
    lua_State* coroutine = lua_newthread(state_.get());
    luaL_ref(state_.get(), LUA_REGISTRYINDEX);
    return coroutine;
}

int LuaState::resume(lua_State* coroutine, int arguments, int& results) {
    host_->budget.started();
    host_->budget.distrust();
    const int status = lua_resume(coroutine, state_.get(), arguments, &results);
    host_->budget.trust();
    host_->budget.stopped();
    return status;
}

}  // namespace assay::script
