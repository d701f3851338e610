// How a client under test is started for each step, and what its exit says.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "assay/record/client_end.hpp"
#include "assay/script/value.hpp"

namespace assay::suite {

struct Step {
    std::vector<std::string> command;  ///< with placeholders: "{url}"; the first is a program
    std::chrono::milliseconds timeout{30'000};
};

/// What of a client's end means what. Words are looked for in its output and errors before codes count.
struct Reported {
    std::vector<int> success{0};
    std::vector<int> fault;
    std::vector<int> transport;
    std::vector<std::string> fault_words;
    std::vector<std::string> transport_words;
};

struct Driver {
    std::string name;   ///< "name" of the file, else the file's name without ".toml"
    std::string title;  ///< the client, for people
    std::map<std::string, Step, std::less<>> steps;
    Reported reported;
    script::Value facts;  ///< [facts], for t.profile; "name" is added
    std::string toml;     ///< what it was read from
};

/// @param text  TOML
/// @param where its file, for messages and for the driver's name
/// @throws base::SetupError with file:line
[[nodiscard]] Driver parse_driver(const std::string& text, const std::filesystem::path& where);
[[nodiscard]] Driver read_driver(const std::filesystem::path& file);

/// "success", "fault", "transport", "error" (it failed, and did not say of what), "crashed", "timed_out", or
/// "unknown" when nobody saw its end.
/// @param driver nullptr when somebody started the client by hand
[[nodiscard]] std::string kind_of(const record::ClientEnd& end, const Driver* driver);

}  // namespace assay::suite
