// The way from a case to its target: does what is asked, writes down what came of it. One for services, one
// for BMCs.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/exchange.hpp"
#include "assay/script/ask.hpp"
#include "assay/script/case_definition.hpp"

namespace assay::drive {

/// What numbers exchanges and connections.
struct Numbers {
    std::function<std::uint32_t()> exchange;
    std::function<std::uint32_t()> connection;
};

/// Of one case. Not thread-safe.
class Line {
public:
    /// @param access,clock,stop outlive the line
    Line(const Access& access, const base::Clock& clock, base::Instant began, const std::atomic<bool>& stop,
         Numbers numbers);
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    virtual ~Line() = default;

    /// Does what is asked. Nothing is to be recorded of an exchange that was stopped.
    /// @pre the ask wants an exchange, and is of this line's kind of target
    /// @param stopped set when the run was stopped meanwhile
    [[nodiscard]] virtual record::Exchange exchange(const script::Ask& ask, bool& stopped) = 0;
    virtual void close(script::Channel channel) = 0;

    /// From now on no exchange goes on beyond `limit`, whatever time it has of its own. Time that the
    /// target's turn is waited for is not the case's: it moves the limit on.
    void limit(base::Instant limit) { limit_ = limit; }
    [[nodiscard]] base::Instant limit() const { return limit_; }
    /// Was the last exchange given up because of the limit? It is then recorded as no longer awaited.
    [[nodiscard]] bool gave_up() const { return gave_up_; }

protected:
    /// Waits for the target's turn; false when it was stopped meanwhile.
    /// @param deadline what it is moved on by the wait for, besides the limit
    [[nodiscard]] bool pace(base::Instant& deadline);
    void note_giving_up(record::Exchange& exchange);
    [[nodiscard]] record::RunTime now() const { return clock_.now() - began_; }

    const Access& access_;
    const base::Clock& clock_;
    const base::Instant began_;
    const std::atomic<bool>& stop_;
    const Numbers numbers_;
    base::Instant limit_ = base::Instant::max();

private:
    bool gave_up_ = false;
};

/// The line that the target takes.
/// @param connections how many a service may have open at once; 0: as many as are asked for
[[nodiscard]] std::unique_ptr<Line> make_line(const Access& access, const base::Clock& clock,
                                              base::Instant began, const std::atomic<bool>& stop,
                                              Numbers numbers, std::size_t connections = 0);

/// How many connections the case may hold at once; 0: as many as it asks for.
[[nodiscard]] std::size_t most_connections(const Access& access, const script::CaseDefinition& definition);

}  // namespace assay::drive
