#include "channel.hpp"

#include <array>

#include <openssl/err.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace assay::load {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

Channel::Channel(asio::io_context& context, std::shared_ptr<const TlsClient> tls, const base::Clock& clock,
                 ChannelUser& user)
    : tls_{std::move(tls)}, clock_{clock}, user_{user}, socket_{context} {}

void Channel::connect(const Tcp::endpoint& peer) {
    began_ = clock_.now();
    opening_ = {};
    socket_.async_connect(peer, [this, generation = generation_](const error_code& error) {
        if (generation == generation_) connected(error);
    });
}

void Channel::connected(const error_code& error) {
    if (error) {
        return user_.on_connect_failed(error == asio::error::connection_refused ? ErrorKind::connect_refused
                                                                                : ErrorKind::connect_failed);
    }
    error_code ignored;  // neither can fail on a connected TCP socket in a way that reading would not show
    socket_.set_option(Tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
    const base::Instant now = clock_.now();
    opening_.connect = now - began_;
    if (!tls_) return user_.on_connected(opening_);
    began_ = now;
    secure_ = tls_->connection(socket_.native_handle(), memory_);
    shake_hands();
}

void Channel::shake_hands() {
    ERR_clear_error();
    const int result = SSL_do_handshake(secure_.get());
    if (result == 1) {
        opening_.tls = clock_.now() - began_;
        opening_.resumed = SSL_session_reused(secure_.get()) == 1;
        return user_.on_connected(opening_);
    }
    switch (SSL_get_error(secure_.get(), result)) {
        case SSL_ERROR_WANT_READ: return wait(Tcp::socket::wait_read, &Channel::shake_hands);
        case SSL_ERROR_WANT_WRITE: return wait(Tcp::socket::wait_write, &Channel::shake_hands);
        default: break;
    }
    user_.on_connect_failed(SSL_get_verify_result(secure_.get()) == X509_V_OK ? ErrorKind::tls_failed
                                                                              : ErrorKind::tls_untrusted);
}

void Channel::wait(Tcp::socket::wait_type what, void (Channel::*then)()) {
    socket_.async_wait(what, [this, then, generation = generation_](const error_code&) {
        if (generation == generation_) (this->*then)();
    });
}

// A request fits into the socket's buffer but for odd peers, so it is written without asking the reactor.
void Channel::send(std::string_view octets) {
    rest_ = octets;
    flush();
}

void Channel::flush() {
    error_code error;
    while (!rest_.empty() && !error) rest_.remove_prefix(write_some(error));
    if (error == asio::error::would_block) wait(Tcp::socket::wait_write, &Channel::flush);
}

// @param error would_block when the peer takes no more at the moment
std::size_t Channel::write_some(error_code& error) {
    if (!secure_) return socket_.send(asio::buffer(rest_), 0, error);
    std::size_t count = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(secure_.get(), rest_.data(), rest_.size(), &count);
    if (result == 1) return count;
    const int reason = SSL_get_error(secure_.get(), result);
    error = reason == SSL_ERROR_WANT_WRITE ? error_code{asio::error::would_block}
                                           : error_code{asio::error::broken_pipe};
    return 0;
}

void Channel::receive(std::span<char> room) {
    if (!secure_) {
        return socket_.async_receive(
            asio::buffer(room.data(), room.size()),
            [this, generation = generation_](const error_code& error, std::size_t count) {
                if (generation == generation_) user_.on_received(error, count);
            });
    }
    room_ = room;
    if (reading_) return;
    if (SSL_has_pending(secure_.get()) == 0) return wait(Tcp::socket::wait_read, &Channel::receive_tls);
    asio::post(socket_.get_executor(), [this, generation = generation_] {
        if (generation == generation_) receive_tls();
    });
}

// Reads until the socket has nothing more, because the reactor tells of new octets only.
void Channel::receive_tls() {
    reading_ = true;
    const unsigned generation = generation_;
    while (!room_.empty()) {
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(secure_.get(), room_.data(), room_.size(), &count);
        error_code error;
        if (result != 1) {
            const int reason = SSL_get_error(secure_.get(), result);
            if (reason == SSL_ERROR_WANT_READ) {
                // who has read a session ticket keeps a buffer of 16 KiB for writing, whatever the mode says
                SSL_free_buffers(secure_.get());
                wait(Tcp::socket::wait_read, &Channel::receive_tls);
                break;
            }
            // A peer that closes without close_notify has ended the stream all the same; HTTP has lengths.
            const bool is_end = reason == SSL_ERROR_ZERO_RETURN ||
                                ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
            error = is_end ? error_code{asio::error::eof} : error_code{asio::error::connection_reset};
        }
        room_ = {};
        user_.on_received(error, count);
        if (generation != generation_) return;
    }
    reading_ = false;
}

std::optional<record::TlsFacts> Channel::tls_facts() const {
    if (!secure_) return std::nullopt;
    record::TlsFacts facts{SSL_get_version(secure_.get()), SSL_get_cipher_name(secure_.get()), {}};
    if (const X509* peer = SSL_get0_peer_certificate(secure_.get())) {
        std::array<char, 256> subject{};
        X509_NAME_oneline(X509_get_subject_name(peer), subject.data(), static_cast<int>(subject.size()));
        facts.peer_subject = subject.data();
    }
    return facts;
}

void Channel::close() {
    ++generation_;
    if (secure_) {
        SSL_shutdown(secure_.get());  // or its session could not be taken up
        secure_.reset();
    }
    error_code ignored;
    socket_.close(ignored);
    rest_ = {};
    room_ = {};
    reading_ = false;
}

}  // namespace assay::load
