#include "assay/observe/conversation.hpp"

#include <deque>
#include <optional>

#include "assay/observe/start_line.hpp"
#include "message_reader.hpp"

namespace assay::observe {
namespace {

using record::Ending;
using record::Exchange;
using record::RunTime;

/// A message being read, and what it takes of the budget.
class Message {
public:
    Message(MessageReader::Kind kind, std::string_view method, Budget& budget)
        : reader_{kind, method}, budget_{&budget} {}
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;
    ~Message() { budget_->give_back(held_); }

    /// @return false when it would become too large; then nothing was taken in
    [[nodiscard]] bool feed(std::string_view octets, std::size_t most) {
        if (held_ + octets.size() > most || !budget_->take(octets.size())) return false;
        held_ += octets.size();
        reader_.feed(octets);
        return true;
    }

    [[nodiscard]] bool complete() const { return reader_.complete(); }
    [[nodiscard]] bool until_close() const { return reader_.until_close(); }
    [[nodiscard]] int status() const { return reader_.reading().status; }
    [[nodiscard]] const std::string& method() const { return reader_.reading().method; }
    [[nodiscard]] const std::string& target() const { return reader_.reading().target; }
    /// Octets beyond the end of the message.
    [[nodiscard]] std::string_view surplus() const { return octets().substr(end()); }
    [[nodiscard]] std::string_view octets() const { return reader_.octets(); }
    [[nodiscard]] std::size_t end() const { return complete() ? reader_.consumed() : octets().size(); }

private:
    MessageReader reader_;
    Budget* budget_;
    std::size_t held_ = 0;
};

using MessagePtr = std::unique_ptr<Message>;

/// An exchange under way.
struct Pending {
    Exchange exchange;
    MessagePtr request;   ///< until it is whole
    MessagePtr response;  ///< from its first octet on
    std::string method;
    bool has_request = false;  ///< the request is whole, or is known not to become so
    bool has_ended = false;    ///< what there is to say of the response is said
};

}  // namespace

class Conversation::Impl {
public:
    Impl(std::uint32_t connection, const ConversationEvents& events, Budget& budget,
         const ConversationLimits& limits)
        : connection_{connection}, events_{events}, budget_{budget}, limits_{limits} {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() = default;

    void set_tls(const record::TlsFacts& facts) { tls_ = facts; }

    void take(From from, std::string_view octets, RunTime at) {
        now_ = at;
        if (given_up_ || !is_synchronised(from, octets)) {
            skipped_ += octets.size();
        } else if (from == From::client) {
            take_requests(std::string{octets});
        } else {
            take_responses(std::string{octets});
        }
    }

    void lost(From from, RunTime at, const std::string& why) {
        now_ = at;
        had_losses_ = true;
        stray_.reset();
        (from == From::client ? client_lost_ : service_lost_) = true;
        if (from == From::client) {
            drop_unfinished_request();
        } else if (!pending_.empty()) {
            break_off(pending_.front(), why);
        }
        hand_on();
    }

    void closed(From from, RunTime at) {
        now_ = at;
        (from == From::client ? client_closed_ : service_closed_) = true;
        if (from == From::client) {
            if (!pending_.empty()) finish_cut_request(pending_.back());
        } else {
            service_ended();
        }
        hand_on();
    }

    void end(RunTime at, const std::string& why) {
        now_ = at;
        drop_unfinished_request();
        for (Pending& each : pending_) break_off(each, why);
        hand_on();
        tell_stray();
        given_up_ = true;
    }

    void unreachable(RunTime at, const std::string& why) {
        now_ = at;
        for (Pending& each : pending_) {
            finish_request(each);
            conclude(each, Ending::unreachable, why);
        }
        hand_on();
        given_up_ = true;
    }

    [[nodiscard]] std::size_t whole_requests_waiting() const {
        std::size_t whole = 0;
        for (const Pending& each : pending_) whole += each.has_request ? 1 : 0;
        return whole;
    }
    [[nodiscard]] std::size_t abandoned() const { return abandoned_; }
    [[nodiscard]] std::size_t skipped() const { return skipped_; }

private:
    bool is_synchronised(From from, std::string_view octets) {
        bool& lost = from == From::client ? client_lost_ : service_lost_;
        if (lost) {
            lost = (from == From::client ? request_likeness(octets) : response_likeness(octets)) !=
                   Likeness::yes;
        }
        return !lost;
    }

    void take_requests(std::string octets) {
        while (!octets.empty() && !given_up_) {
            if (pending_.empty() || pending_.back().has_request) {
                if (pending_.size() == limits_.waiting) return give_up("too many requests wait at once");
                begin_exchange();
            }
            Pending& last = pending_.back();
            if (!last.request->feed(octets, limits_.message)) return give_up("a request is too long");
            octets.clear();
            last.exchange.times.sent = now_;
            if (!last.request->complete()) return;
            octets = last.request->surplus();
            finish_request(last);
            hand_on();
        }
    }

    void begin_exchange() {
        Pending& fresh = pending_.emplace_back();
        fresh.exchange.id = events_.number();
        fresh.exchange.connection = connection_;
        fresh.exchange.times.began = fresh.exchange.times.connected = now_;
        fresh.exchange.tls = tls_;
        fresh.request = std::make_unique<Message>(MessageReader::Kind::request, "", budget_);
    }

    /// What there is of the request is all of it.
    static void finish_request(Pending& pending) {
        if (pending.has_request) return;
        pending.has_request = true;
        pending.method = pending.request->method();
        pending.exchange.label = (pending.method + ' ' + pending.request->target()).substr(0, 200);
        pending.exchange.request =
            record::redacted(pending.request->octets().substr(0, pending.request->end()));
        pending.request.reset();
    }

    /// No more of the request will come. That it is not whole is the client's doing only where nobody else
    /// ended the exchange: RFC 9112 §9.5 has a client stop sending when it is refused meanwhile.
    void finish_cut_request(Pending& pending) {
        if (pending.has_request) return;
        if ((pending.has_ended || service_closed_) && !pending.request->until_close())
            pending.exchange.unlawful_because = "it was not whole when the service ended the exchange";
        finish_request(pending);
    }

    void take_responses(std::string octets) {
        while (!octets.empty() && !given_up_) {
            if (pending_.empty() || pending_.front().has_ended) return keep_stray(octets);
            Pending& first = pending_.front();
            if (first.response == nullptr) begin_response(first);
            if (!first.response->feed(octets, limits_.message)) return give_up("an answer is too long");
            octets.clear();
            if (!first.response->complete()) return;
            // What follows the answer while no other is awaited is part of it: that it is too much shows
            // there.
            if (pending_.size() > 1) octets = first.response->surplus();
            answered(first, octets.empty());
            hand_on();
        }
    }

    void begin_response(Pending& first) {
        const std::string_view method = first.request == nullptr ? first.method : first.request->method();
        first.response = std::make_unique<Message>(MessageReader::Kind::response, method, budget_);
        first.exchange.times.first_octet = now_;
        if (stray_ == nullptr) return;
        (void)first.response->feed(stray_->octets(), limits_.message);
        stray_.reset();
    }

    /// Octets that answer nothing. They may be the beginning of what is taken for the next answer.
    void keep_stray(std::string_view octets) {
        if (!had_losses_ && stray_ == nullptr)
            stray_ = std::make_unique<Message>(MessageReader::Kind::response, "", budget_);
        if (had_losses_ || !stray_->feed(octets, limits_.message)) skipped_ += octets.size();
    }

    void answered(Pending& first, bool with_surplus) {
        const Message& response = *first.response;
        const std::size_t length = with_surplus ? response.octets().size() : response.end();
        first.exchange.response = record::redacted(response.octets().substr(0, length));
        const bool switched = response.status() == 101;
        first.response.reset();
        conclude(first, Ending::answered, {});
        if (!first.has_request && first.request->until_close()) {
            // It has no other end, and what follows may be more of it.
            finish_request(first);
            client_lost_ = true;
        }
        // What follows is another protocol (RFC 9110 §7.8).
        if (switched) give_up("the connection was upgraded");
    }

    void service_ended() {
        for (Pending& each : pending_) {
            if (each.has_ended) continue;
            if (client_closed_ && (each.response == nullptr || !each.response->until_close())) {
                break_off(each, "the client closed before the answer was whole");
            } else if (each.response == nullptr) {
                conclude(each, Ending::closed, "the service closed the connection");
            } else {
                ended_by_close(each);
            }
        }
    }

    void ended_by_close(Pending& each) {
        const bool whole = each.response->until_close();
        each.exchange.response = record::redacted(each.response->octets());
        each.response.reset();
        conclude(each, whole ? Ending::answered : Ending::cut,
                 whole ? "" : "the service closed the connection");
    }

    /// The answer is not to be judged: that it is not whole is nobody's doing, or the client's.
    void break_off(Pending& pending, const std::string& why) {
        if (pending.has_ended) return;
        pending.response.reset();
        pending.exchange.times.first_octet = {};
        conclude(pending, Ending::not_awaited, why);
    }

    void conclude(Pending& pending, Ending ending, const std::string& trouble) {
        if (pending.has_ended) return;
        pending.has_ended = true;
        pending.exchange.ending = ending;
        pending.exchange.trouble = trouble;
        pending.exchange.times.finished = now_;
    }

    void drop_unfinished_request() {
        if (pending_.empty() || pending_.back().has_request) return;
        ++abandoned_;
        pending_.pop_back();
    }

    void give_up(const std::string& why) {
        drop_unfinished_request();
        for (Pending& each : pending_) break_off(each, why);
        hand_on();
        given_up_ = true;
    }

    void hand_on() {
        const bool no_more_requests = client_closed_ || service_closed_;
        while (!pending_.empty() && pending_.front().has_ended) {
            Pending& first = pending_.front();
            if (!first.has_request && !no_more_requests) return;
            finish_cut_request(first);
            events_.exchanged(std::move(first.exchange));
            pending_.pop_front();
        }
        if (service_closed_) tell_stray();
    }

    void tell_stray() {
        if (stray_ == nullptr) return;
        Exchange exchange;
        exchange.id = events_.number();
        exchange.connection = connection_;
        exchange.label = "an answer that nobody asked for";
        exchange.response = record::redacted(stray_->octets());
        exchange.times = {
            .began = now_, .connected = now_, .sent = now_, .first_octet = now_, .finished = now_};
        exchange.tls = tls_;
        stray_.reset();
        events_.exchanged(std::move(exchange));
    }

    std::uint32_t connection_;
    const ConversationEvents& events_;
    Budget& budget_;
    ConversationLimits limits_;
    std::optional<record::TlsFacts> tls_;
    std::deque<Pending> pending_;
    MessagePtr stray_;  ///< octets of the service between two answers
    RunTime now_{};
    bool client_lost_ = false;
    bool service_lost_ = false;
    bool had_losses_ = false;
    bool client_closed_ = false;
    bool service_closed_ = false;
    bool given_up_ = false;
    std::size_t abandoned_ = 0;
    std::size_t skipped_ = 0;
};

Conversation::Conversation(std::uint32_t connection, const ConversationEvents& events, Budget& budget,
                           const ConversationLimits& limits)
    : impl_{std::make_unique<Impl>(connection, events, budget, limits)} {}
Conversation::Conversation(Conversation&&) noexcept = default;
Conversation& Conversation::operator=(Conversation&&) noexcept = default;
Conversation::~Conversation() = default;

void Conversation::set_tls(const record::TlsFacts& facts) { impl_->set_tls(facts); }
void Conversation::take(From from, std::string_view octets, RunTime at) { impl_->take(from, octets, at); }
void Conversation::lost(From from, RunTime at, const std::string& why) { impl_->lost(from, at, why); }
void Conversation::closed(From from, RunTime at) { impl_->closed(from, at); }
void Conversation::end(RunTime at, const std::string& why) { impl_->end(at, why); }
void Conversation::unreachable(RunTime at, const std::string& why) { impl_->unreachable(at, why); }
std::size_t Conversation::whole_requests_waiting() const { return impl_->whole_requests_waiting(); }
std::size_t Conversation::abandoned() const { return impl_->abandoned(); }
std::size_t Conversation::skipped() const { return impl_->skipped(); }

}  // namespace assay::observe
