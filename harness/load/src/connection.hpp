// One keep-alive connection of a worker: connects, plays one dialogue at a time, reports to its worker.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "assay/load/dialogue.hpp"
#include "assay/load/response_reader.hpp"
#include "assay/load/traffic.hpp"
#include "channel.hpp"
#include "digest_user.hpp"
#include "lane.hpp"
#include "sampler.hpp"

namespace assay::load {

/// What all connections of an HTTP load have in common.
struct HttpPlan {
    Target target;
    Channel::Tcp::endpoint peer;
    unsigned requests_per_connection = 0;  ///< the client opens a new one after so many answers; 0: never
    std::vector<std::string>* captured = nullptr;  ///< gets what each operation that succeeded captured
    std::unique_ptr<SampleOrigin> sample{};        ///< null: no request is drawn
};

class Connection final : public Lane, private ChannelUser {
public:
    /// @param http,listener outlive it; @param user which of the load's it is
    /// @param tls of the worker, null for clear text; @param dialogue what it says
    Connection(boost::asio::io_context& context, const LanePlan& plan, const HttpPlan& http, unsigned user,
               std::shared_ptr<const TlsClient> tls, std::unique_ptr<Conversation> dialogue,
               LaneListener& listener);

    void open(base::Instant now) override;
    void start(base::Instant intended) override;
    void tick(base::Instant now) override;
    [[nodiscard]] std::size_t message() const override { return dialogue_->message(); }
    [[nodiscard]] std::size_t flow() const override { return dialogue_->flow(); }

private:
    enum class Link { closed, connecting, open };

    void on_connected(const Opening& opening) override;
    void on_connect_failed(ErrorKind kind) override { connect_failed(kind, clock_.now()); }
    void on_received(const boost::system::error_code& error, std::size_t count) override;

    void connect_failed(ErrorKind kind, base::Instant now);
    void free(base::Instant now, base::Instant ready_since);
    void send(std::string_view octets, base::Instant intended);
    void transmit();
    void listen();
    void answered(base::Instant now);
    void asked_who(bool keep, base::Instant now);
    void operation_done(const std::optional<Failure>& error, base::Instant now);
    void broken(ErrorKind kind, base::Instant now);
    void reopen(base::Instant now);
    void close();

    const HttpPlan& http_;
    base::Duration timeout_;
    const base::Clock& clock_;
    LaneListener& listener_;
    Channel channel_;
    ResponseReader reader_;
    std::unique_ptr<Conversation> dialogue_;
    std::optional<DigestUser> digest_{};
    std::optional<Sampler> sampler_{};
    std::span<char> room_;  ///< where the next octets are received

    Link link_ = Link::closed;
    unsigned answers_ = 0;      ///< on this TCP connection
    bool wanted_anew_ = false;  ///< the peer closed after an answer: ready_since_ stands
    unsigned fruitless_ = 0;    ///< connections in a row that brought no answer

    std::string_view request_;  ///< the message being sent or awaited
    base::Instant deadline_;    ///< of the attempt to connect, or when to make the next one
};

}  // namespace assay::load
