// What `assay bench` does with what it finds: where it goes, how it is judged, and of which load it is a
// part.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "assay/load/generator.hpp"
#include "bench_judge.hpp"
#include "slo_options.hpp"

namespace assay::apps {

class BenchResults {
public:
    void add_options(CLI::App& command);

    /// Makes the scenario this shard's part. @throws base::UsageError
    void take_shard(load::Scenario& scenario) const;
    /// @throws base::UsageError when one cannot be read, or asks for what the scenario does not have or
    /// nobody judges
    [[nodiscard]] std::vector<load::Objective> objectives(const load::Scenario& scenario) const;

    /// Waits until it is time to open the connections for --start-at, after looking at the clock, and makes
    /// the folder ready.
    /// @return false when a stop was requested meanwhile
    /// @throws base::SetupError when it is too late, too far off, or the clock is not right enough
    [[nodiscard]] bool await_start(const load::Scenario& scenario, const base::Clock& clock,
                                   const std::stop_token& stop) const;

    /// For --judge, before the start is awaited; null where it is not given.
    /// @throws base::UsageError when an objective names a rule that there is not
    [[nodiscard]] std::unique_ptr<BenchJudge> judge(const std::vector<load::Objective>& objectives) const;

    /// load::run(), shown while it goes on and recorded as --record-schedule says. @param judge null for
    /// nobody
    /// @throws base::SetupError when --metrics cannot be served or the record cannot be written
    [[nodiscard]] load::LoadRecord run(const load::Scenario& scenario, const load::Probe& probe,
                                       const base::Clock& clock, const std::stop_token& stop,
                                       BenchJudge* judge) const;

    /// Writes and prints it all. @param judge null for nobody. @return the exit code
    ExitCode tell(load::LoadRecord& record, const std::vector<load::Objective>& objectives,
                  const BenchJudge* judge) const;

private:
    void write_schedule(const load::RequestLog& log) const;
    [[nodiscard]] std::string folder(load::Share shard) const;

    SloOptions slo_;
    std::string out_;
    std::string hdr_file_;
    std::string schedule_file_;
    std::string shard_;
    std::string start_at_;
    std::string clock_error_;
    std::string metrics_;
    std::string progress_;
    std::string judged_share_;
    bool json_ = false;
};

}  // namespace assay::apps
