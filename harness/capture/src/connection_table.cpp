#include "connection_table.hpp"

#include <algorithm>

namespace assay::capture {

void ConnectionTable::take(const Segment& segment) {
    if (is_asked_for(segment)) entry_for(segment)->connection->take(segment);
}

bool ConnectionTable::is_asked_for(const Segment& segment) const {
    const auto& ports = sorting_.options().ports;
    return ports.empty() || ports.contains(segment.from.port) || ports.contains(segment.to.port);
}

ConnectionTable::Entries::iterator ConnectionTable::entry_for(const Segment& segment) {
    const Ends ends = std::minmax(segment.from, segment.to);
    const auto found = by_ends_.find(ends);
    if (found == by_ends_.end()) return begin_entry(ends, segment);
    const auto entry = found->second;
    entries_.splice(entries_.begin(), entries_, entry);
    if (entry->connection->is_succeeded_by(segment)) {
        entry->connection->end("another connection took its place");
        entry->connection = std::make_unique<Connection>(sorting_, segment);
    }
    return entry;
}

ConnectionTable::Entries::iterator ConnectionTable::begin_entry(const Ends& ends, const Segment& segment) {
    if (entries_.size() >= sorting_.options().connections) {
        Entry& oldest = entries_.back();
        if (!oldest.connection->is_over()) {
            oldest.connection->end("too many connections were open at once");
            sorting_.saw_evicted();
        }
        by_ends_.erase(oldest.ends);
        entries_.pop_back();
    }
    entries_.push_front({ends, std::make_unique<Connection>(sorting_, segment)});
    by_ends_[ends] = entries_.begin();
    return entries_.begin();
}

void ConnectionTable::end() {
    for (Entry& entry : entries_) entry.connection->end("the capture ends here");
}

}  // namespace assay::capture
