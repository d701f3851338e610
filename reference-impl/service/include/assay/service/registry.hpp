// Which resource classes the service has.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "assay/service/resource.hpp"

namespace assay::service {

/// Owns the resources; filled before the service starts and constant from then on.
class Registry {
public:
    /// @param uri  the ResourceURI, compared octet for octet
    void add(std::string uri, std::unique_ptr<Resource> resource) {
        resources_.insert_or_assign(std::move(uri), std::move(resource));
    }

    /// All URIs that begin with the prefix, but for those added by themselves.
    /// @param resource  outlives the registry, or is owned by it
    void add_prefix(std::string prefix, Resource& resource) {
        prefixes_.push_back({std::move(prefix), &resource});
        std::ranges::stable_sort(prefixes_, std::ranges::greater{},
                                 [](const Prefix& each) { return each.text.size(); });
    }

    /// Keeps a resource that answers for prefixes.
    Resource& own(std::unique_ptr<Resource> resource) { return *owned_.emplace_back(std::move(resource)); }

    /// The resource of that URI, else that of the longest prefix of it, or nullptr.
    [[nodiscard]] Resource* find(std::string_view uri) const {
        if (const auto found = resources_.find(uri); found != resources_.end()) return found->second.get();
        const auto prefix =
            std::ranges::find_if(prefixes_, [uri](const Prefix& each) { return uri.starts_with(each.text); });
        return prefix == prefixes_.end() ? nullptr : prefix->resource;
    }

private:
    struct Prefix {
        std::string text;
        Resource* resource;
    };

    std::map<std::string, std::unique_ptr<Resource>, std::less<>> resources_;
    std::vector<std::unique_ptr<Resource>> owned_;
    std::vector<Prefix> prefixes_;  ///< the longest first
};

}  // namespace assay::service
