#include "assay/service/enumerations.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "alarm.hpp"
#include "assay/base/uuid.hpp"
#include "assay/model/faults.hpp"

namespace assay::service {
namespace {

namespace faults = model::faults;
using model::Request;

/// How often enumerations that are over are looked for, so that what they hold is not kept for nothing.
constexpr std::chrono::seconds between_sweeps{10};

bool names_another(const model::SelectorSet& asked, const model::SelectorSet& of) {
    if (asked.all().size() != of.all().size()) return true;
    return !std::ranges::all_of(asked.all(), [&](const model::Selector& each) {
        return std::ranges::find(of.all(), each) != of.all().end();
    });
}

/// DSP0226 §8.4, §8.5: the addressing of the Enumerate has to come again with each Pull and Release. Clients
/// that leave its selectors out are many, and mean no other.
Outcome<> check_address(const Enumeration::Origin& origin, const Request& asker) {
    if (origin.resource_uri != asker.resource_uri) {
        return faults::message_information_header_required("wsman:ResourceURI of the enumeration");
    }
    if (!asker.selectors.empty() && names_another(asker.selectors, origin.selectors)) {
        return faults::message_information_header_required("wsman:SelectorSet of the enumeration");
    }
    return boost::system::in_place_value;
}

}  // namespace

/// One Pull under way: its enumeration is not idle.
class Enumerations::Pulling {
public:
    /// Called with the mutex held.
    Pulling(Enumerations& all, Entry& entry) : all_{all}, entry_{entry} { ++entry_.pulls; }
    ~Pulling() {
        const std::lock_guard lock{all_.mutex_};
        --entry_.pulls;
        entry_.waiting.reset();
    }
    Pulling(const Pulling&) = delete;
    Pulling& operator=(const Pulling&) = delete;

private:
    Enumerations& all_;
    Entry& entry_;
};

Outcome<std::string> Enumerations::open(Enumeration enumeration, base::Instant expires, base::Instant now) {
    const std::lock_guard lock{mutex_};
    const std::string caller = enumeration.origin().caller;
    if (now - swept_ >= between_sweeps || open_.size() >= limits_.enumerations) end_all_over(now);
    if (open_.size() >= limits_.enumerations) return faults::quota_limit("too many enumerations are open");
    std::size_t& own = per_user_[caller];
    if (own >= limits_.enumerations_per_user) {
        return faults::quota_limit("the user has too many enumerations open");
    }
    ++own;
    std::string context = "uuid:" + base::random_uuid();
    open_.emplace(context, std::make_shared<Entry>(std::move(enumeration), expires, now));
    return context;
}

bool Enumerations::is_over(const Entry& entry, base::Instant now) const {
    return now >= entry.expires || (entry.pulls == 0 && now - entry.used >= limits_.enumeration_idle);
}

Outcome<Enumerations::Table::iterator> Enumerations::find(const std::string& context, const Request& asker) {
    const auto found = open_.find(context);
    if (found == open_.end()) return faults::invalid_enumeration_context();
    if (is_over(*found->second, asker.now)) {
        end(found);
        return faults::invalid_enumeration_context();
    }
    const Enumeration::Origin& origin = found->second->enumeration.origin();
    if (origin.caller != asker.caller.name) {
        return faults::access_denied("the enumeration belongs to another user");
    }
    if (auto same = check_address(origin, asker); !same) return same.error();
    found->second->used = asker.now;
    return found;
}

awaitable<Outcome<Batch>> Enumerations::pull(std::string context, const Request& asker, Portion portion,
                                             std::optional<base::Duration> max_time) {
    std::shared_ptr<Entry> entry;
    std::optional<Pulling> pulling;
    {
        const std::lock_guard lock{mutex_};
        auto found = find(context, asker);
        if (!found) co_return found.error();
        entry = (*found)->second;
        pulling.emplace(*this, *entry);
    }
    const Turn::Hold turn = co_await entry->turn.take();
    auto next = entry->enumeration.origin().waits ? pull_waiting(entry, asker.now, portion, max_time)
                                                  : entry->enumeration.next(portion);
    auto batch = co_await std::move(next);
    const std::lock_guard lock{mutex_};
    if (batch && entry->ended) co_return faults::invalid_enumeration_context();
    if (batch && batch->end) end(open_.find(context));
    co_return batch;
}

awaitable<Outcome<Batch>> Enumerations::pull_waiting(std::shared_ptr<Entry> entry, base::Instant now,
                                                     Portion portion,
                                                     std::optional<base::Duration> max_time) {
    const base::Instant patience =
        max_time ? now + std::min<base::Duration>(*max_time, std::chrono::hours{24}) : base::Instant::max();
    for (;;) {
        base::Instant until_when;
        std::shared_ptr<Alarm> alarm;
        const auto executor = co_await boost::asio::this_coro::executor;
        {
            const std::lock_guard lock{mutex_};
            if (entry->ended) co_return faults::invalid_enumeration_context();
            until_when = std::min(patience, entry->expires);
            alarm = entry->waiting = std::make_shared<Alarm>(executor, until_when - now);
        }
        auto batch = co_await until(alarm, entry->enumeration.next(portion));
        if (batch) co_return std::move(*batch);
        const std::lock_guard lock{mutex_};
        if (entry->ended) co_return faults::invalid_enumeration_context();
        now = until_when;
        entry->used = now;
        if (now >= patience) co_return entry->enumeration.arrived(portion);
        if (now >= entry->expires) co_return faults::enumeration_timed_out();
    }
}

Outcome<> Enumerations::renew(const std::string& context, const Request& asker, base::Instant expires) {
    const std::lock_guard lock{mutex_};
    auto found = find(context, asker);
    if (!found) return found.error();
    (*found)->second->expires = expires;
    return boost::system::in_place_value;
}

Outcome<base::Instant> Enumerations::expiry(const std::string& context, const Request& asker) {
    const std::lock_guard lock{mutex_};
    const auto found = find(context, asker);
    if (!found) return found.error();
    return (*found)->second->expires;
}

Outcome<> Enumerations::release(const std::string& context, const Request& asker) {
    const std::lock_guard lock{mutex_};
    auto found = find(context, asker);
    if (!found) return found.error();
    end(*found);
    return boost::system::in_place_value;
}

void Enumerations::end(Table::iterator entry) {
    if (entry == open_.end()) return;
    entry->second->ended = true;
    if (entry->second->waiting) entry->second->waiting->ring();
    const auto own = per_user_.find(entry->second->enumeration.origin().caller);
    if (own != per_user_.end() && --own->second == 0) per_user_.erase(own);
    open_.erase(entry);
}

void Enumerations::end_all_over(base::Instant now) {
    swept_ = now;
    for (auto each = open_.begin(); each != open_.end();) {
        const auto next = std::next(each);
        if (is_over(*each->second, now)) end(each);
        each = next;
    }
}

}  // namespace assay::service
