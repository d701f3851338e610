#include "assay/service/resource.hpp"

#include "assay/model/faults.hpp"

namespace assay::service {

namespace faults = model::faults;

Listing listing_of(std::vector<Item> items) {
    const std::size_t count = items.size();
    auto held = std::make_shared<const std::vector<Item>>(std::move(items));
    return {.count = count, .at = [held](std::size_t index) { return held->at(index); }};
}

awaitable<Outcome<soap::Element>> Resource::get(const Request& request) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<soap::Element>> Resource::put(const Request& request, const soap::Element&) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<model::SelectorSet>> Resource::create(const Request& request, const soap::Element&) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<>> Resource::remove(const Request& request) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<Listing>> Resource::enumerate(const Request& request) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<soap::Element>> Resource::invoke(const Request& request) {
    co_return faults::action_not_supported(request.action);
}

}  // namespace assay::service
