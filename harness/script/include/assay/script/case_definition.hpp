// What a case says about itself, without running it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/script/library.hpp"
#include "assay/script/value.hpp"

namespace assay::script {

/// What a case tests.
enum class Subject { service, client, bmc };

struct CaseDefinition {
    std::string id;
    Subject subject = Subject::service;
    std::string title;
    std::string file;  ///< relative to suites/; a key of Library::texts
    unsigned line = 0;
    std::vector<std::string> proves;  ///< Rule::id; findings name the first unless they say otherwise
    std::vector<std::string> needs;   ///< features ("feature.transfer.put") and case ids
    std::string provides;             ///< a feature that the target has when this case passes, or empty
    bool hostile = false;             ///< a canary follows it
    bool destructive = false;         ///< it changes what other cases may look at; it runs alone
    std::size_t connections = 1;      ///< how many it holds open at once
    std::vector<std::string> tags;
    std::chrono::milliseconds timeout{0};  ///< for the whole case; 0 for the run's own limit
    std::string step;  ///< what the client under test has to do; empty where no client is tested
    Value given;       ///< what it is told for that, a table

    [[nodiscard]] bool is_of_clients() const { return subject == Subject::client; }
    [[nodiscard]] bool is_of_bmcs() const { return subject == Subject::bmc; }
};

/// The cases that the script `file` registers, in its order. Their `run` functions are not called.
/// @param rules what `proves` may name
/// @throws base::SetupError with file:line for a script that does not load, an unknown or missing
///         field, an unknown rule id, or an id used twice in the file.
[[nodiscard]] std::vector<CaseDefinition> read_cases(const Library& library, const std::string& file,
                                                     const record::Rules& rules);

}  // namespace assay::script
