#include "assay/memory/memory_resource.hpp"

#include <algorithm>
#include <span>

#include "assay/model/faults.hpp"

namespace assay::memory {

namespace faults = model::faults;
using faults::Selectors;

MemoryResource::MemoryResource(Shape shape, std::vector<Row> rows, std::size_t most)
    : shape_{std::move(shape)}, most_{most}, rows_{std::make_shared<Rows>(std::move(rows))} {}

/// Names are those of keys, and values are of their types (DSP0226 §5.1.2.2); the canonical values.
Outcome<model::SelectorSet> MemoryResource::checked_selectors(const model::SelectorSet& selectors) const {
    model::SelectorSet checked;
    for (const model::Selector& each : selectors.all()) {
        const auto property = std::ranges::find_if(
            shape_.properties, [&](const Property& p) { return p.key && p.name == each.name; });
        if (property == shape_.properties.end()) {
            return faults::invalid_selectors(Selectors::UnexpectedSelectors,
                                             "the resource has no selector " + each.name);
        }
        const Checked value = check_value(*property, each.value);
        if (each.reference || value.mismatch == Mismatch::type) {
            return faults::invalid_selectors(Selectors::TypeMismatch,
                                             "the selector " + each.name + " is of another type");
        }
        if (value.mismatch == Mismatch::range) {
            return faults::invalid_selectors(Selectors::InvalidValue,
                                             "the selector " + each.name + " is out of range");
        }
        checked.add(each.name, value.canonical);
    }
    return checked;
}

bool MemoryResource::matches(const Row& row, const model::SelectorSet& selectors) const {
    for (std::size_t i = 0; i < shape_.properties.size(); ++i) {
        const std::string* wanted = selectors.find(shape_.properties[i].name);
        if (wanted != nullptr && row.values[i].front() != *wanted) return false;
    }
    return true;
}

Outcome<std::size_t> MemoryResource::locate(const model::SelectorSet& selectors) const {
    const auto wanted = checked_selectors(selectors);
    if (!wanted) return wanted.error();
    const bool keyed = std::ranges::any_of(shape_.properties, &Property::key);
    if (keyed && wanted->empty()) {
        return faults::invalid_selectors(Selectors::InsufficientSelectors,
                                         "selectors have to name an instance of " + shape_.name);
    }
    const auto fits = [&](const Row& row) { return matches(row, *wanted); };
    const auto first = std::ranges::find_if(*rows_, fits);
    if (first == rows_->end()) {
        return faults::destination_unreachable("there is no such instance of " + shape_.name);
    }
    if (std::any_of(std::next(first), rows_->end(), fits)) {
        return faults::invalid_selectors(Selectors::AmbiguousSelectors,
                                         "the selectors match several instances of " + shape_.name);
    }
    return static_cast<std::size_t>(first - rows_->begin());
}

MemoryResource::Rows& MemoryResource::changeable() {
    if (rows_.use_count() > 1) rows_ = std::make_shared<Rows>(*rows_);
    return *rows_;
}

Row MemoryResource::fresh_row(const Request& request, const model::SelectorSet& keys) const {
    Row row{.values = std::vector<std::vector<std::string>>(shape_.properties.size())};
    for (std::size_t i = 0; i < shape_.properties.size(); ++i) {
        const Property& property = shape_.properties[i];
        if (property.read_only && property.type == Type::datetime) {
            row.values[i] = {base::to_rfc3339(request.wall)};
        }
        if (const std::string* key = keys.find(property.name)) row.values[i] = {*key};
    }
    return row;
}

awaitable<Outcome<soap::Element>> MemoryResource::get(const Request& request) {
    const std::lock_guard lock{mutex_};
    const auto index = locate(request.selectors);
    if (!index) co_return index.error();
    co_return to_element(shape_, (*rows_)[*index]);
}

awaitable<Outcome<soap::Element>> MemoryResource::put(const Request& request,
                                                      const soap::Element& representation) {
    const std::lock_guard lock{mutex_};
    const auto index = locate(request.selectors);
    if (!index) co_return index.error();
    const Row& before = (*rows_)[*index];
    auto row = read_row(shape_, representation, before);
    if (!row) co_return row.error();
    if (keys_of(shape_, *row) != keys_of(shape_, before)) {
        co_return faults::invalid_representation(faults::Representation::InvalidValues,
                                                 "keys cannot be changed");
    }
    changeable()[*index] = std::move(*row);
    co_return to_element(shape_, (*rows_)[*index]);
}

awaitable<Outcome<model::SelectorSet>> MemoryResource::create(const Request& request,
                                                              const soap::Element& representation) {
    const std::lock_guard lock{mutex_};
    const auto keys = checked_selectors(request.selectors);
    if (!keys) co_return keys.error();
    auto row = read_row(shape_, representation, fresh_row(request, *keys));
    if (!row) co_return row.error();
    model::SelectorSet made = keys_of(shape_, *row);
    if (std::ranges::any_of(*rows_, [&](const Row& each) { return matches(each, made); })) {
        co_return faults::already_exists("there is an instance of " + shape_.name + " with these keys");
    }
    if (rows_->size() >= most_) co_return faults::quota_limit("there are too many " + shape_.name);
    changeable().push_back(std::move(*row));
    co_return made;
}

awaitable<Outcome<>> MemoryResource::remove(const Request& request) {
    const std::lock_guard lock{mutex_};
    const auto index = locate(request.selectors);
    if (!index) co_return index.error();
    Rows& rows = changeable();
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(*index));
    co_return boost::system::in_place_value;
}

/// The rows as they were when the enumeration began, each made an element when it is asked for.
class MemoryResource::Walk final : public service::Cursor {
public:
    Walk(const MemoryResource& of, std::shared_ptr<const Rows> rows) : of_{of}, rows_{std::move(rows)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<service::Item>& into, std::size_t most) override {
        const std::size_t count = std::min(most, rows_->size() - next_);
        for (const Row& row : std::span{*rows_}.subspan(next_, count)) {
            into.push_back({.object = to_element(of_.shape_, row), .selectors = keys_of(of_.shape_, row)});
        }
        next_ += count;
        co_return count;
    }
    [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return rows_->size(); }

private:
    const MemoryResource& of_;  // resources outlive the service and its enumerations
    std::shared_ptr<const Rows> rows_;
    std::size_t next_ = 0;
};

awaitable<Outcome<std::unique_ptr<service::Cursor>>> MemoryResource::enumerate(
    const Request& request, const service::EnumerationWish&) {
    const std::lock_guard lock{mutex_};
    const auto wanted = checked_selectors(request.selectors);
    if (!wanted) co_return wanted.error();
    if (wanted->empty()) co_return std::make_unique<Walk>(*this, rows_);
    auto chosen = std::make_shared<Rows>();
    std::ranges::copy_if(*rows_, std::back_inserter(*chosen),
                         [&](const Row& row) { return matches(row, *wanted); });
    co_return std::make_unique<Walk>(*this, std::move(chosen));
}

}  // namespace assay::memory
