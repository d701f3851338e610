// What products like the target are known to do otherwise, beside the findings that it may explain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/record/run_record.hpp"
#include "assay/suite/profile.hpp"

namespace assay::suite {

/// A quirk and who has it.
struct ProductQuirk {
    std::string product;  ///< the title of its profile, else the name
    Quirk quirk;
};

/// The quirks of the target's own profile, then those of the profiles of its dialect: of the one that it
/// declares, and of the one that it speaks. Each once.
/// @param speaks the dialect that the target's answers are like; empty when there is none
[[nodiscard]] std::vector<ProductQuirk> quirks_for(const Profile& own, const std::vector<Profile>& profiles,
                                                   std::string_view speaks);

/// Notes at each finding of the result which of the quirks fit it. Its verdict stays what it is.
void note_quirks(record::CaseResult& result, const std::vector<ProductQuirk>& quirks);

/// Refuses quirks of rules that there are not: they are misspelt.
/// @throws base::SetupError with the quirk's place and the nearest known ones
void check_quirks(const Profile& profile, const record::Rules& rules);

}  // namespace assay::suite
