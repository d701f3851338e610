// The one reader of HTTP/1.1 framing, incremental; read_request, read_response and ResponseFramer stand on
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/observe/http_reading.hpp"

namespace assay::observe {

class MessageReader {
public:
    enum class Kind { request, response };

    MessageReader(Kind kind, std::string_view request_method);

    void feed(std::string_view octets);
    /// No octet will follow: notes what is missing or too much.
    void finish();

    [[nodiscard]] bool complete() const { return phase_ == Phase::complete; }
    [[nodiscard]] bool until_close() const { return phase_ == Phase::until_close; }
    [[nodiscard]] bool given_up() const { return phase_ == Phase::given_up; }
    [[nodiscard]] std::size_t consumed() const { return position_; }
    [[nodiscard]] const HttpReading& reading() const { return reading_; }
    /// All that was fed.
    [[nodiscard]] std::string_view octets() const { return octets_; }
    [[nodiscard]] HttpReading take() { return std::move(reading_); }

private:
    enum class Phase {
        start_line,
        fields,
        sized_body,
        chunk_size,
        chunk_data,
        chunk_end,
        trailers,
        until_close,
        complete,
        given_up  ///< a limit was crossed
    };

    /// Goes one step on; false when more octets are needed.
    bool step();
    std::optional<Stretch> next_line();
    void take_start_line(Stretch line);
    void take_request_line(Stretch line);
    void take_status_line(Stretch line);
    void take_field(Stretch line, std::vector<HttpField>& fields);
    void fold(Stretch line, std::vector<HttpField>& fields);
    void end_of_head();
    void end_of_interim();
    void choose_body();
    void choose_coding();
    void choose_length();
    bool take_body();
    void take_chunk_size(Stretch line);
    void end_chunk(Stretch line);
    bool take_line();
    /// Gives up when octets [begin, end), a line or the beginning of one, go beyond a limit.
    bool line_fits(std::size_t begin, std::size_t end);
    void give_up(std::string excess);
    void give_up_for_length();
    void body_begins(Phase phase, BodyEnd end);
    void append_body(std::size_t count);
    void note(Framing kind, std::size_t offset, std::string what);
    [[nodiscard]] std::string_view text(Stretch at) const;
    [[nodiscard]] bool bodiless() const;

    Kind kind_;
    std::string request_method_;
    std::string octets_;
    std::size_t position_ = 0;  ///< the first octet not yet understood
    std::size_t searched_ = 0;  ///< no line feed before this one
    std::size_t head_begins_ = 0;
    std::size_t left_ = 0;         ///< octets still missing of the body or chunk
    std::size_t head_octets_ = 0;  ///< of the lines of heads and trailers
    std::size_t fields_ = 0;       ///< of all heads and trailers
    std::size_t chunks_ = 0;
    Phase phase_ = Phase::start_line;
    HttpReading reading_;
};

}  // namespace assay::observe
