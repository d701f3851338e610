#include "assay/suite/quirks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/suite/names.hpp"

namespace assay::suite {
namespace {

bool fits(const std::vector<std::string>& globs, std::string_view id) {
    return globs.empty() ||
           std::ranges::any_of(globs, [&](const std::string& glob) { return matches(glob, id); });
}

bool fits(const Quirk& quirk, const record::CaseResult& result, const record::Finding& finding) {
    const bool is_for_people_alone = quirk.rules.empty() && quirk.cases.empty();
    return !is_for_people_alone && fits(quirk.rules, finding.rule) && fits(quirk.cases, result.id);
}

void add_quirks(std::vector<ProductQuirk>& quirks, const Profile& profile) {
    const std::string& product = profile.title.empty() ? profile.name : profile.title;
    for (const Quirk& quirk : profile.quirks) {
        const bool is_there = std::ranges::any_of(quirks, [&](const ProductQuirk& other) {
            return other.quirk.does == quirk.does && other.quirk.source == quirk.source;
        });
        if (!is_there) quirks.push_back({product, quirk});
    }
}

}  // namespace

std::vector<ProductQuirk> quirks_for(const Profile& own, const std::vector<Profile>& profiles,
                                     std::string_view speaks) {
    std::vector<ProductQuirk> quirks;
    add_quirks(quirks, own);
    for (const Profile& profile : profiles) {
        const bool is_of_its_dialect = profile.dialect == own.dialect || profile.dialect == speaks;
        if (!profile.dialect.empty() && is_of_its_dialect) add_quirks(quirks, profile);
    }
    return quirks;
}

void note_quirks(record::CaseResult& result, const std::vector<ProductQuirk>& quirks) {
    for (record::Finding& finding : result.findings) {
        finding.quirks.clear();
        for (const ProductQuirk& known : quirks) {
            if (fits(known.quirk, result, finding))
                finding.quirks.push_back({known.product, known.quirk.does, known.quirk.source});
        }
    }
}

void check_quirks(const Profile& profile, const record::Rules& rules) {
    std::vector<std::string> ids;
    for (const auto& [id, rule] : rules) ids.push_back(id);
    for (const Quirk& quirk : profile.quirks) {
        for (const std::string& glob : quirk.rules) {
            if (std::ranges::any_of(ids, [&](const std::string& id) { return matches(glob, id); })) continue;
            throw base::SetupError{fmt::format("no rule matches '{}'", glob), quirk.where,
                                   did_you_mean(glob, ids, "`assay list --rules` shows what there is")};
        }
    }
}

}  // namespace assay::suite
