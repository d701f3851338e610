#include "assay/bmc/misbehaviour.hpp"

#include <algorithm>

#include "assay/ipmi-wire/sel.hpp"
#include "mix.hpp"

namespace assay::bmc {

namespace wire = ipmi_wire;

Misbehaviour::Misbehaviour(std::shared_ptr<const MisbehaviourModel> model, std::uint64_t seed)
    : model_{std::move(model)}, state_{mixed(seed)} {}

bool Misbehaviour::happens(double probability) {
    if (probability <= 0) return false;
    return fraction(mixed(++state_)) < probability;
}

void Misbehaviour::spoil(const wire::LanMessage& request, base::Octets& data) {
    if (data.empty() || data.front() != 0) return;
    if (happens(model_->wrong_completion)) {
        data.assign(1, model_->completion);
        return;
    }
    const bool is_get_sdr =
        request.netfn == wire::netfn::storage && request.command == wire::cmd::storage::get_sdr;
    // §33.12: octets 2 and 3 are the id of the next record; FFFFh ends the chain and 0000h is the first
    constexpr std::size_t next_low = 1, next_high = 2;
    if (!model_->sdr_loop || !is_get_sdr || data.size() <= next_high) return;
    if (data[next_low] == 0xFF && data[next_high] == 0xFF) data[next_low] = data[next_high] = 0;
}

void Misbehaviour::damage(base::Octets& message) {
    if (!message.empty() && happens(model_->wrong_checksum)) message.back() ^= 0x5AU;
}

void Misbehaviour::deliver(base::Octets& datagram, const Peer& to, base::Instant now,
                           std::vector<Outgoing>& more) {
    if (datagram.empty()) return;
    if (happens(model_->lost)) {
        datagram.clear();
    } else if (happens(model_->late)) {
        if (late_.size() < most_late) late_.push_back({now + model_->lateness, {to, datagram}});
        datagram.clear();
    } else if (happens(model_->duplicated)) {
        more.push_back({to, datagram});
    }
}

void Misbehaviour::take_due(base::Instant now, std::vector<Outgoing>& out) {
    const auto behind = std::ranges::find_if(late_, [now](const Late& one) { return one.due > now; });
    for (auto one = late_.begin(); one != behind; ++one) out.push_back(std::move(one->datagram));
    late_.erase(late_.begin(), behind);
}

base::Instant Misbehaviour::next_due() const {
    return late_.empty() ? base::Instant::max() : late_.front().due;
}

}  // namespace assay::bmc
