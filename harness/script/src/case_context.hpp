// What a running case knows and has left behind.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/script/ask.hpp"
#include "assay/script/case_definition.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/script/message.hpp"
#include "lua_api.hpp"
#include "response.hpp"

namespace assay::script {

class CaseContext {
public:
    CaseContext(const CaseDefinition& definition, const record::Rules& rules, Setting setting);

    [[nodiscard]] const Setting& setting() const { return setting_; }
    [[nodiscard]] Destination destination() const { return {setting_.host, setting_.path, setting_.url}; }
    [[nodiscard]] const observe::Prefixes& prefixes() const { return prefixes_; }

    /// The same sequence in every run with the same seed.
    [[nodiscard]] std::string next_uuid();
    [[nodiscard]] std::uint64_t uuids() const { return uuids_; }
    [[nodiscard]] Channel next_channel() { return ++channels_; }
    [[nodiscard]] std::uint32_t next_bmc_session() { return ++bmc_sessions_; }

    /// Notes that something is broken.
    /// @param rule of `proves`; the first one when empty
    /// @throws ScriptError for a rule that the case does not say it proves
    void find(record::Finding finding);

    /// Notes what a MAY was used for: under `finding.rule`, else under the first rule of that level.
    void observe(record::Finding finding);

    /// Ends the case as soon as the current function suspends.
    void end_with(End end, std::string reason);

    std::optional<Ask> ask;  ///< what the suspended case waits for; nothing when it has ended itself
    Outcome outcome;
    std::vector<int> deferred;  ///< registry references of functions, to be run in reverse order

private:
    [[nodiscard]] const std::string& first_rule_of_level_may() const;

    const CaseDefinition& definition_;
    const record::Rules& rules_;
    Setting setting_;
    observe::Prefixes prefixes_;
    std::uint64_t uuids_ = 0;
    Channel channels_ = ordinary_channel;
    std::uint32_t bmc_sessions_ = 0;
};

using ResponsePointer = std::shared_ptr<Response>;

/// A connection that a case made for itself.
struct Connection {
    Channel channel = ordinary_channel;
    Greeting greeting = {};
};

inline constexpr const char* message_type = "assay.message";
inline constexpr const char* response_type = "assay.response";
inline constexpr const char* connection_type = "assay.connection";

/// What a case gets that reads what its profile does not say.
enum class Silence { ends_the_case, is_nil };

/// Define the metatables, and add functions to the case's table `t` on top of the stack.
/// @param silence what asking it for a key does that it does not have
void open_values(lua_State* state, const Value& profile, Silence silence);
/// Pushes a value; a table among them is not to be changed.
void push_value(lua_State* state, const Value& value);
/// The value at `index`, an absolute one.
/// @throws ScriptError that says `what` it is of, for what is no value
[[nodiscard]] Value value_at(lua_State* state, int index, const char* what);
void open_message_type(lua_State* state);
void open_messages(lua_State* state);
void open_responses(lua_State* state);
/// Answers, and what requests of clients have beside them.
void open_requests(lua_State* state);
void open_conversation(lua_State* state);
void open_service(lua_State* state, const Value& given);
void open_course(lua_State* state);
void open_judgements(lua_State* state);
void open_expectations(lua_State* state);

/// Suspends the case until the ask is answered.
[[nodiscard]] int wait_for(lua_State* state, Ask ask);
/// Notes text that the script gives into our keeping.
/// @throws ScriptError when it is too much
void hand_over(lua_State* state, std::size_t octets);

[[nodiscard]] CaseContext& context_of(lua_State* state);
[[nodiscard]] Response& response_at(lua_State* state, int index);
[[nodiscard]] Message& message_at(lua_State* state, int index);
void push_message(lua_State* state, Message message);
void push_response(lua_State* state, const record::Exchange& exchange);
void push_request(lua_State* state, const record::Exchange& exchange);
void push_client_outcome(lua_State* state, const ClientOutcome& outcome);

}  // namespace assay::script
