#include "assay/service/resource.hpp"

#include "assay/model/faults.hpp"

namespace assay::service {

namespace faults = model::faults;

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

awaitable<Outcome<std::unique_ptr<Cursor>>> Resource::enumerate(const Request& request,
                                                                const EnumerationWish&) {
    co_return faults::action_not_supported(request.action);
}

awaitable<Outcome<soap::Element>> Resource::invoke(const Request& request) {
    co_return faults::action_not_supported(request.action);
}

}  // namespace assay::service
