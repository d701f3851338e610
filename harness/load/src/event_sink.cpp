#include "assay/load/event_sink.hpp"

#include <charconv>
#include <thread>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "assay/base/text.hpp"
#include "background_acceptor.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t most_octets = std::size_t{1} << 20U;
constexpr auto patience = 60s;
constexpr base::Duration quiet = 500ms;
constexpr std::string_view path = "/sink/";

std::string response(std::string_view status, std::string_view body = {}) {
    const std::string_view type = body.empty() ? "" : "Content-Type: application/soap+xml;charset=UTF-8\r\n";
    // RFC 9110 §8.6: an answer with status 204 has no Content-Length
    const std::string length =
        status.starts_with("204") ? std::string{} : fmt::format("Content-Length: {}\r\n", body.size());
    return fmt::format("HTTP/1.1 {}\r\n{}{}\r\n{}", status, type, length, body);
}

/// The value of a field of a head, trimmed; empty when there is none.
std::string_view field_of(std::string_view head, std::string_view name) {
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
        at += 2;
        const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && base::equal_ignoring_case(line.substr(0, colon), name))
            return base::trimmed(line.substr(colon + 1));
    }
    return {};
}

/// One connection; lives as long as a handler of it waits.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, DeliveryLedger& ledger, const CreationPlace& place, const base::Clock& clock)
        : socket_{std::move(socket)},
          deadline_{socket_.get_executor()},
          ledger_{ledger},
          place_{place},
          clock_{clock} {
        error_code ignored;
        socket_.set_option(Tcp::no_delay{true}, ignored);
    }

    void read_head() {
        deadline_.expires_after(patience);
        deadline_.async_wait([weak = weak_from_this()](const error_code& error) {
            const auto self = weak.lock();
            error_code ignored;
            if (!error && self) self->socket_.close(ignored);
        });
        asio::async_read_until(socket_, asio::dynamic_buffer(octets_, most_octets), "\r\n\r\n",
                               [self = shared_from_this()](const error_code& error, std::size_t length) {
                                   if (!error) self->read_body(length);
                               });
    }

private:
    void read_body(std::size_t head_length) {
        head_length_ = head_length;
        const std::string_view length = field_of(head(), "Content-Length");
        const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), body_length_);
        if (length.empty() || error != std::errc{} || end != length.data() + length.size())
            return end_with("411 Length Required");
        if (body_length_ > most_octets) return end_with("413 Content Too Large");
        const std::size_t whole = head_length_ + body_length_;
        const std::size_t missing = whole > octets_.size() ? whole - octets_.size() : 0;
        const std::size_t from = octets_.size();
        octets_.resize(from + missing);
        asio::async_read(socket_, asio::buffer(octets_.data() + from, missing),
                         [self = shared_from_this()](const error_code& failure, std::size_t) {
                             if (!failure) self->take();
                         });
    }

    void take() {
        const base::Instant now = clock_.now();
        const std::string_view body{octets_.data() + head_length_, body_length_};
        const bool is_delivery = head().starts_with("POST ") && head().substr(5).starts_with(path);
        const auto delivery = is_delivery ? read_delivery(body, place_) : std::nullopt;
        if (!delivery) return end_with(is_delivery ? "400 Bad Request" : "404 Not Found");
        answer_ = delivery->awaits_ack ? response("200 OK", acknowledgement_of(delivery->message_id))
                                       : response("204 No Content");
        ledger_.take(*delivery, delivery->awaits_ack, now, clock_.wall());
        const bool keep = !base::equal_ignoring_case(field_of(head(), "Connection"), "close");
        octets_.erase(0, head_length_ + body_length_);
        write(keep);
    }

    void end_with(std::string_view status) {
        ledger_.reject(clock_.now());
        answer_ = response(status);
        write(false);
    }

    void write(bool keep) {
        asio::async_write(socket_, asio::buffer(answer_),
                          [self = shared_from_this(), keep](const error_code& error, std::size_t) {
                              if (!error && keep) return self->read_head();
                              error_code ignored;
                              self->deadline_.cancel();
                              self->socket_.shutdown(Tcp::socket::shutdown_both, ignored);
                          });
    }

    [[nodiscard]] std::string_view head() const { return {octets_.data(), head_length_}; }

    Tcp::socket socket_;
    asio::steady_timer deadline_;
    DeliveryLedger& ledger_;
    const CreationPlace& place_;
    const base::Clock& clock_;
    std::string octets_;
    std::size_t head_length_ = 0;
    std::size_t body_length_ = 0;
    std::string answer_;
};

}  // namespace

/// What the sessions share, and the thread that serves them, which ends before it.
class EventSink::Service {
public:
    Service(std::string_view address, CreationPlace place, const base::Clock& clock)
        : place_{std::move(place)}, clock_{clock}, acceptor_{address, "--sink", [this](Tcp::socket socket) {
                                                                 std::make_shared<Session>(std::move(socket),
                                                                                           ledger_, place_,
                                                                                           clock_)
                                                                     ->read_head();
                                                             }} {}

    [[nodiscard]] std::string url() const { return acceptor_.url() + std::string{path}; }
    [[nodiscard]] DeliveryLedger& ledger() { return ledger_; }
    [[nodiscard]] const base::Clock& clock() const { return clock_; }

private:
    CreationPlace place_;
    const base::Clock& clock_;
    DeliveryLedger ledger_;
    BackgroundAcceptor acceptor_;
};

EventSink::EventSink(std::string_view address, CreationPlace place, const base::Clock& clock)
    : service_{std::make_unique<Service>(address, std::move(place), clock)}, url_{service_->url()} {}

EventSink::~EventSink() = default;

std::string EventSink::url(unsigned subscription) const { return url_ + std::to_string(subscription); }

DeliveryLedger& EventSink::ledger() { return service_->ledger(); }

void EventSink::settle(base::Duration most, const std::stop_token& stop) const {
    const base::Instant began = service_->clock().now();
    for (base::Instant now = began; now - began < most && !stop.stop_requested();
         now = service_->clock().now()) {
        if (now - std::max(began, service_->ledger().latest()) >= quiet) return;
        std::this_thread::sleep_for(10ms);
    }
}

}  // namespace assay::load
