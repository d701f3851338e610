#include "assay/bmc/reply_cache.hpp"

namespace assay::bmc {

void ReplyCache::keep(std::uint32_t sequence, const Peer& to, base::OctetView datagram) {
    Entry& entry = entries_[next_];
    next_ = (next_ + 1) % entries_.size();
    entry.sequence = sequence;
    entry.to = to;
    entry.datagram.assign(datagram.begin(), datagram.end());
}

base::OctetView ReplyCache::find(std::uint32_t sequence, const Peer& from) const {
    for (const Entry& entry : entries_) {
        if (entry.sequence == sequence && entry.to == from) return entry.datagram;
    }
    return {};
}

}  // namespace assay::bmc
