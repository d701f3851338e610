// Turns asks into exchanges: chooses the connection, writes, reads, and hides the credentials in what is
// kept.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/exchange.hpp"
#include "assay/script/ask.hpp"
#include "assay/script/case_definition.hpp"
#include "connection.hpp"

namespace assay::drive {

/// What numbers exchanges and connections.
struct Numbers {
    std::function<std::uint32_t()> exchange;
    std::function<std::uint32_t()> connection;
};

/// How many connections the case may hold at once; 0: as many as it asks for.
[[nodiscard]] std::size_t most_connections(const Access& access, const script::CaseDefinition& definition);

/// The connections of one case. Not thread-safe.
class Exchanger {
public:
    /// @param access,clock,stop outlive the exchanger
    /// @param connections that may be open at once; 0: as many as are asked for
    Exchanger(const Access& access, const base::Clock& clock, base::Instant began,
              const std::atomic<bool>& stop, Numbers numbers, std::size_t connections = 0);

    /// Does what is asked. Nothing is to be recorded of an exchange that was stopped.
    /// @param stopped set when the run was stopped meanwhile
    [[nodiscard]] record::Exchange send(const script::Send& send, bool& stopped);
    [[nodiscard]] record::Exchange read(const script::Read& read, bool& stopped);
    void close(script::Channel channel) { connections_.erase(channel); }

    /// From now on no exchange goes on beyond `limit`, whatever time it has of its own. Time that the
    /// target's turn is waited for is not the case's: it moves the limit on.
    void limit(base::Instant limit) { limit_ = limit; }
    [[nodiscard]] base::Instant limit() const { return limit_; }
    /// Was the last exchange given up because of the limit? It is then recorded as no longer awaited.
    [[nodiscard]] bool gave_up() const { return gave_up_; }

private:
    struct Kept {
        std::unique_ptr<Connection> connection;
        std::uint32_t number = 0;
    };

    /// Waits for the target's turn; false when it was stopped meanwhile.
    /// @param deadline what it is moved on by the wait for, besides the limit
    [[nodiscard]] bool pace(base::Instant& deadline);
    /// Makes room for one more connection; false when the case itself holds them all.
    [[nodiscard]] bool make_room();
    /// Writes and reads once; @return the Authorization value that the request went with.
    std::string attempt(const script::Send& send, base::Instant& deadline, record::Exchange& exchange,
                        bool& stopped);
    [[nodiscard]] Authentication& user_of(const script::Send& send) const;
    [[nodiscard]] std::string authorization_for(const script::Send& send) const;
    [[nodiscard]] base::Instant deadline_of(std::chrono::milliseconds own) const;
    void note_giving_up(record::Exchange& exchange);
    [[nodiscard]] Kept take(const script::Send& send);
    /// Connects when there is no connection yet; false, with the exchange told why, when that fails.
    [[nodiscard]] bool connect(Kept& kept, const script::Greeting& greeting, record::Exchange& exchange,
                               base::Instant deadline);
    void talk(Kept& kept, const Talk& talk, record::Exchange& exchange, bool& stopped, bool keep,
              script::Channel channel);
    [[nodiscard]] record::RunTime now() const { return clock_.now() - began_; }

    const Access& access_;
    const base::Clock& clock_;
    base::Instant began_;
    const std::atomic<bool>& stop_;
    Numbers numbers_;
    std::size_t most_;
    std::map<script::Channel, Kept> connections_;
    base::Instant limit_ = base::Instant::max();
    bool gave_up_ = false;
};

}  // namespace assay::drive
