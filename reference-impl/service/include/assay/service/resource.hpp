// What a resource class implements: the verbs it has, and nothing else of the protocol.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "assay/model/request.hpp"
#include "assay/service/cursor.hpp"
#include "assay/service/enumeration_wish.hpp"

namespace assay::service {

using model::Request;

/// One resource class, named by its ResourceURI, or several that the request tells apart. Every verb may be
/// called from several threads at once. The request outlives the call (the caller owns it until the awaitable
/// is done); a verb that does not exist answers wsa:ActionNotSupported, which is what the base class does.
class Resource {
public:
    Resource() = default;
    Resource(const Resource&) = delete;
    Resource& operator=(const Resource&) = delete;
    virtual ~Resource() = default;

    /// wxf:Get. @return the representation, one element.
    virtual awaitable<Outcome<soap::Element>> get(const Request& request);

    /// wxf:Put. @param representation the one child of the request's body.
    /// @return the representation as it is now.
    virtual awaitable<Outcome<soap::Element>> put(const Request& request,
                                                  const soap::Element& representation);

    /// wxf:Create. @return the selectors of the new instance.
    virtual awaitable<Outcome<model::SelectorSet>> create(const Request& request,
                                                          const soap::Element& representation);

    /// wxf:Delete ("delete" is a keyword).
    virtual awaitable<Outcome<>> remove(const Request& request);

    /// wsen:Enumerate; request.selectors narrow the set. @return the members, to be walked later: the cursor
    /// may neither refer to the request nor to the wish.
    virtual awaitable<Outcome<std::unique_ptr<Cursor>>> enumerate(const Request& request,
                                                                  const EnumerationWish& wish);

    /// The filter dialects that the resource applies itself: such a filter comes with the wish.
    [[nodiscard]] virtual std::span<const std::string_view> dialects() const { return {}; }

    /// Has a filter any meaning here? If not, every filter is answered wsen:FilteringNotSupported.
    [[nodiscard]] virtual bool can_be_filtered() const { return true; }

    /// A custom action, e.g. a CIM method. @return the child of the answer's body.
    virtual awaitable<Outcome<soap::Element>> invoke(const Request& request);

    /// Is this an option the resource obeys? One with MustComply="true" that it does not is refused.
    [[nodiscard]] virtual bool knows_option(std::string_view) const { return false; }

    /// Does a verb or a cursor ever wait (for a device, a timer)? Only then are time limits watched.
    [[nodiscard]] virtual bool waits() const { return true; }
};

}  // namespace assay::service
