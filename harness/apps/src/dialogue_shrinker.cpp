#include "dialogue_shrinker.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/drive/solo.hpp"
#include "assay/shrink/search.hpp"
#include "assay/suite/canary.hpp"
#include "exchange_view.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using record::Exchange;
using record::Finding;

constexpr const char* data_field = "data";
/// What makes a datagram the one that it is: nothing is known that could stand in its place.
constexpr std::array<std::string_view, 3> needed_fields{"netfn", "command", "octets"};

bool is_needed(std::string_view field) {
    return field == data_field || std::ranges::find(needed_fields, field) != needed_fields.end();
}

std::size_t length_of(const script::Value& value) {
    const auto* text = std::get_if<std::string>(&value.held);
    return text == nullptr ? 0 : text->size();
}

/// The datagrams of a case as pieces for the search: each is an element, the fields that the case sets are
/// its attributes, and its data are its text. Where the finding shows stays whole: the case expects something
/// of just this datagram.
class Pieces {
public:
    Pieces(const std::vector<script::BmcSend>& sends, std::size_t where_it_shows) : sends_{sends} {
        for (std::size_t index = 0; index < sends.size(); ++index) {
            if (index == where_it_shows) continue;
            const script::BmcSend& send = sends[index];
            add(shrink::PieceKind::element, index, send.label, 0);
            for (const auto& [field, value] : send.fields) {
                if (!is_needed(field)) add(shrink::PieceKind::attribute, index, field, 0);
            }
            const auto data = send.fields.find(data_field);
            if (data != send.fields.end() && length_of(data->second) > 0)
                add(shrink::PieceKind::text, index, data_field, length_of(data->second));
        }
    }

    [[nodiscard]] const std::vector<shrink::Piece>& all() const { return pieces_; }

    /// Is it the datagram that stands at this place?
    [[nodiscard]] bool has(std::size_t index, const script::BmcSend& send) const {
        return index < sends_.size() && sends_[index].label == send.label &&
               sends_[index].message == send.message && sends_[index].session == send.session;
    }

    /// @return nothing when it is left out
    [[nodiscard]] std::optional<script::Ask> reduced(std::size_t index, script::BmcSend send,
                                                     const shrink::Reduction& reduction) const {
        for (std::size_t at = 0; at < pieces_.size(); ++at) {
            if (of_[at] != index) continue;
            const shrink::Piece& piece = pieces_[at];
            const bool is_gone = reduction.gone.contains(at);
            if (piece.kind == shrink::PieceKind::element && is_gone) return std::nullopt;
            if (piece.kind == shrink::PieceKind::attribute && is_gone) send.fields.erase(piece.name);
            const auto kept = reduction.kept.find(at);
            if (kept == reduction.kept.end()) continue;
            auto& data = std::get<std::string>(send.fields.at(data_field).held);
            data.resize(std::min(data.size(), kept->second));
        }
        return send;
    }

private:
    void add(shrink::PieceKind kind, std::size_t index, std::string name, std::size_t octets) {
        pieces_.push_back({kind, std::move(name), 0, octets});
        of_.push_back(index);
    }

    const std::vector<script::BmcSend> sends_;
    std::vector<shrink::Piece> pieces_;
    std::vector<std::size_t> of_;  ///< which datagram each belongs to
};

class DialogueShrinker {
public:
    DialogueShrinker(const PastCase& past, std::string rule, const ProductData& data,
                     const drive::Access& access, const ShrinkLimits& limits, const base::Clock& clock,
                     const std::atomic<bool>& stop)
        : past_{past},
          rule_{std::move(rule)},
          limits_{limits},
          clock_{clock},
          stop_{stop},
          job_{&past.plan,  &data.collection.library,
               &data.rules, drive::setting_for(access.target, past.profile, past.journal.header.seed),
               access,      1,
               clock.now()},
          deadline_{clock.now() + limits.time} {}

    DialogueOutcome run() {
        if (!fails({})) return {{}, why_not()};
        pieces_.emplace(sends_, shown_at_);
        const std::vector<Exchange> whole = failing_;
        const shrink::Found found = shrink::smallest(
            pieces_->all(), [this](const shrink::Reduction& reduction) { return fails(reduction); },
            [this] { return is_over(); });
        if (is_dead_ && failing_.size() == whole.size()) return {{}, why_not()};
        ShrunkDialogue dialogue{.case_id = past_.span.id,
                                .rule = rule_,
                                .exchanges = std::move(failing_),
                                .datagrams_before = whole.size(),
                                .tries = tries_,
                                .exhausted = found.exhausted};
        for (const Exchange& exchange : whole) dialogue.octets_before += exchange.request.size();
        return {std::move(dialogue), {}};
    }

private:
    [[nodiscard]] bool is_over() const {
        return stop_.load() || is_dead_ || tries_ >= limits_.tries || clock_.now() >= deadline_;
    }

