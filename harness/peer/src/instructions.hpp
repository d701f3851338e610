// What a client under test is told to do, in the forms that programs and people take.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "assay/drive/target.hpp"
#include "assay/script/case_definition.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/suite/driver.hpp"

namespace assay::peer {

/// Everything a step can want: "url", "host", "port", "path", "user", "password", "case", "step", and what
/// the case gives.
[[nodiscard]] nlohmann::json parameters_for(const script::CaseDefinition& definition,
                                            const script::Setting& setting,
                                            const drive::Credentials& credentials);

/// Where placeholders lead that are no parameters.
struct Places {
    std::filesystem::path home;        ///< {home}: suites/ and fixtures/ are in it
    std::filesystem::path work;        ///< {work}: a folder of the client's own
    std::filesystem::path parameters;  ///< {parameters}: a file with all of them as JSON
};

/// The step's command with its placeholders replaced; "{{" and "}}" stand for braces.
/// @throws base::SetupError for a placeholder that nothing stands for
[[nodiscard]] std::vector<std::string> command_for(const suite::Step& step, const nlohmann::json& parameters,
                                                   const Places& places);

/// One sentence for whoever starts the client by hand; without the password.
[[nodiscard]] std::string instruction_for(const nlohmann::json& parameters);

}  // namespace assay::peer
