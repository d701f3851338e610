// The load's own event sink: listens where subscriptions have events delivered, acknowledges and counts them.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "assay/load/delivery_ledger.hpp"

namespace assay::load {

/// Serves HTTP/1.1 without TLS on a thread of its own, until it is destroyed. Connections are kept; a request
/// has a Content-Length and at most 1 MB, and who sends none for a minute is cut off.
class EventSink {
public:
    /// @param address "127.0.0.1:0": port 0 takes a free one
    /// @param clock outlives it
    /// @throws base::SetupError when it is no address, or cannot be listened on
    EventSink(std::string_view address, CreationPlace place, const base::Clock& clock);
    ~EventSink();
    EventSink(const EventSink&) = delete;
    EventSink& operator=(const EventSink&) = delete;

    /// Where a subscription's events are to be delivered. @param subscription its number, from 0
    [[nodiscard]] std::string url(unsigned subscription) const;
    [[nodiscard]] DeliveryLedger& ledger();

    /// Waits until nothing has come for a while, for events that are on their way. @param most but no longer
    void settle(base::Duration most, const std::stop_token& stop) const;

private:
    class Service;
    std::unique_ptr<Service> service_;
    std::string url_;
};

}  // namespace assay::load
