// Scripts that loop for ever or allocate for ever, by every way that is known to us: each is cut, with its
// place, in bounded time and memory.
#include <chrono>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::HasSubstr;

struct Hostile {
    const char* name;
    const char* body;  ///< of run
    const char* complaint;
};

constexpr const char* endless = "instructions without an end: it was cut";
constexpr const char* no_memory = "not enough memory: the script wanted more than 64 MiB and was cut";

const Hostile scripts[] = {
    {"Loop", "while true do end", endless},
    {"LoopInClose", "local x <close> = setmetatable({}, { __close = function() while true do end end })",
     endless},
    {"LoopInIndex", "local x = setmetatable({}, { __index = function() while true do end end }) x = x.y",
     endless},
    {"LoopInPairs", "for _ in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end",
     endless},
    {"LoopInToString", "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
     endless},
    {"LoopInSort", "table.sort({ 1, 2, 3 }, function() while true do end end)", endless},
    {"LoopInDeferred", "t:defer(function() while true do end end)", endless},
    {"LoopInReplacement", "('x'):gsub('x', function() while true do end end)", endless},
    {"LoopInIterator", "for _ in function() return 1 end do end", endless},
    {"Collector", "setmetatable({}, { __gc = function() while true do end end })", "has no __gc"},
    {"ErrorObject", "error(setmetatable({}, { __tostring = function() while true do end end }))",
     "an error that is a table"},
    {"ErrorNil", "error()", "an error that is a nil"},
    {"HugeError", "error(('x'):rep(20000000))", "… (2"},
    {"HugeErrorWithoutPlace", "error(('x'):rep(20000000), 0)", "… (2"},
    {"Recursion", "local function f() return 1 + f() end f()", no_memory},
    {"RecursionInIndex",
     "local m = {} m.__index = function(x, k) return x[k .. 'x'] end local x = setmetatable({}, m) x = x.y",
     "stack overflow"},
    {"RecursionInReplacement", "local function f(x) return (x:gsub('x', f)) end f('x')", "stack overflow"},
    {"StringGrows", "local s = 'x' while true do s = s .. s end", no_memory},
    {"TablesGrow", "local all = {} while true do all[#all + 1] = { {}, {}, {} } end", no_memory},
    {"Rep", "local s = ('x'):rep(1000000000)", no_memory},
    {"RepOfNothing", "local s = (''):rep(math.maxinteger)", endless},
    {"RepAgainAndAgain", "while true do local s = ('x'):rep(30000000) end", endless},
    {"Concat",
     "local all = {} for i = 1, 1000 do all[i] = ('x'):rep(10000) end for i = 1, 20 do all[#all + 1] = "
     "table.concat(all) end",
     "was cut"},
    {"Format", "local s = ('x'):rep(1000000) while true do s = ('%s%s'):format(s, s) end", "was cut"},
    {"Upper", "local s = ('x'):rep(10000000) while true do s = s:upper() end", endless},
    {"Length", "local s = ('x'):rep(20000000) while true do utf8.len(s) end", endless},
    {"Unpack", "while true do table.unpack({}, 1, 900000) end", endless},
    {"Move", "table.move({}, 1, math.maxinteger - 1, 1)", endless},
    {"InsertWithLength", "table.insert(setmetatable({}, { __len = function() return 1 << 50 end }), 1, 1)",
     "no value with a __len"},
    {"InsertAtTheFront", "local x = {} while true do table.insert(x, 1, 1) end", endless},
    {"PatternOfOptions", "(('a'):rep(40)):find(('a?'):rep(40) .. ('a'):rep(40))", endless},
    {"PatternOfRepetitions", "(('a'):rep(5000)):match('.-.-.-.-b')", endless},
    {"PatternSquared", "(('a'):rep(2000000)):gsub('.-b', '')", endless},
    {"PatternInGmatch", "for _ in (('a'):rep(5000)):gmatch('a*a*a*a*b') do end", endless},
    {"PatternBalanced", "(('('):rep(2000000)):find('%b()')", endless},
    {"PlainFind", "local s = ('a'):rep(10000000) while true do s:find('b', 1, true) end", endless},
    {"Captures", "local s = ('x'):rep(30000000) s:match('((((((((((.*))))))))))')", "was cut"},
    {"Filled", "local s = ('x'):rep(1000000) s:gsub('.*', ('%0'):rep(100000))", "was cut"},
    {"PairsOfManyAgain",
     "local x = {} for i = 1, 100000 do x[i] = i end while true do for _ in pairs(x) do break end end",
     endless},
    {"MessageGrows", "local m, x = t.msg.identify(), ('x'):rep(1000000) while true do m:header(x) end",
     "handed over more than 64 MiB"},
    {"ManyMessages", "local all = {} while true do all[#all + 1] = t.msg.identify() end", "was cut"},
    {"ManyFindings", "while true do t:expect(false, { message = ('x'):rep(100000) }) end", "was cut"},
    {"ManySends", "while true do t:send(t.msg.identify()) end", "cut after 2000 exchanges"},
    {"ManyCloses", "local c = t:connect() while true do c:close() end", "a case asks at most 10000 times"},
    {"LongSends", "while true do t:raw{ octets = ('x'):rep(1000000) } end", "handed over more than 64 MiB"},
    {"Sleeps", "while true do t:sleep(5000) end", "sleeps at most 600 s in all"},
    {"MetamethodInOptions", "t:raw(setmetatable({}, { __index = function() error('jumps') end }))",
     "raw needs octets"},
    {"MetamethodInCase",
     "t.msg.get(setmetatable({ uri = 'x' }, { __index = function() error('jumps') end }))", ""},
    {"StringMetatable", "getmetatable('').__index = function() while true do end end local x = ('').y",
     endless},
};

class HostileScript : public testing::TestWithParam<Hostile> {};

[[maybe_unused]] long peak_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST_P(HostileScript, IsCutWithItsPlaceInBoundedTimeAndMemory) {
    const auto began = std::chrono::steady_clock::now();
    Setting setting = some_setting();
    setting.limits.instructions = 20'000'000;  // that all of them are cut sooner
    const Outcome outcome =
        play(suite_with(GetParam().body), answered(http_answer(envelope("", ""))), setting).outcome;
    const auto took = std::chrono::steady_clock::now() - began;
    if (*GetParam().complaint != '\0') {
        EXPECT_EQ(outcome.end, End::script_error);
        EXPECT_THAT(outcome.reason, HasSubstr(GetParam().complaint));
        EXPECT_THAT(outcome.reason, testing::StartsWith("suites/a.lua:3: "));
    }
    EXPECT_LT(outcome.reason.size(), 10'000U);
    EXPECT_LT(took, std::chrono::seconds{60});
#if !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // which keep what is freed, or shadow all
    EXPECT_LT(peak_kib(), 200 * 1024);
#endif
}

INSTANTIATE_TEST_SUITE_P(Scripts, HostileScript, testing::ValuesIn(scripts),
                         [](const auto& script) { return std::string{script.param.name}; });

}  // namespace
}  // namespace assay::script
