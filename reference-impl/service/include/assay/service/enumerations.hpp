// The open enumerations (DSP0226 §8): which context is whose, and until when. Time is an argument.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "assay/model/request.hpp"
#include "assay/service/enumeration.hpp"
#include "assay/service/limits.hpp"
#include "assay/service/turn.hpp"

namespace assay::service {

class Alarm;

/// The enumerations of a service. May be used from several threads. A context answers to the user and the
/// resource of its Enumerate only; every function but open may return the fault InvalidEnumerationContext,
/// AccessDenied or MessageInformationHeaderRequired.
class Enumerations {
public:
    explicit Enumerations(const Limits& limits) : limits_{limits} {}

    /// Keeps an enumeration until `expires`, or until it has been idle for too long, under a context that
    /// nobody can guess.
    /// @return the context, or the fault QuotaLimit.
    Outcome<std::string> open(Enumeration enumeration, base::Instant expires, base::Instant now);

    /// The next items. The context ends with its last item; a batch that does not fit leaves it as it was.
    /// Pulls of one context take turns.
    /// @param asker     outlives the call
    /// @param max_time  how long to wait for items that are not there yet; then there are those that came
    /// @return also the fault wsen:TimedOut when the enumeration expires meanwhile.
    awaitable<Outcome<Batch>> pull(std::string context, const model::Request& asker, Portion portion,
                                   std::optional<base::Duration> max_time);

    /// Sets another expiry.
    Outcome<> renew(const std::string& context, const model::Request& asker, base::Instant expires);

    /// When the context expires.
    Outcome<base::Instant> expiry(const std::string& context, const model::Request& asker);

    /// Ends the enumeration; a Pull that waits for items ends, too.
    Outcome<> release(const std::string& context, const model::Request& asker);

private:
    /// All but the enumeration and the turn is guarded by mutex_.
    struct Entry {
        Entry(Enumeration each, base::Instant until, base::Instant now)
            : enumeration{std::move(each)}, expires{until}, used{now} {}

        Enumeration enumeration;
        Turn turn;
        base::Instant expires;
        base::Instant used;              ///< last
        unsigned pulls = 0;              ///< under way
        bool ended = false;              ///< and no longer in open_
        std::shared_ptr<Alarm> waiting;  ///< of the Pull that waits for items
    };
    using Table = std::map<std::string, std::shared_ptr<Entry>, std::less<>>;

    class Pulling;

    Outcome<Table::iterator> find(const std::string& context, const model::Request& asker);
    [[nodiscard]] bool is_over(const Entry& entry, base::Instant now) const;
    void end(Table::iterator entry);
    void end_all_over(base::Instant now);
    awaitable<Outcome<Batch>> pull_waiting(std::shared_ptr<Entry> entry, base::Instant now, Portion portion,
                                           std::optional<base::Duration> max_time);

    Limits limits_;
    std::mutex mutex_;
    Table open_;
    std::map<std::string, std::size_t, std::less<>> per_user_;
    base::Instant swept_{};  ///< when those that are over were last looked for
};

}  // namespace assay::service
