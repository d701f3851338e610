#include "tap.hpp"

#include <fmt/format.h>

namespace assay::proxy {

Tap::Tap(record::JournalWriter& journal, const base::Clock& clock, base::Instant began, std::size_t octets)
    : journal_{journal}, clock_{clock}, began_{began}, budget_{octets} {
    events_.number = [this] { return ++exchanges_; };
    events_.exchanged = [this](record::Exchange&& exchange) { journal_.exchanged(exchange); };
}

observe::Conversation Tap::conversation() { return observe::Conversation{++connections_, events_, budget_}; }

void Tap::add_up(const observe::Conversation& conversation) {
    abandoned_ += conversation.abandoned();
    skipped_ += conversation.skipped();
}

void Tap::note(const std::string& text) { journal_.noted(text); }

void Tap::finish() {
    if (abandoned_ > 0)
        note(fmt::format("{} requests had not come to their end and are not judged", abandoned_));
    if (skipped_ > 0)
        note(
            fmt::format("{} octets were passed on that belong to no exchange: after an upgrade, or after a "
                        "message of more than 32 MiB",
                        skipped_));
    journal_.run_ended(now());
}

}  // namespace assay::proxy
