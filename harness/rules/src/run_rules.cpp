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

class UniqueMessageIds {
public:
    explicit UniqueMessageIds(Judged judged) : judged_{judged} {}

    Outcome operator()(const Reading& reading) {
        if (judged_ == Judged::request && (!is_lawful(reading) || was_challenged(reading)))
            return not_examined();
        const View view{reading, judged_};
        const Element* block = view.envelope().header_block(name::MessageID);
        if (!view.is_soap() || block == nullptr || block->value().empty()) return not_examined();
        const auto [first, fresh] = seen_.emplace(lower(block->value()), reading.exchange->id);
        return expect(fresh, view.at(*block), "a wsa:MessageID is used again", "a new one in each message",
                      shortened(block->value()) + ", first in exchange " + std::to_string(first->second));
    }

private:
    Judged judged_;
    std::map<std::string, std::uint32_t> seen_;  ///< by the exchange that had it first
};

const Element* context_in(const EnvelopeReading& envelope, const QName& wrapper) {
    const Element* body = envelope.body();
    const Element* inner = body == nullptr ? nullptr : body->child(wrapper);
    return inner == nullptr ? nullptr : inner->child(name::wsen::EnumerationContext);
}

class LatestContext {
public:
    Outcome operator()(const Reading& reading) {
        const View view{reading, Judged::request};
        // A service may give a new enumeration a context that an earlier one had.
        if (const Element* begun = context_in(reading.response.envelope, name::wsen::EnumerateResponse))
            replaced_.erase(std::string{begun->value()});
        if (!view.is_soap() || view.requested_action() != action::Pull) return not_examined();
        const Element* used = context_in(view.request(), name::wsen::Pull);
        if (used == nullptr) return not_examined();
        Outcome outcome = not_examined();
        if (is_lawful(reading)) {
            outcome = expect(!replaced_.contains(used->value()), view.at(*used),
                             "a Pull uses a context that a PullResponse has replaced", "the latest context",
                             shortened(used->value()));
        }
        const Element* given = context_in(reading.response.envelope, name::wsen::PullResponse);
        if (given == nullptr || given->value().empty() || given->value() == used->value()) return outcome;
        replaced_.emplace(used->value());
        replaced_.erase(std::string{given->value()});
        return outcome;
    }

private:
    std::set<std::string, std::less<>> replaced_;
};

class NoAnonymousManagement {
public:
    Outcome operator()(const Reading& reading) {
        if (reading.request.http.field("Authorization") != nullptr)
            authenticated_.insert(reading.exchange->connection);
        const View view{reading, Judged::response};
        // Negotiate authenticates a connection, perhaps before we came to see it.
        const bool known = authenticated_.contains(reading.exchange->connection) || reading.exchange->tls ||
                           reading.exchange->connection == 0;
        if (known || !View{reading, Judged::request}.is_addressed()) return not_examined();
        const bool served = view.is_soap() && !view.fault() && view.http().status == 200;
        return expect(!served,
                      view.at_head(view.http().start_line.offset, view.http().start_line.length, "status"),
                      "a request without any authentication over HTTP was served", "401",
                      std::to_string(view.http().status));
    }

private:
    std::set<std::uint32_t> authenticated_;  ///< connections, for schemes that authenticate those
};

}  // namespace

void add_run_rules(RuleBook& book) {
    for (const Judged judged : {Judged::request, Judged::response}) {
        book.add(RunRule{.rule = rule("addressing.messageid.unique"), .judged = judged, .begin = [judged] {
                             return UniqueMessageIds{judged};
                         }});
    }
    book.add(RunRule{.rule = rule("enumeration.pull.context-update"), .judged = Judged::request, .begin = [] {
                         return LatestContext{};
                     }});
    book.add(RunRule{.rule = rule("security.no-anonymous-http"), .judged = Judged::response, .begin = [] {
                         return NoAnonymousManagement{};
                     }});
    book.needs_wire(rule("security.no-anonymous-http"));
}

}  // namespace assay::rules
