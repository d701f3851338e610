// Checks at speed: a share of a load's exchanges goes to the judge that `assay judge` uses.
#pragma once

#include <filesystem>
#include <vector>

#include "assay/judge/sample_judge.hpp"
#include "assay/load/live.hpp"
#include "assay/load/load_record.hpp"
#include "assay/load/sampling.hpp"
#include "assay/load/slo.hpp"
#include "assay/record/rule.hpp"
#include "judging.hpp"

namespace assay::apps {

class BenchJudge final : public load::ExchangeSink {
public:
    /// Reads rules and schemas, which takes a while: to be made before the load begins.
    /// @param share of the exchanges, above 0 and up to 1
    /// @throws base::SetupError when they cannot be read
    explicit BenchJudge(double share);

    /// Which exchanges a load is to hand over. @param seed of the load
    [[nodiscard]] load::Sampling sampling(std::uint64_t seed);
    void take(record::Exchange&& exchange) override { judge_.take(std::move(exchange)); }

    /// What was found so far; from any thread.
    [[nodiscard]] load::LiveConformance so_far() const;

    /// Waits for what is not judged yet, and puts what was found into the record. To be called once, after
    /// the load.
    void finish(load::LoadRecord& record);

    /// The first exchanges of the sample and one for each broken rule, as a journal that `assay judge` reads.
    /// @throws base::SetupError when it cannot be written
    void write_journal(const std::filesystem::path& file, const load::LoadRecord& record) const;

    /// Do the objectives name rules that there are?
    /// @throws base::UsageError for one that is not in the catalogue
    void check_rules(const std::vector<load::Objective>& objectives) const;

private:
    [[nodiscard]] load::RuleCount count_of(const rules::RuleReport& report, const std::string& run) const;

    double share_;
    record::Rules rules_;
    StandardBook standard_;
    judge::SampleJudge judge_;
    std::vector<record::Exchange> evidence_;
};

}  // namespace assay::apps
