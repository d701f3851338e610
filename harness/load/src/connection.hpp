// One keep-alive connection of a worker: connects, plays one dialogue at a time, reports to its worker.
#pragma once

#include <optional>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "assay/load/dialogue.hpp"
#include "assay/load/response_reader.hpp"
#include "assay/load/worker.hpp"

namespace assay::load {

class Connection;

/// What a worker is told. Every call may start the next operation on the connection.
class ConnectionListener {
public:
    ConnectionListener() = default;
    ConnectionListener(const ConnectionListener&) = delete;
    ConnectionListener& operator=(const ConnectionListener&) = delete;
    virtual ~ConnectionListener() = default;

    virtual void on_free(Connection& connection, base::Instant now) = 0;
    virtual void on_lost(Connection& connection) = 0;  ///< it was free and is no longer
    virtual void on_operation_done(std::optional<ErrorKind> error, const Sample& sample) = 0;
    virtual void on_message_sent(MessageKind kind, base::Instant intended) = 0;
    virtual void on_message_done(MessageKind kind, std::optional<ErrorKind> error, const Sample& sample) = 0;
    virtual void on_connect(std::optional<ErrorKind> error) = 0;
};

/// Runs on its worker's thread only; listener, context and plan outlive it, and the context is not run
/// after its destruction.
class Connection {
public:
    Connection(boost::asio::io_context& context, const WorkerPlan& plan, MessageIds& ids,
               ConnectionListener& listener);

    void open(base::Instant now);
    /// Starts the operation that was due at `intended`. The connection must be free.
    void start(base::Instant intended);
    /// Acts on what is due by itself: a time limit, the next attempt to connect.
    void tick(base::Instant now);

    [[nodiscard]] bool busy() const { return busy_; }
    /// Since when the connection could have sent.
    [[nodiscard]] base::Instant free_since() const { return free_since_; }
    /// Since when its client wanted to: earlier, when the peer made it connect anew after an answer.
    [[nodiscard]] base::Instant ready_since() const { return ready_since_; }
    /// When the running operation was due and sent, and `now`.
    [[nodiscard]] Sample sample(base::Instant now) const { return {intended_, sent_, now}; }

    /// The message of it that is being sent or awaited.
    [[nodiscard]] MessageKind message_kind() const { return dialogue_.kind(); }
    [[nodiscard]] base::Instant message_intended() const { return message_intended_; }

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

    const WorkerPlan& plan_;
    ConnectionListener& listener_;
    Tcp::socket socket_;
    Tcp::endpoint peer_;
    ResponseReader reader_;
    Dialogue dialogue_;

    Link link_ = Link::closed;
    bool busy_ = false;
    bool writing_ = false;
    bool answered_once_ = false;  ///< on this TCP connection
    bool wanted_anew_ = false;    ///< the peer closed after an answer: ready_since_ stands
    unsigned fruitless_ = 0;      ///< connections in a row that brought no answer
    unsigned generation_ = 0;     ///< of the socket; handlers of an older one are stale

    std::string_view request_;  ///< the message being sent or awaited
    base::Instant intended_;    ///< of the operation
    base::Instant sent_;
    base::Instant message_intended_;
    base::Instant message_sent_;
    base::Instant free_since_;
    base::Instant ready_since_;
    base::Instant deadline_;  ///< of the attempt to connect, or when to make the next one
};

}  // namespace assay::load
