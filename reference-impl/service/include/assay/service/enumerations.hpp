// The open enumerations (DSP0226 §8): which context is whose, and until when. No clock, no socket.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "assay/model/request.hpp"
#include "assay/service/enumeration.hpp"
#include "assay/service/limits.hpp"

namespace assay::service {

/// The enumerations of a service. May be used from several threads.
class Enumerations {
public:
    explicit Enumerations(const Limits& limits) : limits_{limits} {}

    /// Keeps an enumeration until `expires`, under a context that nobody can guess.
    /// @return the context, or the fault QuotaLimit.
    Outcome<std::string> open(Enumeration enumeration, base::Instant expires, base::Instant now);

    /// The next items. The context ends with its last item; a batch that does not fit leaves it as it was.
    awaitable<Outcome<Batch>> pull(std::string context, const model::Request& asker, Portion portion);

    Outcome<> release(const std::string& context, const model::Request& asker);

private:
    struct Entry {
        Entry(Enumeration each, base::Instant until) : enumeration{std::move(each)}, expires{until} {}

        Enumeration enumeration;
        base::Instant expires;
        std::atomic<bool> pulling = false;
    };

    Outcome<std::shared_ptr<Entry>> find(const std::string& context, const model::Request& asker);
    void forget(const std::string& context);
    void forget_expired(base::Instant now);

    Limits limits_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Entry>, std::less<>> open_;
};

}  // namespace assay::service
