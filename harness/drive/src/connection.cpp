#include "connection.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "assay/observe/limits.hpp"
#include "assay/observe/response_framer.hpp"

namespace assay::drive {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using observe::ResponseFramer;

/// How soon a stop is noticed.
constexpr std::chrono::milliseconds glance{100};

std::string openssl_trouble() {
    return error_code{static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()}.message();
}

bool is_close(const error_code& error) {
    return error == asio::error::eof || error == asio::error::connection_reset ||
           error == asio::error::broken_pipe || error == asio::ssl::error::stream_truncated;
}

}  // namespace

class Connection::Impl {
public:
    Impl(const Access& access, const script::Greeting& greeting, const base::Clock& clock,
         const std::atomic<bool>& stop)
        : access_{access},
          greeting_{greeting},
          clock_{clock},
          stop_{stop},
          tls_{asio::ssl::context::tls_client},
          stream_{io_, tls_} {}

    std::string connect(base::Instant deadline) {
        error_code error;
        const auto endpoints =
            tcp::resolver{io_}.resolve(access_.target.host, std::to_string(access_.target.port), error);
        if (error) return error.message();
        std::optional<error_code> result;
        asio::async_connect(socket(), endpoints,
                            [&](const error_code& connected, const tcp::endpoint&) { result = connected; });
        run_until(deadline, [&] { return result.has_value(); });
        if (!result) return give_up("no connection within the timeout");
        // it was accepted and then reset, before that it was accepted could be seen
        reset_ = *result == asio::error::connection_reset;
        if (*result) return result->message();
        socket().set_option(tcp::no_delay{true}, error);
        reached_ = true;
        return is_secure() ? greet(deadline) : std::string{};
    }

    [[nodiscard]] bool is_reached() const { return reached_; }
    [[nodiscard]] bool is_reset() const { return reset_; }

    Talked talk(const Talk& talk);

    bool is_open() {
        if (!socket().is_open() || !surplus_.empty()) return false;
        error_code error;
        char octet = 0;
        socket().non_blocking(true, error);
        const auto count = socket().receive(asio::buffer(&octet, 1), tcp::socket::message_peek, error);
        return error == asio::error::would_block && count == 0;
    }

    [[nodiscard]] std::optional<record::TlsFacts> tls() const { return facts_; }

private:
    class Exchange;

    tcp::socket& socket() { return stream_.next_layer(); }

    [[nodiscard]] bool is_secure() const { return access_.target.tls && !greeting_.clear; }

    /// Runs handlers until `done`, the deadline or a stop.
    template <class Done>
    void run_until(base::Instant deadline, Done done) {
        io_.restart();
        while (!done() && !stop_.load()) {
            const auto left = deadline - clock_.now();
            if (left <= base::Duration::zero()) return;
            io_.run_one_for(std::min<base::Duration>(left, glance));
            if (io_.stopped()) io_.restart();
        }
    }

    /// Ends whatever is under way, so that no handler outlives what it refers to.
    void close() {
        error_code ignored;
        socket().close(ignored);
        io_.restart();
        io_.run();
    }

    std::string give_up(const std::string& why) {
        close();
        return why;
    }

    std::string greet(base::Instant deadline);
    error_code trust();
    [[nodiscard]] bool offer();
    bool show_certificate();

    template <class Buffers, class Handler>
    void read_some(const Buffers& buffers, Handler handler) {
        is_secure() ? stream_.async_read_some(buffers, std::move(handler))
                    : socket().async_read_some(buffers, std::move(handler));
    }

    template <class Buffers, class Handler>
    void write(const Buffers& buffers, Handler handler) {
        is_secure() ? asio::async_write(stream_, buffers, std::move(handler))
                    : asio::async_write(socket(), buffers, std::move(handler));
    }

    const Access& access_;
    const script::Greeting greeting_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    bool reached_ = false;
    bool reset_ = false;
    asio::io_context io_;
    asio::ssl::context tls_;
    asio::ssl::stream<tcp::socket> stream_;
    std::optional<record::TlsFacts> facts_;
    std::string surplus_;  ///< octets that came after a response and belong to the next one
};

