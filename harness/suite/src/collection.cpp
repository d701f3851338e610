#include "assay/suite/collection.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "folder.hpp"

namespace assay::suite {
namespace {

bool holds_cases(const std::string& file) { return !file.starts_with("lib/") && !file.starts_with("load/"); }

void refuse_doubles(const Collection& collection) {
    const std::string& root = collection.library.shown_root;
    std::map<std::string, const script::CaseDefinition*> seen;
    const auto refuse_double = [&](const script::CaseDefinition& definition) {
        const auto [first, is_new] = seen.emplace(definition.id, &definition);
        if (is_new) return;
        throw base::SetupError{fmt::format("case '{}' is registered in {}/{}:{} already", definition.id, root,
                                           first->second->file, first->second->line),
                               fmt::format("{}/{}:{}", root, definition.file, definition.line),
                               "give it another id"};
    };
    std::ranges::for_each(collection.cases, refuse_double);
    std::ranges::for_each(collection.client_cases, refuse_double);
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
            auto& cases = definition.is_of_clients() ? collection.client_cases : collection.cases;
            cases.push_back(std::move(definition));
        }
    }
    refuse_doubles(collection);
    return collection;
}

}  // namespace assay::suite
