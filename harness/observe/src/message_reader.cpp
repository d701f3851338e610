#include "message_reader.hpp"

#include <algorithm>
#include <charconv>

#include "assay/base/text.hpp"
#include "assay/observe/limits.hpp"
#include "list_field.hpp"

namespace assay::observe {
namespace {

constexpr std::string_view blanks = " \t";

bool is_count(std::string_view text, int number_base, std::size_t& count) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count, number_base);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

}  // namespace

MessageReader::MessageReader(Kind kind, std::string_view request_method)
    : kind_{kind}, request_method_{request_method} {}

void MessageReader::feed(std::string_view octets) {
    octets_ += octets;
    reading_.present = reading_.present || !octets.empty();
    while (phase_ != Phase::complete && phase_ != Phase::given_up && step()) {
    }
}

void MessageReader::finish() {
    switch (phase_) {
        case Phase::start_line:
        case Phase::fields:
            if (reading_.present) {
                note(Framing::unfinished_head, octets_.size(), "the octets end within the head");
            }
            break;
        case Phase::until_close:
        case Phase::given_up: break;
        case Phase::complete:
            if (position_ < octets_.size()) {
                note(Framing::surplus_octets, position_,
                     std::to_string(octets_.size() - position_) + " octets follow the end of the message");
            }
            break;
        default: note(Framing::short_body, octets_.size(), "the octets end before the body does");
    }
}

bool MessageReader::step() {
    switch (phase_) {
        case Phase::sized_body:
        case Phase::chunk_data:
        case Phase::until_close: return take_body();
        case Phase::complete:
        case Phase::given_up: return false;
        default: return take_line();
    }
}

bool MessageReader::take_line() {
    const std::size_t begin = position_;
    const auto line = next_line();
    if (!line_fits(begin, line ? position_ : octets_.size())) position_ = begin;
    if (!line || phase_ == Phase::given_up) return false;
    switch (phase_) {
        case Phase::start_line: take_start_line(*line); break;
        case Phase::fields: line->length == 0 ? end_of_head() : take_field(*line, reading_.fields); break;
        case Phase::chunk_size: take_chunk_size(*line); break;
        case Phase::chunk_end: end_chunk(*line); break;
        default:
            if (line->length != 0) {
                take_field(*line, reading_.trailers);
                break;
            }
            reading_.transported.length = position_ - reading_.transported.offset;
            phase_ = Phase::complete;
    }
    return true;
}

bool MessageReader::line_fits(std::size_t begin, std::size_t end) {
    const bool of_chunks = phase_ == Phase::chunk_size || phase_ == Phase::chunk_end;
    const std::size_t head = (of_chunks ? 0 : head_octets_) + (end - begin);
    if (head > limits.head_octets) {
        give_up(std::string{of_chunks ? "a line between its chunks has" : "its head has"} + " more than " +
                std::to_string(limits.head_octets >> 10U) + " KiB");
    } else if (end > limits.answer_octets) {
        give_up_for_length();
    } else if (!of_chunks && position_ > begin) {
        head_octets_ = head;
    }
    return phase_ != Phase::given_up;
}

void MessageReader::give_up_for_length() {
    give_up("it has more than " + std::to_string(limits.answer_octets >> 20U) + " MiB");
}

void MessageReader::give_up(std::string excess) {
    reading_.excess = std::move(excess);
    phase_ = Phase::given_up;
}

std::optional<Stretch> MessageReader::next_line() {
    const auto feed = octets_.find('\n', std::max(searched_, position_));
    if (feed == std::string::npos) {
        searched_ = octets_.size();
        return std::nullopt;
    }
    Stretch line{position_, feed - position_};
    position_ = feed + 1;
    if (line.length > 0 && octets_[feed - 1] == '\r') {
        --line.length;
    } else {
        note(Framing::bare_line_feed, feed, "a line ends with a line feed alone");
    }
    return line;
}

void MessageReader::take_start_line(Stretch line) {
    // RFC 9112 §2.2: empty lines before a request line are passed over.
    if (line.length == 0 && kind_ == Kind::request) return;
    head_begins_ = line.offset;
    reading_.start_line = line;
    phase_ = Phase::fields;
    kind_ == Kind::request ? take_request_line(line) : take_status_line(line);
}