std::string Connection::Impl::greet(base::Instant deadline) {
    if (const error_code error = trust()) return error.message() + ": " + access_.ca_file;
    if (!offer()) return give_up("OpenSSL cannot offer this: " + openssl_trouble());
    if (!access_.certificate.empty() && greeting_.certificate && !show_certificate()) {
        return give_up(access_.certificate + ", " + access_.key +
                       ": not a certificate and its key, both PEM: " + openssl_trouble());
    }
    std::optional<error_code> result;
    stream_.async_handshake(asio::ssl::stream_base::client,
                            [&](const error_code& greeted) { result = greeted; });
    run_until(deadline, [&] { return result.has_value(); });
    if (!result) return give_up("no TLS within the timeout");
    if (*result) return "TLS: " + result->message();
    facts_ = record::TlsFacts{
        SSL_get_version(stream_.native_handle()), SSL_get_cipher_name(stream_.native_handle()), {}};
    if (X509* peer = SSL_get0_peer_certificate(stream_.native_handle())) {
        std::array<char, 256> name{};
        X509_NAME_oneline(X509_get_subject_name(peer), name.data(), static_cast<int>(name.size()));
        facts_->peer_subject = name.data();
    }
    return {};
}

/// Whom to trust, and which name to see.
error_code Connection::Impl::trust() {
    error_code error;
    const std::string& name = greeting_.server_name.value_or(access_.target.host);
    if (!name.empty()) SSL_set_tlsext_host_name(stream_.native_handle(), name.c_str());
    if (!access_.verify) {
        stream_.set_verify_mode(asio::ssl::verify_none, error);
        return error;
    }
    if (access_.ca_file.empty()) {
        tls_.set_default_verify_paths(error);
    } else {
        tls_.load_verify_file(access_.ca_file, error);
    }
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification{access_.target.host});
    return error;
}

/// Old versions and weak ciphers are below what OpenSSL would offer by itself.
bool Connection::Impl::offer() {
    SSL* const connection = stream_.native_handle();
    ERR_clear_error();
    if (!greeting_.newest.empty()) {
        SSL_set_security_level(connection, 0);
        SSL_set_min_proto_version(connection, TLS1_VERSION);
        if (SSL_set_max_proto_version(connection, TLS1_VERSION + (greeting_.newest[2] - '0')) != 1)
            return false;
    }
    if (greeting_.ciphers.empty()) return true;
    SSL_set_security_level(connection, 0);
    return SSL_set_cipher_list(connection, greeting_.ciphers.c_str()) == 1;
}

/// The connection has its own copy of what the context held, so that it is the connection that is told.
bool Connection::Impl::show_certificate() {
    ERR_clear_error();
    SSL* const connection = stream_.native_handle();
    return SSL_use_certificate_chain_file(connection, access_.certificate.c_str()) == 1 &&
           SSL_use_PrivateKey_file(connection, access_.key.c_str(), SSL_FILETYPE_PEM) == 1 &&
           SSL_check_private_key(connection) == 1;
}

/// One talk under way: writes and reads at once, because a service may answer before it has read everything.
class Connection::Impl::Exchange {
public:
    Exchange(Impl& connection, const Talk& talk)
        : connection_{connection},
          talk_{talk},
          framer_{talk.method.empty() ? "POST" : talk.method},
          pause_{connection.io_} {}

    Talked run() {
        take(std::exchange(connection_.surplus_, {}));
        write_next();
        if (talk_.await && !finished_) read_next();
        connection_.run_until(talk_.deadline, [this] { return finished_; });
        return conclude();
    }

private:
    void write_next() {
        if (finished_) return;
        if (written_ == talk_.pieces.size()) return wrote_all();
        connection_.write(asio::buffer(talk_.pieces[written_]), [this](const error_code& error, std::size_t) {
            if (error) return cannot_write(error);
            ++written_;
            if (written_ == talk_.pieces.size() || talk_.pause.count() == 0) return write_next();
            pause();
        });
    }

    void pause() {
        pausing_ = true;
        pause_.expires_after(talk_.pause);
        pause_.async_wait([this](const error_code&) {
            pausing_ = false;
            write_next();
        });
    }

    void wrote_all() {
        sent_ = connection_.clock_.now();
        error_code ignored;
        if (talk_.half_close) connection_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        if (!talk_.await) finished_ = true;
    }

    /// The peer may have answered before it hung up: reading goes on.
    void cannot_write(const error_code& error) {
        trouble_ = error.message();
        sent_ = connection_.clock_.now();
        broken_ = true;
        if (!talk_.await) finished_ = true;
    }

    void read_next() {
        connection_.read_some(asio::buffer(buffer_), [this](const error_code& error, std::size_t count) {
            take({buffer_.data(), count});
            if (finished_) return;
            if (error) return ended_by(error);
            read_next();
        });
    }

    void take(const std::string& octets) {
        if (octets.empty()) return;
        if (!first_octet_) first_octet_ = connection_.clock_.now();
        response_ += octets;
        const auto state = framer_.feed(octets);
        if (state == ResponseFramer::State::complete || state == ResponseFramer::State::given_up)
            finished_ = true;
        if (talk_.head_only && response_.find("\r\n\r\n") != std::string::npos) finished_ = true;
        if (pausing_ && talk_.expects_continue && framer_.interim_responses() > 0) pause_.cancel();
    }

