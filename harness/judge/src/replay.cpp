#include "replay.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "assay/suite/canary.hpp"

namespace assay::judge {
namespace {

/// What the journal holds of a request like this one.
std::string kept_text(const script::Ask& ask, const record::Journal& journal) {
    const auto* send = std::get_if<script::Send>(&ask);
    if (send == nullptr) return {};
    const auto option = journal.header.options.find(credentials_option);
    const bool given = option != journal.header.options.end() && option->second != no_credentials;
    return record::redacted(
        script::with_authorization(script::octets_of(*send), given ? option->second + " [redacted]" : ""));
}

Replayed diverged(std::string why) {
    return {{}, "the case is no longer what it was when the run was driven: " + std::move(why)};
}

bool reached_the_target(std::span<const record::Exchange* const> exchanges) {
    return std::ranges::any_of(exchanges, [](const record::Exchange* exchange) {
        return exchange->ending != record::Ending::unreachable;
    });
}

Replayed replay_dialogue(const script::CaseDefinition& definition,
                         std::span<const record::Exchange* const> answers, const record::Journal& journal,
                         const Material& material) {
    script::Dialogue dialogue{definition, material.library, material.rules, material.setting};
    const record::Exchange* answer = nullptr;
    std::size_t used = 0;
    while (const auto ask = dialogue.resume(answer)) {
        answer = nullptr;
        if (!script::wants_exchange(*ask)) continue;
        if (used == answers.size()) return diverged("it asks for more than the journal holds");
        answer = answers[used++];
        if (kept_text(*ask, journal) != answer->request)
            return diverged(fmt::format("exchange {} would be another request now", answer->id));
    }
    if (used < answers.size())
        return diverged(fmt::format("it does not come to exchange {}", answers[used]->id));
    return {dialogue.outcome(), {}};
}

}  // namespace

Replayed replay(const script::CaseDefinition& definition,
                const std::vector<const record::Exchange*>& exchanges, const record::Exchange* first,
                const record::Journal& journal, const Material& material) {
    std::span<const record::Exchange* const> answers{exchanges};
    const record::Exchange* canary = nullptr;
    if (definition.hostile && !answers.empty() && answers.back()->label == suite::canary_label) {
        canary = answers.back();
        answers = answers.first(answers.size() - 1);
    }
    Replayed replayed = replay_dialogue(definition, answers, journal, material);
    if (canary == nullptr || !replayed.diverged.empty()) return replayed;
    // A service that was gone before the case could reach it did not go because of the case.
    if (replayed.outcome.end == script::End::unreachable && !reached_the_target(answers)) return replayed;
    if (auto finding = suite::canary_finding(*canary, first)) {
        replayed.outcome.findings.push_back(std::move(*finding));
        // The service is gone because of this case: that is what there is to say about it.
        if (replayed.outcome.end == script::End::unreachable) replayed.outcome.end = script::End::finished;
    }
    return replayed;
}

}  // namespace assay::judge
