#include "assay/suite/collection.hpp"

#include <map>
#include <string>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "folder.hpp"

namespace assay::suite {
namespace {

bool holds_cases(const std::string& file) { return !file.starts_with("lib/") && !file.starts_with("load/"); }

void refuse_doubles(const std::vector<script::CaseDefinition>& cases, const std::string& root) {
    std::map<std::string, const script::CaseDefinition*> seen;
    for (const script::CaseDefinition& definition : cases) {
        const auto [first, is_new] = seen.emplace(definition.id, &definition);
        if (is_new) continue;
        throw base::SetupError{fmt::format("case '{}' is registered in {}/{}:{} already", definition.id, root,
                                           first->second->file, first->second->line),
                               fmt::format("{}/{}:{}", root, definition.file, definition.line),
                               "give it another id"};
    }
}

}  // namespace

Collection read_suites(const std::filesystem::path& folder, const record::Rules& rules) {
    Collection collection;
    for (const auto& path : files_in(folder, ".lua", true)) {
        collection.library.texts.emplace(path.lexically_relative(folder).generic_string(),
                                         base::read_file(path));
    }
    for (const auto& [file, text] : collection.library.texts) {
        if (!holds_cases(file)) continue;
        for (auto& definition : script::read_cases(collection.library, file, rules)) {
            collection.cases.push_back(std::move(definition));
        }
    }
    refuse_doubles(collection.cases, collection.library.shown_root);
    return collection;
}

}  // namespace assay::suite
