// The members of an enumeration, one portion after the other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/model/selectors.hpp"

namespace assay::service {

using boost::asio::awaitable;
using model::Outcome;

/// One member of an enumeration.
struct Item {
    soap::Element object = {};          ///< empty when only references are wanted
    model::SelectorSet selectors = {};  ///< with the ResourceURI they make the member's EPR
    std::string resource_uri = {};      ///< of the member; empty for that of the enumeration
};

/// Walks the members once. Owns all that it needs, may be called from any thread, one call at a time.
class Cursor {
public:
    Cursor() = default;
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    virtual ~Cursor() = default;

    /// Appends the next members; waits when there are none yet but may be. A call that waits can be
    /// cancelled (an exception comes out of what it awaits); the next call then goes on where it stood.
    /// @param into  owned by the caller until the call is done
    /// @param most  at least 1
    /// @return how many were appended, 1 to `most`; 0 when nothing remains, from then on.
    virtual awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) = 0;

    /// About how many members the whole enumeration has; nothing when that cannot be told.
    [[nodiscard]] virtual std::optional<std::uint64_t> estimate() const { return std::nullopt; }
};

/// A cursor over members that are there already.
[[nodiscard]] std::unique_ptr<Cursor> cursor_of(std::vector<Item> items);

}  // namespace assay::service
