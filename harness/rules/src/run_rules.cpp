// Rules that only a whole run can break (DSP0226 §5.4.4, §8.4, §12.3).
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "chapters.hpp"
#include "names.hpp"
#include "view.hpp"

namespace assay::rules {
namespace {

namespace action = vocab::action;

std::string lower(std::string_view text) {
    std::string small{text};
    std::ranges::transform(small, small.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return small;
}

bool is_lawful(const Reading& reading) { return reading.exchange->unlawful_because.empty(); }

/// HTTP authentication sends a message again after 401; nothing above HTTP has seen the first.
bool was_challenged(const Reading& reading) { return reading.response.http.status == 401; }

void take(RunOutcome& run, Outcome outcome) {
    if (outcome.examined) ++run.examined;
    std::ranges::move(outcome.findings, std::back_inserter(run.findings));
}

RunOutcome unique_message_ids(std::span<const Reading> readings, Judged judged) {
    RunOutcome run;
    std::map<std::string, std::uint32_t> seen;  // by the exchange that had it first
    for (const Reading& reading : readings) {
        if (judged == Judged::request && (!is_lawful(reading) || was_challenged(reading))) continue;
        const View view{reading, judged};
        const Element* block = view.envelope().header_block(name::MessageID);
        if (!view.is_soap() || block == nullptr || block->value().empty()) continue;
        const auto [first, fresh] = seen.emplace(lower(block->value()), reading.exchange->id);
        take(run, expect(fresh, view.at(*block), "a wsa:MessageID is used again", "a new one in each message",
                         shortened(block->value()) + ", first in exchange " + std::to_string(first->second)));
    }
    return run;
}

const Element* context_in(const EnvelopeReading& envelope, const QName& wrapper) {
    const Element* body = envelope.body();
    const Element* inner = body == nullptr ? nullptr : body->child(wrapper);
    return inner == nullptr ? nullptr : inner->child(name::wsen::EnumerationContext);
}

RunOutcome latest_context(std::span<const Reading> readings) {
    RunOutcome run;
    std::set<std::string, std::less<>> replaced;
    for (const Reading& reading : readings) {
        const View view{reading, Judged::request};
        // A service may give a new enumeration a context that an earlier one had.
        if (const Element* begun = context_in(reading.response.envelope, name::wsen::EnumerateResponse))
            replaced.erase(std::string{begun->value()});
        if (!view.is_soap() || view.requested_action() != action::Pull) continue;
        const Element* used = context_in(view.request(), name::wsen::Pull);
        if (used == nullptr) continue;
        if (is_lawful(reading)) {
            take(run, expect(!replaced.contains(used->value()), view.at(*used),
                             "a Pull uses a context that a PullResponse has replaced", "the latest context",
                             shortened(used->value())));
        }
        const Element* given = context_in(reading.response.envelope, name::wsen::PullResponse);
        if (given == nullptr || given->value().empty() || given->value() == used->value()) continue;
        replaced.emplace(used->value());
        replaced.erase(std::string{given->value()});
    }
    return run;
}

RunOutcome no_anonymous_management(std::span<const Reading> readings) {
    RunOutcome run;
    std::set<std::uint32_t> authenticated;  // connections, for schemes that authenticate those
    for (const Reading& reading : readings) {
        if (reading.request.http.field("Authorization") != nullptr) {
            authenticated.insert(reading.exchange->connection);
        }
        const View view{reading, Judged::response};
        // Negotiate authenticates a connection, perhaps before we came to see it.
        const bool known = authenticated.contains(reading.exchange->connection) || reading.exchange->tls ||
                           reading.exchange->connection == 0;
        if (known || !View{reading, Judged::request}.is_addressed()) continue;
        const bool served = view.is_soap() && !view.fault() && view.http().status == 200;
        take(run, expect(!served,
                         view.at_head(view.http().start_line.offset, view.http().start_line.length, "status"),
                         "a request without any authentication over HTTP was served", "401",
                         std::to_string(view.http().status)));
    }
    return run;
}

}  // namespace

void add_run_rules(RuleBook& book) {
    for (const Judged judged : {Judged::request, Judged::response}) {
        book.add(RunRule{.rule = rule("addressing.messageid.unique"),
                         .judged = judged,
                         .examine = [judged](std::span<const Reading> readings) {
                             return unique_message_ids(readings, judged);
                         }});
    }
    book.add(RunRule{.rule = rule("enumeration.pull.context-update"),
                     .judged = Judged::request,
                     .examine = latest_context});
    book.add(RunRule{.rule = rule("security.no-anonymous-http"),
                     .judged = Judged::response,
                     .examine = no_anonymous_management});
    book.needs_wire(rule("security.no-anonymous-http"));
}

}  // namespace assay::rules
