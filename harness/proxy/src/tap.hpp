// Makes exchanges of what the relays pass on, and writes them down.
#pragma once

#include <cstdint>

#include "assay/base/clock.hpp"
#include "assay/observe/conversation.hpp"
#include "assay/record/journal.hpp"

namespace assay::proxy {

/// What all relays share. Not thread-safe.
class Tap {
public:
    /// @param journal,clock outlive the tap
    Tap(record::JournalWriter& journal, const base::Clock& clock, base::Instant began, std::size_t octets);
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;
    ~Tap() = default;

    [[nodiscard]] record::RunTime now() const { return clock_.now() - began_; }
    /// For a connection that begins. It must not outlive the tap.
    [[nodiscard]] observe::Conversation conversation();
    /// What a conversation that has ended could not make exchanges of.
    void add_up(const observe::Conversation& conversation);
    void note(const std::string& text);
    /// Writes the notes and that the run came to its end.
    void finish();

private:
    record::JournalWriter& journal_;
    const base::Clock& clock_;
    base::Instant began_;
    observe::Budget budget_;
    observe::ConversationEvents events_;
    std::uint32_t connections_ = 0;
    std::uint32_t exchanges_ = 0;
    std::size_t abandoned_ = 0;
    std::size_t skipped_ = 0;
};

}  // namespace assay::proxy
