// One TCP connection of a capture: both directions, who is the client, and what they speak.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "half_stream.hpp"
#include "plain_track.hpp"
#include "sorting.hpp"
#include "tls_session.hpp"

namespace assay::capture {

class Connection {
public:
    /// @param first the segment that it is seen by first
    Connection(Sorting& sorting, const Segment& first);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() = default;

    /// Does the segment begin another connection between the same ends?
    [[nodiscard]] bool is_succeeded_by(const Segment& segment) const;
    void take(const Segment& segment);
    /// No segment of it will come any more, because of `why`.
    void end(const std::string& why);
    [[nodiscard]] bool is_over() const { return is_over_; }

private:
    class Side final : public StreamSink {
    public:
        Side(Connection& connection, std::size_t index, observe::Budget& budget)
            : stream{budget}, connection_{connection}, index_{index} {}
        void data(std::string_view octets) override { connection_.data(index_, octets); }
        void lost(std::size_t octets) override { connection_.lost(index_, octets); }
        void closed() override { connection_.closed(index_); }

        HalfStream stream;
        bool has_ended = false;

    private:
        Connection& connection_;
        std::size_t index_;
    };

    void begin_streams(const Segment& segment, std::size_t index);
    void learn_client(const Segment& segment, std::size_t index);
    void data(std::size_t index, std::string_view octets);
    void lost(std::size_t index, std::size_t octets);
    void closed(std::size_t index);
    void decide(std::size_t index, std::string_view octets);
    void begin_plain(std::optional<record::TlsFacts> tls);
    void take_tls(observe::From from, std::string_view octets);
    [[nodiscard]] observe::From from(std::size_t index) const;
    [[nodiscard]] const Endpoint& service() const;

    Sorting& sorting_;
    std::array<Endpoint, 2> ends_;
    std::array<Side, 2> sides_;
    std::optional<std::size_t> client_;  ///< index of the end that it is
    bool is_whole_ = false;              ///< the SYN was seen, and nothing lost before anything was decided
    bool has_data_ = false;
    bool is_over_ = false;
    std::string held_;  ///< what the client sent while it could be TLS or not
    std::optional<TlsSession> tls_;
    std::optional<PlainTrack> plain_;  ///< within tls_ where there is one
};

}  // namespace assay::capture
