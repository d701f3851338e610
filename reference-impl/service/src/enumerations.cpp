#include "assay/service/enumerations.hpp"

#include <algorithm>

#include "assay/base/uuid.hpp"
#include "assay/model/faults.hpp"

namespace assay::service {

namespace faults = model::faults;

Outcome<std::string> Enumerations::open(Enumeration enumeration, base::Instant expires, base::Instant now) {
    const std::lock_guard lock{mutex_};
    if (open_.size() >= limits_.enumerations) forget_expired(now);
    if (open_.size() >= limits_.enumerations) return faults::quota_limit("too many enumerations are open");
    std::string context = "uuid:" + base::random_uuid();
    open_.emplace(context, std::make_shared<Entry>(std::move(enumeration), expires));
    return context;
}

Outcome<std::shared_ptr<Enumerations::Entry>> Enumerations::find(const std::string& context,
                                                                 const model::Request& asker) {
    const std::lock_guard lock{mutex_};
    const auto found = open_.find(context);
    if (found == open_.end()) return faults::invalid_enumeration_context();
    if (asker.now >= found->second->expires) {
        open_.erase(found);
        return faults::invalid_enumeration_context();
    }
    const Enumeration::Origin& origin = found->second->enumeration.origin();
    if (origin.caller != asker.caller.name) {
        return faults::access_denied("the enumeration belongs to another user");
    }
    if (origin.resource_uri != asker.resource_uri) {
        // DSP0226 §8.4: the addressing of the Enumerate has to come again with each Pull.
        return faults::message_information_header_required("wsman:ResourceURI of the enumeration");
    }
    return found->second;
}

awaitable<Outcome<Batch>> Enumerations::pull(std::string context, const model::Request& asker,
                                             Portion portion) {
    auto found = find(context, asker);
    if (!found) co_return found.error();
    const std::shared_ptr<Entry> entry = std::move(*found);
    if (entry->pulling.exchange(true))
        co_return faults::concurrency("another Pull of this context is going on");
    const auto done =
        std::unique_ptr<Entry, void (*)(Entry*)>{entry.get(), [](Entry* each) { each->pulling = false; }};
    auto batch = co_await entry->enumeration.next(portion);
    if (batch && batch->end) forget(context);
    co_return batch;
}

Outcome<> Enumerations::release(const std::string& context, const model::Request& asker) {
    auto entry = find(context, asker);
    if (!entry) return entry.error();
    forget(context);
    return boost::system::in_place_value;
}

void Enumerations::forget(const std::string& context) {
    const std::lock_guard lock{mutex_};
    open_.erase(context);
}

void Enumerations::forget_expired(base::Instant now) {
    std::erase_if(open_, [now](const auto& each) { return now >= each.second->expires; });
}

}  // namespace assay::service
