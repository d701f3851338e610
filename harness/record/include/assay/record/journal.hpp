// The journal: everything that happened in a run, written as it happens, one JSON object a line.
// It is enough to judge the run again; a run that was interrupted leaves a journal that can still be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assay/record/client_end.hpp"
#include "assay/record/exchange.hpp"

namespace assay::record {

/// The option of a header that says where exchanges come from that no plan of ours caused: observed_live, or
/// the name of a capture. Their requests are somebody else's, and a breach in one is that client's finding.
inline constexpr const char* observed_option = "observed";
inline constexpr const char* observed_live = "live";

/// The option of a header that says that the source did not keep the octets that travelled; its value says
/// what did not.
inline constexpr const char* wire_lost_option = "wire_lost";
/// The option of a header that says who is judged: "client" where a client under test called a service that
/// we scripted. Absent, it is the service that the requests went to.
inline constexpr const char* judged_option = "judged";
inline constexpr const char* judged_client = "client";
/// The option of a header that says that --destructive was given: the run could change its target, whatever
/// its profile said.
inline constexpr const char* destructive_option = "destructive";

/// What of the suites could not be used when the run was driven: the harness's own trouble.
struct SuiteTrouble {
    std::string id;      ///< of the case, or "suite.<file>" for a whole file
    std::string suite;   ///< the file, as CaseResult::suite
    std::string reason;  ///< file:line, what is wrong, and what to do
};

/// What has to be known to judge a journal without the target. Written first.
struct RunHeader {
    std::string tool_version;
    std::string began;   ///< RFC 3339, UTC
    std::string target;  ///< URL without credentials
    std::uint64_t seed = 0;
    std::string plan_hash;  ///< SHA-256 of case ids, catalogue and suites; empty when there was no plan
    std::string profile_name;
    std::string profile_toml;                    ///< the profile's text, secrets removed
    std::vector<std::string> case_ids;           ///< the plan, in order
    std::map<std::string, std::string> options;  ///< what else was asked for on the command line
    std::vector<std::string> suite_paths{};      ///< suites outside the tree, absolute
    std::vector<SuiteTrouble> troubles{};        ///< of what was selected

    [[nodiscard]] bool is_observed() const { return options.contains(observed_option); }
    [[nodiscard]] bool has_lost_the_wire() const { return options.contains(wire_lost_option); }
    [[nodiscard]] bool judges_client() const {
        const auto judged = options.find(judged_option);
        return judged != options.end() && judged->second == judged_client;
    }
};

/// Where a case was cut because its time was over.
struct Cut {
    std::size_t asks = 0;  ///< how many of its asks had been done; the next one, if any, was given up
    bool within = false;   ///< the exchange given up was recorded: it is the next one of the case
    std::string reason;    ///< for people
};

/// A case that began; without an end when the run was interrupted in it.
struct CaseSpan {
    std::string id;
    std::uint32_t attempt = 1;  ///< a case that was retried has a span for each attempt
    RunTime began{};
    RunTime ended{};
    bool has_ended = false;
    std::optional<Cut> cut{};
};

/// The smallest request found that still breaks a rule as a case's own request did.
struct Shrunk {
    std::string case_id;
    std::string rule;
    std::uint32_t exchange = 0;  ///< the one whose request it was made of
    std::size_t tries = 0;
    std::size_t octets_before = 0;
    bool exhausted = false;  ///< nothing more could be taken away; else the tries or the time ran out
    std::string request;     ///< octets, credentials replaced by "[redacted]"
    std::string response;    ///< what it got, secrets replaced
};

/// How many octets of responses are held in memory at a time; those of further exchanges stay in the file.
inline constexpr std::size_t most_responses_held = 16UL << 20U;

struct Journal {
    RunHeader header;
    std::vector<CaseSpan> cases;
    std::vector<Exchange>
        exchanges;  ///< as they were written; large journals without some responses, see whole()
    std::vector<ClientEnd> client_ends;  ///< of the cases of a client under test
    std::vector<std::string> notes;  ///< what was seen and could not be made an exchange of, a sentence each
    std::vector<Shrunk> shrunk;
    bool complete = false;  ///< the run said itself that it came to its end
    RunTime ended{};

    std::filesystem::path file;                            ///< that has the responses left in it
    std::map<std::uint32_t, std::streamoff> left_in_file;  ///< by Exchange::id: where its line begins

    /// The exchange with its response, which may have been left in the file.
    /// @throws base::SetupError when the file cannot be read any more
    [[nodiscard]] Exchange whole(const Exchange& exchange) const;
};

/// Appends to a journal file; every event is with the kernel before the call returns.
class JournalWriter {
public:
    /// Creates `file` and writes the header.
    /// @throws base::SetupError when it cannot.
    JournalWriter(const std::filesystem::path& file, const RunHeader& header);

    void case_began(const std::string& id, RunTime at, std::uint32_t attempt = 1);
    void exchanged(const Exchange& exchange);
    void case_cut(const std::string& id, const Cut& cut, RunTime at);
    void client_ended(const ClientEnd& end);
    void case_ended(const std::string& id, RunTime at);
    void noted(const std::string& note);
    void shrunk(const Shrunk& shrunk);
    void run_ended(RunTime at);

private:
    void append(const std::string& line);
    std::filesystem::path file_;
    std::ofstream out_;
};

/// Reads a journal. A last line that was cut in writing is left out and the journal is not `complete`.
/// @throws base::SetupError with file:line for anything else that is not a journal.
/// @param room how many octets of responses are held; further ones stay in the file
[[nodiscard]] Journal read_journal(const std::filesystem::path& file, std::size_t room = most_responses_held);

}  // namespace assay::record