void MessageReader::take_request_line(Stretch line) {
    const std::string_view all = text(line);
    const auto first = all.find(' ');
    const auto last = all.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        reading_.method = all.substr(0, first);
        return note(Framing::bad_start_line, line.offset, "not a method, a target and a version");
    }
    reading_.method = all.substr(0, first);
    reading_.target = all.substr(first + 1, last - first - 1);
    reading_.version = all.substr(last + 1);
    const bool odd_target = reading_.target.empty() || reading_.target.find(' ') != std::string::npos;
    if (odd_target || !reading_.version.starts_with("HTTP/1.") || reading_.method.empty()) {
        note(Framing::bad_start_line, line.offset, "not a method, a target and a version");
    }
}

void MessageReader::take_status_line(Stretch line) {
    const std::string_view all = text(line);
    reading_.version = all.substr(0, all.find(' '));
    const std::string_view rest = all.substr(std::min(all.size(), reading_.version.size() + 1));
    std::size_t status = 0;
    const bool readable = reading_.version.starts_with("HTTP/1.") && rest.size() >= 3 &&
                          is_count(rest.substr(0, 3), 10, status) && status >= 100 &&
                          (rest.size() == 3 || rest[3] == ' ');
    if (!readable) return note(Framing::bad_start_line, line.offset, "not a version, a status and a reason");
    reading_.status = static_cast<int>(status);
    reading_.reason = rest.substr(std::min<std::size_t>(rest.size(), 4));
}

void MessageReader::take_field(Stretch line, std::vector<HttpField>& fields) {
    if (++fields_ > limits.fields)
        return give_up("it has more than " + std::to_string(limits.fields) + " fields");
    const std::string_view all = text(line);
    if (blanks.find(all.front()) != std::string_view::npos) return fold(line, fields);
    const auto colon = all.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return note(Framing::bad_field, line.offset, "a field line has no name and colon");
    }
    std::string_view name = all.substr(0, colon);
    if (const auto last = name.find_last_not_of(blanks); last + 1 != name.size()) {
        note(Framing::space_before_colon, line.offset + last + 1, "white space between a name and its colon");
        name = name.substr(0, last + 1);
    }
    const std::string_view raw = all.substr(colon + 1);
    const std::string_view value = base::trimmed(raw);
    const auto lead = value.empty() ? 0 : static_cast<std::size_t>(value.data() - raw.data());
    fields.push_back({.name = std::string{name},
                      .value = std::string{value},
                      .name_at = {line.offset, name.size()},
                      .value_at = {line.offset + colon + 1 + lead, value.size()}});
}

void MessageReader::fold(Stretch line, std::vector<HttpField>& fields) {
    note(Framing::obsolete_fold, line.offset, "a field is folded over several lines");
    if (!fields.empty()) fields.back().value += " " + std::string{base::trimmed(text(line))};
}

void MessageReader::end_of_head() {
    const bool interim = kind_ == Kind::response && reading_.status / 100 == 1 && reading_.status != 101;
    if (interim) return end_of_interim();
    reading_.head_complete = true;
    reading_.transported.offset = position_;
    choose_body();
}

void MessageReader::end_of_interim() {
    if (const HttpField* coding = reading_.field("Transfer-Encoding"); coding != nullptr) {
        note(Framing::forbidden_coding, coding->name_at.offset, "an interim response has no body to code");
    }
    if (reading_.interim.size() == limits.interim) {
        return give_up("more than " + std::to_string(limits.interim) + " interim responses came before it");
    }
    reading_.interim.push_back({reading_.status, {head_begins_, position_ - head_begins_}});
    reading_.fields.clear();
    reading_.status = 0;
    reading_.reason.clear();
    phase_ = Phase::start_line;
}

bool MessageReader::bodiless() const {
    // RFC 9112 §6.3, cases 1 and 2.
    return kind_ == Kind::response && (request_method_ == "HEAD" || reading_.status == 101 ||
                                       reading_.status == 204 || reading_.status == 304);
}

