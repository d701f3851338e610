// Judges a journal: pure, without clock or socket, so that an old run can be judged again by a newer rule
// book.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assay/record/journal.hpp"
#include "assay/record/rule.hpp"
#include "assay/record/run_record.hpp"
#include "assay/rules/rule_book.hpp"
#include "assay/script/dialogue.hpp"
#include "assay/suite/dialects.hpp"
#include "assay/suite/plan.hpp"

namespace assay::judge {

/// How a journal's header says how requests carried credentials: by the name of the scheme, or "none".
inline constexpr const char* credentials_option = "credentials";
inline constexpr const char* no_credentials = "none";

inline const std::vector<suite::Dialect> no_dialects{};

/// The suites of the passive rules' results where both sides were observed, and of those about a client under
/// test: whose finding it is.
inline constexpr const char* service_suite = "the service's answers";
inline constexpr const char* client_suite = "the client's requests";

/// What a journal is judged by. All of it outlives the call.
struct Material {
    const suite::Plan& plan;
    const script::Library& library;
    const record::Rules& rules;
    const rules::RuleBook& book;
    script::Setting setting;                ///< as it was when the run was driven
    const suite::Driver* driver = nullptr;  ///< of a client under test; nullptr for one started by hand
    const std::vector<suite::Dialect>& dialects = no_dialects;  ///< that the service may speak
};

/// Replays each case with the answers of the journal, examines every exchange with the rule book, and
/// computes verdicts from the levels of the rules that findings name.
///
/// Cases stand in the order of the journal's plan, then one result a passive rule, "passive.<rule id>".
/// A case that is no longer what it was when the run was driven is blocked, with the reason. A breach in a
/// message of ours that was to be lawful makes its case a harness_error; where the requests were observed, it
/// is a finding about their client. In the run of a client under test, the requests are the client's and the
/// answers are ours.
[[nodiscard]] record::RunRecord judge(const record::Journal& journal, const Material& material);

/// What an attempt at a case wanted done, with all that shapes its connections.
struct Recorded {
    std::vector<script::Ask> asks;
    std::string
        diverged;  ///< why the case as it is now does not fit the recording; `asks` go as far as it did
};

/// Plays a case with the answers it got.
/// @param exchanges of the attempt, in the order they began, the canary perhaps among them
/// @param attempt   as which the case is played; another one than the recorded one has other message ids
[[nodiscard]] Recorded recorded_asks(const script::CaseDefinition& definition, const record::CaseSpan& span,
                                     const std::vector<const record::Exchange*>& exchanges,
                                     std::uint32_t attempt, const record::Journal& journal,
                                     const Material& material);

}  // namespace assay::judge