    void ended_by(const error_code& error) {
        closed_ = true;
        broke_off_ = error != asio::error::eof;
        if (!is_close(error) || trouble_.empty()) trouble_ = error.message();
        finished_ = true;
    }

    Talked conclude() {
        Talked talked;
        talked.stopped = !finished_ && connection_.stop_.load();
        talked.sent = sent_.value_or(connection_.clock_.now());
        talked.first_octet = first_octet_;
        talked.ending = ending();
        if (talked.ending != record::Ending::answered && talked.ending != record::Ending::not_awaited)
            talked.trouble = trouble(talked.ending);
        const bool all_written = written_ == talk_.pieces.size();
        const bool went_well = talked.ending == record::Ending::answered && !closed_ && !broken_ &&
                               all_written && !talk_.half_close;
        talked.reusable = (went_well && framer_.keeps_connection()) || (talk_.head_only && went_well) ||
                          (!talk_.await && !broken_);
        keep_surplus();
        if (talked.ending == record::Ending::given_up) {
            talked.response_octets = response_.size();
            response_.resize(std::min(response_.size(), observe::limits.kept_octets));
            response_.shrink_to_fit();
        }
        talked.response = std::move(response_);
        quiesce(talked.reusable);
        return talked;
    }

    [[nodiscard]] record::Ending ending() const {
        if (!talk_.await) return record::Ending::not_awaited;
        if (framer_.state() == ResponseFramer::State::given_up) return record::Ending::given_up;
        if (framer_.state() == ResponseFramer::State::complete) return record::Ending::answered;
        if (!finished_) return record::Ending::timed_out;
        if (!closed_) return record::Ending::answered;  // a head was all that was waited for
        if (response_.empty()) return record::Ending::closed;
        return framer_.whole_if_closed() && !broke_off_ ? record::Ending::answered : record::Ending::cut;
    }

    /// In words, for an ending that is no answer.
    [[nodiscard]] std::string trouble(record::Ending ending) const {
        if (ending == record::Ending::given_up) return "the answer was given up: " + framer_.excess();
        if (ending != record::Ending::timed_out) return trouble_;
        if (!sent_) return "the target did not take the whole request within the time limit";
        if (response_.empty()) return "no octet of an answer came within the time limit";
        return fmt::format("the answer did not end within the time limit; {} octets of it came",
                           response_.size());
    }

    void keep_surplus() {
        if (talk_.takes_surplus || framer_.state() != ResponseFramer::State::complete) return;
        connection_.surplus_ = response_.substr(std::min(framer_.consumed(), response_.size()));
        response_.resize(response_.size() - connection_.surplus_.size());
    }

    /// No handler may outlive this object. A read under way ends with the connection, unless that is to be
    /// kept.
    void quiesce(bool keep) {
        finished_ = true;
        pause_.cancel();
        error_code ignored;
        if (keep) {
            connection_.socket().cancel(ignored);
        } else {
            connection_.socket().close(ignored);
        }
        connection_.io_.restart();
        connection_.io_.run();
    }

    Impl& connection_;
    const Talk& talk_;
    ResponseFramer framer_;
    asio::steady_timer pause_;
    std::array<char, 16384> buffer_{};
    std::string response_;
    std::string trouble_;
    std::size_t written_ = 0;
    bool pausing_ = false;
    bool finished_ = false;
    bool closed_ = false;
    bool broke_off_ = false;  ///< closed in a way that does not end a body: RFC 9112 §9.8, §8
    bool broken_ = false;
    std::optional<base::Instant> sent_;
    std::optional<base::Instant> first_octet_;
};

Talked Connection::Impl::talk(const Talk& talk) { return Exchange{*this, talk}.run(); }

Connection::Connection(const Access& access, const script::Greeting& greeting, const base::Clock& clock,
                       const std::atomic<bool>& stop)
    : impl_{std::make_unique<Impl>(access, greeting, clock, stop)} {}
Connection::~Connection() = default;

std::string Connection::connect(base::Instant deadline) { return impl_->connect(deadline); }
bool Connection::is_reached() const { return impl_->is_reached(); }
bool Connection::is_reset() const { return impl_->is_reset(); }
Talked Connection::talk(const Talk& talk) { return impl_->talk(talk); }
bool Connection::is_open() { return impl_->is_open(); }
std::optional<record::TlsFacts> Connection::tls() const { return impl_->tls(); }

}  // namespace assay::drive
