#include "assay/load/response_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "assay/base/text.hpp"

namespace assay::load {
namespace {

// Small, for there may be ten thousand idle connections; it grows with the answers.
constexpr std::size_t first_buffer = std::size_t{4} << 10U;
constexpr std::size_t least_room = std::size_t{2} << 10U;
constexpr std::size_t longest_head = std::size_t{64} << 10U;
constexpr std::string_view line_end = "\r\n";

template <class Number>
bool parse_whole(std::string_view digits, Number& number, int radix = 10) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, radix);
    return error == std::errc{} && end == digits.data() + digits.size();
}

bool lists(std::string_view field_value, std::string_view token) {
    while (!field_value.empty()) {
        const auto comma = std::min(field_value.find(','), field_value.size());
        if (base::equal_ignoring_case(base::trimmed(field_value.substr(0, comma)), token)) return true;
        field_value.remove_prefix(std::min(comma + 1, field_value.size()));
    }
    return false;
}

}  // namespace

ResponseReader::ResponseReader(std::size_t limit) : limit_{limit}, buffer_(first_buffer) {}

std::span<char> ResponseReader::room() {
    if (buffer_.size() - filled_ < least_room) {
        if (consumed_ > 0) {
            std::memmove(buffer_.data(), buffer_.data() + consumed_, filled_ - consumed_);
            filled_ -= consumed_;
            consumed_ = 0;
        }
        if (buffer_.size() - filled_ < least_room) buffer_.resize(buffer_.size() * 2);
    }
    return std::span{buffer_}.subspan(filled_);
}

ResponseReader::State ResponseReader::received(std::size_t count) {
    filled_ += count;
    if (pending().size() + unchunked_.size() > limit_) return State::too_large;
    return in_body_ ? read_body() : read_head();
}

ResponseReader::State ResponseReader::ended() {
    if (!in_body_ || framing_ != Framing::until_close) return State::more;
    return finish(filled_, pending());
}

void ResponseReader::next() {
    in_body_ = false;
    framing_ = Framing::length;
    length_ = 0;
    unchunked_.clear();
    response_ = {};
    if (consumed_ == filled_) consumed_ = filled_ = 0;
}

void ResponseReader::reset() {
    consumed_ = filled_ = 0;
    next();
}

ResponseReader::State ResponseReader::read_head() {
    do {
        const State state = take_head();
        if (state != State::complete) return state;
    } while (response_.status < 200);
    if (response_.status == 204 || response_.status == 304) {
        framing_ = Framing::length;
        length_ = 0;
    }
    in_body_ = true;
    return read_body();
}

// RFC 9112 §6.3 decides what the body's length is.
ResponseReader::State ResponseReader::take_head() {
    const std::string_view text = pending();
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return text.size() > longest_head ? State::malformed : State::more;

    std::string_view head = text.substr(0, end + line_end.size());
    const auto status_end = head.find(line_end);
    if (!take_status(head.substr(0, status_end))) return State::malformed;
    framing_ = Framing::until_close;
    for (head.remove_prefix(status_end + line_end.size()); !head.empty();) {
        const auto line = head.find(line_end);
        if (!take_field(head.substr(0, line))) return State::malformed;
        head.remove_prefix(line + line_end.size());
    }
    consumed_ += end + 2 * line_end.size();
    return State::complete;
}

// "HTTP/1.1 200 OK"; the reason may be missing with its space.
bool ResponseReader::take_status(std::string_view line) {
    const bool stands = line.size() >= 12 && line.starts_with("HTTP/1.") && line[8] == ' ' &&
                        (line.size() == 12 || line[12] == ' ') &&
                        parse_whole(line.substr(9, 3), response_.status) && response_.status >= 100;
    if (stands) response_.keep_alive = line[7] != '0';
    return stands;
}

// @return false for a line that is no field, or a length that is no number
bool ResponseReader::take_field(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = base::trimmed(line.substr(colon + 1));
    if (base::equal_ignoring_case(name, "Content-Length")) {
        if (framing_ != Framing::chunked) framing_ = Framing::length;
        return parse_whole(value, length_);
    }
    if (base::equal_ignoring_case(name, "Transfer-Encoding") && lists(value, "chunked")) {
        framing_ = Framing::chunked;
    } else if (base::equal_ignoring_case(name, "Connection")) {
        if (lists(value, "close")) response_.keep_alive = false;
        if (lists(value, "keep-alive")) response_.keep_alive = true;
    } else if (base::equal_ignoring_case(name, "WWW-Authenticate")) {
        response_.challenges.emplace_back(value);
    }
    return true;
}

ResponseReader::State ResponseReader::read_body() {
    switch (framing_) {
        case Framing::chunked: return read_chunks();
        case Framing::until_close: response_.keep_alive = false; return State::more;
        case Framing::length: break;
    }
    if (length_ > limit_) return State::too_large;
    if (pending().size() < length_) return State::more;
    return finish(consumed_ + length_, pending().substr(0, length_));
}

// RFC 9112 §7.1; the trailer section is skipped.
ResponseReader::State ResponseReader::read_chunks() {
    for (;;) {
        const std::string_view text = pending();
        const auto line = text.find(line_end);
        if (line == std::string_view::npos)
            return text.size() > longest_head ? State::malformed : State::more;
        std::size_t size = 0;
        if (!parse_whole(base::trimmed(text.substr(0, std::min(line, text.find(';')))), size, 16)) {
            return State::malformed;
        }
        const std::size_t data = line + line_end.size();
        if (size == 0) {
            const auto end = text.substr(data).starts_with(line_end) ? data : text.find("\r\n\r\n", line);
            if (end == std::string_view::npos)
                return text.size() > longest_head ? State::malformed : State::more;
            return finish(consumed_ + end + (end == data ? 2 : 4), unchunked_);
        }
        if (size > limit_) return State::too_large;
        if (text.size() < data + size + line_end.size()) return State::more;
        if (text.substr(data + size, line_end.size()) != line_end) return State::malformed;
        unchunked_ += text.substr(data, size);
        consumed_ += data + size + line_end.size();
    }
}

ResponseReader::State ResponseReader::finish(std::size_t end, std::string_view body) {
    response_.body = body;
    consumed_ = end;
    return State::complete;
}

}  // namespace assay::load