    [[nodiscard]] std::string why_not() const {
        if (is_dead_)
            return "the BMC does not answer any more: what ends it cannot be tried again and again; `assay "
                   "replay` shows the whole dialogue";
        return fmt::format("'{}' is not broken any more when the case is played again", rule_);
    }

    /// Plays the case once; keeps what was sent when it still has the finding.
    bool fails(const shrink::Reduction& reduction) {
        ++tries_;
        has_other_shape_ = false;
        const auto tried = drive::try_case(
            job_, past_.planned, first_attempt + static_cast<std::uint32_t>(tries_),
            [&](std::size_t index, script::Ask ask) { return twisted(index, std::move(ask), reduction); },
            clock_, stop_);
        if (!tried || tried->exchanges.empty()) return false;
        is_dead_ = suite::canary_finding(tried->canary, nullptr).has_value();
        if (is_dead_ || has_other_shape_ || tried->outcome.end == script::End::script_error) return false;
        const auto is_it = [&](const Finding& finding) {
            return finding.rule == rule_ && (message_.empty() || finding.message == message_);
        };
        const auto found = std::ranges::find_if(tried->outcome.findings, is_it);
        if (found == tried->outcome.findings.end()) return false;
        const std::size_t shown_at = place_of(*found, tried->exchanges);
        const auto ending = tried->exchanges[shown_at].ending;
        if (!pieces_) shown_at_ = shown_at, ending_ = ending;
        message_ = found->message;
        if (shown_at != shown_at_ || ending != ending_) return false;
        failing_.clear();
        std::ranges::copy_if(tried->exchanges, std::back_inserter(failing_),
                             [](const Exchange& each) { return !each.request.empty(); });
        return true;
    }

    std::optional<script::Ask> twisted(std::size_t index, script::Ask ask,
                                       const shrink::Reduction& reduction) {
        auto* const send = std::get_if<script::BmcSend>(&ask);
        if (send == nullptr) return ask;
        if (!pieces_) {
            sends_.push_back(*send);
            return ask;
        }
        has_other_shape_ = has_other_shape_ || !pieces_->has(index, *send);
        return has_other_shape_ ? std::nullopt : pieces_->reduced(index, std::move(*send), reduction);
    }

    /// Where the finding shows; the last exchange when it does not say. Ids count from 1.
    static std::size_t place_of(const Finding& finding, const std::vector<Exchange>& exchanges) {
        const std::size_t id = finding.place ? finding.place->exchange : exchanges.size();
        return std::clamp<std::size_t>(id, 1, exchanges.size()) - 1;
    }

    const PastCase& past_;
    const std::string rule_;
    const ShrinkLimits& limits_;
    const base::Clock& clock_;
    const std::atomic<bool>& stop_;
    const drive::DriveJob job_;
    const base::Instant deadline_;
    std::size_t tries_ = 0;
    std::string message_;       ///< of the finding
    std::size_t shown_at_ = 0;  ///< which exchange it shows at
    record::Ending ending_{};   ///< of the exchange where it shows: an answer that is wrong stays an answer
    std::vector<script::BmcSend> sends_;  ///< of the whole dialogue
    std::optional<Pieces> pieces_;
    std::vector<Exchange> failing_;  ///< of the smallest dialogue until now
    bool has_other_shape_ = false;   ///< the case went on otherwise without what was left out
    bool is_dead_ = false;
};

}  // namespace

std::size_t ShrunkDialogue::octets() const {
    std::size_t sum = 0;
    for (const Exchange& exchange : exchanges) sum += exchange.request.size();
    return sum;
}

DialogueOutcome shrink_dialogue(const PastCase& past, const std::string& rule, const ProductData& data,
                                const drive::Access& access, const ShrinkLimits& limits,
                                const base::Clock& clock, const std::atomic<bool>& stop) {
    return DialogueShrinker{past, rule, data, access, limits, clock, stop}.run();
}

void print_shrunk(const ShrunkDialogue& dialogue) {
    fmt::print("{} breaks {} with {} of {} datagrams, {} of {} octets, found in {} tries{}\n",
               dialogue.case_id, dialogue.rule, dialogue.exchanges.size(), dialogue.datagrams_before,
               dialogue.octets(), dialogue.octets_before, dialogue.tries,
               dialogue.exhausted ? "" : "; more might go: the limit of the search was reached");
    for (const Exchange& exchange : dialogue.exchanges)
        fmt::print("{}\n{}", printable(exchange.label), shown(exchange));
}

std::string datagram_lines(const ShrunkDialogue& dialogue) {
    std::string lines;
    for (const Exchange& exchange : dialogue.exchanges) {
        lines += fmt::format("console {}\n", base::to_hex(base::octets_of(exchange.request)));
        if (!exchange.response.empty())
            lines += fmt::format("bmc     {}\n", base::to_hex(base::octets_of(exchange.response)));
    }
    return lines;
}

}  // namespace assay::apps
