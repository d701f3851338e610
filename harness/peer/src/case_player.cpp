#include "case_player.hpp"

#include <thread>

#include "assay/base/text.hpp"
#include "assay/observe/reading.hpp"
#include "assay/observe/response_framer.hpp"
#include "assay/vocab/names.hpp"
#include "credentials.hpp"
#include "instructions.hpp"

namespace assay::peer {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds glance{20};      ///< how often it is looked whether the client has ended
constexpr milliseconds last_words{20};  ///< what a client that has ended may have left in sockets
constexpr milliseconds silence{3000};   ///< by hand: after this a client that came is taken to have ended
constexpr milliseconds longest_write{5000};

/// "Get", "Pull": the last word of the action, else the method.
std::string label_of(const std::string& octets) {
    record::Exchange exchange;
    exchange.request = octets;
    const observe::Reading reading = observe::read(exchange);
    const auto action = reading.request.envelope.header_value({vocab::ns::wsa, "Action"});
    if (action) return std::string{action->substr(action->rfind('/') + 1)};
    const auto* child = reading.request.envelope.body_child();
    return child != nullptr ? child->local : reading.request.http.method;
}

/// What the octets of an answer amount to for a client.
record::Ending ending_of(const std::string& written, const std::string& method, bool closed) {
    if (written.empty()) return closed ? record::Ending::closed : record::Ending::not_awaited;
    observe::ResponseFramer framer{method};
    framer.feed(written);
    const bool whole =
        closed ? framer.whole_if_closed() : framer.state() == observe::ResponseFramer::State::complete;
    return whole ? record::Ending::answered : record::Ending::cut;
}

}  // namespace

CasePlayer::CasePlayer(Stage& stage, const script::CaseDefinition& definition,
                       const std::function<void(const std::string&)>& tell)
    : stage_{stage}, definition_{definition} {
    const PeerJob& job = stage.job;
    const auto parameters = parameters_for(definition, job.setting, job.credentials);
    if (job.driver == nullptr) {
        deadline_ = stage.clock.now() + job.patience;
        tell(instruction_for(parameters));
        return;
    }
    const suite::Step& step = job.driver->steps.find(definition.step)->second;
    const auto file = folder_.write("parameters.json", parameters.dump(2));
    deadline_ = stage.clock.now() + step.timeout;
    client_ = std::make_unique<ClientProcess>(command_for(step, parameters, {job.home, folder_.path(), file}),
                                              folder_.path());
}

std::optional<script::Outcome> CasePlayer::play() {
    stage_.journal.case_began(definition_.id, run_time(stage_.clock.now()));
    script::Dialogue dialogue{definition_, *stage_.job.library, *stage_.job.rules, stage_.job.setting};
    auto ask = dialogue.resume();
    while (ask && !stage_.stop.load()) ask = answer(dialogue, *ask);
    if (!stage_.stop.load() && !end_) wait_for_end();
    for (const auto& [id, pending] : pending_) write_down(pending);
    stage_.listener.drop_all();
    if (stage_.stop.load()) return std::nullopt;
    stage_.journal.client_ended(*end_);
    stage_.journal.case_ended(definition_.id, run_time(stage_.clock.now()));
    return dialogue.outcome();
}

std::optional<script::Ask> CasePlayer::answer(script::Dialogue& dialogue, const script::Ask& ask) {
    if (std::holds_alternative<script::Await>(ask)) {
        const auto incoming = await();
        if (!incoming) return dialogue.resume();
        return dialogue.resume(take(*incoming));
    }
    if (std::holds_alternative<script::AwaitEnd>(ask)) {
        if (!end_) wait_for_end();
        return dialogue.resume(script::ClientOutcome{*end_, suite::kind_of(*end_, stage_.job.driver)});
    }
    if (const auto* wanted = std::get_if<script::Reply>(&ask)) reply(*wanted);
    if (const auto* wanted = std::get_if<script::Sleep>(&ask)) sleep(wanted->duration);
    return dialogue.resume();
}

base::Instant CasePlayer::deadline() const {
    return stage_.job.driver == nullptr && came_ ? stage_.clock.now() + silence : deadline_;
}

