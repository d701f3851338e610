#include "plain_track.hpp"

#include "assay/observe/start_line.hpp"

namespace assay::capture {
namespace {

using observe::From;
using observe::Likeness;

constexpr std::size_t most_held = 8192;

/// What the first octets give away.
std::string protocol_of(std::string_view octets) {
    if (octets.starts_with("PRI * HTTP/2")) return "HTTP/2";
    if (octets.starts_with("SSH-")) return "SSH";
    return "something unknown";
}

}  // namespace

PlainTrack::PlainTrack(Sorting& sorting, Endpoint service, bool is_forced, bool is_whole,
                       std::optional<record::TlsFacts> tls)
    : sorting_{sorting}, service_{service}, is_whole_{is_whole}, tls_{std::move(tls)} {
    if (is_forced) begin();
}

void PlainTrack::take(From from, std::string_view octets) {
    if (kind_ == Kind::undecided) decide(from, octets);
    if (kind_ == Kind::http) conversation_->take(from, octets, sorting_.now());
}

/// Until it is decided, octets are held and then given on at once: the caller's own come after them.
void PlainTrack::decide(From from, std::string_view octets) {
    const auto likeness = from == From::client ? observe::request_likeness : observe::response_likeness;
    if (!is_whole_) {
        // In the middle of something: only a segment that begins like a message tells.
        if (likeness(octets) == Likeness::yes) begin();
        return;
    }
    const std::string seen = held(from) + std::string{octets};
    const Likeness found = likeness(seen);
    if (found == Likeness::yes) return begin();
    if (found == Likeness::no || seen.size() > most_held) return pass_over(seen);
    // The caller gives on nothing yet.
    held(from) = seen;
}

void PlainTrack::begin() {
    kind_ = Kind::http;
    sorting_.saw_service(service_, tls_.has_value());
    conversation_.emplace(is_whole_ ? sorting_.next_connection() : 0, sorting_.events(), sorting_.budget());
    if (tls_) conversation_->set_tls(*tls_);
    for (const From from : {From::client, From::service}) {
        // Whatever goes on there began before: only what begins like a message counts.
        if (!is_whole_) conversation_->lost(from, sorting_.now(), "the capture begins within it");
        if (!held(from).empty()) conversation_->take(from, held(from), sorting_.now());
        held(from) = {};
    }
}

void PlainTrack::pass_over(std::string_view octets) {
    kind_ = Kind::other;
    other_ = protocol_of(octets);
    held_ = {};
}

void PlainTrack::lost(From from, const std::string& why) {
    if (kind_ == Kind::http) conversation_->lost(from, sorting_.now(), why);
    if (kind_ == Kind::undecided) {
        is_whole_ = false;
        held_ = {};
    }
}

void PlainTrack::closed(From from) {
    if (kind_ == Kind::http) conversation_->closed(from, sorting_.now());
}

void PlainTrack::end(const std::string& why) {
    if (kind_ == Kind::http) {
        conversation_->end(sorting_.now(), why);
        sorting_.add_up(*conversation_);
        if (!is_whole_) sorting_.saw_without_beginning();
        return;
    }
    sorting_.saw_other_protocol(service_, other_.empty() ? "something unknown" : other_);
}

}  // namespace assay::capture
