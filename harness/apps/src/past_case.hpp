// One case of a run that was, ready to be sent again: what replay and shrink begin with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/journal.hpp"
#include "assay/record/run_record.hpp"
#include "assay/script/ask.hpp"
#include "assay/suite/plan.hpp"
#include "product_data.hpp"
#include "target_options.hpp"

namespace assay::apps {

struct PastCase {
    std::filesystem::path folder;  ///< where the run's journal is
    record::Journal journal;       ///< of this case alone
    record::RunRecord run;         ///< the same, judged now
    suite::Profile profile;        ///< as it was, with the changes of the target allowed if they were then
    suite::Plan plan;              ///< the case and what it needs
    suite::PlannedCase planned;
    record::CaseSpan span;  ///< the attempt that went worst
    std::string rule;       ///< where a passive rule was named: that rule; else empty

    [[nodiscard]] const record::CaseResult& result() const { return run.cases.front(); }
    /// The exchanges of the attempt, in order.
    [[nodiscard]] std::vector<const record::Exchange*> exchanges() const;
};

/// The suites that the run had, of the tree and outside it.
/// @param text "RUN#CASE"
/// @throws base::UsageError when it is of a client: there is nothing that could be sent again
[[nodiscard]] ProductData load_data_of(const std::string& text);

/// @param text "RUN#CASE"; CASE may be a passive rule's result, which stands for the case it was broken in
/// @throws base::UsageError when the run has no such case, or did not play it
[[nodiscard]] PastCase load_past_case(const std::string& text, const ProductData& data);

/// A case that changes the target is sent again where the run was allowed to change it, or where that is
/// allowed now.
/// @param where       it would be sent
/// @param settings    of there
/// @param destructive was that allowed on the command line?
/// @param command     for the message
/// @throws base::UsageError for a case that changes the target without being allowed to
void refuse_changes(const PastCase& past, const TargetOptions& where, const suite::TargetSettings& settings,
                    bool destructive, const char* command);

/// What the case asked for, by playing its script with the answers it got.
/// @param attempt as which it is played; another than the recorded one has message ids of its own
/// @throws base::UsageError when the script does not fit the recording any more
[[nodiscard]] std::vector<script::Ask> asks_of(const PastCase& past, std::uint32_t attempt,
                                               const ProductData& data);

/// The same from the octets alone, for a case that the suites do not have any more as it was: each connection
/// as it was used, credentials filled in where they had been.
[[nodiscard]] std::vector<script::Ask> asks_from_octets(
    const std::vector<const record::Exchange*>& exchanges);

}  // namespace assay::apps
