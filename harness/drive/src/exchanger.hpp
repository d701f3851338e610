// Turns asks into exchanges: chooses the connection, writes, reads, and hides the credentials in what is
// kept.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/exchange.hpp"
#include "assay/script/ask.hpp"
#include "connection.hpp"
#include "line.hpp"

namespace assay::drive {

/// The connections of one case. Not thread-safe.
class Exchanger final : public Line {
public:
    /// @param access,clock,stop outlive the exchanger
    /// @param connections that may be open at once; 0: as many as are asked for
    Exchanger(const Access& access, const base::Clock& clock, base::Instant began,
              const std::atomic<bool>& stop, Numbers numbers, std::size_t connections = 0);

    [[nodiscard]] record::Exchange exchange(const script::Ask& ask, bool& stopped) override;
    void close(script::Channel channel) override { connections_.erase(channel); }

private:
    struct Kept {
        std::unique_ptr<Connection> connection;
        std::uint32_t number = 0;
    };

    [[nodiscard]] record::Exchange send(const script::Send& send, bool& stopped);
    [[nodiscard]] record::Exchange read(const script::Read& read, bool& stopped);
    /// Makes room for one more connection; false when the case itself holds them all.
    [[nodiscard]] bool make_room();
    /// Writes and reads once; @return the Authorization value that the request went with.
    std::string attempt(const script::Send& send, base::Instant& deadline, record::Exchange& exchange,
                        bool& stopped);
    [[nodiscard]] Authentication& user_of(const script::Send& send) const;
    [[nodiscard]] std::string authorization_for(const script::Send& send) const;
    [[nodiscard]] base::Instant deadline_of(std::chrono::milliseconds own) const;
    [[nodiscard]] Kept take(const script::Send& send);
    /// Connects when there is no connection yet; false, with the exchange told why, when that fails.
    [[nodiscard]] bool connect(Kept& kept, const script::Greeting& greeting, record::Exchange& exchange,
                               base::Instant deadline);
    void talk(Kept& kept, const Talk& talk, record::Exchange& exchange, bool& stopped, bool keep,
              script::Channel channel);

    std::size_t most_;
    std::map<script::Channel, Kept> connections_;
};

}  // namespace assay::drive
