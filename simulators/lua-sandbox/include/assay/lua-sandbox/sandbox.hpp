// A Lua state for scripts that come with a configuration: no files, no processes, no clocks, bounded memory,
// bounded work for each call. Knows nothing of what the scripts are for.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

extern "C" {
#include <lua.h>
}

namespace assay::lua {

/// A script's own mistake. Thrown by our functions it becomes a Lua error at the script's line; thrown by a
/// Sandbox its text begins with "file:line: ".
class ScriptError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Limits {
    std::size_t memory_octets = 1024UL * 1024;      ///< of all that the script holds
    std::uint64_t instructions = 1'000'000;         ///< of one run or call
    std::chrono::milliseconds processor_time{100};  ///< likewise, for instructions that do much at once
};

/// One state. What scripts find: `assert error ipairs next pairs select tonumber tostring type`,
/// `math` without random numbers, of `string` and `table` what does not work for ever without executing
/// instructions. There are no patterns, protected calls or coroutines: nothing could cut them. Not
/// thread-safe.
class Sandbox {
    class Budget;

public:
    explicit Sandbox(const Limits& limits = {});
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;
    ~Sandbox();

    [[nodiscard]] lua_State* state() const;

    /// Runs a script once.
    /// @param file  what errors call it
    /// @throws ScriptError also for what is not Lua, and when a limit is met
    void run(const std::string& text, const std::string& file);

    /// Calls the function that stands on the stack below its arguments.
    /// @throws ScriptError; the stack is then empty
    void call(int arguments, int results);

    /// While it lives our own code runs in the script's stead: what that allocates does not fail by the
    /// script's limit, for Lua's error would jump over destructors.
    class Trust {
    public:
        explicit Trust(lua_State* state);
        Trust(const Trust&) = delete;
        Trust& operator=(const Trust&) = delete;
        ~Trust();

    private:
        Sandbox::Budget& budget_;
    };

private:
    static Budget& budget_of(lua_State* state);
    static void* allocate(void* of, void* block, std::size_t old_size, std::size_t new_size);
    static void count(lua_State* state, lua_Debug* where);

    std::unique_ptr<Budget> budget_;
    std::unique_ptr<lua_State, void (*)(lua_State*)> state_;
};

}  // namespace assay::lua
