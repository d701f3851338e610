#include "filter.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/xpath/fragment.hpp"

namespace assay::service {
namespace {

using soap::Element;
namespace names = model::names;
namespace faults = model::faults;

constexpr std::string_view selector_dialect = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";

bool has_values(const Element& object, const model::SelectorSet& equal) {
    return std::ranges::all_of(equal.all(), [&](const model::Selector& wanted) {
        return std::ranges::any_of(object.children, [&](const Element& property) {
            return property.name.local == wanted.name && property.value() == wanted.value;
        });
    });
}

Outcome<bool> passes(const Element& object, const Filter& filter) {
    if (!has_values(object, filter.equal)) return false;
    if (!filter.predicate) return true;
    const auto matches = filter.predicate->matches(object);
    if (!matches) return xpath::filter_fault(matches.error());
    return *matches;
}

/// Hands on what passes, and lets others run while nothing does.
class Filtered final : public Cursor {
public:
    Filtered(std::unique_ptr<Cursor> all, Filter filter) : all_{std::move(all)}, filter_{std::move(filter)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        const std::size_t before = into.size();
        for (;;) {
            while (next_ < looked_at_.size() && into.size() - before < most) {
                Item& item = looked_at_[next_++];
                const auto kept = passes(item.object, filter_);
                if (!kept) co_return kept.error();
                if (*kept) into.push_back(std::move(item));
                if (is_turn_over()) break;
            }
            if (into.size() > before) co_return into.size() - before;
            if (next_ == looked_at_.size()) {
                looked_at_.clear();
                next_ = 0;
                const auto count = co_await all_->fill(looked_at_, std::min(most, at_once));
                if (!count || *count == 0) co_return count;
            }
            co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        }
    }

private:
    static constexpr std::size_t at_once = 256;
    /// Steps of a predicate after which others get their turn: some milliseconds.
    static constexpr std::size_t turn = 50'000;

    bool is_turn_over() {
        if (!filter_.predicate) return false;
        steps_ += filter_.predicate->steps();
        if (steps_ < turn) return false;
        steps_ = 0;
        return true;
    }

    std::unique_ptr<Cursor> all_;
    Filter filter_;
    std::vector<Item> looked_at_;
    std::size_t next_ = 0;   ///< of those looked at
    std::size_t steps_ = 0;  ///< since the last turn
};

Outcome<Filter> xpath_filter(const FilterText& text, const model::Profile& profile) {
    if (text.element) return faults::cannot_process_filter("an XPath filter is text");
    auto predicate = xpath::Expression::compile(text.text, text.bindings);
    if (!predicate) return xpath::filter_fault(predicate.error());
    if (profile.xpath_level1_only && predicate->syntax().level != xpath::Level::one) {
        return faults::cannot_process_filter("only XPath of Level 1 is supported here");
    }
    return Filter{.predicate = std::move(*predicate)};
}

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
    // Without Dialect XPath 1.0 is meant (DSP0226 §8.3).
    FilterText text{
        .dialect = std::string{dialect == nullptr ? xpath::xpath_dialect : base::trimmed(*dialect)},
        .text = std::string{filter->value()},
        .bindings = xpath::bindings_of(*filter)};
    if (!filter->children.empty()) text.element = filter->children.front();
    return std::optional{std::move(text)};
}

Outcome<Filter> compile_filter(const FilterText& text, const model::Profile& profile,
                               std::span<const std::string_view> spoken) {
    if (text.dialect == xpath::xpath_dialect) return xpath_filter(text, profile);
    if (text.dialect != selector_dialect) {
        std::vector<std::string_view> all{xpath::xpath_dialect};
        all.insert(all.end(), spoken.begin(), spoken.end());
        if (std::ranges::find(all, selector_dialect) == all.end()) all.push_back(selector_dialect);
        return faults::filter_dialect_requested_unavailable(all);
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
