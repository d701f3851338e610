// One open enumeration: what of it goes into the next answer. No clock, no socket.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assay/service/cursor.hpp"
#include "assay/service/enumeration_wish.hpp"

namespace assay::service {

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
    std::optional<std::uint64_t> total = {};  ///< of the whole enumeration, about
};

/// Walked once. Between two answers it holds the items that were read and did not fit the last one, and no
/// others: a few, however many members there are.
class Enumeration {
public:
    struct Origin {
        std::string address;                ///< for the members' EPRs
        std::string resource_uri;           ///< Pull and Release have to name it again
        model::SelectorSet selectors = {};  ///< which came along
        std::string caller;                 ///< and to come from the same user
        Mode mode = Mode::object;
        bool waits = true;  ///< a cursor that does is not asked for more than a portion needs
    };

    Enumeration(Origin origin, std::unique_ptr<Cursor> cursor)
        : origin_{std::move(origin)}, cursor_{std::move(cursor)} {}

    /// The next items. What cannot be handed out, for the room or because the call was cancelled, stays for
    /// the next call.
    awaitable<Outcome<Batch>> next(Portion portion);

    /// Without reading on: what has come by now and was not handed out.
    Batch arrived(const Portion& portion);

    [[nodiscard]] const Origin& origin() const { return origin_; }

private:
    awaitable<Outcome<>> read(Portion portion);
    void render_arrived();
    [[nodiscard]] soap::Element rendered(Item item) const;
    Batch hand_out(const Portion& portion);

    Origin origin_;
    std::unique_ptr<Cursor> cursor_;
    std::vector<Item> arrived_;        ///< read, not yet rendered
    std::vector<soap::Element> kept_;  ///< written, not yet handed out
    bool exhausted_ = false;
};

}  // namespace assay::service
