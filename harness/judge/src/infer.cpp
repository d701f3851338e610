#include "assay/judge/infer.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/observe/fault_reading.hpp"
#include "assay/observe/reading.hpp"
#include "assay/observe/xpath.hpp"
#include "assay/suite/names.hpp"
#include "assay/vocab/names.hpp"

namespace assay::judge {
namespace {

using record::DialectMatch;
using record::SignSeen;
using suite::Answers;
using suite::Sign;

/// What is large says no more about habits than what is small, and takes longer to read.
constexpr std::size_t largest_answer = 65'536;
constexpr std::size_t evidence_octets = 120;

/// One answer with what it answers, read once for all signs.
class Looked {
public:
    explicit Looked(const record::Exchange& exchange)
        : reading_{observe::read(exchange)},
          id_{exchange.id},
          request_{reading_.request.envelope},
          response_{reading_.response.envelope} {
        const observe::EnvelopeReading& envelope = reading_.response.envelope;
        if (envelope.soap() != observe::SoapVersion::soap12) return;
        is_envelope_ = true;
        const observe::Element* child = envelope.body_child();
        is_identify_ = child != nullptr && child->is({vocab::ns::wsmid, "IdentifyResponse"});
        if (const auto fault = observe::fault_of(envelope)) {
            is_fault_ = true;
            blames_sender_ = fault->code.is({vocab::ns::s, "Sender"});
        }
    }

    [[nodiscard]] std::uint32_t id() const { return id_; }
    [[nodiscard]] const observe::HttpReading& http() const { return reading_.response.http; }
    [[nodiscard]] const observe::Element* root() const { return reading_.response.envelope.root(); }

    [[nodiscard]] bool is(Answers kind) const {
        switch (kind) {
            case Answers::any: return true;
            case Answers::envelope: return is_envelope_;
            case Answers::identify: return is_identify_;
            case Answers::reply: return is_envelope_ && !is_identify_ && !is_fault_;
            case Answers::fault: return is_fault_;
            case Answers::sender_fault: return blames_sender_;
            case Answers::refusal: break;
        }
        return http().status == 401;
    }

    [[nodiscard]] bool asked(const Sign& sign) {
        return sign.request.empty() || !selected(request_, sign, sign.request).empty();
    }

    /// What the answer shows of the sign; nothing when it is not there.
    [[nodiscard]] std::optional<std::string> shown(const Sign& sign) {
        if (!sign.field.empty()) return field(sign);
        if (sign.status != 0)
            return when(http().status == sign.status, fmt::format("HTTP {}", http().status));
        if (!sign.prefix.empty()) {
            const std::string prefix = root() == nullptr ? "" : root()->prefix;
            return when(suite::matches(sign.prefix, prefix), fmt::format("prefix '{}'", prefix));
        }
        for (const std::string& text : selected(response_, sign, sign.xpath)) {
            if (sign.value.empty() || suite::matches(sign.value, text)) return text;
        }
        return std::nullopt;
    }

private:
    static std::optional<std::string> when(bool fits, std::string text) {
        return fits ? std::optional{std::move(text)} : std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> field(const Sign& sign) const {
        for (const observe::HttpField& each : http().fields) {
            if (!base::equal_ignoring_case(each.name, sign.field)) continue;
            if (sign.value.empty() || suite::matches(sign.value, each.value))
                return fmt::format("{}: {}", each.name, each.value);
        }
        return std::nullopt;
    }

    /// The texts of what an expression selects; one text for a true or non-empty value of another kind.
    [[nodiscard]] static std::vector<std::string> selected(observe::XPathDocument& document, const Sign& sign,
                                                           const std::string& expression) {
        static const observe::Prefixes prefixes = observe::customary_prefixes();
        const observe::XPathResult result = document.evaluate(expression, prefixes);
        if (!result.error.empty()) {
            throw base::SetupError{fmt::format("XPath '{}': {}", expression, result.error),
                                   fmt::format("sign '{}'", sign.id), "correct it in suites/dialects"};
        }
        std::vector<std::string> texts;
        for (const observe::XPathNode& node : result.nodes) texts.emplace_back(base::trimmed(node.value));
        const bool is_true = result.kind == observe::XPathKind::boolean && result.boolean;
        const bool is_text = result.kind == observe::XPathKind::text && !result.text.empty();
        if (is_true || is_text) texts.push_back(result.text);
        return texts;
    }

    observe::Reading reading_;
    std::uint32_t id_;
    observe::XPathDocument request_;
    observe::XPathDocument response_;
    bool is_envelope_ = false;
    bool is_identify_ = false;
    bool is_fault_ = false;
    bool blames_sender_ = false;
};

using Answered = std::vector<std::unique_ptr<Looked>>;

Answered look_at(const std::vector<record::Exchange>& exchanges) {
    Answered looked;
    for (const record::Exchange& exchange : exchanges) {
        if (exchange.ending != record::Ending::answered || exchange.received() > largest_answer) continue;
        looked.push_back(std::make_unique<Looked>(exchange));
    }
    return looked;
}

void note(SignSeen& seen, SignSeen::Answer answer, const std::string& evidence, std::uint32_t exchange) {
    seen.answer = answer;
    seen.evidence = evidence.substr(0, evidence_octets);
    seen.exchange = exchange;
}

SignSeen look_for(const Sign& sign, const Answered& answered) {
    SignSeen seen{.id = sign.id, .meaning = sign.meaning, .source = sign.source};
    for (const auto& answer : answered) {
        if (!answer->is(sign.on) || !answer->asked(sign)) continue;
        const auto text = answer->shown(sign);
        const bool fits = text.has_value() != sign.absent;
        const std::string evidence = text.value_or("it is not there");
        if (seen.answer == SignSeen::Answer::not_seen || fits != (seen.answer == SignSeen::Answer::shown))
            note(seen, fits ? SignSeen::Answer::shown : SignSeen::Answer::contradicted, evidence,
                 answer->id());
        // "Always" ends with the first that does not show it, "once" with the first that does.
        if (fits != sign.always) break;
    }
    return seen;
}

DialectMatch hold(const suite::Dialect& dialect, const Answered& answered) {
    DialectMatch match{.name = dialect.name, .title = dialect.title, .signs = {}, .bugs = dialect.bugs};
    double weight_shown = 0;
    double weight_decided = 0;
    bool refuted = false;
    for (const Sign& sign : dialect.signs) {
        match.signs.push_back(look_for(sign, answered));
        const SignSeen::Answer answer = match.signs.back().answer;
        if (answer == SignSeen::Answer::not_seen) continue;
        ++match.decided;
        weight_decided += sign.weight;
        refuted = refuted || (sign.decisive && answer == SignSeen::Answer::contradicted);
        if (answer != SignSeen::Answer::shown) continue;
        ++match.shown;
        weight_shown += sign.weight;
    }
    match.likeness = !refuted && weight_decided > 0 ? weight_shown / weight_decided : 0;
    return match;
}

}  // namespace

std::vector<DialectMatch> infer_dialects(const std::vector<record::Exchange>& exchanges,
                                         const std::vector<suite::Dialect>& dialects) {
    const Answered answered = look_at(exchanges);
    std::vector<DialectMatch> matches;
    for (const suite::Dialect& dialect : dialects) {
        DialectMatch match = hold(dialect, answered);
        if (match.likeness > 0) matches.push_back(std::move(match));
    }
    std::ranges::stable_sort(matches, [](const DialectMatch& left, const DialectMatch& right) {
        return std::tuple{left.likeness, left.shown} > std::tuple{right.likeness, right.shown};
    });
    return matches;
}

}  // namespace assay::judge
