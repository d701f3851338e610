#include "mutants.hpp"

#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::apps {
namespace {

using Kills = std::map<std::string, std::vector<std::string>>;

Kills read_kills(const std::filesystem::path& file) {
    try {
        return nlohmann::json::parse(base::read_file(file)).get<Kills>();
    } catch (const nlohmann::json::exception& trouble) {
        throw base::SetupError{fmt::format("not a list of kills: {}", trouble.what()), file.string(),
                               "`ASSAY_APPROVE=1 ctest -L kill` writes the file"};
    }
}

/// @param remedy how the file is written
std::vector<record::Mutant> read_mutants(const ProductData& data, const std::filesystem::path& file,
                                         const char* remedy) {
    std::vector<record::Mutant> mutants;
    try {
        for (const auto& each : nlohmann::json::parse(base::read_file(file)))
            mutants.push_back({each.at("id"), each.at("violates"), each.at("title"), {}});
    } catch (const nlohmann::json::exception& trouble) {
        throw base::SetupError{fmt::format("not a list of mutants: {}", trouble.what()), file.string(),
                               remedy};
    }
    for (const record::Mutant& mutant : mutants) {
        if (data.rules.contains(mutant.violates)) continue;
        throw base::SetupError{
            fmt::format("'{}' violates '{}', which is no rule", mutant.id, mutant.violates), file.string(),
            remedy};
    }
    return mutants;
}

/// A list of mutants with what the kill matrix says of each.
std::vector<record::Mutant> read_killed(const ProductData& data, const char* list, const char* matrix,
                                        const char* remedy) {
    std::vector<record::Mutant> mutants = read_mutants(data, data.home / "suites" / list, remedy);
    Kills kills = read_kills(data.home / "suites" / matrix);
    for (record::Mutant& mutant : mutants) mutant.killed_by = std::move(kills[mutant.id]);
    return mutants;
}

}  // namespace

std::vector<record::Mutant> load_mutants(const ProductData& data) {
    std::vector<record::Mutant> mutants =
        read_killed(data, "mutants.json", "kills.json", "`wsmand-mutants --list` writes the file");
    for (record::Mutant& mutant :
         read_killed(data, "bmc-mutants.json", "bmc-kills.json", "`bmcsim-mutants --list` writes the file"))
        mutants.push_back(std::move(mutant));
    return mutants;
}

std::vector<record::Mutant> load_client_mutants(const ProductData& data) {
    return read_mutants(data, data.home / "suites/client-mutants.json",
                        "`fixtures/peers/client.py --list` writes the file");
}

std::vector<std::string> ids_of(const std::vector<script::CaseDefinition>& cases) {
    std::vector<std::string> ids;
    for (const script::CaseDefinition& definition : cases) ids.push_back(definition.id);
    return ids;
}

void show_mutants(record::RunRecord& run, const ProductData& data) {
    if (!std::filesystem::exists(data.home / "suites/kills.json")) return;
    run.mutants = load_mutants(data);
    std::erase_if(run.mutants,
                  [&run](const record::Mutant& mutant) { return !run.rules.contains(mutant.violates); });
}

}  // namespace assay::apps
