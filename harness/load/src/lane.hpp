// One of the simultaneous users of a load: plays one operation at a time and reports to its worker.
#pragma once

#include <optional>

#include "assay/load/tally.hpp"

namespace assay::load {

class Lane;

/// How long it took to open a connection, or to log in to a BMC.
struct Opening {
    base::Duration connect{};
    std::optional<base::Duration> tls{};  ///< the handshake, where there was one
    bool resumed = false;                 ///< did it take up a former TLS session?
};

/// What a worker is told. Every call may start the next operation on the lane.
class LaneListener {
public:
    LaneListener() = default;
    LaneListener(const LaneListener&) = delete;
    LaneListener& operator=(const LaneListener&) = delete;
    virtual ~LaneListener() = default;

    virtual void on_free(Lane& lane, base::Instant now) = 0;
    virtual void on_lost(Lane& lane) = 0;  ///< it was free and is no longer
    virtual void on_operation_done(const Lane& lane, const std::optional<Failure>& error,
                                   base::Instant now) = 0;
    /// @param message which of the operation's, as its place in Traffic::operations()
    virtual void on_message_sent(std::size_t message, base::Instant intended) = 0;
    virtual void on_message_done(std::size_t message, const std::optional<Failure>& error,
                                 const Sample& sample) = 0;
    /// A connection or a session was opened.
    virtual void on_connect(const Opening& opening) = 0;
    /// It could not be.
    virtual void on_connect_failed(const Lane& lane, ErrorKind error) = 0;
    /// A round trip brought a challenge to authenticate instead of an answer; the message is sent again.
    virtual void on_challenge(base::Duration round_trip) = 0;
};

/// Runs on its worker's thread only.
class Lane {
public:
    Lane() = default;
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;
    virtual ~Lane() = default;

    /// Gets ready for operations; on_free() says when it is.
    virtual void open(base::Instant now) = 0;
    /// Starts the operation that was due at `intended`. The lane must be free.
    virtual void start(base::Instant intended) = 0;
    /// Acts on what is due by itself: a time limit, the next attempt to connect.
    virtual void tick(base::Instant now) = 0;

    /// Says good-bye where the protocol does, without awaiting an answer; the lane is not used any more.
    virtual void hang_up() {}

    /// Has it found that it will never be free again?
    [[nodiscard]] virtual bool gave_up() const { return false; }

    [[nodiscard]] bool busy() const { return busy_; }
    /// Since when it could have sent.
    [[nodiscard]] base::Instant free_since() const { return free_since_; }
    /// Since when its user wanted to: earlier, when the peer made it connect anew after an answer.
    [[nodiscard]] base::Instant ready_since() const { return ready_since_; }
    /// When the running operation was due and sent, and `now`; what its messages have moved.
    [[nodiscard]] Sample sample(base::Instant now) const { return {intended_, sent_, now, moved_}; }
    /// The message of it that is being sent or awaited, as its place in Traffic::operations().
    [[nodiscard]] virtual std::size_t message() const = 0;
    [[nodiscard]] base::Instant message_intended() const { return message_intended_; }
    /// The flow of a scenario that it plays, as its place in Traffic::operations(); 0 where flows are not
    /// counted.
    [[nodiscard]] virtual std::size_t flow() const { return 0; }

protected:
    /// The times of the message that has come to an end, and what it moved, which now counts as the
    /// operation's too.
    [[nodiscard]] Sample message_sample(base::Instant now) {
        const Sample sample{message_intended_, message_sent_, now, message_moved_};
        moved_.add(message_moved_);
        message_moved_ = {};
        return sample;
    }

    bool busy_ = false;
    base::Instant intended_;  ///< of the operation
    base::Instant sent_;
    base::Instant message_intended_;
    base::Instant message_sent_;
    base::Instant free_since_;
    base::Instant ready_since_;
    Volume moved_;  ///< by the messages of the operation that came to an end
    Volume message_moved_;
};

}  // namespace assay::load
