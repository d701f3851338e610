#include "replay.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/suite/canary.hpp"

namespace assay::judge {

Replayed diverged(std::string why) {
    return {{}, {}, "the case is no longer what it was when the run was driven: " + std::move(why)};
}

namespace {

/// What the journal holds of a request like this one.
std::string kept_text(const script::Ask& ask, const record::Journal& journal) {
    if (const auto* to_bmc = std::get_if<script::BmcSend>(&ask)) return script::asked(*to_bmc);
    const auto* send = std::get_if<script::Send>(&ask);
    if (send == nullptr) return {};
    const auto option = journal.header.options.find(credentials_option);
    const bool given = option != journal.header.options.end() && option->second != no_credentials;
    const std::string ordinary = given ? option->second + " [redacted]" : "";
    return record::redacted(
        script::with_authorization(script::octets_of(*send), script::kept_authorization(*send, ordinary)));
}

bool reached_the_target(std::span<const record::Exchange* const> exchanges) {
    return std::ranges::any_of(exchanges, &record::Exchange::reached_the_target);
}

/// The answers of the journal, one after the other.
class Repetition {
public:
    Repetition(const script::CaseDefinition& definition, const record::CaseSpan& span,
               std::span<const record::Exchange* const> answers, const record::Journal& journal,
               const Material& material)
        : span_{span},
          answers_{answers},
          journal_{journal},
          dialogue_{definition, material.library, material.rules, setting_of(material, span)} {}

    /// @param asks where everything that was asked for is left; nullptr for nowhere
    Replayed run(std::vector<script::Ask>* asks = nullptr) {
        std::optional<record::Exchange> answer;
        record::RunTime slept{};
        bool was_cut = false;
        for (std::size_t done = 0; const auto ask = dialogue_.resume(answer ? &*answer : nullptr); ++done) {
            answer.reset();
            if (const auto* sleep = std::get_if<script::Sleep>(&*ask)) slept += sleep->duration;
            const bool wants = script::wants_exchange(*ask);
            const bool is_cut = span_.cut && !was_cut && done == span_.cut->asks;
            if (wants && (!is_cut || span_.cut->within)) {
                // A case whose time is over tidies up as far as it comes.
                if (used_ == answers_.size() && was_cut) break;
                if (std::string why = take(*ask, answer); !why.empty()) return diverged(std::move(why));
            }
            if (asks != nullptr && (!is_cut || (wants && span_.cut->within))) asks->push_back(*ask);
            if (!is_cut) continue;
            answer.reset();
            was_cut = true;
            dialogue_.cut(span_.cut->reason);
        }
        if (used_ < answers_.size())
            return diverged(fmt::format("it does not come to exchange {}", answers_[used_]->id));
        return {dialogue_.outcome(), slept, {}};
    }

private:
    static script::Setting setting_of(const Material& material, const record::CaseSpan& span) {
        script::Setting setting = material.setting;
        setting.attempt = span.attempt;
        return setting;
    }

    /// @return why there is no answer for it, "" when there is
    std::string take(const script::Ask& ask, std::optional<record::Exchange>& answer) {
        if (used_ == answers_.size()) return "it asks for more than the journal holds";
        answer = journal_.whole(*answers_[used_++]);
        const std::string& recorded = answer->bmc ? answer->bmc->asked : answer->request;
        if (kept_text(ask, journal_) == recorded) return {};
        return fmt::format("exchange {} would be another request now", answer->id);
    }

    const record::CaseSpan& span_;
    std::span<const record::Exchange* const> answers_;
    const record::Journal& journal_;
    script::Dialogue dialogue_;
    std::size_t used_ = 0;
};

/// Texts and what stands in their place, in every encoding that a message may have.
class Renaming {
public:
    void add(const std::string& from, const std::string& to) {
        pairs_.emplace_back(from, to);
        for (const auto order : {base::ByteOrder::little, base::ByteOrder::big})
            pairs_.emplace_back(base::utf16_from_utf8(from, order).value(),
                                base::utf16_from_utf8(to, order).value());
    }

    [[nodiscard]] std::string applied_to(std::string text) const {
        for (const auto& [from, to] : pairs_) {
            for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        }
        return text;
    }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// The recording as it would have been with the UUIDs of another attempt.
std::vector<record::Exchange> renamed(const std::vector<const record::Exchange*>& exchanges,
                                      const Renaming& renaming, const record::Journal& journal) {
    std::vector<record::Exchange> copies;
    for (const record::Exchange* exchange : exchanges) {
        record::Exchange& copy = copies.emplace_back(journal.whole(*exchange));
        copy.request = renaming.applied_to(std::move(copy.request));
        copy.response = renaming.applied_to(std::move(copy.response));
    }
    return copies;
}

std::string without_scheme(const std::string& uuid) { return uuid.substr(uuid.rfind(':') + 1); }

Renaming renaming_between(script::Setting setting, const std::string& id, std::uint32_t from,
                          std::uint32_t to) {
    constexpr std::uint64_t more_than_a_case_makes = 500;
    Renaming renaming;
    for (std::uint64_t number = 1; from != to && number <= more_than_a_case_makes; ++number) {
        setting.attempt = from;
        const std::string old_id = without_scheme(script::case_uuid(setting, id, number));
        setting.attempt = to;
        renaming.add(old_id, without_scheme(script::case_uuid(setting, id, number)));
    }
    return renaming;
}

}  // namespace

Recorded recorded_asks(const script::CaseDefinition& definition, const record::CaseSpan& span,
                       const std::vector<const record::Exchange*>& exchanges, std::uint32_t attempt,
                       const record::Journal& journal, const Material& material) {
    const auto copies =
        renamed(exchanges, renaming_between(material.setting, definition.id, span.attempt, attempt), journal);
    std::vector<const record::Exchange*> answers;
    for (const record::Exchange& copy : copies) {
        if (copy.label != suite::canary_label) answers.push_back(&copy);
    }
    record::CaseSpan as_attempt = span;
    as_attempt.attempt = attempt;
    Recorded recorded;
    recorded.diverged =
        Repetition{definition, as_attempt, answers, journal, material}.run(&recorded.asks).diverged;
    return recorded;
}

Replayed replay(const script::CaseDefinition& definition, const record::CaseSpan& span,
                const std::vector<const record::Exchange*>& exchanges, const record::Exchange* first,
                const record::Journal& journal, const Material& material) {
    std::span<const record::Exchange* const> answers{exchanges};
    const record::Exchange* canary = nullptr;
    if (definition.hostile && !answers.empty() && answers.back()->label == suite::canary_label) {
        canary = answers.back();
        answers = answers.first(answers.size() - 1);
    }
    Replayed replayed = Repetition{definition, span, answers, journal, material}.run();
    if (canary == nullptr || !replayed.diverged.empty()) return replayed;
    // A service that was gone before the case could reach it did not go because of the case.
    if (replayed.outcome.end == script::End::unreachable && !reached_the_target(answers)) return replayed;
    if (auto finding = suite::canary_finding(journal.whole(*canary), first)) {
        replayed.outcome.findings.push_back(std::move(*finding));
        // The service is gone because of this case: that is what there is to say about it.
        if (replayed.outcome.end == script::End::unreachable) replayed.outcome.end = script::End::finished;
    }
    return replayed;
}

}  // namespace assay::judge
