#include "sampler.hpp"

#include <algorithm>

namespace assay::load {
namespace {

/// Not that of the users' own draws: what is asked may not decide whether it is looked at.
constexpr std::uint64_t stream = 0x73616d706c657273;

record::Ending ending_of(std::optional<ErrorKind> error, bool has_answer) {
    if (!error) return record::Ending::answered;
    switch (*error) {
        case ErrorKind::timed_out: return record::Ending::timed_out;
        case ErrorKind::too_large: return record::Ending::given_up;
        case ErrorKind::reset:
        case ErrorKind::closed: return has_answer ? record::Ending::cut : record::Ending::closed;
        default: return record::Ending::answered;  // what is wrong with it shows in its octets
    }
}

/// "POST /wsman"
std::string label_of(std::string_view request) {
    const std::string_view line = request.substr(0, request.find("\r\n"));
    return std::string{line.substr(0, line.rfind(' '))};
}

}  // namespace

Sampler::Sampler(SampleOrigin& origin, unsigned user)
    : origin_{origin},
      random_{SeededRandom{origin.sampling.seed ^ stream}.next() ^ SeededRandom{user}.next()} {}

void Sampler::begin(std::string_view request, std::optional<record::TlsFacts> tls, base::Instant now) {
    record::Exchange& exchange = exchange_.emplace();
    exchange.label = label_of(request);
    exchange.connection = connection_;
    exchange.request = request;
    exchange.tls = std::move(tls);
    exchange.times.began = exchange.times.connected = exchange.times.sent = since_began(now);
}

void Sampler::received(std::string_view octets, base::Instant now) {
    if (!exchange_) return;
    if (exchange_->response.empty()) exchange_->times.first_octet = since_began(now);
    exchange_->response += octets;
}

void Sampler::end(std::optional<ErrorKind> error, base::Instant now) {
    if (!exchange_) return;
    exchange_->times.finished = since_began(now);
    exchange_->ending = ending_of(error, !exchange_->response.empty());
    if (error) exchange_->trouble = name_of(*error);
    origin_.sampling.sink->take(std::move(*exchange_));
    exchange_.reset();
}

}  // namespace assay::load
