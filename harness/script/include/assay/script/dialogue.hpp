// One run of one case, as a conversation without sockets: it asks, whoever drives it answers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/record/client_end.hpp"
#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"
#include "assay/record/rule.hpp"
#include "assay/script/ask.hpp"
#include "assay/script/case_definition.hpp"
#include "assay/script/library.hpp"
#include "assay/script/value.hpp"

namespace assay::script {

/// What a case may use up before it is cut: a mistake in a script, or a target that never comes to an end,
/// must not hang a run or fill the machine.
struct Limits {
    std::size_t memory_octets = 64UL * 1024 * 1024;  ///< of its own heap
    std::uint64_t instructions = 100'000'000;  ///< and what takes as long: steps of a match, copied octets
    std::size_t handed_octets = 64UL * 1024 * 1024;  ///< of text in messages, requests and findings
    std::uint64_t asks = 10'000;                     ///< of the driver
    Milliseconds sleep = std::chrono::minutes{10};   ///< in all
    std::chrono::seconds processor_time{30};         ///< for what cannot be counted
    std::size_t exchanges = 2000;                    ///< of a case; deferred functions may have 100 more
    std::size_t answer_octets = 32UL * 1024 * 1024;  ///< of all answers of a case together
};

/// What a case is told about its surroundings. Enough, with the answers, to repeat it octet for octet.
struct Setting {
    std::uint64_t seed = 0;
    /// Which playing of the case this is. It makes other UUIDs, for no message id may come twice, and leaves
    /// all else that is random as it was.
    std::uint32_t attempt = 1;
    std::string host;         ///< for the Host field: "127.0.0.1:40123"
    std::string path;         ///< of the request line: "/wsman"
    std::string url;          ///< for wsa:To: "http://127.0.0.1:40123/wsman"
    std::string elsewhere{};  ///< where a client under test was not told to go: a URL of another origin
    Value profile;            ///< t.profile
    std::map<std::string, std::string, std::less<>> namespaces;  ///< prefix to URI, beside the customary ones
    Limits limits;
};

/// The UUID that a case gets when it wants its `number`th, counted from 1.
[[nodiscard]] std::string case_uuid(const Setting& setting, const std::string& case_id, std::uint64_t number);

/// How the client under test ended.
struct ClientOutcome {
    record::ClientEnd end;
    /// What that means: "success", "fault", "transport", "error", "crashed", "timed_out", or "unknown" when
    /// nobody told.
    std::string kind = "unknown";
};

enum class End {
    finished,        ///< the verdict follows from the findings
    not_applicable,  ///< t:not_applicable
    setup_failed,    ///< t:setup
    timed_out,       ///< it took longer than it may
    unreachable,     ///< no connection could be made any more
    script_error     ///< our own trouble
};

struct Outcome {
    End end = End::finished;
    std::string reason;
    std::vector<record::Finding> findings;
};

/// Deterministic: the same case, setting and answers give the same asks and the same outcome.
/// Not thread-safe; independent dialogues may run on different threads.
class Dialogue {
public:
    /// @param library,rules have to outlive the dialogue
    Dialogue(const CaseDefinition& definition, const Library& library, const record::Rules& rules,
             Setting setting);
    Dialogue(Dialogue&&) noexcept;
    Dialogue& operator=(Dialogue&&) noexcept;
    ~Dialogue();

    /// Runs the case until it wants something.
    /// @param answer to the last ask, when that wants an exchange; else nullptr, also when no request came.
    ///               Copied.
    /// @return nothing once the case has ended, with its deferred functions.
    [[nodiscard]] std::optional<Ask> resume(const record::Exchange* answer = nullptr);

    /// The same after an AwaitEnd.
    [[nodiscard]] std::optional<Ask> resume(const ClientOutcome& ended);

    /// Ends the case where it is because its time is over. What it deferred still runs: resume() as before,
    /// without an answer to the last ask.
    void cut(const std::string& reason);

    /// How many UUIDs the case has had until now.
    [[nodiscard]] std::uint64_t uuids() const;

    /// What came of it; to be read when resume() has returned nothing.
    [[nodiscard]] const Outcome& outcome() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::script
