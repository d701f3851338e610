// Reads HTTP/1.1 answers from a stream, as little of them as a load generator needs.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::load {

struct Response {
    int status = 0;
    std::string_view body{};  ///< without the chunked coding; valid until ResponseReader::next()
    bool keep_alive = true;
    std::vector<std::string> challenges{};  ///< the values of WWW-Authenticate fields
};

/// Octets in, one response at a time out; no socket here. Interim (1xx) responses are skipped. Memory is
/// bounded by the limit. Any answer is a value: what is not HTTP gives State::malformed.
class ResponseReader {
public:
    enum class State { more, complete, malformed, too_large };

    /// @param limit of head and body together, in octets
    explicit ResponseReader(std::size_t limit = std::size_t{16} << 20U);

    /// Where the next octets of the stream go; never empty. Valid until the next call of any member.
    [[nodiscard]] std::span<char> room();
    /// `count` octets were written to room().
    [[nodiscard]] State received(std::size_t count);
    /// The peer has closed its side: this ends a body that has no length of its own.
    /// @return complete, or more when the response is cut short
    [[nodiscard]] State ended();

    /// The response, after State::complete.
    [[nodiscard]] const Response& response() const { return response_; }
    /// Have octets arrived that no response has consumed (after complete: behind it)?
    [[nodiscard]] bool has_surplus() const { return filled_ > consumed_; }
    /// Forgets the complete response.
    void next();
    /// Forgets everything, for a new connection.
    void reset();

private:
    enum class Framing { length, chunked, until_close };

    [[nodiscard]] State read_head();
    [[nodiscard]] State take_head();
    [[nodiscard]] bool take_status(std::string_view line);
    [[nodiscard]] State read_body();
    [[nodiscard]] State read_chunks();
    [[nodiscard]] State finish(std::size_t end, std::string_view body);
    [[nodiscard]] bool take_field(std::string_view line);
    [[nodiscard]] std::string_view pending() const {
        return {buffer_.data() + consumed_, filled_ - consumed_};
    }

    std::size_t limit_;
    std::vector<char> buffer_;
    std::size_t filled_ = 0;
    std::size_t consumed_ = 0;  ///< where the current response, or what is left of it, begins
    bool in_body_ = false;
    Framing framing_ = Framing::length;
    std::size_t length_ = 0;
    std::string unchunked_;
    Response response_;
};

}  // namespace assay::load
