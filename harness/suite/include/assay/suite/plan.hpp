// Which cases are run, and in which order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/suite/collection.hpp"
#include "assay/suite/driver.hpp"
#include "assay/suite/profile.hpp"

namespace assay::suite {

/// What was asked for. Empty lists select everything; several lists have to agree. What a selected case needs
/// is run as well, also when it is excluded.
struct Selection {
    std::vector<std::string> suites;    ///< globs over files relative to suites/, with or without ".lua"
    std::vector<std::string> cases;     ///< globs over case ids
    std::vector<std::string> rules;     ///< globs over the rules a case proves
    std::vector<std::string> tags;      ///< globs over the tags of a case
    std::vector<std::string> excluded;  ///< globs over case ids and suites that are left out
    std::optional<std::vector<std::string>> ids;  ///< cases by id; those there are no more are passed over
    std::optional<script::Subject> subject;       ///< whose cases; nothing: those of services and of BMCs
    std::optional<record::Level> level;  ///< shall, should or may: cases proving a rule at least that strict
};

struct PlannedCase {
    script::CaseDefinition definition;
    std::vector<std::string> after;   ///< ids of cases that have to pass first
    std::vector<std::string> probes;  ///< ids of cases whose passing gives a feature that it needs
    std::string not_applicable;       ///< why it is not to be run; else empty
};

struct Plan {
    std::vector<PlannedCase> cases;  ///< each after what it needs
    /// Of what was selected: suites that do not load, and cases whose needs are unknown or go in a circle.
    std::vector<record::SuiteTrouble> troubles{};
    std::string hash{};  ///< SHA-256 over case ids, catalogue and every script, hexadecimal
};

/// Of suites that cannot be used, those that were asked for, as far as that can be told.
[[nodiscard]] std::vector<record::SuiteTrouble> selected_troubles(
    const std::vector<record::SuiteTrouble>& troubles, const Selection& selection);

/// Those of the cases that were asked for, without what they need, in their order; they point into `cases`.
/// @param troubles of the suites that the cases come from
/// @throws base::UsageError for a glob that matches nothing, and when nothing is left, not even a suite that
///         does not load
[[nodiscard]] std::vector<const script::CaseDefinition*> select(
    const std::vector<script::CaseDefinition>& cases, const std::vector<record::SuiteTrouble>& troubles,
    const record::Rules& rules, const Selection& selection);

/// The cases are those of services, unless the selection names another subject.
/// @param profiles every profile there is: a feature that none declares and no case provides is misspelt
/// @throws base::UsageError for a name or glob that matches nothing
[[nodiscard]] Plan make_plan(const Collection& collection, const record::Rules& rules, const Profile& profile,
                             const std::vector<Profile>& profiles, const Selection& selection);

/// The plan of a run that was: the cases named by `ids`, in that order. Ids that no longer exist are left
/// out.
[[nodiscard]] Plan plan_of(const Collection& collection, const record::Rules& rules, const Profile& profile,
                           const std::vector<Profile>& profiles, const std::vector<std::string>& ids);

/// The plan for a client under test: its cases in the order of their files. Those whose step the driver does
/// not have are not applicable; without a driver all are.
/// @param driver nullptr when somebody starts the client by hand
/// @throws base::UsageError for a glob that matches nothing
[[nodiscard]] Plan make_client_plan(const Collection& collection, const record::Rules& rules,
                                    const Driver* driver, const Selection& selection);

/// The plan of a client's run that was, likewise.
[[nodiscard]] Plan client_plan_of(const Collection& collection, const record::Rules& rules,
                                  const Driver* driver, const std::vector<std::string>& ids);

}  // namespace assay::suite
