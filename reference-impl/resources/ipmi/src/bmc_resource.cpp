#include "bmc_resource.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"

namespace assay::ipmi {

namespace faults = model::faults;
using faults::Selectors;
using ipmi_client::Trouble;

namespace {

/// MS-WSMV 3.1.4.1.1: this selector names the CIM namespace rather than a key.
constexpr std::string_view cim_namespace_selector = "__cimnamespace";
constexpr std::string_view hardware_namespace = "root/hardware";

}  // namespace

model::Fault fault_of(const ipmi_client::Error& error) {
    switch (error.trouble) {
        case Trouble::unresolved:
        case Trouble::unreachable:
        case Trouble::lost: return faults::endpoint_unavailable(error.message);
        case Trouble::busy: return faults::quota_limit(error.message);
        default: return faults::internal_error(error.message);
    }
}

bool matches(const model::SelectorSet& wanted, const model::SelectorSet& keys) {
    return std::ranges::all_of(wanted.all(), [&](const model::Selector& each) {
        const std::string* const value = keys.find(each.name);
        return value != nullptr && *value == each.value;
    });
}

Outcome<model::SelectorSet> BmcResource::keys_of(const model::SelectorSet& selectors) const {
    model::SelectorSet keys;
    for (const model::Selector& each : selectors.all()) {
        if (base::equal_ignoring_case(each.name, cim_namespace_selector)) {
            if (base::equal_ignoring_case(each.value, hardware_namespace)) continue;
            return faults::invalid_selectors(
                Selectors::InvalidValue,
                std::string{class_name_} + " is in the namespace root/hardware only");
        }
        // DSP0227 §6: names of CIM properties have no case.
        const auto key = std::ranges::find_if(
            keys_, [&](const auto& name) { return base::equal_ignoring_case(name, each.name); });
        if (key == keys_.end()) {
            return faults::invalid_selectors(Selectors::UnexpectedSelectors,
                                             std::string{class_name_} + " has no key " + each.name);
        }
        keys.add(std::string{*key}, each.value);
    }
    return keys;
}

awaitable<Outcome<std::vector<service::Item>>> BmcResource::matching(const model::SelectorSet& wanted) {
    auto items = co_await instances(wanted);
    if (!items) co_return items.error();
    std::erase_if(*items, [&](const service::Item& item) { return !matches(wanted, item.selectors); });
    co_return std::move(items);
}

awaitable<Outcome<soap::Element>> BmcResource::get(const model::Request& request) {
    const auto wanted = keys_of(request.selectors);
    if (!wanted) co_return wanted.error();
    if (wanted->empty()) {
        co_return faults::invalid_selectors(
            Selectors::InsufficientSelectors,
            "selectors have to name an instance of " + std::string{class_name_});
    }
    auto items = co_await matching(*wanted);
    if (!items) co_return items.error();
    if (items->empty()) {
        co_return faults::destination_unreachable("there is no such instance of " + std::string{class_name_});
    }
    if (items->size() > 1) {
        co_return faults::invalid_selectors(
            Selectors::AmbiguousSelectors,
            "the selectors match several instances of " + std::string{class_name_});
    }
    co_return std::move(items->front().object);
}

awaitable<Outcome<std::unique_ptr<service::Cursor>>> BmcResource::enumerate(const model::Request& request,
                                                                            const service::EnumerationWish&) {
    const auto wanted = keys_of(request.selectors);
    if (!wanted) co_return wanted.error();
    auto items = co_await matching(*wanted);
    if (!items) co_return items.error();
    co_return service::cursor_of(std::move(*items));
}

}  // namespace assay::ipmi
