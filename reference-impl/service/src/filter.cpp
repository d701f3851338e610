#include "filter.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"

namespace assay::service {
namespace {

using soap::Element;
namespace names = model::names;
namespace faults = model::faults;

constexpr std::string_view selector_dialect = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
constexpr std::array supported_dialects{selector_dialect};

bool passes(const Element& object, const model::SelectorSet& equal) {
    return std::ranges::all_of(equal.all(), [&](const model::Selector& wanted) {
        return std::ranges::any_of(object.children, [&](const Element& property) {
            return property.name.local == wanted.name && property.value() == wanted.value;
        });
    });
}

}  // namespace

Outcome<Filter> read_filter(const Element& enumerate) {
    const Element* standard = enumerate.child(names::wsen::Filter);
    const Element* management = enumerate.child(names::Filter);
    if (standard != nullptr && management != nullptr) {
        return faults::cannot_process_filter("both wsen:Filter and wsman:Filter are given");
    }
    const Element* filter = standard != nullptr ? standard : management;
    if (filter == nullptr) return Filter{};
    if (filter->children.size() > 1 || (!filter->children.empty() && !filter->value().empty())) {
        return faults::cannot_process_filter("a filter holds either text or one element");
    }
    // Without Dialect XPath 1.0 is meant (DSP0226 §8.3), which is not spoken here.
    const std::string* dialect = filter->attribute("Dialect");
    if (dialect == nullptr || base::trimmed(*dialect) != selector_dialect) {
        return faults::filter_dialect_requested_unavailable(supported_dialects);
    }
    if (filter->children.empty() || filter->children.front().name != names::SelectorSet) {
        return faults::cannot_process_filter("a selector filter holds one wsman:SelectorSet");
    }
    auto selectors = model::read_selectors(filter->children.front());
    if (!selectors) return faults::cannot_process_filter(selectors.error().reason);
    return Filter{.equal = std::move(*selectors)};
}

Listing filtered(Listing listing, const Filter& filter) {
    if (filter.equal.empty()) return listing;
    std::vector<std::size_t> kept;
    for (std::size_t index = 0; index < listing.count; ++index) {
        if (passes(listing.at(index).object, filter.equal)) kept.push_back(index);
    }
    const std::size_t count = kept.size();
    return {.count = count, .at = [all = std::move(listing.at), kept = std::move(kept)](std::size_t index) {
                return all(kept.at(index));
            }};
}

}  // namespace assay::service
