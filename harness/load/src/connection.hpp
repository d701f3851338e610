// One keep-alive connection of a worker: connects, plays one dialogue at a time, reports to its worker.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "assay/load/dialogue.hpp"
#include "assay/load/response_reader.hpp"
#include "assay/load/traffic.hpp"
#include "lane.hpp"

namespace assay::load {

/// What all connections of an HTTP load have in common.
struct HttpPlan {
    MessageFactory messages;
    boost::asio::ip::tcp::endpoint peer;
    unsigned requests_per_connection = 0;  ///< the client opens a new one after so many answers; 0: never
};

class Connection final : public Lane {
public:
    /// @param http,listener outlive it
    /// @param ids of the worker
    Connection(boost::asio::io_context& context, const LanePlan& plan, const HttpPlan& http,
               std::shared_ptr<MessageIds> ids, LaneListener& listener);

    void open(base::Instant now) override;
    void start(base::Instant intended) override;
    void tick(base::Instant now) override;
    [[nodiscard]] std::size_t message() const override { return place_of(dialogue_.kind()); }

private:
    using Tcp = boost::asio::ip::tcp;
    enum class Link { closed, connecting, open };

    void connected(const boost::system::error_code& error);
    void connect_failed(ErrorKind kind, base::Instant now);
    void free(base::Instant now, base::Instant ready_since);
    void send(std::string_view octets, base::Instant intended);
    void transmit();
    void transmit_rest(std::string_view rest);
    void receive();
    void received(const boost::system::error_code& error, std::size_t count);
    void answered(base::Instant now);
    void operation_done(std::optional<ErrorKind> error, base::Instant now);
    void broken(ErrorKind kind, base::Instant now);
    void reopen(base::Instant now);
    void close();

    /// An enumeration counts its messages, after the operation as a whole.
    [[nodiscard]] static std::size_t place_of(MessageKind kind) { return kind == MessageKind::pull ? 2 : 1; }

    const HttpPlan& http_;
    base::Duration timeout_;
    const base::Clock& clock_;
    std::shared_ptr<MessageIds> ids_;
    LaneListener& listener_;
    Tcp::socket socket_;
    ResponseReader reader_;
    Dialogue dialogue_;

    Link link_ = Link::closed;
    bool writing_ = false;
    unsigned answers_ = 0;      ///< on this TCP connection
    bool wanted_anew_ = false;  ///< the peer closed after an answer: ready_since_ stands
    unsigned fruitless_ = 0;    ///< connections in a row that brought no answer
    unsigned generation_ = 0;   ///< of the socket; handlers of an older one are stale

    std::string_view request_;  ///< the message being sent or awaited
    base::Instant connect_began_;
    base::Instant deadline_;  ///< of the attempt to connect, or when to make the next one
};

}  // namespace assay::load
