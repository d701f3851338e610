#include "filter.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"

namespace assay::service {
namespace {

using soap::Element;
namespace names = model::names;
namespace faults = model::faults;

constexpr std::string_view selector_dialect = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
/// Meant where no Dialect is named (DSP0226 §8.3).
constexpr std::string_view xpath_dialect = "http://www.w3.org/TR/1999/REC-xpath-19991116";
constexpr std::array supported_dialects{selector_dialect};

bool passes(const Element& object, const model::SelectorSet& equal) {
    return std::ranges::all_of(equal.all(), [&](const model::Selector& wanted) {
        return std::ranges::any_of(object.children, [&](const Element& property) {
            return property.name.local == wanted.name && property.value() == wanted.value;
        });
    });
}

/// Hands on what passes, and lets others run while nothing does.
class Filtered final : public Cursor {
public:
    Filtered(std::unique_ptr<Cursor> all, Filter filter) : all_{std::move(all)}, filter_{std::move(filter)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        for (;;) {
            const auto count = co_await all_->fill(looked_at_, std::min(most, at_once));
            if (!count || *count == 0) co_return count;
            const std::size_t before = into.size();
            std::ranges::copy_if(std::make_move_iterator(looked_at_.begin()),
                                 std::make_move_iterator(looked_at_.end()), std::back_inserter(into),
                                 [this](const Item& item) { return passes(item.object, filter_.equal); });
            looked_at_.clear();
            if (into.size() > before) co_return into.size() - before;
            co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        }
    }

private:
    static constexpr std::size_t at_once = 256;

    std::unique_ptr<Cursor> all_;
    Filter filter_;
    std::vector<Item> looked_at_;
};

}  // namespace

Outcome<std::optional<FilterText>> read_filter(const Element& enumerate) {
    const Element* standard = enumerate.child(names::wsen::Filter);
    const Element* management = enumerate.child(names::Filter);
    if (standard != nullptr && management != nullptr) {
        return faults::cannot_process_filter("both wsen:Filter and wsman:Filter are given");
    }
    const Element* filter = standard != nullptr ? standard : management;
    if (filter == nullptr) return std::optional<FilterText>{};
    if (filter->children.size() > 1 || (!filter->children.empty() && !filter->value().empty())) {
        return faults::cannot_process_filter("a filter holds either text or one element");
    }
    const std::string* dialect = filter->attribute("Dialect");
    FilterText text{.dialect = std::string{dialect == nullptr ? xpath_dialect : base::trimmed(*dialect)},
                    .text = std::string{filter->value()}};
    if (!filter->children.empty()) text.element = filter->children.front();
    return std::optional{std::move(text)};
}

Outcome<Filter> compile_filter(const FilterText& text) {
    if (text.dialect != selector_dialect) {
        return faults::filter_dialect_requested_unavailable(supported_dialects);
    }
    if (!text.element || text.element->name != names::SelectorSet) {
        return faults::cannot_process_filter("a selector filter holds one wsman:SelectorSet");
    }
    auto selectors = model::read_selectors(*text.element);
    if (!selectors) return faults::cannot_process_filter(selectors.error().reason);
    return Filter{.equal = std::move(*selectors)};
}

std::unique_ptr<Cursor> filtered(std::unique_ptr<Cursor> cursor, Filter filter) {
    return std::make_unique<Filtered>(std::move(cursor), std::move(filter));
}

}  // namespace assay::service
