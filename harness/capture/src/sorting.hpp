// What is learnt of a capture as a whole while its connections are followed.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "assay/capture/capture.hpp"
#include "assay/observe/conversation.hpp"
#include "packet.hpp"
#include "tls_session.hpp"

namespace assay::capture {

/// Shared by all connections; outlives them.
class Sorting {
public:
    explicit Sorting(CaptureOptions options);
    Sorting(const Sorting&) = delete;
    Sorting& operator=(const Sorting&) = delete;
    ~Sorting() = default;

    [[nodiscard]] const CaptureOptions& options() const { return options_; }
    [[nodiscard]] observe::Budget& budget() { return budget_; }
    [[nodiscard]] const observe::ConversationEvents& events() const { return events_; }
    [[nodiscard]] record::RunTime now() const { return now_; }

    /// The packet that is looked at now. Time never goes back.
    void at_packet(record::RunTime time);

    /// @return a number for a connection
    [[nodiscard]] std::uint32_t next_connection() { return ++connections_; }

    void saw_service(const Endpoint& service, bool tls);
    void saw_other_protocol(const Endpoint& service, const std::string& name);
    void saw_tls_trouble(const Endpoint& service, TlsTrouble trouble, const std::string& detail);
    void saw_no_segment(NoSegment why);
    void saw_short_packet() { ++short_packets_; }
    void saw_loss(std::size_t octets);
    void saw_evicted() { ++evicted_; }
    void saw_without_beginning() { ++without_beginning_; }
    void add_up(const observe::Conversation& conversation);
    void note(std::string text) { first_notes_.push_back(std::move(text)); }

    /// Moves everything into the journal: exchanges, notes, the services seen.
    void finish(record::Journal& journal);

private:
    [[nodiscard]] std::vector<std::string> notes() const;
    void add_tls_notes(std::vector<std::string>& notes) const;
    void add_packet_notes(std::vector<std::string>& notes) const;

    struct Group {
        std::size_t connections = 0;
        std::set<std::string> services;
    };

    CaptureOptions options_;
    observe::Budget budget_;
    observe::ConversationEvents events_;
    record::RunTime now_{};
    std::uint32_t connections_ = 0;
    std::uint32_t exchange_number_ = 0;
    std::vector<record::Exchange> exchanges_;
    std::set<std::string> services_;
    std::map<std::string, Group> others_;                               ///< by protocol
    std::map<std::pair<TlsTrouble, std::string>, Group> tls_troubles_;  ///< by trouble and detail
    std::map<NoSegment, std::size_t> no_segments_;
    std::size_t short_packets_ = 0;
    std::size_t losses_ = 0;
    std::size_t lost_octets_ = 0;
    std::size_t evicted_ = 0;
    std::size_t without_beginning_ = 0;
    std::size_t abandoned_ = 0;
    std::size_t skipped_ = 0;
    std::vector<std::string> first_notes_;
};

}  // namespace assay::capture
