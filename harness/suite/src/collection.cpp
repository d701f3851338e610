#include "assay/suite/collection.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "folder.hpp"
#include "read_cases.hpp"

namespace assay::suite {
namespace {

bool holds_cases(std::string_view file) { return !file.starts_with("lib/") && !file.starts_with("load/"); }

record::SuiteTrouble double_of(const script::Library& library, const script::CaseDefinition& later,
                               const script::CaseDefinition& first) {
    const base::SetupError error{fmt::format("case '{}' is registered in {}:{} already", later.id,
                                             library.path_of(first.file), first.line),
                                 fmt::format("{}:{}", library.path_of(later.file), later.line),
                                 "give it another id"};
    return {fmt::format("suite.{}:{}", later.file, later.line), later.file, error.what()};
}

const script::CaseDefinition* find_case(const Collection& collection, const std::string& id) {
    for (const auto* cases : {&collection.cases, &collection.client_cases}) {
        const auto found = std::ranges::find(*cases, id, &script::CaseDefinition::id);
        if (found != cases->end()) return &*found;
    }
    return nullptr;
}

/// Takes in what a file registers; a case whose id is taken is left out.
void add_cases(Collection& collection, std::vector<script::CaseDefinition> cases) {
    for (script::CaseDefinition& definition : cases) {
        if (const script::CaseDefinition* first = find_case(collection, definition.id)) {
            collection.troubles.push_back(double_of(collection.library, definition, *first));
        } else {
            auto& known = definition.is_of_clients() ? collection.client_cases : collection.cases;
            known.push_back(std::move(definition));
        }
    }
}

}  // namespace

void read_cases_of(Collection& collection, const std::string& prefix, const record::Rules& rules) {
    const auto& texts = collection.library.texts;
    for (auto each = texts.lower_bound(prefix); each != texts.end() && each->first.starts_with(prefix);
         ++each) {
        const std::string& file = each->first;
        if (!holds_cases(std::string_view{file}.substr(prefix.size()))) continue;
        if (prefix.empty() && !collection.library.outside_of(file).empty()) continue;
        try_to_use(collection, file,
                   [&] { add_cases(collection, script::read_cases(collection.library, file, rules)); });
    }
}

void try_to_use(Collection& collection, const std::string& file, const std::function<void()>& use) {
    try {
        use();
    } catch (const base::SetupError& error) {
        collection.troubles.push_back({"suite." + file, file, error.what()});
    }
}

Collection read_suites(const std::filesystem::path& folder, const record::Rules& rules) {
    Collection collection;
    for (const auto& path : files_in(folder, ".lua", true)) {
        collection.library.texts.emplace(path.lexically_relative(folder).generic_string(),
                                         base::read_file(path));
    }
    read_cases_of(collection, "", rules);
    return collection;
}

}  // namespace assay::suite
