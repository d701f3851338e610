#include "connection.hpp"

#include <fmt/format.h>

#include "assay/observe/start_line.hpp"

namespace assay::capture {
namespace {

using observe::From;
using observe::Likeness;

std::string_view text_of(base::OctetView octets) { return base::text_of(octets); }

}  // namespace

Connection::Connection(Sorting& sorting, const Segment& first)
    : sorting_{sorting},
      ends_{first.from, first.to},
      sides_{Side{*this, 0, sorting.budget()}, Side{*this, 1, sorting.budget()}} {}

bool Connection::is_succeeded_by(const Segment& segment) const {
    if (!segment.syn || segment.ack) return false;
    const Side& side = sides_[segment.from == ends_[0] ? 0 : 1];
    return side.stream.has_begun() && side.stream.first() != segment.sequence + 1;
}

void Connection::take(const Segment& segment) {
    const std::size_t index = segment.from == ends_[0] ? 0 : 1;
    if (is_over_) return;
    learn_client(segment, index);
    begin_streams(segment, index);
    Side& here = sides_[index];
    Side& there = sides_[1 - index];
    const bool has_payload = !segment.payload.empty() || segment.missing > 0;
    // An acknowledgement alone may be ahead of what it acknowledges, in the capture; what builds on it is
    // not.
    if (segment.ack && !segment.rst && (has_payload || segment.fin))
        there.stream.acknowledged(segment.acknowledgement, there);
    const std::uint32_t first = segment.sequence + (segment.syn ? 1 : 0);
    here.stream.take(first, text_of(segment.payload), segment.missing, here);
    if (segment.fin) {
        const std::size_t length = segment.payload.size() + segment.missing;
        here.stream.end_at(first + static_cast<std::uint32_t>(length), here);
    }
    if (segment.rst) {
        for (Side& side : sides_) side.stream.flush(side);
        closed(index);
        return end("the connection was reset");
    }
    if (here.has_ended && there.has_ended) end("the connection ended");
}

void Connection::learn_client(const Segment& segment, std::size_t index) {
    if (segment.syn && !segment.rst) {
        if (!client_) client_ = segment.ack ? 1 - index : index;
        is_whole_ = is_whole_ || !has_data_;
        return;
    }
    if (client_ || sorting_.options().ports.empty()) return;
    if (sorting_.options().ports.contains(segment.to.port)) client_ = index;
    if (sorting_.options().ports.contains(segment.from.port)) client_ = 1 - index;
}

void Connection::begin_streams(const Segment& segment, std::size_t index) {
    HalfStream& here = sides_[index].stream;
    HalfStream& there = sides_[1 - index].stream;
    const bool carries = segment.syn || segment.fin || !segment.payload.empty() || segment.missing > 0;
    if (!here.has_begun() && carries && !segment.rst) here.begin(segment.sequence + (segment.syn ? 1 : 0));
    if (!there.has_begun() && segment.ack && !segment.rst) there.begin(segment.acknowledgement);
}

void Connection::data(std::size_t index, std::string_view octets) {
    has_data_ = true;
    if (tls_) return take_tls(from(index), octets);
    if (!plain_) decide(index, octets);
    if (plain_ && !tls_) plain_->take(from(index), octets);
}

/// Finds out who is the client, where that is not known, and whether it is TLS.
void Connection::decide(std::size_t index, std::string_view octets) {
    if (!client_) {
        if (observe::request_likeness(octets) == Likeness::yes) client_ = index;
        if (observe::response_likeness(octets) == Likeness::yes) client_ = 1 - index;
        if (is_record(octets)) client_ = ends_[index].port > ends_[1 - index].port ? index : 1 - index;
        if (!client_) return;
    }
    if (from(index) == From::client && is_whole_ && may_be_handshake(held_ + std::string{octets})) {
        held_ += octets;
        return;
    }
    const std::string seen = held_ + std::string{octets};
    if (is_whole_ ? from(index) == From::client && is_handshake(seen) : is_record(seen)) {
        tls_.emplace(sorting_.options().keys, [this](From side, std::string_view plain) {
            if (!plain_) begin_plain(tls_->facts());
            plain_->take(side, plain);
        });
        if (!held_.empty()) take_tls(From::client, held_);
        held_.clear();
        return take_tls(from(index), octets);
    }
    begin_plain(std::nullopt);
    if (!held_.empty()) plain_->take(From::client, held_);
    held_.clear();
}

void Connection::begin_plain(std::optional<record::TlsFacts> tls) {
    const bool is_forced = !sorting_.options().ports.empty();
    plain_.emplace(sorting_, service(), is_forced, is_whole_, std::move(tls));
}

void Connection::take_tls(From from, std::string_view octets) {
    const TlsTrouble before = tls_->trouble();
    tls_->take(from, octets);
    if (before == TlsTrouble::none && tls_->trouble() != TlsTrouble::none && plain_) {
        for (const From side : {From::client, From::service})
            plain_->lost(side, "the TLS connection cannot be read any further");
    }
}

void Connection::lost(std::size_t index, std::size_t octets) {
    has_data_ = true;
    sorting_.saw_loss(octets);
    const std::string why = fmt::format("{} octets are lost in the capture", octets);
    if (tls_) {
        tls_->lost();
        if (plain_) plain_->lost(from(index), why);
    } else if (plain_) {
        plain_->lost(from(index), why);
    } else {
        is_whole_ = false;
        held_.clear();
    }
}

void Connection::closed(std::size_t index) {
    sides_[index].has_ended = true;
    if (plain_) plain_->closed(from(index));
}

void Connection::end(const std::string& why) {
    if (is_over_) return;
    for (Side& side : sides_) side.stream.flush(side);
    is_over_ = true;
    if (!has_data_) return;
    if (plain_) plain_->end(why);
    if (tls_ && tls_->trouble() != TlsTrouble::none)
        sorting_.saw_tls_trouble(service(), tls_->trouble(), tls_->detail());
    if (!plain_ && !tls_) sorting_.saw_other_protocol(service(), "something unknown");
    plain_.reset();
    tls_.reset();
}

From Connection::from(std::size_t index) const {
    return client_.value_or(0) == index ? From::client : From::service;
}

const Endpoint& Connection::service() const {
    // Where nothing told, the lower port is usually the service's.
    const std::size_t guess = ends_[0].port < ends_[1].port ? 1 : 0;
    return ends_[1 - client_.value_or(guess)];
}

}  // namespace assay::capture