void MessageReader::choose_body() {
    const HttpField* coding = reading_.field("Transfer-Encoding");
    const HttpField* length = reading_.field("Content-Length");
    if (coding != nullptr && length != nullptr) {
        note(Framing::length_and_coding, length->name_at.offset, "Content-Length beside Transfer-Encoding");
    }
    if (coding != nullptr && reading_.status == 204) {
        note(Framing::forbidden_coding, coding->name_at.offset, "a 204 response has no body to code");
    }
    if (bodiless()) return body_begins(Phase::complete, BodyEnd::no_body);
    if (coding != nullptr) return choose_coding();
    if (length != nullptr) return choose_length();
    if (kind_ == Kind::request) return body_begins(Phase::complete, BodyEnd::no_body);
    body_begins(Phase::until_close, BodyEnd::until_close);
}

void MessageReader::choose_coding() {
    const auto codings = words_of(reading_.fields, "Transfer-Encoding");
    if (base::equal_ignoring_case(codings.back(), "chunked")) {
        return body_begins(Phase::chunk_size, BodyEnd::chunked);
    }
    if (kind_ == Kind::request) {
        note(Framing::unknown_coding, reading_.field("Transfer-Encoding")->value_at.offset,
             "the last transfer coding of a request is not chunked");
    }
    body_begins(Phase::until_close, BodyEnd::until_close);
}

void MessageReader::choose_length() {
    const auto lengths = words_of(reading_.fields, "Content-Length");
    const std::size_t at = reading_.field("Content-Length")->value_at.offset;
    if (std::ranges::any_of(lengths, [&](std::string_view each) { return each != lengths.front(); })) {
        note(Framing::conflicting_lengths, at, "several Content-Length values differ");
    } else if (!std::ranges::all_of(lengths.front(),
                                    [](char digit) { return digit >= '0' && digit <= '9'; }) ||
               !is_count(lengths.front(), 10, left_)) {
        note(Framing::bad_length, at, "Content-Length is not a count of octets");
    } else {
        return body_begins(left_ == 0 ? Phase::complete : Phase::sized_body, BodyEnd::content_length);
    }
    body_begins(Phase::until_close, BodyEnd::until_close);
}

void MessageReader::body_begins(Phase phase, BodyEnd end) {
    phase_ = phase;
    reading_.body_end = end;
}

void MessageReader::append_body(std::size_t count) {
    reading_.body.append(octets_, position_, count);
    position_ += count;
    reading_.transported.length = position_ - reading_.transported.offset;
}

bool MessageReader::take_body() {
    const std::size_t there = octets_.size() - position_;
    const std::size_t room = limits.answer_octets - std::min(limits.answer_octets, position_);
    const std::size_t count = phase_ == Phase::until_close ? there : std::min(left_, there);
    append_body(std::min(count, room));
    if (count > room) give_up_for_length();
    if (phase_ == Phase::until_close || phase_ == Phase::given_up) return false;
    left_ -= count;
    if (left_ != 0) return false;
    phase_ = phase_ == Phase::sized_body ? Phase::complete : Phase::chunk_end;
    return true;
}

void MessageReader::take_chunk_size(Stretch line) {
    const std::string_view all = text(line);
    const std::string_view size = base::trimmed(all.substr(0, all.find(';')));
    if (!is_count(size, 16, left_)) {
        note(Framing::bad_chunk, line.offset, "a chunk begins without a hexadecimal size");
        position_ = line.offset;
        return body_begins(Phase::until_close, BodyEnd::chunked);
    }
    if (++chunks_ > limits.chunks)
        return give_up("it has more than " + std::to_string(limits.chunks) + " chunks");
    phase_ = left_ == 0 ? Phase::trailers : Phase::chunk_data;
}

void MessageReader::end_chunk(Stretch line) {
    if (line.length == 0) {
        phase_ = Phase::chunk_size;
        return;
    }
    note(Framing::bad_chunk, line.offset, "the data of a chunk are longer than its size");
    position_ = line.offset;
    body_begins(Phase::until_close, BodyEnd::chunked);
}

void MessageReader::note(Framing kind, std::size_t offset, std::string what) {
    // One of a kind is enough to know, and keeps hostile messages from filling the memory.
    if (std::ranges::any_of(reading_.troubles, [kind](const auto& each) { return each.kind == kind; }))
        return;
    reading_.troubles.push_back({kind, offset, std::move(what)});
}

std::string_view MessageReader::text(Stretch at) const {
    return std::string_view{octets_}.substr(at.offset, at.length);
}

}  // namespace assay::observe
