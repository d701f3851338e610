// What became of each request of a run, one by one, so that somebody else can compute the figures again.
#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/load/error_kind.hpp"

namespace assay::load {

enum class Fate : std::uint8_t {
    succeeded,
    failed,
    abandoned,  ///< in flight when the run ended
    unsent,     ///< due, but no connection was free for it before the end
};

struct LoggedRequest {
    base::Instant intended;
    base::Instant free;  ///< since when its connection could have sent; unused when it was never sent
    base::Instant sent;  ///< as `free`
    base::Instant ended;
    Fate fate = Fate::succeeded;
    ErrorKind error{};  ///< of one that failed
};

/// Requests that were due in the measured phase, in any order, as many as it has room for.
class RequestLog {
public:
    /// What a run may record: 40 octets each, in memory until the run is over, because a file would take the
    /// time that is being measured.
    static constexpr std::size_t most_of_a_run = 1'000'000;

    explicit RequestLog(std::size_t most = 0) : most_{most} {}

    void add(const LoggedRequest& request);
    /// So many more were not added.
    void leave_out(std::uint64_t count) { left_out_ += count; }
    void merge(const RequestLog& other);
    /// By the intended time, ascending.
    void sort();

    [[nodiscard]] const std::vector<LoggedRequest>& requests() const { return requests_; }
    [[nodiscard]] std::size_t most() const { return most_; }
    [[nodiscard]] bool is_full() const { return requests_.size() >= most_; }
    /// How many there was no room for.
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

private:
    std::size_t most_;
    std::vector<LoggedRequest> requests_;
    std::uint64_t left_out_ = 0;
};

/// A line of names, then one a request: "intended_ns,free_ns,sent_ns,ended_ns,result". Times are those of
/// CLOCK_MONOTONIC, so that other processes of the machine can be compared with; empty where there is none.
/// The result is "succeeded", "abandoned", "unsent" or the kind of error as in the JSON report.
void write_csv(std::ostream& out, const RequestLog& log);

}  // namespace assay::load
