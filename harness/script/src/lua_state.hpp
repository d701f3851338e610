// A sandboxed Lua state: no files, no processes, no byte code, bounded memory and instructions.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "assay/script/dialogue.hpp"
#include "assay/script/library.hpp"
#include "budget.hpp"
#include "lua_api.hpp"

namespace assay::script {

/// A script's own mistake; becomes a Lua error at the script's line.
class ScriptError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Registration;
class CaseContext;
struct Section;

/// What our functions find when Lua calls them; the state's extra space points to it.
struct Host {
    explicit Host(const Limits& limits) : budget{limits} {}

    Budget budget;
    const Library* library = nullptr;
    std::string file;                      ///< the suite file that runs
    Registration* registration = nullptr;  ///< collects case{}
    CaseContext* context = nullptr;        ///< of the running case; none while a file is only read
    std::vector<const Section*> sections;  ///< all that was registered, with its descriptions
};

class LuaState {
public:
    /// @param seed for math.random, which is not random beyond it
    LuaState(const Library& library, Limits limits, std::uint64_t seed);

    [[nodiscard]] lua_State* get() const { return state_.get(); }
    [[nodiscard]] Host& host() { return *host_; }

    /// Runs the script `file` of the library from its beginning to its end.
    /// @return the error with file:line and traceback, or "" when it went well.
    [[nodiscard]] std::string run_file(const std::string& file);

    /// Makes a coroutine that is limited like the main one; kept until the state goes.
    [[nodiscard]] lua_State* new_coroutine();

    /// lua_resume under the limits.
    [[nodiscard]] int resume(lua_State* coroutine, int arguments, int& results);

private:
    struct Closer {
        void operator()(lua_State* state) const { lua_close(state); }
    };
    std::unique_ptr<Host> host_;
    std::unique_ptr<lua_State, Closer> state_;
};

[[nodiscard]] Host& host_of(lua_State* state);

}  // namespace assay::script
