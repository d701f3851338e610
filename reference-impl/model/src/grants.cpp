#include "assay/model/grants.hpp"

#include <algorithm>
#include <utility>

#include "assay/base/text.hpp"

namespace assay::model {
namespace {

bool begins_with(std::string_view uri, std::string_view prefix) {
    return base::equal_ignoring_case(uri.substr(0, prefix.size()), prefix);
}

}  // namespace

Grants::Grants(std::vector<Grant> grants) : grants_{std::move(grants)} {
    std::ranges::stable_sort(grants_, std::ranges::greater{},
                             [](const Grant& grant) { return grant.prefix.size(); });
}

bool Grants::allow(Right right, std::string_view resource_uri) const {
    if (!begins_with(resource_uri, border_)) return false;
    const auto fits = [resource_uri](const Grant& grant) { return begins_with(resource_uri, grant.prefix); };
    const auto found = std::ranges::find_if(grants_, fits);
    if (found == grants_.end()) return false;
    switch (right) {
        case Right::read: return found->read;
        case Right::write: return found->write;
        case Right::execute: return found->execute;
    }
    return false;
}

Grants Grants::within(std::string_view prefix) const {
    Grants narrower = *this;
    narrower.border_ = prefix;
    return narrower;
}

}  // namespace assay::model