std::optional<Incoming> CasePlayer::await() {
    const base::Instant until = deadline();
    while (!gone_ && !stage_.stop.load()) {
        const base::Instant now = stage_.clock.now();
        if (auto incoming = stage_.listener.next(std::min(until, now + glance))) return incoming;
        if (client_ && client_->has_ended()) {
            gone_ = true;
            return stage_.listener.next(stage_.clock.now() + last_words);
        }
        gone_ = stage_.clock.now() >= until;
    }
    return std::nullopt;
}

record::Exchange CasePlayer::exchange_for(const Incoming& incoming, std::string label) {
    came_ = true;
    record::Exchange exchange;
    exchange.id = ++stage_.last_exchange;
    exchange.case_id = definition_.id;
    exchange.label = std::move(label);
    exchange.connection = incoming.connection;
    exchange.request = kept_request(incoming.octets, stage_.job.credentials);
    exchange.ending = record::Ending::not_awaited;
    exchange.times.began = exchange.times.connected = run_time(incoming.began);
    exchange.times.sent = exchange.times.finished = run_time(incoming.finished);
    return exchange;
}

const record::Exchange* CasePlayer::take(const Incoming& incoming) {
    record::Exchange exchange = exchange_for(
        incoming, incoming.elsewhere ? std::string{script::elsewhere_label} : label_of(incoming.octets));
    const std::uint32_t id = exchange.id;
    return &pending_.insert_or_assign(id, Pending{std::move(exchange), incoming.connection})
                .first->second.exchange;
}

void CasePlayer::reply(const script::Reply& reply) {
    const auto found = pending_.find(reply.exchange);
    if (found == pending_.end()) return;  // answered before: the script's own doing, and its replay's
    Pending pending = std::move(found->second);
    pending_.erase(found);
    record::Exchange& exchange = pending.exchange;
    exchange.unlawful_because = reply.unlawful_because;
    sleep(reply.delay);
    std::string written;
    const auto pieces = script::written_pieces(reply);
    for (const std::string& piece : pieces) {
        if (!written.empty()) sleep(reply.pause);
        if (exchange.times.first_octet.count() == 0)
            exchange.times.first_octet = run_time(stage_.clock.now());
        exchange.trouble =
            stage_.listener.write(pending.connection, piece, stage_.clock.now() + longest_write);
        if (!exchange.trouble.empty()) break;
        written += piece;
    }
    if (reply.close) stage_.listener.close(pending.connection);
    exchange.times.finished = run_time(stage_.clock.now());
    exchange.response = record::redacted(written);
    const std::string method = exchange.request.substr(0, exchange.request.find(' '));
    exchange.ending =
        exchange.trouble.empty() ? ending_of(written, method, reply.close) : record::Ending::cut;
    write_down(pending);
}

void CasePlayer::wait_for_end() {
    while (const auto incoming = await()) refuse(*incoming);
    while (const auto incoming = stage_.listener.next(stage_.clock.now())) refuse(*incoming);
    end_ = client_ ? client_->end() : record::ClientEnd{};
    end_->case_id = definition_.id;
    end_->further_requests = further_requests_;
    end_->output = stage_.job.credentials.hidden_in(std::move(end_->output));
    end_->errors = stage_.job.credentials.hidden_in(std::move(end_->errors));
    gone_ = true;
}

void CasePlayer::refuse(const Incoming& incoming) {
    ++further_requests_;
    record::Exchange exchange = exchange_for(incoming, script::unexpected_label);
    exchange.ending = record::Ending::closed;
    stage_.journal.exchanged(exchange);
    stage_.listener.close(incoming.connection);
}

void CasePlayer::write_down(const Pending& pending) { stage_.journal.exchanged(pending.exchange); }

void CasePlayer::sleep(milliseconds duration) const {
    const base::Instant until = stage_.clock.now() + duration;
    while (!stage_.stop.load() && stage_.clock.now() < until)
        std::this_thread::sleep_for(std::min<base::Duration>(glance, until - stage_.clock.now()));
}

}  // namespace assay::peer
