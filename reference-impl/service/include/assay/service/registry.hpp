// Which resource classes the service has.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "assay/service/resource.hpp"

namespace assay::service {

/// Owns the resources; filled before the service starts and constant from then on.
class Registry {
public:
    /// @param uri  the ResourceURI, compared octet for octet
    void add(std::string uri, std::unique_ptr<Resource> resource) {
        resources_.insert_or_assign(std::move(uri), std::move(resource));
    }

    /// The resource of that URI, or nullptr.
    [[nodiscard]] Resource* find(std::string_view uri) const {
        const auto found = resources_.find(uri);
        return found == resources_.end() ? nullptr : found->second.get();
    }

private:
    std::map<std::string, std::unique_ptr<Resource>, std::less<>> resources_;
};

}  // namespace assay::service
