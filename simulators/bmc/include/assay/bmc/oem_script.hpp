// Commands of a maker's own, which a Lua script gives a chassis. The script's side of it is described in
// fixtures/chassis/README.md.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/ipmi-wire/numbers.hpp"

struct lua_State;
namespace assay::lua {
class Sandbox;
}

namespace assay::bmc {

struct Call;

/// A command as the script registered it.
struct OemCommand {
    std::uint8_t netfn = 0;
    std::uint8_t number = 0;
    /// Of group extensions: the defining body's or the maker's id, with which request and answer begin
    /// (IPMI 2.0 §5.1 Table 5-1).
    base::Octets prefix;
    ipmi_wire::Privilege privilege = ipmi_wire::Privilege::operator_;
    std::size_t least = 0;  ///< octets of request data after the prefix
    std::size_t most = 0;
    int function = 0;  ///< the script's, a reference in its registry
};

/// One script; the BMCs of a fleet share it, on one thread. What it keeps of a BMC is in that one's OemState.
class OemScript {
public:
    using Report = std::function<void(const std::string&)>;
    static constexpr std::size_t longest_reply =
        200;  ///< octets of an answer's data: what fits into any message

    /// Runs the script, which registers its commands.
    /// @param file  what errors call it
    /// @throws base::SetupError with file:line
    OemScript(const std::string& text, const std::string& file);
    OemScript(const OemScript&) = delete;
    OemScript& operator=(const OemScript&) = delete;
    ~OemScript();

    /// Who is told, by a line, when a command fails in the script. The same line is told once in succession.
    void report_to(Report report) { report_ = std::move(report); }

    /// Null when the script has no such command.
    /// @param data  of the request, whose beginning tells group extensions apart
    [[nodiscard]] const OemCommand* find(std::uint8_t netfn, std::uint8_t number, base::OctetView data) const;
    [[nodiscard]] const std::vector<OemCommand>& commands() const { return commands_; }

    /// Has the script execute a command that find() returned. Whatever the script does wrong is FFh.
    [[nodiscard]] ipmi_wire::Completion run(const OemCommand& command, Call& call);

    /// For the functions that the script calls.
    void add(OemCommand command);
    /// The call that is under way. @throws lua::ScriptError when none is
    [[nodiscard]] Call& current() const;
    [[nodiscard]] static OemScript& of(lua_State* state);

private:
    [[nodiscard]] ipmi_wire::Completion answer(const OemCommand& command, Call& call);
    void report(const std::string& line);

    std::unique_ptr<lua::Sandbox> sandbox_;
    std::vector<OemCommand> commands_;
    Call* current_ = nullptr;
    Report report_;
    std::string last_reported_;
};

}  // namespace assay::bmc
