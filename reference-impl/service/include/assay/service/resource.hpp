// What a resource class implements: the verbs it has, and nothing else of the protocol.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "assay/model/request.hpp"

namespace assay::service {

using boost::asio::awaitable;
using model::Outcome;
using model::Request;

/// One member of an enumeration.
struct Item {
    soap::Element object;
    model::SelectorSet selectors;  ///< with the resource's URI they make the member's EPR
};

/// The members of an enumeration as they were when it began, each made when it is asked for. Copyable;
/// `at` owns all it needs and may be called from any thread, one call at a time.
struct Listing {
    std::size_t count = 0;
    std::function<Item(std::size_t)> at = {};
};

/// A listing that holds its items ready.
[[nodiscard]] Listing listing_of(std::vector<Item> items);

/// One resource class, named by its ResourceURI. Every verb may be called from several threads at once.
/// The request outlives the call (the caller owns it until the awaitable is done); a verb that does not
/// exist answers wsa:ActionNotSupported, which is what the base class does.
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

    /// wsen:Enumerate; request.selectors narrow the set. @return the members at this moment.
    virtual awaitable<Outcome<Listing>> enumerate(const Request& request);

    /// A custom action, e.g. a CIM method. @return the child of the answer's body.
    virtual awaitable<Outcome<soap::Element>> invoke(const Request& request);

    /// Is this an option the resource obeys? One with MustComply="true" that it does not is refused.
    [[nodiscard]] virtual bool knows_option(std::string_view) const { return false; }

    /// Does a verb ever wait (for a device, a timer)? Only then is OperationTimeout watched.
    [[nodiscard]] virtual bool waits() const { return true; }
};

}  // namespace assay::service
