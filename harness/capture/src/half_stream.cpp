#include "half_stream.hpp"

#include <algorithm>
#include <utility>

namespace assay::capture {
namespace {

constexpr std::uint64_t wrap = 1ULL << 32U;

/// RFC 7323 §2.3: no window is larger. What is farther away belongs to another connection.
constexpr std::uint64_t farthest = 1ULL << 30U;

/// Segments that wait for one before them.
constexpr std::size_t most_waiting = 4096;

}  // namespace

void HalfStream::begin(std::uint32_t sequence) {
    begun_ = true;
    // One round ahead, so that what comes before the beginning has a position too.
    first_ = next_ = wrap + sequence;
}

std::uint64_t HalfStream::position_of(std::uint32_t sequence) const {
    const auto distance = static_cast<std::int32_t>(sequence - static_cast<std::uint32_t>(next_));
    return next_ + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
}

void HalfStream::take(std::uint32_t sequence, std::string_view payload, std::size_t missing,
                      StreamSink& sink) {
    if (!begun_ || (payload.empty() && missing == 0)) return;
    const std::uint64_t at = position_of(sequence);
    if (at > next_ + farthest) return;
    if (at > next_) return keep(at, payload, missing, sink);
    hand_on(at, payload, missing, sink);
    hand_on_waiting(sink);
}

void HalfStream::keep(std::uint64_t at, std::string_view payload, std::size_t missing, StreamSink& sink) {
    const auto there = waiting_.find(at);
    if (there != waiting_.end() && there->second.size() >= payload.size() + missing) return;
    while (!waiting_.empty() && (waiting_.size() >= most_waiting || payload.size() > budget_->left())) {
        // Whatever is missing has had its chance.
        lose_up_to(waiting_.begin()->first, sink);
        hand_on_waiting(sink);
    }
    if (at <= next_ || !budget_->take(payload.size())) {
        lose_up_to(at, sink);
        hand_on(at, payload, missing, sink);
        return hand_on_waiting(sink);
    }
    Piece& piece = waiting_[at];
    budget_->give_back(piece.octets.size());
    piece = {std::string{payload}, missing};
}

/// What of the segment is new.
void HalfStream::hand_on(std::uint64_t at, std::string_view payload, std::size_t missing, StreamSink& sink) {
    const std::uint64_t end = at + payload.size() + missing;
    if (end <= next_) return;
    const std::uint64_t known = next_ - at;
    if (known < payload.size()) {
        const std::string_view fresh = payload.substr(known);
        next_ += fresh.size();
        sink.data(fresh);
    }
    lose_up_to(end, sink);
}

void HalfStream::hand_on_waiting(StreamSink& sink) {
    while (!waiting_.empty() && waiting_.begin()->first <= next_) {
        const std::uint64_t at = waiting_.begin()->first;
        const Piece piece = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        budget_->give_back(piece.octets.size());
        hand_on(at, piece.octets, piece.missing, sink);
    }
    if (end_ == 0 || next_ < end_ || closed_) return;
    closed_ = true;
    sink.closed();
}

void HalfStream::lose_up_to(std::uint64_t at, StreamSink& sink) {
    if (at <= next_) return;
    const auto octets = static_cast<std::size_t>(at - next_);
    next_ = at;
    sink.lost(octets);
}

void HalfStream::end_at(std::uint32_t sequence, StreamSink& sink) {
    if (!begun_ || end_ != 0) return;
    const std::uint64_t at = position_of(sequence);
    if (at > next_ + farthest) return;
    end_ = at;
    hand_on_waiting(sink);
}

void HalfStream::acknowledged(std::uint32_t sequence, StreamSink& sink) {
    if (!begun_) return;
    const std::uint64_t at = position_of(sequence);
    if (at <= next_ || at > next_ + farthest) return;
    // The end of the stream has a number of its own, which no octet has.
    const std::uint64_t octets_end = end_ != 0 ? std::min(at, end_) : at;
    while (next_ < octets_end) {
        const std::uint64_t hole_end =
            waiting_.empty() ? octets_end : std::min(octets_end, waiting_.begin()->first);
        lose_up_to(hole_end, sink);
        hand_on_waiting(sink);
    }
}

void HalfStream::flush(StreamSink& sink) {
    while (!waiting_.empty()) {
        lose_up_to(waiting_.begin()->first, sink);
        hand_on_waiting(sink);
    }
}

void HalfStream::drop_waiting() {
    for (const auto& [at, piece] : waiting_) budget_->give_back(piece.octets.size());
    waiting_.clear();
}

}  // namespace assay::capture
