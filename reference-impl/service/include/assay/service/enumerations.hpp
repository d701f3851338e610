// Open enumerations (DSP0226 §8): what remains of each, and until when. No clock, no socket.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "assay/service/limits.hpp"
#include "assay/service/resource.hpp"

namespace assay::service {

/// wsman:EnumerationMode (DSP0226 §8.7).
enum class Mode { object, epr, object_and_epr };

/// How much one answer may hold.
struct Portion {
    std::size_t elements = 1;
    std::size_t characters = SIZE_MAX;  ///< a hint; one item may exceed it
    std::size_t room = SIZE_MAX;        ///< in characters of the reply; never exceeded
};

/// Items for one answer.
struct Batch {
    std::vector<soap::Element> items = {};
    bool end = false;        ///< nothing remains
    bool too_large = false;  ///< the next item alone exceeds the room, and the batch is empty
    std::size_t total = 0;   ///< of the whole enumeration
};

/// One enumeration, walked once.
class Enumeration {
public:
    struct Origin {
        std::string address;       ///< for the members' EPRs
        std::string resource_uri;  ///< Pull and Release have to name it again
        std::string caller;        ///< and to come from the same user
        Mode mode = Mode::object;
    };

    Enumeration(Origin origin, Listing listing) : origin_{std::move(origin)}, listing_{std::move(listing)} {}

    [[nodiscard]] Batch next(const Portion& portion);
    [[nodiscard]] const Origin& origin() const { return origin_; }
    [[nodiscard]] std::size_t total() const { return listing_.count; }

private:
    soap::Element rendered(std::size_t index) const;

    Origin origin_;
    Listing listing_;
    std::size_t position_ = 0;
};

/// The enumerations of a service. May be used from several threads.
class Enumerations {
public:
    explicit Enumerations(const Limits& limits) : limits_{limits} {}

    /// Keeps an enumeration until `expires`, under a context that nobody can guess.
    /// @return the context, or the fault QuotaLimit.
    Outcome<std::string> open(Enumeration enumeration, base::Instant expires, base::Instant now);

    /// The next items. The context ends with its last item; a batch that does not fit leaves it as it was.
    Outcome<Batch> pull(const std::string& context, const Request& asker, const Portion& portion);

    Outcome<> release(const std::string& context, const Request& asker);

private:
    struct Entry {
        Entry(Enumeration each, base::Instant until) : enumeration{std::move(each)}, expires{until} {}

        Enumeration enumeration;
        base::Instant expires;
        std::mutex pulling;
        bool ended = false;
    };

    Outcome<std::shared_ptr<Entry>> find(const std::string& context, const Request& asker);
    void forget(const std::string& context);
    void forget_expired(base::Instant now);

    Limits limits_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Entry>, std::less<>> open_;
};

}  // namespace assay::service
