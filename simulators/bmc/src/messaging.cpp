#include "assay/bmc/messaging.hpp"

namespace assay::bmc {

void Messaging::clear(std::uint8_t flags) {
    flags_ = static_cast<std::uint8_t>(flags_ & ~flags);
    if ((flags & message_available) != 0) received_.clear();
    if ((flags & event_buffer_full) != 0) event_.reset();
}

void Messaging::receive_from(std::uint8_t channel, bool on) {
    const unsigned bit = 1U << channel;
    receiving_ = static_cast<std::uint16_t>(on ? receiving_ | bit : receiving_ & ~bit);
}

bool Messaging::receive(base::Octets message) {
    if (received_.size() >= most_received) return false;
    received_.push_back(std::move(message));
    raise(message_available);
    return true;
}

std::optional<base::Octets> Messaging::take_received() {
    if (received_.empty()) return std::nullopt;
    base::Octets message = std::move(received_.front());
    received_.pop_front();
    if (received_.empty()) clear(message_available);
    return message;
}

void Messaging::offer_event(const EventMessage& event) {
    if ((enables_ & event_buffer) == 0 || event_) return;
    event_ = event;
    raise(event_buffer_full);
}

std::optional<Messaging::EventMessage> Messaging::take_event() {
    const auto event = event_;
    clear(event_buffer_full);
    return event;
}

}  // namespace assay::bmc
