// CIM classes as WS-Management resources (DSP0227): one resource for all classes of all namespaces.
#pragma once

#include <span>

#include "assay/cim/object_manager.hpp"
#include "assay/service/registry.hpp"
#include "assay/service/resource.hpp"

namespace assay::cim_resource {

using service::awaitable;
using service::Outcome;
using service::Request;

/// Finds the class by the request's ResourceURI and its selector __cimnamespace, the instance by the other
/// selectors, and asks the class's provider.
class CimResource final : public service::Resource {
public:
    /// @param manager  outlives this
    explicit CimResource(const cim::ObjectManager& manager) : manager_{manager} {}

    awaitable<Outcome<soap::Element>> get(const Request& request) override;
    awaitable<Outcome<soap::Element>> put(const Request& request,
                                          const soap::Element& representation) override;
    awaitable<Outcome<model::SelectorSet>> create(const Request& request,
                                                  const soap::Element& representation) override;
    awaitable<Outcome<>> remove(const Request& request) override;
    awaitable<Outcome<std::unique_ptr<service::Cursor>>> enumerate(
        const Request& request, const service::EnumerationWish& wish) override;
    /// The dialects that speak of CIM: WQL, CQL, associations and selectors.
    [[nodiscard]] std::span<const std::string_view> dialects() const override;
    awaitable<Outcome<soap::Element>> invoke(const Request& request) override;
    [[nodiscard]] bool waits() const override { return manager_.waits(); }

private:
    const cim::ObjectManager& manager_;
};

/// Serves all classes of `manager` under their URIs: those of the DMTF, of WMI and the conformance classes.
/// @param manager  outlives the registry
void add_classes(service::Registry& registry, const cim::ObjectManager& manager);

}  // namespace assay::cim_resource
