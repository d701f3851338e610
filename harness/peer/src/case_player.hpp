// One case against one client.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "assay/base/temporary_folder.hpp"
#include "assay/peer/peer.hpp"
#include "client_process.hpp"

namespace assay::peer {

/// What all cases of a run share.
struct Stage {
    const PeerJob& job;
    Listener& listener;
    record::JournalWriter& journal;
    const base::Clock& clock;
    const std::atomic<bool>& stop;
    std::uint32_t last_exchange = 0;
};

class CasePlayer {
public:
    CasePlayer(Stage& stage, const script::CaseDefinition& definition,
               const std::function<void(const std::string&)>& tell);

    /// Plays it to its end and writes it down.
    /// @return nothing when it was stopped meanwhile
    [[nodiscard]] std::optional<script::Outcome> play();

private:
    struct Pending {
        record::Exchange exchange;
        std::uint32_t connection = 0;
    };

    [[nodiscard]] std::optional<script::Ask> answer(script::Dialogue& dialogue, const script::Ask& ask);
    /// The next request; nothing when the client has ended, its time is up, or the run was stopped.
    [[nodiscard]] std::optional<Incoming> await();
    [[nodiscard]] const record::Exchange* take(const Incoming& incoming);
    void reply(const script::Reply& reply);
    void wait_for_end();
    void refuse(const Incoming& incoming);
    void write_down(const Pending& pending);
    [[nodiscard]] record::Exchange exchange_for(const Incoming& incoming, std::string label);
    /// Until when the next request may take to come.
    [[nodiscard]] base::Instant deadline() const;
    void sleep(std::chrono::milliseconds duration) const;
    [[nodiscard]] record::RunTime run_time(base::Instant at) const { return at - stage_.job.began; }

    Stage& stage_;
    const script::CaseDefinition& definition_;
    base::TemporaryFolder folder_;
    std::unique_ptr<ClientProcess> client_;
    base::Instant deadline_;
    std::map<std::uint32_t, Pending> pending_;
    std::optional<record::ClientEnd> end_;
    std::size_t further_requests_ = 0;
    bool came_ = false;  ///< it has sent something
    bool gone_ = false;  ///< no request comes any more
};

}  // namespace assay::peer
