// One direction of a TCP connection, put together from the segments of a capture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "assay/observe/conversation.hpp"

namespace assay::capture {

/// What comes out, in the order of the stream.
class StreamSink {
public:
    StreamSink() = default;
    StreamSink(const StreamSink&) = delete;
    StreamSink& operator=(const StreamSink&) = delete;
    virtual ~StreamSink() = default;

    virtual void data(std::string_view octets) = 0;
    /// So many octets were on the wire and are not in the capture.
    virtual void lost(std::size_t octets) = 0;
    virtual void closed() = 0;
};

/// Sans-io. Segments may come in any order, again, overlapping, and with sequence numbers that wrap around
/// (RFC 9293 §3.4); of octets that come twice the first count. Until it has begun it takes nothing.
class HalfStream {
public:
    /// @param budget for what waits for octets before it; outlives the stream
    explicit HalfStream(observe::Budget& budget) : budget_{&budget} {}
    HalfStream(const HalfStream&) = delete;
    HalfStream& operator=(const HalfStream&) = delete;
    ~HalfStream() { drop_waiting(); }

    [[nodiscard]] bool has_begun() const { return begun_; }
    /// The sequence number that the stream began with.
    [[nodiscard]] std::uint32_t first() const { return static_cast<std::uint32_t>(first_); }
    void begin(std::uint32_t sequence);

    /// @param missing octets that followed the payload in the segment and were not captured
    void take(std::uint32_t sequence, std::string_view payload, std::size_t missing, StreamSink& sink);
    /// The last octet has the number before this one.
    void end_at(std::uint32_t sequence, StreamSink& sink);
    /// The peer has everything before this number: what is not here will not come.
    void acknowledged(std::uint32_t sequence, StreamSink& sink);
    /// No segment will come any more: hands on what waits, with what is missing between as lost.
    void flush(StreamSink& sink);

private:
    struct Piece {
        std::string octets;
        std::size_t missing = 0;
        [[nodiscard]] std::size_t size() const { return octets.size() + missing; }
    };

    [[nodiscard]] std::uint64_t position_of(std::uint32_t sequence) const;
    void keep(std::uint64_t at, std::string_view payload, std::size_t missing, StreamSink& sink);
    void hand_on(std::uint64_t at, std::string_view payload, std::size_t missing, StreamSink& sink);
    void hand_on_waiting(StreamSink& sink);
    void lose_up_to(std::uint64_t at, StreamSink& sink);
    void drop_waiting();

    observe::Budget* budget_;
    bool begun_ = false;
    bool closed_ = false;
    std::uint64_t first_ = 0;
    std::uint64_t next_ = 0;  ///< what has to come next; sequence numbers, without wrapping around
    std::uint64_t end_ = 0;   ///< 0: not known
    std::map<std::uint64_t, Piece> waiting_;
};

}  // namespace assay::capture
